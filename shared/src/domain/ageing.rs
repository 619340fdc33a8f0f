//! How old what is owed is: the balances of invoices by how many days they are overdue, each currency by itself.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::calendar::days_between;
use super::id::ClientId;
use super::invoice::Invoice;
use super::money::{Currency, Money, MoneyError};

/// Balances by age, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Not due yet, or due on the very day.
    pub current: Money,
    /// Up to 30 days overdue.
    pub days_1_30: Money,
    /// 31 to 60.
    pub days_31_60: Money,
    /// 61 to 90.
    pub days_61_90: Money,
    /// More.
    pub days_over_90: Money,
}

impl Ages {
    /// Nothing owed.
    #[must_use]
    pub fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { current: zero, days_1_30: zero, days_31_60: zero, days_61_90: zero, days_over_90: zero }
    }

    /// Adds a balance that is so many days overdue.
    fn add(&mut self, days: i32, balance: Money) -> Result<(), MoneyError> {
        let bucket = match days {
            ..=0 => &mut self.current,
            1..=30 => &mut self.days_1_30,
            31..=60 => &mut self.days_31_60,
            61..=90 => &mut self.days_61_90,
            91.. => &mut self.days_over_90,
        };
        *bucket = bucket.plus(balance)?;
        Ok(())
    }

    /// All of it.
    ///
    /// # Errors
    /// Beyond the bound for an amount.
    pub fn total(&self) -> Result<Money, MoneyError> {
        let all = [self.current, self.days_1_30, self.days_31_60, self.days_61_90, self.days_over_90];
        Money::sum(self.current.currency(), all)
    }
}

/// What is owed now, by client and currency, aged by a day. Invoices issued after the day count for nothing.
///
/// # Errors
/// Beyond the bound for an amount.
pub fn age<'a>(invoices: impl IntoIterator<Item = &'a Invoice>, as_of: Date) -> Result<BTreeMap<(Currency, ClientId), Ages>, MoneyError> {
    let mut ages = BTreeMap::new();
    for invoice in invoices.into_iter().filter(|invoice| invoice.issued_on <= as_of) {
        let balance = invoice.balance()?;
        if balance.is_positive() {
            let own = ages.entry((invoice.currency, invoice.client_id)).or_insert_with(|| Ages::none(invoice.currency));
            own.add(days_between(invoice.due_on, as_of), balance)?;
        }
    }
    Ok(ages)
}

/// The sums over clients, a currency each.
///
/// # Errors
/// Beyond the bound for an amount.
pub fn by_currency(ages: &BTreeMap<(Currency, ClientId), Ages>) -> Result<BTreeMap<Currency, Ages>, MoneyError> {
    let mut sums = BTreeMap::<Currency, Ages>::new();
    for ((currency, _), own) in ages {
        let sum = sums.entry(*currency).or_insert_with(|| Ages::none(*currency));
        *sum = Ages {
            current: sum.current.plus(own.current)?,
            days_1_30: sum.days_1_30.plus(own.days_1_30)?,
            days_31_60: sum.days_31_60.plus(own.days_31_60)?,
            days_61_90: sum.days_61_90.plus(own.days_61_90)?,
            days_over_90: sum.days_over_90.plus(own.days_over_90)?,
        };
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::domain::invoice::sample::{invoice, money};

    #[test]
    fn a_balance_stands_in_the_bucket_of_its_days_overdue() {
        let due = date(2027, 2, 15);
        for (days, bucket) in [(-14, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (400, 4)] {
            let ages = age(&[invoice("100.00")], due.saturating_add(days.days())).expect("small");
            let own = ages.values().next().expect("one");
            let all = [own.current, own.days_1_30, own.days_31_60, own.days_61_90, own.days_over_90].map(Money::amount);
            let expected: Vec<&str> = (0..5).map(|at| if at == bucket { "110.00" } else { "0.00" }).collect();
            assert_eq!(all.to_vec(), expected, "{days}");
        }
    }

    #[test]
    fn only_what_is_owed_counts_and_currencies_never_add_up() {
        // F47
        let yen = Invoice { currency: "JPY".parse().expect("a currency"), ..invoice("1.00") };
        let zero = Money::zero(yen.currency);
        let yen = Invoice { total: money("1240", "JPY"), credited: zero, paid: zero, withheld: zero, written_off: zero, ..yen };
        let paid = Invoice { paid: money("110.00", "AUD"), ..invoice("100.00") };
        let ages = age(&[invoice("100.00"), invoice("50.00"), paid, yen], date(2027, 2, 20)).expect("small");
        let sums: Vec<String> = by_currency(&ages).expect("small").values().map(|own| own.total().expect("small").to_string()).collect();
        assert_eq!(sums, ["165.00 AUD", "1240 JPY"]);
        assert_eq!(age(&[invoice("1.00")], date(2027, 1, 1)).expect("small").len(), 0, "it was not issued yet");
    }
}
