//! A client's credit: what was received and pays nothing yet, by the receipts it came with, oldest first.

use serde::{Deserialize, Serialize};

use crate::domain::id::{ClientId, PaymentId, SellerId};
use crate::domain::money::{Currency, Money, MoneyError};

/// What is left of one receipt. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditEntry {
    /// The receipt.
    pub payment_id: PaymentId,
    /// What is left of it.
    pub left: Money,
}

/// The credit of a client with a seller in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnappliedCredit {
    /// Whose it is.
    pub client_id: ClientId,
    /// Who owes it.
    pub seller_id: SellerId,
    /// In which currency.
    pub currency: Currency,
    /// What it is made of, in the order in which it was received.
    pub entries: Vec<CreditEntry>,
    /// Raised by one with each change; 0 before it is first stored.
    pub version: u64,
}

impl UnappliedCredit {
    /// None yet.
    #[must_use]
    pub fn none(client_id: ClientId, seller_id: SellerId, currency: Currency) -> Self {
        Self { client_id, seller_id, currency, entries: Vec::new(), version: 0 }
    }

    /// All of it.
    ///
    /// # Errors
    /// Beyond the bound for an amount.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.currency, self.entries.iter().map(|entry| entry.left))
    }

    /// Adds what is left of a receipt; nothing and less than nothing add nothing.
    ///
    /// # Errors
    /// Another currency, or beyond the bound.
    pub fn add(&mut self, payment_id: PaymentId, amount: Money) -> Result<(), MoneyError> {
        if !amount.is_positive() {
            return Ok(());
        }
        match self.entries.iter_mut().find(|entry| entry.payment_id == payment_id) {
            Some(entry) => entry.left = entry.left.plus(amount)?,
            None => {
                Money::zero(self.currency).plus(amount)?;
                self.entries.push(CreditEntry { payment_id, left: amount });
                // Ids come in the order of time.
                self.entries.sort_by_key(|entry| entry.payment_id);
            }
        }
        Ok(())
    }

    /// Takes up to an amount from the oldest receipts, of at most so many of them; what was taken of which.
    ///
    /// # Errors
    /// Another currency.
    pub fn take(&mut self, amount: Money, most: usize) -> Result<Vec<CreditEntry>, MoneyError> {
        let mut wanted = amount;
        let mut taken = Vec::new();
        for entry in self.entries.iter_mut().take(most) {
            if !wanted.is_positive() {
                break;
            }
            let part = if entry.left.minor() > wanted.minor() { wanted } else { entry.left };
            wanted = wanted.minus(part)?;
            entry.left = entry.left.minus(part)?;
            taken.push(CreditEntry { payment_id: entry.payment_id, left: part });
        }
        self.entries.retain(|entry| entry.left.is_positive());
        Ok(taken)
    }

    /// Takes all that is left of one receipt.
    #[must_use]
    pub fn take_all_of(&mut self, payment_id: PaymentId) -> Money {
        let left = self.entries.iter().find(|entry| entry.payment_id == payment_id).map_or(Money::zero(self.currency), |entry| entry.left);
        self.entries.retain(|entry| entry.payment_id != payment_id);
        left
    }
}
