//! Whole kinds of records, oldest first, for the operator's reports and exports. They may lag a moment.

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key;
use super::read::{Order, Page, Position};
use crate::domain::engagement::Engagement;
use crate::domain::invoice::Invoice;
use crate::domain::invoice::credit_note::CreditNote;
use crate::domain::payment::Payment;
use serde::de::DeserializeOwned;

/// How many records are read at a time when all of them are wanted.
const AT_ONCE: u16 = 100;

impl Store {
    /// A page of all invoices that pass a filter.
    ///
    /// # Errors
    /// The table fails.
    pub async fn export_invoices(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Invoice) -> bool,
    ) -> Result<Page<Invoice>, StoreError> {
        self.forward(limit, from, keep).await
    }

    /// A page of all credit notes that pass a filter.
    ///
    /// # Errors
    /// The table fails.
    pub async fn export_credit_notes(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&CreditNote) -> bool,
    ) -> Result<Page<CreditNote>, StoreError> {
        self.forward(limit, from, keep).await
    }

    /// A page of all payments that pass a filter.
    ///
    /// # Errors
    /// The table fails.
    pub async fn export_payments(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Payment) -> bool,
    ) -> Result<Page<Payment>, StoreError> {
        self.forward(limit, from, keep).await
    }

    /// Every invoice that something is owed on.
    ///
    /// # Errors
    /// The table fails, or a record mixes currencies.
    pub async fn owed_invoices(&self) -> Result<Vec<Invoice>, StoreError> {
        self.every(|invoice: &Invoice| invoice.balance().map_or(true, |balance| balance.is_positive())).await
    }

    /// Every engagement.
    ///
    /// # Errors
    /// The table fails.
    pub async fn every_engagement(&self) -> Result<Vec<Engagement>, StoreError> {
        self.every(|_| true).await
    }

    async fn forward<T: Stored + DeserializeOwned>(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        self.page(&key::all_of_kind(T::KIND), Order::Ascending, limit, from, keep).await
    }

    async fn every<T: Stored + DeserializeOwned>(&self, keep: impl Fn(&T) -> bool) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        let mut next = None;
        loop {
            let page = self.forward(AT_ONCE, next, &keep).await?;
            all.extend(page.items);
            next = page.next;
            if next.is_none() {
                return Ok(all);
            }
        }
    }
}
