//! Dates and spans of dates.
//!
//! On the wire a span names its first and last day, both included; inside the code it is half-open, so that spans tile.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The text is not a date.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a date between 1970-01-01 and 2199-12-31, written YYYY-MM-DD")]
pub struct DateError;

/// Reads `YYYY-MM-DD` and nothing else.
///
/// # Errors
/// Another shape, a day that no calendar has, or a year outside 1970 to 2199.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let date: Date = if shaped { text.parse().map_err(|_| DateError)? } else { return Err(DateError) };
    if (1970..=2199).contains(&date.year()) { Ok(date) } else { Err(DateError) }
}

/// The day in UTC at an instant: today, where nobody's zone decides.
#[must_use]
pub fn utc_day(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

/// The day after. Dates of this system stay far from the end of the calendar.
#[must_use]
pub fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// Whole days from one date to another: 0 when equal, negative when the second is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    // A whole number of days of 24 hours each, which a calendar's span of days is found from more slowly.
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or_default()
}

/// A half-open span of dates: the first day is in it, the end is not. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
}

impl Span {
    /// The days from `start` up to, and without, `end`; `None` when that is no day at all.
    #[must_use]
    pub fn new(start: Date, end: Date) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The days from the first to the last, both included.
    #[must_use]
    pub fn inclusive(first: Date, last: Date) -> Option<Self> {
        Self::new(first, next_day(last))
    }

    /// The last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.end.yesterday().unwrap_or(self.start)
    }

    /// How many days there are in it.
    #[must_use]
    pub fn days(self) -> u32 {
        u32::try_from(days_between(self.start, self.end)).unwrap_or_default()
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day < self.end
    }

    /// Each of its days, the first one first.
    pub fn iter(self) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(self.start), |day| Some(next_day(*day))).take_while(move |day| self.contains(*day))
    }

    /// The days that lie in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_have_one_spelling() {
        assert_eq!(parse_date("2027-02-28"), Ok(date(2027, 2, 28)));
        for bad in
            ["2027-02-29", "2027-2-28", "20270228", "2027-02-28T00:00", "+002027-02-28", "1969-12-31", "2200-01-01", "２027-02-28", ""]
        {
            assert_eq!(parse_date(bad), Err(DateError), "{bad}");
        }
    }

    #[test]
    fn an_inclusive_span_counts_both_its_ends() {
        let february = Span::inclusive(date(2027, 2, 1), date(2027, 2, 28)).expect("a span");
        assert_eq!((february.days(), february.end, february.last()), (28, date(2027, 3, 1), date(2027, 2, 28)));
        assert_eq!(Span::inclusive(date(2027, 2, 2), date(2027, 2, 1)), None);
    }
}
