//! Moving money between receipts, invoices and credit. Each move changes all sides of it, so that they always agree.
//!
//! The records change in memory, each to its next version; that they are stored together or not at all is the store's to see to.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::unapplied::UnappliedCredit;
use super::{Allocation, MOST_PAYING, Payment, PaymentError, PaymentKind, Reversal, Taken, Withheld, divide};
use crate::domain::id::PaymentId;
use crate::domain::invoice::Invoice;
use crate::domain::money::{Money, MoneyError};

/// What is to be put to an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// How much of what was received.
    pub amount: Money,
    /// What was withheld of it.
    pub withheld: Option<Withheld>,
}

/// Why money is not moved.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LedgerError {
    /// A portion is refused.
    #[error("{fault}")]
    Portion {
        /// Its place.
        at: usize,
        /// Why.
        fault: PaymentError,
    },
    /// The portions are more than what was received.
    #[error("come to more than what was received")]
    PortionsTooLarge,
    /// It is more than the client's credit.
    #[error("is more than the credit, {credit}")]
    MoreThanCredit {
        /// The credit.
        credit: Money,
    },
    /// It is reversed already.
    #[error("the payment is reversed already")]
    ReversedAlready,
    /// Some of it was sent back.
    #[error("{refunded} of the payment was refunded")]
    Refunded {
        /// How much.
        refunded: Money,
    },
    /// Only receipts are reversed.
    #[error("a refund is not reversed")]
    NotAReceipt,
    /// An amount beyond its bound, or records that mix currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Puts a receipt to invoices, a portion each; the rest becomes credit. The receipt comes without allocations.
///
/// # Errors
/// A portion is refused, or all of them are more than the receipt; the records are then of no more use.
pub fn receive(
    receipt: &mut Payment,
    portions: &[Portion],
    invoices: &mut [Invoice],
    credit: &mut UnappliedCredit,
) -> Result<(), LedgerError> {
    let currency = receipt.settled.currency();
    let mut rest = receipt.settled;
    for (at, (portion, invoice)) in portions.iter().zip(invoices).enumerate() {
        let refused = |fault| LedgerError::Portion { at, fault };
        let divided = divide(invoice, portion.amount, portion.withheld.as_ref()).map_err(refused)?;
        let pays = divided.paid.is_positive() || divided.withheld.is_positive();
        if pays && receipts_of(invoice).len() >= MOST_PAYING {
            return Err(refused(PaymentError::TooMany));
        }
        rest = rest.minus(portion.amount)?;
        receipt.withheld = receipt.withheld.plus(divided.withheld)?;
        receipt.unapplied = receipt.unapplied.plus(divided.surplus)?;
        receipt.allocations.push(Allocation { invoice_id: invoice.id, paid: divided.paid, withheld: portion.withheld.clone() });
        invoice.settle(receipt.id, divided.paid, divided.withheld)?;
        invoice.version += 1;
    }
    if rest.minor() < 0 {
        return Err(LedgerError::PortionsTooLarge);
    }
    receipt.unapplied = receipt.unapplied.plus(rest)?;
    Money::zero(currency).plus(receipt.unapplied)?;
    if receipt.unapplied.is_positive() {
        credit.add(receipt.id, receipt.unapplied)?;
        credit.version += 1;
    }
    Ok(())
}

/// Pays a new invoice from credit, oldest first, of at most so many receipts. The invoice's version stays, since it is not
/// stored yet; `receipts` are those that the credit names, and the ones that pay it go to their next version.
///
/// # Errors
/// The records mix currencies.
pub fn spend(invoice: &mut Invoice, credit: &mut UnappliedCredit, receipts: &mut [Payment], most: usize) -> Result<(), MoneyError> {
    let zero = Money::zero(invoice.currency);
    let taken = credit.take(invoice.balance()?, most)?;
    if !taken.is_empty() {
        credit.version += 1;
    }
    for entry in taken {
        invoice.settle(entry.payment_id, entry.left, zero)?;
        for receipt in receipts.iter_mut().filter(|receipt| receipt.id == entry.payment_id) {
            receipt.unapplied = receipt.unapplied.minus(entry.left)?;
            receipt.allocations.push(Allocation { invoice_id: invoice.id, paid: entry.left, withheld: None });
            receipt.version += 1;
        }
    }
    Ok(())
}

/// Turns what an invoice is paid too much, after a credit note, into credit; how much that was. `receipts` are those that
/// pay the invoice, and the ones that change go to their next version. The invoice's version stays: the credit note raises it.
///
/// # Errors
/// The records mix currencies.
pub fn release(
    invoice: &mut Invoice,
    credit: &mut UnappliedCredit,
    receipts: &mut [Payment],
    on: Date,
    at: Timestamp,
) -> Result<Money, MoneyError> {
    let mut sum = Money::zero(invoice.currency);
    for released in invoice.release(on, at)? {
        let amount = released.paid.plus(released.withheld)?;
        sum = sum.plus(amount)?;
        credit.add(released.payment_id, amount)?;
        for receipt in receipts.iter_mut().filter(|receipt| receipt.id == released.payment_id) {
            receipt.unapplied = receipt.unapplied.plus(amount)?;
            receipt.version += 1;
            for own in receipt.allocations.iter_mut().filter(|own| own.invoice_id == invoice.id) {
                own.paid = own.paid.minus(released.paid)?;
                if let Some(withheld) = own.withheld.as_mut() {
                    withheld.amount = withheld.amount.minus(released.withheld)?;
                }
            }
        }
    }
    if sum.is_positive() {
        credit.version += 1;
    }
    Ok(sum)
}

/// Takes a receipt back: the invoices that it pays are owed again, and what was left of it as credit is none.
/// `invoices` are those that it is allocated to.
///
/// # Errors
/// It is no receipt, reversed already, or refunded in part.
pub fn reverse(
    receipt: &mut Payment,
    invoices: &mut [Invoice],
    credit: &mut UnappliedCredit,
    reversal: Reversal,
) -> Result<(), LedgerError> {
    match receipt.kind {
        PaymentKind::Receipt => {}
        PaymentKind::Refund => return Err(LedgerError::NotAReceipt),
    }
    if receipt.reversal.is_some() {
        return Err(LedgerError::ReversedAlready);
    }
    if receipt.refunded.is_positive() {
        return Err(LedgerError::Refunded { refunded: receipt.refunded });
    }
    for invoice in invoices.iter_mut() {
        let released = invoice.unsettle(receipt.id)?;
        // The steps that its seller takes may have changed while nothing was owed on it.
        invoice.remind_at = Some(reversal.at);
        if released.paid.is_positive() || released.withheld.is_positive() {
            invoice.version += 1;
        }
    }
    for own in &mut receipt.allocations {
        own.paid = Money::zero(own.paid.currency());
        if let Some(withheld) = own.withheld.as_mut() {
            withheld.amount = Money::zero(withheld.amount.currency());
        }
    }
    if credit.take_all_of(receipt.id).is_positive() {
        credit.version += 1;
    }
    receipt.unapplied = Money::zero(receipt.unapplied.currency());
    receipt.reversal = Some(reversal);
    receipt.version += 1;
    Ok(())
}

/// Sends credit back, oldest first. `receipts` are those that the credit names; the ones that change go to their next version.
///
/// # Errors
/// More than the credit.
pub fn refund(refund: &mut Payment, credit: &mut UnappliedCredit, receipts: &mut [Payment]) -> Result<(), LedgerError> {
    let total = credit.total()?;
    if refund.settled.currency() != total.currency() || refund.settled.minor() > total.minor() {
        return Err(LedgerError::MoreThanCredit { credit: total });
    }
    for entry in credit.take(refund.settled, usize::MAX)? {
        refund.taken.push(Taken { payment_id: entry.payment_id, amount: entry.left });
        for receipt in receipts.iter_mut().filter(|receipt| receipt.id == entry.payment_id) {
            receipt.unapplied = receipt.unapplied.minus(entry.left)?;
            receipt.refunded = receipt.refunded.plus(entry.left)?;
            receipt.version += 1;
        }
    }
    credit.version += 1;
    Ok(())
}

/// The receipts that an invoice or a credit names: which have to be read before it is changed.
#[must_use]
pub fn receipts_of(invoice: &Invoice) -> Vec<PaymentId> {
    let pays = |own: &&crate::domain::invoice::InvoicePayment| own.paid.is_positive() || own.withheld.is_positive();
    invoice.payments.iter().filter(pays).map(|own| own.payment_id).collect()
}
