//! Payments: what was received of a client or sent back to it, and which invoices it pays.
//!
//! Every cent of a receipt is in one place: on an invoice, in hand as credit of the client, or refunded. [`ledger`] moves
//! it from one to another, [`unapplied`] is the client's credit with one seller in one currency.

pub mod ledger;
pub mod unapplied;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::id::{ClientId, InvoiceId, PaymentId, SellerId};
use super::invoice::Invoice;
use super::money::{Currency, Money, MoneyError};
use super::text::{Note, Reference, Title};

words! {
    /// Why a client paid less and owes nothing more.
    pub enum WithholdingKind {
        /// Tax deducted at source (India, Income-tax Act 2025 s 393).
        Tds = "tds",
    }
}

words! {
    /// Which way money went.
    pub enum PaymentKind {
        /// From the client.
        Receipt = "receipt",
        /// Back to the client.
        Refund = "refund",
    }
}

/// What a client kept back of a payment and owes to its tax office instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Under which rule.
    pub kind: WithholdingKind,
    /// How much.
    pub amount: Money,
    /// The certificate that proves it.
    pub certificate: Option<Reference>,
}

/// What a receipt pays of an invoice. The amounts are those of the present: a reversal or a later credit lowers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// What pays it.
    pub paid: Money,
    /// What was withheld with it.
    pub withheld: Option<Withheld>,
}

/// What a refund took of the credit that a receipt had left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The receipt.
    pub payment_id: PaymentId,
    /// How much of it.
    pub amount: Money,
}

/// That a receipt turned out to be none: a cheque that bounced, a charge that was disputed, a slip of the operator's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The day.
    pub on: Date,
    /// Why.
    pub reason: Note,
    /// When it was recorded.
    pub at: Timestamp,
}

/// A payment's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Which way it went.
    pub kind: PaymentKind,
    /// Who paid, or was paid.
    pub client_id: ClientId,
    /// Whose money it is.
    pub seller_id: SellerId,
    /// What was received or sent, in the currency that it came or went in.
    pub amount: Money,
    /// The same in the currency of the invoices that it pays.
    pub settled: Money,
    /// What was withheld with it altogether, as it was recorded.
    pub withheld: Money,
    /// The day it was received or sent.
    pub received_on: Date,
    /// How it was paid, such as `bank transfer`.
    pub method: Title,
    /// The payer's or the bank's reference.
    pub reference: Option<Reference>,
    /// What a receipt pays.
    pub allocations: Vec<Allocation>,
    /// What of a receipt pays nothing yet: the client's credit.
    pub unapplied: Money,
    /// What of a receipt was sent back.
    pub refunded: Money,
    /// What a refund sent back of which receipts.
    pub taken: Vec<Taken>,
    /// Its reversal.
    pub reversal: Option<Reversal>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Raised by one with each change.
    pub version: u64,
}

/// How a payment of one invoice is divided. `paid` and `surplus` add up to what was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What pays the invoice.
    pub paid: Money,
    /// What the invoice counts as withheld.
    pub withheld: Money,
    /// What is left.
    pub surplus: Money,
}

/// The most payments that pay one invoice, so that a credit can let go of them all at once.
pub const MOST_PAYING: usize = 30;

/// Why a payment is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PaymentError {
    /// It is in another currency than the invoice.
    #[error("must be in {expected}, the currency of the invoice")]
    OtherCurrency {
        /// The invoice's currency.
        expected: Currency,
    },
    /// What was withheld is in another currency than the invoice.
    #[error("must be in {expected}, the currency of the invoice")]
    WithheldOtherCurrency {
        /// The invoice's currency.
        expected: Currency,
    },
    /// Nothing, or less than nothing, was paid.
    #[error("must be above zero")]
    NotPositive,
    /// Nothing, or less than nothing, was withheld.
    #[error("must be above zero")]
    WithheldNotPositive,
    /// More is said to be withheld than was owed.
    #[error("withholds more than what is owed, {balance}")]
    WithheldTooMuch {
        /// What is owed.
        balance: Money,
    },
    /// So many pay the invoice already that no more do.
    #[error("{MOST_PAYING} payments pay the invoice already, which is the most")]
    TooMany,
    /// The sums pass the bound, or the invoice's record mixes currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Divides what was paid on an invoice: what was withheld counts first, then what was received up to what is owed; the rest
/// is surplus.
///
/// # Errors
/// Another currency, an amount that is not above zero, or more withheld than is owed.
pub fn divide(invoice: &Invoice, amount: Money, withheld: Option<&Withheld>) -> Result<Settled, PaymentError> {
    let expected = invoice.currency;
    if amount.currency() != expected {
        return Err(PaymentError::OtherCurrency { expected });
    }
    if withheld.is_some_and(|withheld| withheld.amount.currency() != expected) {
        return Err(PaymentError::WithheldOtherCurrency { expected });
    }
    if !amount.is_positive() {
        return Err(PaymentError::NotPositive);
    }
    if withheld.is_some_and(|withheld| !withheld.amount.is_positive()) {
        return Err(PaymentError::WithheldNotPositive);
    }
    let zero = Money::zero(expected);
    let balance = Some(invoice.balance()?).filter(|balance| balance.is_positive()).unwrap_or(zero);
    let withheld = withheld.map_or(zero, |withheld| withheld.amount);
    let owed = balance.minus(withheld)?;
    if owed.minor() < 0 {
        return Err(PaymentError::WithheldTooMuch { balance });
    }
    let paid = if amount.minor() > owed.minor() { owed } else { amount };
    Ok(Settled { paid, withheld, surplus: amount.minus(paid)? })
}

#[cfg(test)]
mod tests;
