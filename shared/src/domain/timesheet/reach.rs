//! What a new entry can touch, said before its engagement is known: the days it can stand under and the timesheets it can meet,
//! whatever the billing zone and cycle. What is read by it is at least what is needed, so that all of it can be read at once.

use jiff::ToSpan;
use jiff::civil::Date;

use super::entry::EntryInput;
use super::moment::Moment;
use crate::domain::calendar::{Span, utc_day};

/// The reach of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The days it can stand under.
    pub days: Span,
    /// The first days of the timesheets of its week, or of its weeks.
    pub starts: Span,
}

impl Reach {
    /// The reach of what is to be logged. One that is too long to be an entry at all can go beyond it.
    #[must_use]
    pub fn of(input: EntryInput) -> Self {
        match input {
            EntryInput::Counted { date, minutes: _ } => Self::around(date, date),
            // An entry ends at most a day after it starts, and no zone is further than a day from UTC.
            EntryInput::Clocked { started_at, ended_at: _ } => {
                let day = match started_at {
                    Moment::Local(local) => local.date(),
                    Moment::Instant(instant) => utc_day(instant),
                };
                Self::around(day.saturating_sub(1.days()), day.saturating_add(3.days()))
            }
        }
    }

    /// The reach of the entries of a timesheet, by its first day: a week at the most.
    #[must_use]
    pub fn of_timesheet(start: Date) -> Self {
        Self::around(start.saturating_sub(1.days()), start.saturating_add(8.days()))
    }

    fn around(first: Date, last: Date) -> Self {
        let span =
            |before: i32, after: i32| Span { start: first.saturating_sub(before.days()), end: last.saturating_add((after + 1).days()) };
        Self { days: span(0, 0), starts: span(7, 7) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::engagement::{Cycle, Engagement};
    use crate::domain::id::TimeEntryId;
    use crate::domain::timesheet::day::days_of;
    use crate::domain::timesheet::entry::{resolve, split};
    use crate::domain::timesheet::rules::weeks_concerned;
    use crate::domain::timesheet::samples::{hourly, zone};

    fn engagement(zone_name: &str, cycle: Cycle, anchor_day: u8) -> Engagement {
        let mut engagement = hourly();
        engagement.terms.billing.time_zone = zone(zone_name);
        engagement.terms.billing.cycle = cycle;
        engagement.terms.billing.anchor_day = anchor_day;
        engagement
    }

    fn inputs() -> impl Strategy<Value = EntryInput> {
        let day = (0_i32..800).prop_map(|days| date(2026, 1, 1).saturating_add(days.days()));
        (day, 0_i64..1440, 1_i64..=1440, 0..3_u8).prop_map(|(day, minute, minutes, form)| match form {
            0 => EntryInput::Counted { date: day, minutes: u32::try_from(minutes).unwrap_or(1) },
            1 => {
                let start = day.at(0, 0, 0, 0).saturating_add(minute.minutes());
                EntryInput::Clocked { started_at: Moment::Local(start), ended_at: Moment::Local(start.saturating_add(minutes.minutes())) }
            }
            _ => {
                let start = day.at(0, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).map_or(Timestamp::MIN, |start| start.timestamp());
                let start = start.saturating_add(minute.minutes()).unwrap_or(start);
                let end = start.saturating_add(minutes.minutes()).unwrap_or(start);
                EntryInput::Clocked { started_at: Moment::Instant(start), ended_at: Moment::Instant(end) }
            }
        })
    }

    proptest! {
        #[test]
        fn whatever_an_entry_touches_is_within_its_reach(
            input in inputs(),
            zone_name in prop::sample::select(vec!["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Australia/Sydney", "UTC"]),
            (cycle, anchor) in prop_oneof![
                (Just(Cycle::Monthly), 1_u8..=31),
                (Just(Cycle::Weekly), 1_u8..=7),
                (Just(Cycle::Fortnightly), 1_u8..=7),
            ],
        ) {
            let engagement = engagement(zone_name, cycle, anchor);
            let reach = Reach::of(input);
            let Ok(worked) = resolve(input, &engagement.terms.billing.time_zone) else { return Ok(()) };
            let pieces = split(worked, &engagement.terms.billing);
            for start in weeks_concerned(&engagement, &pieces) {
                prop_assert!(reach.starts.contains(start), "{start} is not within {:?}", reach.starts);
            }
            for piece in pieces {
                let id = TimeEntryId::new(piece.timesheet.start, ulid::Ulid::nil());
                for day in days_of(&piece.into_entry(id, None, false, Timestamp::UNIX_EPOCH)) {
                    prop_assert!(reach.days.contains(day), "{day} is not within {:?}", reach.days);
                    prop_assert!(Reach::of_timesheet(piece.timesheet.start).days.contains(day));
                }
            }
        }
    }
}
