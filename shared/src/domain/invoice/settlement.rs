//! What is counted against an invoice after its issue: credits, payments, what is given up; and what of it is left over.
//!
//! The invoice's own figures never change here. Whoever stores the invoice raises its version.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::id::{CreditNoteId, EngagementId, PaymentId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::text::Note;

use super::{Fx, Invoice, Totals};

/// What a credit note takes of one line, net; of the line's own sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCredit {
    /// The line's place on the invoice.
    pub line: u32,
    /// How much of it.
    pub net: Money,
}

/// What a credit note took of its invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditTaken {
    /// The credit note.
    pub credit_note_id: CreditNoteId,
    /// Of which lines.
    pub lines: Vec<LineCredit>,
    /// Its figures, as amounts above zero.
    pub totals: Totals,
    /// The same in the seller's own currency, where that is another one.
    pub fx: Option<Fx>,
}

/// What a payment pays of an invoice at present. Nothing is left of it once it was reversed or became free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePayment {
    /// The payment.
    pub payment_id: PaymentId,
    /// What it pays.
    pub paid: Money,
    /// What was withheld with it.
    pub withheld: Money,
}

/// Something that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteOff {
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: Note,
    /// The day, in the invoice's zone.
    pub on: Date,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What a payment pays no longer, because a credit came after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The payment.
    pub payment_id: PaymentId,
    /// Of what was received.
    pub paid: Money,
    /// Of what was withheld.
    pub withheld: Money,
}

impl Invoice {
    /// What is left to credit of a line, net; zero of a line that does not exist.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn uncredited(&self, line: u32) -> Result<Money, MoneyError> {
        let whole = self.lines.iter().find(|own| own.line == line).map_or(Money::zero(self.currency), |own| own.draft.net);
        let taken = self.credits.iter().flat_map(|credit| &credit.lines).filter(|credit| credit.line == line);
        whole.minus(Money::sum(self.currency, taken.map(|credit| credit.net))?)
    }

    /// What is left to credit of an engagement's lines together, net: less than of one of them where another takes something
    /// back.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn left_of(&self, engagement: EngagementId) -> Result<Money, MoneyError> {
        let own = self.lines.iter().filter(|line| line.draft.engagement_id == engagement);
        let left = own.map(|line| self.uncredited(line.line)).collect::<Result<Vec<_>, _>>()?;
        Money::sum(self.currency, left)
    }

    /// Counts what a payment pays of it.
    ///
    /// # Errors
    /// Another currency, or beyond the bound.
    pub fn settle(&mut self, payment_id: PaymentId, paid: Money, withheld: Money) -> Result<(), MoneyError> {
        (self.paid, self.withheld) = (self.paid.plus(paid)?, self.withheld.plus(withheld)?);
        match self.payments.iter_mut().find(|own| own.payment_id == payment_id) {
            Some(own) => (own.paid, own.withheld) = (own.paid.plus(paid)?, own.withheld.plus(withheld)?),
            None => self.payments.push(InvoicePayment { payment_id, paid, withheld }),
        }
        Ok(())
    }

    /// Counts a payment no more; what it paid until now.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn unsettle(&mut self, payment_id: PaymentId) -> Result<Released, MoneyError> {
        let zero = Money::zero(self.currency);
        let own = self.payments.iter().find(|own| own.payment_id == payment_id);
        let released = own.map_or(Released { payment_id, paid: zero, withheld: zero }, |own| Released {
            payment_id,
            paid: own.paid,
            withheld: own.withheld,
        });
        self.settle(payment_id, released.paid.negated(), released.withheld.negated())?;
        Ok(released)
    }

    /// Lets go of what is more than was owed, after a credit: what was given up is given up no more, then the latest
    /// payments pay less, what was withheld with them last. The balance is zero afterwards, if it was below.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn release(&mut self, on: Date, at: Timestamp) -> Result<Vec<Released>, MoneyError> {
        let mut over = self.balance()?.negated();
        if over.is_positive() && self.written_off.is_positive() {
            let back = at_most(over, self.written_off);
            over = over.minus(back)?;
            let reason: Result<Note, _> = "A credit took its place".parse();
            let reason = reason.expect("a short text without control characters");
            self.write_off(WriteOff { amount: back.negated(), reason, on, at })?;
        }
        let mut released = Vec::new();
        for own in self.payments.clone().iter().rev().filter(|own| own.paid.is_positive() || own.withheld.is_positive()) {
            if !over.is_positive() {
                break;
            }
            let paid = at_most(over, own.paid);
            let withheld = at_most(over.minus(paid)?, own.withheld);
            over = over.minus(paid)?.minus(withheld)?;
            self.settle(own.payment_id, paid.negated(), withheld.negated())?;
            released.push(Released { payment_id: own.payment_id, paid, withheld });
        }
        Ok(released)
    }

    /// Gives something up.
    ///
    /// # Errors
    /// Another currency, or beyond the bound.
    pub fn write_off(&mut self, write_off: WriteOff) -> Result<(), MoneyError> {
        self.written_off = self.written_off.plus(write_off.amount)?;
        self.write_offs.push(write_off);
        Ok(())
    }
}

/// The smaller of two amounts of one currency.
fn at_most(amount: Money, bound: Money) -> Money {
    if amount.minor() > bound.minor() { bound } else { amount }
}
