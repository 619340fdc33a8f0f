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

    /// A page of the invoices that something is owed on: by currency, then by client.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_owed(&self, limit: u16, from: Option<Position>) -> Result<Page<Invoice>, StoreError> {
        self.page(&key::all_owed(), Order::Ascending, limit, from, |_| true).await
    }

    /// A page of all engagements. One more is read than it holds, so that the last page is known as such.
    ///
    /// # Errors
    /// The table fails.
    pub async fn export_engagements(&self, limit: u16, from: Option<Position>) -> Result<Page<Engagement>, StoreError> {
        let mut page: Page<Engagement> = self.forward(limit.saturating_add(1), from, |_| true).await?;
        if page.items.len() > usize::from(limit) {
            page.items.truncate(usize::from(limit));
            page.next = page.items.last().map(|last| key::of_kind(Engagement::KIND, last.id).position(&last.key()));
        }
        Ok(page)
    }

    async fn forward<T: Stored + DeserializeOwned>(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        self.page(&key::all_of_kind(T::KIND), Order::Ascending, limit, from, keep).await
    }
}

/// The position after an invoice among those that something is owed on.
#[must_use]
pub fn after_owed(invoice: &Invoice) -> Position {
    key::owed(invoice.currency, invoice.client_id, invoice.id).position(&invoice.key())
}
