//! An invoice's amounts in its seller's own currency.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::exchange::ExchangeRates;
use crate::domain::money::{Currency, Money, Rounding};

use super::Totals;

/// The decimals of a stated rate: enough for the weakest currency against the strongest.
const RATE_DECIMALS: u32 = 12;

/// What a document's total and tax are in the seller's own currency, and by which rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fx {
    /// The document's currency.
    pub from: Currency,
    /// The seller's currency.
    pub to: Currency,
    /// Units of `to` for one unit of `from`.
    pub rate: Decimal,
    /// The day of the table that the rate is from.
    pub date: Date,
    /// The total in `to`.
    pub total: Money,
    /// The tax in `to`.
    pub tax: Money,
}

impl Fx {
    /// States a document's figures in the seller's currency. The rate is rounded first and the amounts are computed from
    /// the rounded one, half up, so that a reader gets the same from what is printed.
    ///
    /// `None` when the table lacks one of the two currencies, or an amount would pass the bound.
    #[must_use]
    pub fn state(totals: &Totals, to: Currency, rates: &ExchangeRates) -> Option<Self> {
        let from = totals.total.currency();
        let rate = rates.convert(Decimal::ONE, from, to)?;
        let rate = Rounding::HalfUp.round(rate, RATE_DECIMALS).normalize();
        let convert = |money: Money| Money::rounded(money.to_decimal().checked_mul(rate)?, to, Rounding::HalfUp).ok();
        Some(Self { from, to, rate, date: rates.date, total: convert(totals.total)?, tax: convert(totals.tax)? })
    }
}
