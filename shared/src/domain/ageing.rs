//! How old what is owed is: the balances of invoices by how many days they are overdue, each currency by itself.
//!
//! Invoices are counted one by one, those of a client in a currency one after another, so that nobody has to hold them all.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

    /// The sum of two.
    ///
    /// # Errors
    /// Two currencies, or beyond the bound for an amount.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            current: self.current.plus(other.current)?,
            days_1_30: self.days_1_30.plus(other.days_1_30)?,
            days_31_60: self.days_31_60.plus(other.days_31_60)?,
            days_61_90: self.days_61_90.plus(other.days_61_90)?,
            days_over_90: self.days_over_90.plus(other.days_over_90)?,
        })
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

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.current.currency()
    }
}

/// A currency with minor units of it, from the youngest balance to the oldest.
#[derive(Serialize, Deserialize)]
struct Minors(Currency, [i64; 5]);

impl Serialize for Ages {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { current, days_1_30, days_31_60, days_61_90, days_over_90 } = self;
        Minors(self.currency(), [current, days_1_30, days_31_60, days_61_90, days_over_90].map(|own| own.minor())).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ages {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Minors(currency, minors) = Minors::deserialize(deserializer)?;
        let [current, days_1_30, days_31_60, days_61_90, days_over_90] =
            minors.map(|minor| Money::from_minor(minor, currency).map_err(serde::de::Error::custom));
        Ok(Self { current: current?, days_1_30: days_1_30?, days_31_60: days_31_60?, days_61_90: days_61_90?, days_over_90: days_over_90? })
    }
}

/// What is owed to everyone on a day, so far; with the client whose invoices are being counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ageing {
    own: Option<(ClientId, Ages)>,
    sums: Vec<Ages>,
}

impl Ageing {
    /// The client that was being counted, once an invoice is of another client or currency; it is complete then.
    ///
    /// # Errors
    /// Beyond the bound for an amount.
    pub fn completed_by(&mut self, invoice: &Invoice) -> Result<Option<(ClientId, Ages)>, MoneyError> {
        match self.own {
            Some((client, ages)) if client != invoice.client_id || ages.currency() != invoice.currency => self.complete(),
            Some(_) | None => Ok(None),
        }
    }

    /// Counts an invoice, as it is now, by the days that it is overdue on a day. Issued after the day, or not owed, it counts for
    /// nothing.
    ///
    /// # Errors
    /// Beyond the bound for an amount, or the record mixes currencies.
    pub fn add(&mut self, invoice: &Invoice, as_of: Date) -> Result<(), MoneyError> {
        let balance = invoice.balance()?;
        if invoice.issued_on <= as_of && balance.is_positive() {
            let (_, own) = self.own.get_or_insert_with(|| (invoice.client_id, Ages::none(invoice.currency)));
            own.add(days_between(invoice.due_on, as_of), balance)?;
        }
        Ok(())
    }

    /// The client that was being counted, since all of its invoices in a currency were.
    ///
    /// # Errors
    /// Beyond the bound for an amount.
    pub fn complete(&mut self) -> Result<Option<(ClientId, Ages)>, MoneyError> {
        let Some((client, own)) = self.own.take() else { return Ok(None) };
        match self.sums.iter_mut().find(|sum| sum.currency() == own.currency()) {
            Some(sum) => *sum = sum.plus(own)?,
            None => self.sums.push(own),
        }
        Ok(Some((client, own)))
    }

    /// The sums over the clients that are complete, a currency each, in the order in which they came.
    #[must_use]
    pub fn sums(&self) -> &[Ages] {
        &self.sums
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::domain::invoice::sample::{invoice, money};

    fn counted<'a>(invoices: impl IntoIterator<Item = &'a Invoice>, as_of: Date) -> (Vec<(ClientId, Ages)>, Ageing) {
        let (mut ageing, mut clients) = (Ageing::default(), Vec::new());
        for invoice in invoices {
            clients.extend(ageing.completed_by(invoice).expect("small"));
            ageing.add(invoice, as_of).expect("small");
            // Whatever was counted, it goes on from its text.
            let text = serde_json::to_string(&ageing).expect("a text");
            ageing = serde_json::from_str(&text).expect("what was written");
        }
        clients.extend(ageing.complete().expect("small"));
        (clients, ageing)
    }

    #[test]
    fn a_balance_stands_in_the_bucket_of_its_days_overdue() {
        let due = date(2027, 2, 15);
        for (days, bucket) in [(-14, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (400, 4)] {
            let (clients, _) = counted(&[invoice("100.00")], due.saturating_add(days.days()));
            let own = clients[0].1;
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
        let (clients, ageing) = counted(&[invoice("100.00"), invoice("50.00"), paid, yen], date(2027, 2, 20));
        let sums: Vec<String> = ageing.sums().iter().map(|own| own.total().expect("small").to_string()).collect();
        assert_eq!((sums, clients.len()), (vec!["165.00 AUD".to_owned(), "1240 JPY".to_owned()], 2));
        assert_eq!(counted(&[invoice("1.00")], date(2027, 1, 1)).0.len(), 0, "it was not issued yet");
    }
}
