//! Billing periods: which days are billed together.
//!
//! Only the arithmetic of dates lives here. The periods of one cycle tile the calendar: each ends where the next begins,
//! and no day is in two of them. Whether a period is due, paid for or passed over is decided in `billing`.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::calendar::{Span, days_between};
use super::engagement::{BillingTerms, Cycle};

/// The Monday that fortnights are counted from, so that the fortnights of all engagements align.
const FIRST_FORTNIGHT: Date = date(1970, 1, 5);

/// A billing period as one engagement sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clamped {
    /// The whole period, as far as its terms hold.
    pub whole: Span,
    /// The days of it that the engagement covers.
    pub billed: Span,
}

/// The billing period that contains a day, whatever engagement it is for. Where terms were changed, it ends with those that held
/// before, and begins with those that hold since.
#[must_use]
pub fn period_containing(terms: &BillingTerms, day: Date) -> Span {
    let whole = whole_period(terms, day);
    let (from, until) = terms.held_around(day);
    // Both contain the day.
    Span { start: from.map_or(whole.start, |from| from.max(whole.start)), end: until.map_or(whole.end, |until| until.min(whole.end)) }
}

/// The whole period that a day lies in by the terms that hold on it, whenever they began to: what a fee is paid for.
#[must_use]
pub fn whole_period(terms: &BillingTerms, day: Date) -> Span {
    let terms = terms.on(day);
    match terms.cycle {
        Cycle::Monthly => monthly(terms.anchor_day, day),
        Cycle::Weekly => counted(terms.anchor_day, 7, day),
        Cycle::Fortnightly => counted(terms.anchor_day, 14, day),
    }
}

/// The part of a period within the days from `starts_on` to `ends_on`, both included; `None` when it has no such day.
#[must_use]
pub fn clamp(whole: Span, starts_on: Date, ends_on: Option<Date>) -> Option<Clamped> {
    let start = whole.start.max(starts_on);
    let billed = match ends_on {
        Some(last) => Span::inclusive(start, last.min(whole.last())),
        None => Span::new(start, whole.end),
    };
    billed.map(|billed| Clamped { whole, billed })
}

/// The periods from `from` on, oldest first, each clamped to the days from `from` to `ends_on`. Endless without an end.
pub fn periods_from(terms: &BillingTerms, from: Date, ends_on: Option<Date>) -> impl Iterator<Item = Clamped> {
    let first = clamp(period_containing(terms, from), from, ends_on);
    std::iter::successors(first, move |before| clamp(period_containing(terms, before.whole.end), from, ends_on))
}

/// From the anchor day of one month to that of the next; in a month that is too short, its last day stands in.
fn monthly(anchor: u8, day: Date) -> Span {
    let start_in = |first_of_month: Date| {
        let anchor = i8::try_from(anchor).unwrap_or(i8::MAX).clamp(1, first_of_month.days_in_month());
        first_of_month.saturating_add(i32::from(anchor - 1).days())
    };
    let month = day.first_of_month();
    let here = start_in(month);
    if here <= day {
        Span { start: here, end: start_in(month.saturating_add(1.month())) }
    } else {
        Span { start: start_in(month.saturating_sub(1.month())), end: here }
    }
}

/// So many days at a time, counted from the anchor's weekday in the week of 1970-01-05.
fn counted(anchor: u8, length: i32, day: Date) -> Span {
    let origin = FIRST_FORTNIGHT.saturating_add(i32::from(anchor.clamp(1, 7) - 1).days());
    let start = day.saturating_sub(days_between(origin, day).rem_euclid(length).days());
    Span { start, end: start.saturating_add(length.days()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::engagement::EarlierTerms;
    use crate::domain::timesheet::samples::billing_terms;
    use proptest::prelude::*;

    fn terms(cycle: Cycle, anchor_day: u8) -> BillingTerms {
        BillingTerms { cycle, anchor_day, ..billing_terms("Etc/UTC") }
    }

    #[test]
    fn an_anchor_on_the_31st_comes_back_after_february() {
        // F22
        let terms = terms(Cycle::Monthly, 31);
        let starts: Vec<_> = periods_from(&terms, date(2017, 1, 31), None).take(6).map(|period| period.billed.start).collect();
        let expected = [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30)].map(|(month, day)| date(2017, month, day));
        assert_eq!(starts, expected);
    }

    #[test]
    fn weeks_start_on_their_iso_weekday_and_fortnights_align() {
        let week = period_containing(&terms(Cycle::Weekly, 3), date(2027, 4, 1));
        assert_eq!((week.start, week.end), (date(2027, 3, 31), date(2027, 4, 7)));
        // 2027-01-04 is 20,818 days after 1970-01-05: an even number of weeks (2,974).
        let fortnight = terms(Cycle::Fortnightly, 1);
        for day in [date(2027, 1, 4), date(2027, 1, 17)] {
            assert_eq!(period_containing(&fortnight, day), Span { start: date(2027, 1, 4), end: date(2027, 1, 18) });
        }
        assert_eq!(period_containing(&terms(Cycle::Fortnightly, 5), date(2027, 1, 8)).start, date(2027, 1, 8));
        assert_eq!(period_containing(&terms(Cycle::Fortnightly, 5), date(2027, 1, 7)).start, date(2026, 12, 25));
    }

    #[test]
    fn the_first_and_last_periods_are_clamped_to_the_engagement() {
        let terms = terms(Cycle::Monthly, 1);
        let periods: Vec<_> = periods_from(&terms, date(2027, 1, 20), Some(date(2027, 3, 5))).collect();
        let billed: Vec<_> = periods.iter().map(|period| (period.billed.start, period.billed.last())).collect();
        assert_eq!(
            billed,
            [(date(2027, 1, 20), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2027, 3, 5))]
        );
        assert_eq!(periods[0].whole.start, date(2027, 1, 1));
        assert_eq!(periods_from(&terms, date(2027, 3, 6), Some(date(2027, 3, 5))).count(), 0);
    }

    prop_compose! {
        fn any_terms()(cycle in 0..3_u8, anchor in 1..=31_u8) -> BillingTerms {
            match cycle {
                0 => terms(Cycle::Monthly, anchor),
                1 => terms(Cycle::Weekly, anchor % 7 + 1),
                _ => terms(Cycle::Fortnightly, anchor % 7 + 1),
            }
        }
    }

    proptest! {
        #[test]
        fn periods_contain_their_days_and_tile(terms in any_terms(), offset in 60..80_000_i32) {
            let day = date(1970, 1, 1).saturating_add(offset.days());
            let period = period_containing(&terms, day);
            prop_assert!(period.contains(day));
            prop_assert_eq!(period_containing(&terms, period.start), period);
            prop_assert_eq!(period_containing(&terms, period.last()), period);
            prop_assert_eq!(period_containing(&terms, period.end).start, period.end);
            prop_assert_eq!(period_containing(&terms, period.start.yesterday().expect("far from the calendar's end")).end, period.start);
            let (least, most) = match terms.cycle { Cycle::Monthly => (28, 31), Cycle::Weekly => (7, 7), Cycle::Fortnightly => (14, 14) };
            prop_assert!((least..=most).contains(&period.days()));
        }

        #[test]
        fn periods_tile_over_changes_of_terms(
            all in prop::collection::vec((any_terms(), 1..20_i32), 1..4),
            last in any_terms(),
            offset in 60..80_000_i32,
        ) {
            // Each of them holds for some of its periods and ends with one.
            let first = date(1970, 1, 1).saturating_add(offset.days());
            let mut until = first;
            let mut changed = BillingTerms { earlier: Vec::new(), ..last };
            for (terms, count) in all {
                for _ in 0..count {
                    until = period_containing(&terms, until).end;
                }
                changed.earlier.push(EarlierTerms { until, terms });
            }
            let mut at = first;
            for period in periods_from(&changed, first, Some(until.saturating_add(70.days()))) {
                prop_assert_eq!(period.billed.start, at);
                prop_assert_eq!(period_containing(&changed, period.billed.last()), period.whole);
                prop_assert!(whole_period(&changed, at).intersection(period.whole) == Some(period.whole));
                at = period.billed.end;
            }
            prop_assert_eq!(at, until.saturating_add(71.days()));
            for earlier in &changed.earlier {
                prop_assert_eq!(period_containing(&changed, earlier.until).start, earlier.until);
            }
        }

        #[test]
        fn a_monthly_period_starts_on_its_anchor_or_the_last_day(anchor in 1..=31_u8, offset in 60..80_000_i32) {
            let start = period_containing(&terms(Cycle::Monthly, anchor), date(1970, 1, 1).saturating_add(offset.days())).start;
            prop_assert!(start.day() == i8::try_from(anchor).expect("at most 31") || (start.day() < 31 && start == start.last_of_month()));
        }

        #[test]
        fn the_parts_of_an_engagement_tile_its_days(terms in any_terms(), offset in 60..80_000_i32, length in 0..400_i32) {
            let first = date(1970, 1, 1).saturating_add(offset.days());
            let last = first.saturating_add(length.days());
            let mut at = first;
            for period in periods_from(&terms, first, Some(last)) {
                prop_assert_eq!(period.billed.start, at);
                prop_assert_eq!(period.whole.intersection(period.billed), Some(period.billed));
                at = period.billed.end;
            }
            prop_assert_eq!(at, last.tomorrow().expect("far from the calendar's end"));
        }
    }
}
