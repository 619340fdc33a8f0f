//! What developers are paid: the statements of closed months, and the book that keeps work from being paid twice.

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key::{self, Key};
use crate::domain::id::DeveloperId;
use crate::domain::pay::{Month, PayBook, PayStatement};

impl Stored for PayBook {
    const KIND: &'static str = "pay-book";
    fn key(&self) -> Key {
        key::pay_book(self.developer_id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

impl Stored for PayStatement {
    const KIND: &'static str = "pay-statement";
    fn key(&self) -> Key {
        key::pay_statement(self.developer_id, self.month)
    }
    fn revision(&self) -> u64 {
        1
    }
}

impl Store {
    /// The book of a developer; a new one at version 0 before a month was closed.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_pay_book(&self, developer: DeveloperId) -> Result<PayBook, StoreError> {
        Ok(self.get(&key::pay_book(developer)).await?.unwrap_or_else(|| PayBook::new(developer)))
    }

    /// The statement of a closed month.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_pay_statement(&self, developer: DeveloperId, month: Month) -> Result<Option<PayStatement>, StoreError> {
        self.get(&key::pay_statement(developer, month)).await
    }
}
