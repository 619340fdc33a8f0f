//! Charges: what goes on an engagement's next invoice beside its time, fees and milestones. Expenses, one-off prices and
//! discounts.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::draft::LineKind;
use super::id::{ChargeId, InvoiceId};
use super::money::{Money, MoneyError, Rounding};
use super::text::{Reference, Title};

/// The most charges an engagement holds.
pub const MOST_CHARGES: usize = 200;

words! {
    /// What a charge is.
    pub enum ChargeKind {
        /// Money that was laid out, with its receipt.
        Expense = "expense",
        /// A price that is paid once.
        Fee = "fee",
        /// What is taken off.
        Discount = "discount",
        /// For an invoice that was paid late.
        LateFee = "late_fee",
    }
}

impl ChargeKind {
    /// The kind of its line.
    #[must_use]
    pub fn line(self) -> LineKind {
        match self {
            Self::Expense => LineKind::Expense,
            Self::Fee => LineKind::Fee,
            Self::Discount => LineKind::Discount,
            Self::LateFee => LineKind::Adjustment,
        }
    }
}

/// How much a charge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeAmount {
    /// So much, in the currency that the engagement is billed in; above zero.
    Amount(Money),
    /// A part of the work on the same invoice, in percent: above 0 and at most 100 (discounts only).
    Percent(Decimal),
}

impl ChargeAmount {
    /// The money, where the work on the invoice comes to this; rounded half up once.
    ///
    /// # Errors
    /// Too large for an amount.
    pub fn of(self, work: Money) -> Result<Money, MoneyError> {
        match self {
            Self::Amount(money) => Ok(money),
            Self::Percent(percent) => {
                let exact = work.to_decimal().checked_mul(percent).ok_or(MoneyError::TooLarge)? / Decimal::ONE_HUNDRED;
                Money::rounded(exact, work.currency(), Rounding::HalfUp)
            }
        }
    }
}

/// A charge's record, kept with its engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Its id.
    pub id: ChargeId,
    /// What it is.
    pub kind: ChargeKind,
    /// What is printed.
    pub description: Title,
    /// How much.
    pub amount: ChargeAmount,
    /// The day it is for.
    pub on: Date,
    /// The reference of the receipt.
    pub receipt: Option<Reference>,
    /// When it was noted.
    pub created_at: Timestamp,
    /// The invoice it is on.
    pub invoice_id: Option<InvoiceId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_rounded_half_up_once() {
        let money = |text| Money::parse(text, "AUD".parse().expect("a currency")).expect("an amount");
        for (work, percent, amount) in [("100.10", "15", "15.02"), ("0.01", "50", "0.01"), ("8500.00", "100", "8500.00")] {
            assert_eq!(ChargeAmount::Percent(percent.parse().expect("a number")).of(money(work)), Ok(money(amount)));
        }
        assert_eq!(ChargeAmount::Amount(money("7500.00")).of(money("1.00")), Ok(money("7500.00")));
    }
}
