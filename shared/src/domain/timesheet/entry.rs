//! One piece of work as it is logged: from when to when, or how long on which day; and the timesheets it falls into.
//!
//! What is wrong with the work itself is found here. What does not go with other work lives in `rules`.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::fault::EntryFault;
use super::moment::Moment;
use super::{TimeEntry, timesheet_span};
use crate::domain::calendar::{Span, next_day};
use crate::domain::engagement::BillingTerms;
use crate::domain::id::TimeEntryId;
use crate::domain::period::period_containing;
use crate::domain::text::Note;
use crate::domain::zone::Zone;

/// The longest entry, in minutes of elapsed time.
pub const LONGEST_ENTRY: u32 = 24 * 60;

/// When someone worked, as they wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryInput {
    /// From one moment to another.
    Clocked {
        /// The beginning.
        started_at: Moment,
        /// The end.
        ended_at: Moment,
    },
    /// So long on a day.
    Counted {
        /// The local day.
        date: Date,
        /// Whole minutes.
        minutes: u32,
    },
}

/// When someone worked, with every wall time settled: at least a minute, at most 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// From one instant to another.
    Clocked {
        /// The beginning.
        from: Timestamp,
        /// The end, after it.
        to: Timestamp,
    },
    /// So long on a day.
    Counted {
        /// The local day.
        date: Date,
        /// Whole minutes.
        minutes: u32,
    },
}

/// A piece of work that lies in one timesheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The local day it counts to: the one it starts on.
    pub date: Date,
    /// The days of its timesheet.
    pub timesheet: Span,
    /// Whole minutes.
    pub minutes: u32,
    /// When it began, if known.
    pub started_at: Option<Timestamp>,
    /// When it ended, if known.
    pub ended_at: Option<Timestamp>,
}

impl Piece {
    /// The entry it becomes. The id's day must be the first of the piece's timesheet.
    #[must_use]
    pub fn into_entry(self, id: TimeEntryId, note: Option<Note>, overridden_cap: bool, logged_at: Timestamp) -> TimeEntry {
        let Self { date, timesheet: _, minutes, started_at, ended_at } = self;
        TimeEntry { id, date, minutes, started_at, ended_at, note, overridden_cap, logged_at }
    }
}

/// Settles wall times in the billing zone and holds the work to the rules of a single entry.
///
/// # Errors
/// Every fault found.
pub fn resolve(input: EntryInput, zone: &Zone) -> Result<Worked, Vec<EntryFault>> {
    match input {
        EntryInput::Clocked { started_at, ended_at } => match (started_at.resolve(zone), ended_at.resolve(zone)) {
            (Ok(from), Ok(to)) if to <= from => Err(vec![EntryFault::EndsTooEarly]),
            (Ok(from), Ok(to)) if minutes_between(from, to) > LONGEST_ENTRY => Err(vec![EntryFault::TooLong]),
            (Ok(from), Ok(to)) => Ok(Worked::Clocked { from, to }),
            (from, to) => Err(from.err().map(EntryFault::Started).into_iter().chain(to.err().map(EntryFault::Ended)).collect()),
        },
        EntryInput::Counted { minutes: 0, .. } => Err(vec![EntryFault::NoMinutes]),
        EntryInput::Counted { minutes, .. } if minutes > LONGEST_ENTRY => Err(vec![EntryFault::TooLong]),
        EntryInput::Counted { date, minutes } => Ok(Worked::Counted { date, minutes }),
    }
}

/// The pieces of some work: one, unless it runs over the midnight between two billing periods.
///
/// Any other midnight leaves it whole: it counts to the day it starts, and to the timesheet of that day.
#[must_use]
pub fn split(worked: Worked, terms: &BillingTerms) -> Vec<Piece> {
    let (mut from, to) = match worked {
        Worked::Clocked { from, to } => (from, to),
        Worked::Counted { date, minutes } => {
            return vec![Piece { date, timesheet: timesheet_span(terms, date), minutes, started_at: None, ended_at: None }];
        }
    };
    let mut pieces = Vec::new();
    while from < to {
        let date = terms.time_zone.date_at(from);
        let boundary = terms.time_zone.start_of(period_containing(terms, date).end);
        let until = to.min(boundary);
        pieces.push(Piece {
            date,
            timesheet: timesheet_span(terms, date),
            minutes: minutes_between(from, until),
            started_at: Some(from),
            ended_at: Some(until),
        });
        from = until;
    }
    pieces
}

/// How many minutes a local day has: 1440, but for the days on which clocks change.
#[must_use]
pub fn day_length(zone: &Zone, day: Date) -> u32 {
    minutes_between(zone.start_of(day), zone.start_of(next_day(day)))
}

/// The local midnight so many days after an instant: when a timesheet that was handed in then approves itself.
#[must_use]
pub fn auto_approval(submitted_at: Timestamp, after_days: u8, zone: &Zone) -> Timestamp {
    zone.start_of(zone.date_at(submitted_at).saturating_add(i32::from(after_days).days()))
}

fn minutes_between(from: Timestamp, to: Timestamp) -> u32 {
    // Bounded by the entries and days it is asked about; a longer stretch only has to stay longer than any of them.
    u32::try_from(to.duration_since(from).as_mins().max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timesheet::moment::MomentError;
    use crate::domain::timesheet::samples::{billing_terms, zone};
    use jiff::civil::date;

    fn clocked(from: &str, to: &str, name: &str) -> Result<Vec<Piece>, Vec<EntryFault>> {
        let input = EntryInput::Clocked { started_at: from.parse().expect("a moment"), ended_at: to.parse().expect("a moment") };
        resolve(input, &zone(name)).map(|worked| split(worked, &billing_terms(name)))
    }

    #[test]
    fn work_over_a_change_of_clocks_has_its_elapsed_minutes() {
        // F13, F14
        for (name, from, to, minutes) in [
            ("Europe/Berlin", "2020-03-29T01:49", "2020-03-29T03:15", 26),
            ("Australia/Sydney", "2026-04-05T00:00", "2026-04-05T06:00", 420),
            ("Australia/Sydney", "2026-10-04T00:00", "2026-10-04T06:00", 300),
            ("America/New_York", "2026-03-08T01:30", "2026-03-08T03:30", 60),
            ("Pacific/Auckland", "2026-09-27T01:00", "2026-09-27T04:00", 120),
            ("Australia/Lord_Howe", "2026-04-05T01:00", "2026-04-05T03:00", 150),
        ] {
            let pieces = clocked(from, to, name).expect("real times");
            assert_eq!(pieces.iter().map(|piece| piece.minutes).collect::<Vec<_>>(), [minutes], "{name} {from}");
        }
    }

    #[test]
    fn the_billing_zone_decides_the_day_and_with_it_the_month() {
        // F20
        for (name, day) in [("Asia/Kolkata", date(2026, 4, 1)), ("UTC", date(2026, 3, 31))] {
            let pieces = clocked("2026-04-01T00:30+05:30", "2026-04-01T02:30+05:30", name).expect("real times");
            assert_eq!(pieces.iter().map(|piece| (piece.date, piece.minutes)).collect::<Vec<_>>(), [(day, 120)], "{name}");
        }
    }

    #[test]
    fn only_the_midnight_between_two_periods_splits_work() {
        let halves = clocked("2027-03-31T22:00", "2027-04-01T03:30", "Australia/Sydney").expect("real times");
        let seen: Vec<_> = halves.iter().map(|piece| (piece.date, piece.timesheet.start, piece.minutes)).collect();
        assert_eq!(seen, [(date(2027, 3, 31), date(2027, 3, 29), 120), (date(2027, 4, 1), date(2027, 4, 1), 210)]);
        assert_eq!(halves[0].ended_at, halves[1].started_at);
        // Up to midnight is no piece of the next day; Sunday into Monday stays with Sunday's week.
        assert_eq!(clocked("2027-03-31T22:00", "2027-04-01T00:00", "Australia/Sydney").expect("real times").len(), 1);
        let sunday = clocked("2027-03-07T22:00", "2027-03-08T03:00", "Australia/Sydney").expect("real times");
        assert_eq!((sunday.len(), sunday[0].date, sunday[0].timesheet.start), (1, date(2027, 3, 7), date(2027, 3, 1)));
    }

    #[test]
    fn an_entry_is_at_least_a_minute_and_at_most_a_day() {
        let sydney = "Australia/Sydney";
        assert_eq!(clocked("2027-03-02T09:00", "2027-03-02T09:00", sydney), Err(vec![EntryFault::EndsTooEarly]));
        assert_eq!(clocked("2027-03-02T09:00", "2027-03-02T08:00", sydney), Err(vec![EntryFault::EndsTooEarly]));
        assert_eq!(clocked("2027-03-02T09:00", "2027-03-03T09:01", sydney), Err(vec![EntryFault::TooLong]));
        assert_eq!(clocked("2027-03-02T09:00", "2027-03-03T09:00", sydney).map(|pieces| pieces[0].minutes), Ok(1440));
        let counted = |minutes| resolve(EntryInput::Counted { date: date(2027, 3, 2), minutes }, &zone(sydney));
        assert_eq!(counted(0), Err(vec![EntryFault::NoMinutes]));
        assert_eq!(counted(1441), Err(vec![EntryFault::TooLong]));
        assert!(counted(1440).is_ok());
    }

    #[test]
    fn both_ends_are_faulted_at_once() {
        let faults = clocked("2026-03-29T02:15", "2026-03-29T02:45", "Europe/Berlin").expect_err("skipped");
        assert!(matches!(faults[..], [EntryFault::Started(MomentError::Skipped { .. }), EntryFault::Ended(MomentError::Skipped { .. })]));
    }

    #[test]
    fn days_on_which_clocks_change_have_their_own_length() {
        let sydney = zone("Australia/Sydney");
        for (day, minutes) in [(date(2026, 4, 5), 1500), (date(2026, 10, 4), 1380), (date(2026, 7, 1), 1440)] {
            assert_eq!(day_length(&sydney, day), minutes, "{day}");
        }
        // Samoa crossed the date line without a 30 December 2011.
        assert_eq!(day_length(&zone("Pacific/Apia"), date(2011, 12, 30)), 0);
    }

    #[test]
    fn auto_approval_falls_on_a_local_midnight() {
        let sydney = zone("Australia/Sydney");
        let submitted = sydney.start_of(date(2027, 4, 1)).saturating_add(23.hours()).expect("near");
        assert_eq!(auto_approval(submitted, 7, &sydney), sydney.start_of(date(2027, 4, 8)));
    }
}
