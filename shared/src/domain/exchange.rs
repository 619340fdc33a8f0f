//! Exchange rates: one table a day, every rate against one base currency.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::money::Currency;

/// The rates that hold from a day on, until a later table is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRates {
    /// The day they were recorded for.
    pub date: Date,
    /// The currency that one unit of buys `rates`.
    pub base: Currency,
    /// Units of each currency for one unit of the base. Never zero or below.
    pub rates: BTreeMap<Currency, Decimal>,
}

impl ExchangeRates {
    /// An amount in `from`, as an exact amount in `to`: multiplied before it is divided, so that nothing is lost early.
    /// `None` when the table lacks one of the two.
    #[must_use]
    pub fn convert(&self, amount: Decimal, from: Currency, to: Currency) -> Option<Decimal> {
        if from == to {
            return Some(amount);
        }
        amount.checked_mul(self.of(to)?)?.checked_div(self.of(from)?)
    }

    fn of(&self, currency: Currency) -> Option<Decimal> {
        if currency == self.base { Some(Decimal::ONE) } else { self.rates.get(&currency).copied() }
    }
}
