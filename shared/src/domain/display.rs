//! How figures read on paper: grouped digits, hours and minutes, dates in words, numbers of registers.
//!
//! For people only. What goes out on the wire is spelled by the types themselves, and nothing here is ever read back.

use jiff::civil::Date;

use super::calendar::Span;
use super::draft::Quantity;
use super::engagement::Proration;
use super::money::Money;
use super::tax_id::{TaxId, TaxScheme};

/// A true minus sign: as wide as a figure, and no place to break a line.
const MINUS: char = '\u{2212}';
/// A blank that breaks no line.
const BLANK: char = '\u{a0}';

/// An amount with all the decimals of its currency and no currency: `−1,234.50`. Rupees group by lakh and crore:
/// `1,23,456.00`.
#[must_use]
pub fn grouped(money: Money) -> String {
    let decimals = usize::try_from(money.currency().decimals()).unwrap_or_default();
    let width = decimals + 1;
    let digits = format!("{:0width$}", money.minor().unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let group = if money.currency().code() == "INR" { 2 } else { 3 };
    let mut text = String::with_capacity(digits.len() * 2);
    if money.minor() < 0 {
        text.push(MINUS);
    }
    for (at, digit) in whole.char_indices() {
        // The last group has three digits everywhere; those before it have two in India.
        let left = whole.len() - at;
        if at > 0 && left >= 3 && (left - 3).is_multiple_of(group) {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Minutes as hours and minutes, `158:30 h`: exact, as no decimal number of hours would be.
#[must_use]
pub fn duration(minutes: u32) -> String {
    format!("{}:{:02}{BLANK}h", minutes / 60, minutes % 60)
}

/// How much of a line, so that a reader can recompute it: `158:30 h`, `17 of 28 days`, `12 of 20 working days`, `1 month`,
/// `−16 of 31 days`, `1`.
#[must_use]
pub fn quantity(quantity: Quantity) -> String {
    match quantity {
        Quantity::Minutes { minutes } => duration(minutes),
        Quantity::Count { count } => signed(count),
        Quantity::Period { days, of_days, .. } if days.unsigned_abs() == of_days => format!("{}{BLANK}month", signed(days.signum())),
        Quantity::Period { days, of_days, basis } => {
            let unit = match basis {
                Proration::WorkingDays => "working days",
                Proration::CalendarDays | Proration::ThirtyDays | Proration::None => "days",
            };
            format!("{} of {of_days} {unit}", signed(days))
        }
    }
}

/// A whole number with the sign that is typeset before figures.
fn signed(number: i32) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", number.unsigned_abs())
}

/// A day such as `1 February 2027`: no two countries read it differently.
#[must_use]
pub fn long_date(day: Date) -> String {
    format!("{}{BLANK}{}{BLANK}{}", day.day(), month(day), day.year())
}

/// The first and the last day of a span, both of them in it, without saying a month or a year twice:
/// `1–31 January 2027`, `29 March – 4 April 2027`.
#[must_use]
pub fn period(span: Span) -> String {
    let (first, last) = (span.start, span.last());
    if first == last {
        long_date(first)
    } else if first.year() != last.year() {
        format!("{} – {}", long_date(first), long_date(last))
    } else if first.month() != last.month() {
        format!("{}{BLANK}{} – {}", first.day(), month(first), long_date(last))
    } else {
        format!("{}–{}", first.day(), long_date(last))
    }
}

/// A number of a register as its own country prints it: `51 824 753 556`, `49-091-850`, `91-1144442`.
#[must_use]
pub fn tax_number(id: &TaxId) -> String {
    match id.scheme() {
        TaxScheme::Abn => threes(id.value(), BLANK),
        TaxScheme::NzGst => threes(id.value(), '-'),
        TaxScheme::Nzbn | TaxScheme::Gstin | TaxScheme::Ein | TaxScheme::Other => id.to_string(),
    }
}

/// What a register's number is called on paper.
#[must_use]
pub fn tax_label(scheme: TaxScheme) -> &'static str {
    match scheme {
        TaxScheme::Abn => "ABN",
        TaxScheme::Nzbn => "NZBN",
        TaxScheme::NzGst => "GST no.",
        TaxScheme::Gstin => "GSTIN",
        TaxScheme::Ein => "EIN",
        TaxScheme::Other => "Tax no.",
    }
}

/// Groups of three from the right.
fn threes(text: &str, between: char) -> String {
    let count = text.chars().count();
    let mut grouped = String::with_capacity(text.len() * 2);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && (count - at).is_multiple_of(3) {
            grouped.push(between);
        }
        grouped.push(c);
    }
    grouped
}

fn month(day: Date) -> &'static str {
    const NAMES: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    usize::try_from(day.month() - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::from_minor(minor, code.parse().expect("a currency")).expect("within the bound")
    }

    #[test]
    fn amounts_have_grouped_digits_and_all_the_decimals_of_their_currency() {
        let rows = [
            // F44: never 193,548 nor 1,935.00.
            (1_935, "JPY", "1,935"),
            (0, "JPY", "0"),
            (123_456_789, "JPY", "123,456,789"),
            (0, "AUD", "0.00"),
            (5, "AUD", "0.05"),
            (99_999, "AUD", "999.99"),
            (100_000, "AUD", "1,000.00"),
            (12_345_600, "AUD", "123,456.00"),
            (100_000_000_000_000, "USD", "1,000,000,000,000.00"),
            (5, "KWD", "0.005"),
            (1_234_567, "KWD", "1,234.567"),
        ];
        for (minor, code, text) in rows {
            assert_eq!(grouped(money(minor, code)), text, "{minor} {code}");
        }
    }

    #[test]
    fn rupees_are_grouped_by_lakh_and_crore() {
        let rows = [
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (9_999_900, "99,999.00"),
            (12_345_600, "1,23,456.00"),
            (123_456_789, "12,34,567.89"),
            (12_345_678_900, "12,34,56,789.00"),
        ];
        for (minor, text) in rows {
            assert_eq!(grouped(money(minor, "INR")), text, "{minor}");
        }
    }

    #[test]
    fn amounts_below_zero_have_a_true_minus_sign() {
        assert_eq!(grouped(money(-1, "AUD")), "\u{2212}0.01");
        assert_eq!(grouped(money(-12_345_600, "INR")), "\u{2212}1,23,456.00");
        assert_eq!(grouped(money(-1_935, "JPY")), "\u{2212}1,935");
    }

    #[test]
    fn minutes_read_as_hours_and_minutes() {
        for (minutes, text) in [(0, "0:00 h"), (50, "0:50 h"), (60, "1:00 h"), (9_510, "158:30 h"), (u32::MAX, "71582788:15 h")] {
            assert_eq!(duration(minutes).replace(BLANK, " "), text, "{minutes}");
        }
    }

    #[test]
    fn parts_of_a_month_name_both_their_units() {
        let part = |days, of_days, basis| quantity(Quantity::Period { days, of_days, basis }).replace(BLANK, " ");
        assert_eq!(part(17, 28, Proration::CalendarDays), "17 of 28 days");
        assert_eq!(part(12, 20, Proration::WorkingDays), "12 of 20 working days");
        assert_eq!(part(17, 30, Proration::ThirtyDays), "17 of 30 days");
        for (days, basis) in
            [(28, Proration::CalendarDays), (20, Proration::WorkingDays), (30, Proration::ThirtyDays), (31, Proration::None)]
        {
            assert_eq!(part(days, days.unsigned_abs(), basis), "1 month");
            assert_eq!(part(-days, days.unsigned_abs(), basis), "−1 month");
        }
        assert_eq!(part(-16, 31, Proration::CalendarDays), "−16 of 31 days");
        assert_eq!(quantity(Quantity::Count { count: -1 }), "−1");
        assert_eq!(quantity(Quantity::Minutes { minutes: 50 }).replace(BLANK, " "), "0:50 h");
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(long_date(date(2027, 2, 1)).replace(BLANK, " "), "1 February 2027");
        assert_eq!(long_date(date(2026, 12, 31)).replace(BLANK, " "), "31 December 2026");
    }

    #[test]
    fn periods_name_their_first_and_last_day() {
        let rows = [
            (date(2027, 1, 1), date(2027, 1, 31), "1–31 January 2027"),
            (date(2027, 3, 29), date(2027, 4, 4), "29 March – 4 April 2027"),
            (date(2026, 12, 15), date(2027, 1, 14), "15 December 2026 – 14 January 2027"),
            (date(2027, 1, 31), date(2027, 1, 31), "31 January 2027"),
            // The same month of two years is not one month.
            (date(2026, 1, 5), date(2027, 1, 4), "5 January 2026 – 4 January 2027"),
        ];
        for (first, last, text) in rows {
            let span = Span::inclusive(first, last).expect("in order");
            assert_eq!(period(span).replace(BLANK, " "), text);
        }
    }

    #[test]
    fn numbers_are_printed_as_their_registers_print_them() {
        let rows = [
            (TaxScheme::Abn, "51824753556", "ABN 51 824 753 556"),
            (TaxScheme::NzGst, "49091850", "GST no. 49-091-850"),
            (TaxScheme::NzGst, "136410132", "GST no. 136-410-132"),
            (TaxScheme::Nzbn, "9429041098080", "NZBN 9429041098080"),
            (TaxScheme::Gstin, "29AAGCB7383J1Z4", "GSTIN 29AAGCB7383J1Z4"),
            (TaxScheme::Ein, "911144442", "EIN 91-1144442"),
            (TaxScheme::Other, "GB 123", "Tax no. GB 123"),
        ];
        for (scheme, value, text) in rows {
            let id = TaxId::new(scheme, value).expect("a valid number");
            assert_eq!(format!("{} {}", tax_label(scheme), tax_number(&id)).replace(BLANK, " "), text);
        }
    }

    proptest! {
        #[test]
        fn grouping_changes_no_digit(minor in -1_000_000_000_000_000i64..=1_000_000_000_000_000, code in prop::sample::select(vec!["AUD", "INR", "JPY", "KWD"])) {
            let amount = money(minor, code);
            prop_assert_eq!(grouped(amount).replace(',', "").replace(MINUS, "-"), amount.amount());
        }
    }
}
