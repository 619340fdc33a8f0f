//! From which day a developer has the hours that a role asks for.

use jiff::civil::Date;

use crate::domain::calendar::next_day;
use crate::domain::developer::{Availability, Commitment};

/// The first day from which `hours` a week are free on every day up to `last` (for ever without one). `None` when there
/// is none up to then.
pub(super) fn free_from(availability: Availability, commitments: &[Commitment], hours: u8, last: Option<Date>) -> Option<Date> {
    if commitments.is_empty() {
        let enough = hours <= availability.hours_per_week && last.is_none_or(|last| availability.from <= last);
        return enough.then_some(availability.from);
    }
    let within = |day: Date| last.is_none_or(|last| day <= last);
    let is_free = |day: Date| {
        let running = commitments.iter().filter(|taken| taken.from <= day && taken.until.is_none_or(|until| day <= until));
        let taken: u32 = running.map(|taken| u32::from(taken.hours_per_week)).sum();
        taken + u32::from(hours) <= u32::from(availability.hours_per_week)
    };
    // Hours come free the day after a commitment ends and are taken the day one begins: between, nothing changes.
    let ends = || commitments.iter().filter_map(|taken| taken.until).map(next_day);
    let turns = || ends().chain(commitments.iter().map(|taken| taken.from)).filter(|day| *day > availability.from);
    let days = || std::iter::once(availability.from).chain(turns()).filter(|day| within(*day));
    let last_taken = days().filter(|day| !is_free(*day)).max();
    days().filter(|day| last_taken.is_none_or(|taken| *day > taken)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{EngagementId, Id};
    use jiff::civil::date;

    fn taken(from: Date, until: Option<Date>, hours_per_week: u8) -> Commitment {
        Commitment { engagement_id: EngagementId::from_ulid(ulid::Ulid(1)), from, until, hours_per_week }
    }

    #[test]
    fn hours_come_free_the_day_after_an_engagement_ends() {
        // F43b
        let open = Availability { from: date(2027, 1, 1), hours_per_week: 40 };
        let booked = [taken(date(2027, 1, 1), Some(date(2027, 3, 31)), 40)];
        assert_eq!(free_from(open, &booked, 40, None), Some(date(2027, 4, 1)));
        assert_eq!(free_from(open, &booked, 40, Some(date(2027, 3, 31))), None);
        assert_eq!(free_from(open, &[], 40, None), Some(date(2027, 1, 1)));
        assert_eq!(free_from(open, &[], 41, None), None);
    }

    #[test]
    fn every_day_up_to_the_last_counts() {
        let open = Availability { from: date(2027, 1, 1), hours_per_week: 40 };
        let later = [taken(date(2027, 6, 1), None, 30)];
        assert_eq!(free_from(open, &later, 10, None), Some(date(2027, 1, 1)));
        assert_eq!(free_from(open, &later, 11, None), None);
        assert_eq!(free_from(open, &later, 11, Some(date(2027, 5, 31))), Some(date(2027, 1, 1)));
        let between = [taken(date(2026, 6, 1), Some(date(2027, 1, 9)), 20), taken(date(2027, 1, 10), Some(date(2027, 1, 19)), 20)];
        assert_eq!(free_from(open, &between, 40, None), Some(date(2027, 1, 20)));
        assert_eq!(free_from(open, &between, 20, None), Some(date(2027, 1, 1)));
    }
}
