//! Rates: money per hour or per month of work, and how the two compare.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::money::Money;

words! {
    /// What a rate is paid for.
    pub enum Per {
        /// An hour of work.
        Hour = "hour",
        /// A month of the agreed hours per week.
        Month = "month",
    }
}

/// Money per hour or per month. Never negative where it came from a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rate {
    /// The money for one unit.
    #[serde(flatten)]
    pub money: Money,
    /// The unit.
    pub per: Per,
}

impl Rate {
    /// The rate by the month, exactly: an hour counts hours per week × 52 ÷ 12.
    ///
    /// For comparing only; what is shown is rounded once, at the very end.
    #[must_use]
    pub fn per_month(self, hours_per_week: u32) -> Decimal {
        match self.per {
            Per::Month => self.money.to_decimal(),
            Per::Hour => self.money.to_decimal() * Decimal::from(hours_per_week) * Decimal::from(52) / Decimal::from(12),
        }
    }
}
