//! What a developer did on one day over all engagements: what keeps time from being sold twice.
//!
//! Clocked work stands under every UTC day that it touches, so that two overlapping pieces always share a day, whatever
//! zones their engagements are billed in. Counted work stands under the day it was written for.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fault::EntryFault;
use super::{TimeEntry, TimesheetStatus};
use crate::domain::calendar::{next_day, utc_day};
use crate::domain::id::{DeveloperId, EngagementId, TimeEntryId};

/// The longest local day of any zone, in minutes: one on which clocks go back by an hour.
const LONGEST_DAY: u32 = 25 * 60;

/// One developer's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeveloperDay {
    /// Whose day it is.
    pub developer_id: DeveloperId,
    /// The day.
    pub day: Date,
    /// What was done on it.
    pub work: Vec<DayWork>,
    /// Raised by one with each change.
    pub version: u64,
}

/// A piece of work on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayWork {
    /// The entry that it comes from.
    pub entry_id: TimeEntryId,
    /// The engagement that it was done for.
    pub engagement_id: EngagementId,
    /// Its minutes.
    pub minutes: u32,
    /// When it began, if known.
    pub started_at: Option<Timestamp>,
    /// When it ended, if known.
    pub ended_at: Option<Timestamp>,
}

/// The days that an entry stands under.
#[must_use]
pub fn days_of(entry: &TimeEntry) -> Vec<Date> {
    let (Some(from), Some(to)) = (entry.started_at, entry.ended_at) else { return vec![entry.date] };
    let (first, last) = (utc_day(from), utc_day(to));
    // An entry is at most 24 hours long: it touches two days at the most.
    if first == last || next_day(first) != last { vec![first] } else { vec![first, last] }
}

impl DeveloperDay {
    /// A day on which nothing was done yet.
    #[must_use]
    pub fn empty(developer_id: DeveloperId, day: Date) -> Self {
        Self { developer_id, day, work: Vec::new(), version: 0 }
    }

    /// Puts an entry on the day.
    ///
    /// # Errors
    /// It overlaps other work, or the day would hold more counted minutes than any day is long.
    pub fn add(&mut self, engagement_id: EngagementId, entry: &TimeEntry) -> Result<(), EntryFault> {
        if let Some(other) = self.work.iter().find(|work| work.overlaps(entry)) {
            return Err(EntryFault::Overlaps { entry: other.entry_id });
        }
        let counted: u32 = self.work.iter().filter(|work| work.started_at.is_none()).map(|work| work.minutes).sum();
        if entry.started_at.is_none() && counted + entry.minutes > LONGEST_DAY {
            return Err(EntryFault::DayTooLong { date: entry.date, minutes: counted + entry.minutes, length: LONGEST_DAY });
        }
        self.work.push(DayWork {
            entry_id: entry.id,
            engagement_id,
            minutes: entry.minutes,
            started_at: entry.started_at,
            ended_at: entry.ended_at,
        });
        Ok(())
    }

    /// Takes an entry off the day.
    pub fn remove(&mut self, entry: TimeEntryId) {
        self.work.retain(|work| work.entry_id != entry);
    }
}

impl DayWork {
    fn overlaps(&self, entry: &TimeEntry) -> bool {
        match (self.started_at, self.ended_at, entry.started_at, entry.ended_at) {
            (Some(from), Some(to), Some(other_from), Some(other_to)) => from < other_to && other_from < to,
            _ => false,
        }
    }
}

impl TimesheetStatus {
    /// Whether time can still be logged, changed and deleted.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open => true,
            Self::Submitted | Self::Approved => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ulid::Ulid;

    use super::*;
    use crate::domain::id::Id;

    fn entry(from: &str, to: &str) -> TimeEntry {
        TimeEntry {
            id: TimeEntryId::new(date(2027, 1, 4), Ulid(1)),
            date: date(2027, 1, 4),
            minutes: 60,
            started_at: from.parse().ok(),
            ended_at: to.parse().ok(),
            note: None,
            overridden_cap: false,
            logged_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn work_for_two_engagements_cannot_overlap_but_may_touch() {
        let (first, second) = (EngagementId::from_ulid(Ulid(1)), EngagementId::from_ulid(Ulid(2)));
        let mut day = DeveloperDay::empty(DeveloperId::from_ulid(Ulid(3)), date(2027, 1, 4));
        assert!(day.add(first, &entry("2027-01-04T09:00Z", "2027-01-04T10:00Z")).is_ok());
        assert!(day.add(second, &entry("2027-01-04T09:59Z", "2027-01-04T10:30Z")).is_err());
        assert!(day.add(second, &entry("2027-01-04T10:00Z", "2027-01-04T10:30Z")).is_ok());
    }

    #[test]
    fn work_over_utc_midnight_stands_under_both_days() {
        let days = days_of(&entry("2027-01-04T23:00Z", "2027-01-05T01:00Z"));
        assert_eq!(days, [date(2027, 1, 4), date(2027, 1, 5)]);
    }

    #[test]
    fn counted_minutes_of_a_day_have_a_bound_over_all_engagements() {
        let counted = TimeEntry { minutes: 800, ..entry("", "") };
        let mut day = DeveloperDay::empty(DeveloperId::from_ulid(Ulid(3)), date(2027, 1, 4));
        assert!(day.add(EngagementId::from_ulid(Ulid(1)), &counted).is_ok());
        assert!(matches!(day.add(EngagementId::from_ulid(Ulid(2)), &counted), Err(EntryFault::DayTooLong { minutes: 1600, .. })));
    }
}
