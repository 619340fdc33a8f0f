//! Billing terms over time: which of them hold on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::BillingTerms;

/// Billing terms that were changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierTerms {
    /// The first day on which they hold no longer.
    pub until: Date,
    /// The terms, without what was earlier than they.
    pub terms: BillingTerms,
}

impl BillingTerms {
    /// Those that hold on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> &Self {
        self.earlier.iter().find(|earlier| day < earlier.until).map_or(self, |earlier| &earlier.terms)
    }

    /// The days on which those of a day hold, without a beginning where they are the first and without an end where they are the last.
    #[must_use]
    pub fn held_around(&self, day: Date) -> (Option<Date>, Option<Date>) {
        let from = self.earlier.iter().rev().map(|earlier| earlier.until).find(|until| *until <= day);
        let until = self.earlier.iter().map(|earlier| earlier.until).find(|until| day < *until);
        (from, until)
    }

    /// Each of them with the day it holds from, the first one from the engagement's first day; oldest first.
    #[must_use]
    pub fn history(&self, starts_on: Date) -> Vec<(Date, Self)> {
        let from = std::iter::once(starts_on).chain(self.earlier.iter().map(|earlier| earlier.until));
        let terms = self.earlier.iter().map(|earlier| &earlier.terms).chain([self]);
        from.zip(terms.map(|terms| Self { earlier: Vec::new(), ..terms.clone() })).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::timesheet::samples::billing_terms;

    #[test]
    fn each_day_has_the_terms_that_hold_on_it() {
        let first = billing_terms("Etc/UTC");
        let second = BillingTerms { anchor_day: 15, ..first.clone() };
        let earlier = vec![
            EarlierTerms { until: date(2027, 2, 1), terms: first.clone() },
            EarlierTerms { until: date(2027, 4, 15), terms: second.clone() },
        ];
        let terms = BillingTerms { anchor_day: 31, earlier, ..first.clone() };
        for (day, anchor, held) in [
            (date(2027, 1, 31), 1, (None, Some(date(2027, 2, 1)))),
            (date(2027, 2, 1), 15, (Some(date(2027, 2, 1)), Some(date(2027, 4, 15)))),
            (date(2027, 4, 14), 15, (Some(date(2027, 2, 1)), Some(date(2027, 4, 15)))),
            (date(2027, 4, 15), 31, (Some(date(2027, 4, 15)), None)),
        ] {
            assert_eq!((terms.on(day).anchor_day, terms.held_around(day)), (anchor, held), "{day}");
        }
        let from: Vec<_> = terms.history(date(2027, 1, 4)).into_iter().map(|(from, terms)| (from, terms.anchor_day)).collect();
        assert_eq!(from, [(date(2027, 1, 4), 1), (date(2027, 2, 1), 15), (date(2027, 4, 15), 31)]);
    }
}
