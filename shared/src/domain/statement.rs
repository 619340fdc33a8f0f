//! A client's account over a span of days: what it owed before, everything that changed it, what it owes afterwards.
//!
//! Derived from the documents and payments themselves, so that it cannot disagree with them: what an account comes to is
//! what its invoices are still owed without what the client has in hand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::Span;
use super::invoice::Invoice;
use super::invoice::credit_note::CreditNote;
use super::money::{Currency, Money, MoneyError};
use super::payment::{Payment, PaymentKind};

words! {
    /// What changed an account.
    pub enum MovementKind {
        /// An invoice was issued.
        Invoice = "invoice",
        /// A credit note was issued.
        CreditNote = "credit_note",
        /// Money was received.
        Payment = "payment",
        /// Something was withheld of a payment for a tax office.
        Withheld = "withheld",
        /// A payment turned out to be none.
        Reversal = "reversal",
        /// Money was sent back.
        Refund = "refund",
        /// Something was given up; below zero where that was taken back.
        WriteOff = "write_off",
    }
}

/// One change of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its day: of issue, of receipt, of the write-off.
    pub date: Date,
    /// What it is.
    pub kind: MovementKind,
    /// The id of the document or payment.
    pub id: String,
    /// The number of a document, or the payer's reference.
    pub number: Option<String>,
    /// By how much the client owes more; below zero when it owes less.
    pub amount: Money,
    /// When it was recorded: what orders the changes of one day.
    pub at: Timestamp,
}

/// An account in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The currency. Two never add up.
    pub currency: Currency,
    /// What was owed before the first day; below zero when the client had more in hand.
    pub opening: Money,
    /// What changed it, oldest first, and what was owed after each.
    pub movements: Vec<(Movement, Money)>,
    /// What was owed after the last day.
    pub closing: Money,
}

/// Every change that these records made to their client's account.
///
/// # Errors
/// A sum beyond the bound for an amount.
pub fn movements(invoices: &[Invoice], credits: &[CreditNote], payments: &[Payment]) -> Result<Vec<Movement>, MoneyError> {
    let mut all = Vec::new();
    for invoice in invoices {
        let number = Some(invoice.number.clone());
        let of = |date, kind, amount, at| Movement { date, kind, id: invoice.id.to_string(), number: number.clone(), amount, at };
        all.push(of(invoice.issued_on, MovementKind::Invoice, invoice.total, invoice.created_at));
        let given_up = invoice.write_offs.iter().map(|own| of(own.on, MovementKind::WriteOff, own.amount.negated(), own.at));
        all.extend(given_up);
    }
    for note in credits {
        all.push(Movement {
            date: note.issued_on,
            kind: MovementKind::CreditNote,
            id: note.id.to_string(),
            number: Some(note.number.clone()),
            amount: note.totals.total.negated(),
            at: note.created_at,
        });
    }
    for payment in payments {
        let number = payment.reference.as_ref().map(ToString::to_string);
        let of = |date, kind, amount, at| Movement { date, kind, id: payment.id.to_string(), number: number.clone(), amount, at };
        let (date, at) = (payment.received_on, payment.recorded_at);
        match payment.kind {
            PaymentKind::Refund => all.push(of(date, MovementKind::Refund, payment.settled, at)),
            PaymentKind::Receipt => {
                all.push(of(date, MovementKind::Payment, payment.settled.negated(), at));
                if payment.withheld.is_positive() {
                    all.push(of(date, MovementKind::Withheld, payment.withheld.negated(), at));
                }
                if let Some(reversal) = &payment.reversal {
                    all.push(of(reversal.on, MovementKind::Reversal, payment.settled.plus(payment.withheld)?, reversal.at));
                }
            }
        }
    }
    Ok(all)
}

/// The account in each currency over these days.
///
/// # Errors
/// A sum beyond the bound for an amount.
pub fn statements(mut movements: Vec<Movement>, days: Span) -> Result<Vec<Statement>, MoneyError> {
    movements.sort_by(|left, right| (left.date, left.at, left.kind, &left.id).cmp(&(right.date, right.at, right.kind, &right.id)));
    let mut all = BTreeMap::<Currency, Statement>::new();
    for movement in movements.into_iter().filter(|movement| movement.date < days.end) {
        let currency = movement.amount.currency();
        let zero = Money::zero(currency);
        let own = all.entry(currency).or_insert_with(|| Statement { currency, opening: zero, movements: Vec::new(), closing: zero });
        own.closing = own.closing.plus(movement.amount)?;
        if days.contains(movement.date) {
            own.movements.push((movement, own.closing));
        } else {
            own.opening = own.closing;
        }
    }
    Ok(all.into_values().collect())
}

#[cfg(test)]
mod tests;
