//! The price of a part: of a billing period at a monthly fee, of an hour at an hourly rate.
//!
//! Shares are exact decimals; each price is rounded once, half up. What is due when lives in `billing`.

use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;

use super::calendar::{Span, days_between, next_day};
use super::draft::Quantity;
use super::engagement::Proration;
use super::money::{Money, MoneyError, Rounding};
use super::rate::Rate;

/// Thirtieths in a month, however long it is.
const THIRTY: i32 = 30;

/// Minutes in an hour.
const HOUR: u32 = 60;

/// How much of the `whole` period the days of `part` are. Days outside the period do not count.
///
/// See [`share_of`] for what the bases mean.
#[must_use]
pub fn share(part: Span, whole: Span, basis: Proration, holidays: &[Date]) -> Quantity {
    share_of(whole, basis, holidays, |day| part.contains(day))
}

/// How much of the `whole` period those of its days are that count.
///
/// The denominator is always the whole period, and the whole period is never prorated. By basis:
/// * `calendar_days`: days of days.
/// * `working_days`: Mondays to Fridays that are no holidays. A period without any is measured in calendar days.
/// * `thirty_days`: the n-th day of the period is its n-th thirtieth. A 31st day adds nothing, and the last day of a
///   shorter period takes the thirtieths that are missing, so that parts always add up to 30. Only months are
///   measured so: a period that is not 28 to 31 days long counts in calendar days.
/// * `none`: a part costs the whole, and no day at all costs nothing.
///
/// The quantity names the basis that was used.
#[must_use]
pub fn share_of(whole: Span, basis: Proration, holidays: &[Date], counts: impl Fn(Date) -> bool) -> Quantity {
    let sum = |weight: &dyn Fn(Date) -> i32| whole.iter().filter(|day| counts(*day)).map(weight).sum::<i32>();
    let calendar = || Quantity::Period { days: sum(&|_| 1), of_days: whole.days(), basis: Proration::CalendarDays };
    let works = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(&day);
    match basis {
        Proration::CalendarDays => calendar(),
        Proration::WorkingDays => match whole.iter().map(|day| u32::from(works(day))).sum() {
            0 => calendar(),
            of_days => Quantity::Period { days: sum(&|day| i32::from(works(day))), of_days, basis },
        },
        Proration::ThirtyDays if (28..=31).contains(&whole.days()) => {
            let days = sum(&|day| thirtieth(next_day(day), whole) - thirtieth(day, whole));
            Quantity::Period { days, of_days: THIRTY.unsigned_abs(), basis }
        }
        Proration::ThirtyDays => calendar(),
        Proration::None => {
            let days = if whole.iter().any(&counts) { i32::try_from(whole.days()).unwrap_or(i32::MAX) } else { 0 };
            Quantity::Period { days, of_days: whole.days(), basis }
        }
    }
}

/// The thirtieths of the period that are over when this day begins.
fn thirtieth(day: Date, whole: Span) -> i32 {
    if day >= whole.end { THIRTY } else { days_between(whole.start, day).clamp(0, THIRTY) }
}

/// Quantity × price, rounded half up once: minutes at a rate per hour, a part of a period at a rate per month. Below zero the
/// halves mirror those above, so that what is taken back is exactly what was billed.
///
/// # Errors
/// Too large for an amount.
pub fn fee(rate: Rate, quantity: Quantity) -> Result<Money, MoneyError> {
    match quantity {
        Quantity::Minutes { minutes } => part_of(rate.money, i64::from(minutes), HOUR),
        Quantity::Period { days, of_days, .. } => part_of(rate.money, i64::from(days), of_days),
        Quantity::Count { count } => part_of(rate.money, i64::from(count), 1),
    }
}

/// Whole minutes at a price per hour, rounded half up once.
///
/// # Errors
/// Too large for an amount.
pub fn time_amount(minutes: u32, per_hour: Money) -> Result<Money, MoneyError> {
    part_of(per_hour, i64::from(minutes), HOUR)
}

fn part_of(price: Money, units: i64, of_units: u32) -> Result<Money, MoneyError> {
    // Multiplied before it is divided: the quotient of 28 digits then never crosses a half that the exact value does not.
    let exact = price
        .to_decimal()
        .checked_mul(Decimal::from(units))
        .and_then(|product| product.checked_div(Decimal::from(of_units.max(1))))
        .ok_or(MoneyError::TooLarge)?;
    Money::rounded(exact, price.currency(), Rounding::HalfUp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rate::Per;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn rate(amount: &str, code: &str, per: Per) -> Rate {
        Rate { money: Money::parse(amount, code.parse().expect("a currency")).expect("an amount"), per }
    }

    fn days(first: Date, last: Date) -> Span {
        Span::inclusive(first, last).expect("a span")
    }

    fn units(part: Span, whole: Span, basis: Proration) -> (i32, u32) {
        match share(part, whole, basis, &[]) {
            Quantity::Period { days, of_days, .. } => (days, of_days),
            other @ (Quantity::Minutes { .. } | Quantity::Count { .. }) => panic!("a period was asked for, not {other:?}"),
        }
    }

    #[test]
    fn a_part_is_measured_against_the_whole_period() {
        // F25 A
        let quarter = days(date(2024, 4, 1), date(2024, 6, 30));
        assert_eq!(units(days(date(2024, 5, 20), date(2024, 6, 30)), quarter, Proration::CalendarDays), (42, 91));
        // F25 B and C, F44
        for (amount, code, first, last, whole, net) in [
            ("9.00", "EUR", date(2025, 2, 26), date(2025, 2, 28), days(date(2025, 2, 1), date(2025, 2, 28)), "0.96"),
            ("5000.00", "EUR", date(2026, 2, 12), date(2026, 2, 28), days(date(2026, 2, 1), date(2026, 2, 28)), "3035.71"),
            ("10000", "JPY", date(2027, 1, 1), date(2027, 1, 6), days(date(2027, 1, 1), date(2027, 1, 31)), "1935"),
        ] {
            let quantity = share(days(first, last), whole, Proration::CalendarDays, &[]);
            assert_eq!(fee(rate(amount, code, Per::Month), quantity).map(Money::amount).as_deref(), Ok(net));
        }
    }

    #[test]
    fn minutes_are_priced_exactly_and_rounded_once() {
        // F5, F6; and half a cent goes up.
        for (minutes, amount, net) in [(50, "100.00", "83.33"), (30, "27.50", "13.75"), (15, "27.50", "6.88"), (0, "27.50", "0.00")] {
            let rate = rate(amount, "USD", Per::Hour);
            assert_eq!(time_amount(minutes, rate.money).map(Money::amount).as_deref(), Ok(net));
            assert_eq!(fee(rate, Quantity::Minutes { minutes }), time_amount(minutes, rate.money));
        }
        let large = Money::from_minor(1_000_000_000_000_000, "USD".parse().expect("a currency")).expect("the bound");
        assert_eq!(time_amount(61, large), Err(MoneyError::TooLarge));
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays() {
        let january = days(date(2027, 1, 1), date(2027, 1, 31));
        let part = days(date(2027, 1, 25), date(2027, 1, 31));
        assert_eq!(units(part, january, Proration::WorkingDays), (5, 21));
        let holidays = [date(2027, 1, 1), date(2027, 1, 26), date(2027, 1, 30)];
        let shared = share(part, january, Proration::WorkingDays, &holidays);
        assert_eq!(shared, Quantity::Period { days: 4, of_days: 19, basis: Proration::WorkingDays });
        let weekend = days(date(2027, 1, 2), date(2027, 1, 3));
        let free = share(weekend, weekend, Proration::WorkingDays, &[]);
        assert_eq!(free, Quantity::Period { days: 2, of_days: 2, basis: Proration::CalendarDays });
    }

    #[test]
    fn thirtieths_add_up_to_thirty_in_every_month() {
        let march = days(date(2027, 3, 1), date(2027, 3, 31));
        let february = days(date(2027, 2, 1), date(2027, 2, 28));
        for (part, whole, thirtieths) in [
            (days(date(2027, 3, 20), date(2027, 3, 31)), march, 11),
            (days(date(2027, 3, 1), date(2027, 3, 19)), march, 19),
            (days(date(2027, 3, 31), date(2027, 3, 31)), march, 0),
            (days(date(2027, 2, 28), date(2027, 2, 28)), february, 3),
            (days(date(2027, 2, 1), date(2027, 2, 27)), february, 27),
            (february, february, 30),
            (march, march, 30),
        ] {
            assert_eq!(units(part, whole, Proration::ThirtyDays), (thirtieths, 30), "{part:?}");
        }
        let week = days(date(2027, 3, 1), date(2027, 3, 7));
        assert_eq!(units(days(date(2027, 3, 1), date(2027, 3, 3)), week, Proration::ThirtyDays), (3, 7));
    }

    #[test]
    fn without_proration_a_part_costs_the_whole() {
        let march = days(date(2027, 3, 1), date(2027, 3, 31));
        assert_eq!(units(days(date(2027, 3, 31), date(2027, 3, 31)), march, Proration::None), (31, 31));
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole_and_none_costs_more(
            start in 0..50_000_i32, length in 1..40_i32, cut in 0..40_i32, basis in 0..3_usize, minor in 0..100_000_000_i64,
        ) {
            let basis = [Proration::CalendarDays, Proration::WorkingDays, Proration::ThirtyDays][basis];
            let first = date(1970, 1, 1).saturating_add(start.days());
            let whole = Span { start: first, end: first.saturating_add(length.days()) };
            let middle = first.saturating_add((cut % length).days());
            let parts = [Span::new(first, middle), Span::new(middle, whole.end)];
            let money = Money::from_minor(minor, "AUD".parse().expect("a currency")).expect("small");
            let rate = Rate { money, per: Per::Month };
            let mut sum = 0;
            for part in parts.into_iter().flatten() {
                sum += units(part, whole, basis).0;
                prop_assert!(fee(rate, share(part, whole, basis, &[])).expect("small").minor() <= minor);
            }
            let (all, of) = units(whole, whole, basis);
            prop_assert_eq!((all.unsigned_abs(), sum.unsigned_abs()), (of, of));
            prop_assert_eq!(fee(rate, share(whole, whole, basis, &[])), Ok(money));
        }
    }
}
