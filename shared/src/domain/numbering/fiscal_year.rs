//! Fiscal years: twelve months from a seller's own first day.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::domain::seller::MonthDay;

/// The fiscal year of a seller, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear {
    first: Date,
}

impl FiscalYear {
    /// The fiscal year that a day lies in. The day is the seller's own local one: an Indian seller's year turns at
    /// midnight in India.
    #[must_use]
    pub fn of(day: Date, start: MonthDay) -> Self {
        let turned = (day.month(), day.day()) >= (start.month, start.day);
        let year = if turned { day.year() } else { day.year() - 1 };
        Self { first: date(year, start.month, start.day) }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// The year it starts in.
    #[must_use]
    pub fn start_year(self) -> i16 {
        self.first.year()
    }

    /// Both its years by their last two digits: `26-27`.
    #[must_use]
    pub fn both_years(self) -> String {
        let year = self.first.year();
        format!("{:02}-{:02}", year.rem_euclid(100), (year + 1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(text: &str) -> MonthDay {
        text.parse().expect("a month and a day")
    }

    #[test]
    fn a_day_lies_in_the_year_that_has_begun() {
        for (day, from, year, both) in [
            (date(2026, 3, 31), "04-01", 2025, "25-26"),
            (date(2026, 4, 1), "04-01", 2026, "26-27"),
            (date(2026, 6, 30), "07-01", 2025, "25-26"),
            (date(2026, 7, 1), "07-01", 2026, "26-27"),
            (date(2026, 1, 1), "01-01", 2026, "26-27"),
            (date(2028, 2, 29), "02-28", 2028, "28-29"),
            (date(2099, 12, 31), "04-01", 2099, "99-00"),
        ] {
            let fiscal = FiscalYear::of(day, start(from));
            assert_eq!((fiscal.start_year(), fiscal.both_years().as_str()), (year, both), "{day} {from}");
            assert!(fiscal.first() <= day);
        }
    }
}
