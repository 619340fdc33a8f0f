//! Payments: what was received for an invoice, and how much of it the invoice takes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::id::{ClientId, InvoiceId, PaymentId};
use super::invoice::Invoice;
use super::money::{Currency, Money, MoneyError};
use super::text::{Reference, Title};

words! {
    /// Why a client paid less and owes nothing more.
    pub enum WithholdingKind {
        /// Tax deducted at source (India, Income-tax Act 2025 s 393).
        Tds = "tds",
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

/// A payment's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// The invoice it is for.
    pub invoice_id: InvoiceId,
    /// Who paid.
    pub client_id: ClientId,
    /// What was received.
    pub amount: Money,
    /// The day it was received.
    pub received_on: Date,
    /// How it was paid, such as `bank transfer`.
    pub method: Title,
    /// The payer's or the bank's reference.
    pub reference: Option<Reference>,
    /// What was withheld for a tax office.
    pub withheld: Option<Withheld>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// How a payment is divided. `paid` and `surplus` add up to what was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What pays the invoice.
    pub paid: Money,
    /// What the invoice counts as withheld.
    pub withheld: Money,
    /// What is left as the client's credit with this seller, in this currency.
    pub surplus: Money,
}

/// Why a payment is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PaymentError {
    /// It names another invoice.
    #[error("is a payment of another invoice")]
    OtherInvoice,
    /// It is in another currency than the invoice.
    #[error("must be in {expected}, the currency of the invoice")]
    OtherCurrency {
        /// The invoice's currency.
        expected: Currency,
    },
    /// Nothing, or less than nothing, was paid or withheld.
    #[error("must be above zero")]
    NotPositive,
    /// More is said to be withheld than was owed.
    #[error("withholds more than what is owed, {balance}")]
    WithheldTooMuch {
        /// What is owed.
        balance: Money,
    },
    /// The sums pass the bound, or the invoice's record mixes currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Divides a payment: what was withheld counts first, then what was received up to what is owed; the rest is surplus.
///
/// # Errors
/// Another invoice or currency, an amount that is not above zero, or more withheld than is owed.
pub fn apply(invoice: &Invoice, payment: &Payment) -> Result<Settled, PaymentError> {
    let expected = invoice.currency;
    if payment.invoice_id != invoice.id || payment.client_id != invoice.client_id {
        return Err(PaymentError::OtherInvoice);
    }
    let amounts = [Some(payment.amount), payment.withheld.as_ref().map(|withheld| withheld.amount)];
    for amount in amounts.into_iter().flatten() {
        if amount.currency() != expected {
            return Err(PaymentError::OtherCurrency { expected });
        }
        if !amount.is_positive() {
            return Err(PaymentError::NotPositive);
        }
    }
    let zero = Money::zero(expected);
    // A credit that came after the payment leaves less than nothing owed: then all of this is surplus.
    let balance = Some(invoice.balance()?).filter(|balance| balance.is_positive()).unwrap_or(zero);
    let withheld = payment.withheld.as_ref().map_or(zero, |withheld| withheld.amount);
    let owed = balance.minus(withheld)?;
    if owed.minor() < 0 {
        return Err(PaymentError::WithheldTooMuch { balance });
    }
    let paid = if payment.amount.minor() > owed.minor() { owed } else { payment.amount };
    Ok(Settled { paid, withheld, surplus: payment.amount.minus(paid)? })
}

#[cfg(test)]
mod tests;
