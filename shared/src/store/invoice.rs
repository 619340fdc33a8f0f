//! Invoices: issued together with their number and everything they bill.

use super::error::StoreError;
use super::item::Stored;
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Page, Position};
use super::series::{NotIssued, SERIES, SeriesCounter};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, InvoiceId};
use crate::domain::invoice::Invoice;
use crate::domain::payment::Payment;
use crate::domain::payment::unapplied::UnappliedCredit;
use crate::domain::timesheet::Timesheet;

impl Stored for Invoice {
    const KIND: &'static str = "invoice";
    fn key(&self) -> Key {
        key::invoice(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        let mut indexes = vec![key::of_kind(Self::KIND, self.id), key::numbered(&self.number, self.id)];
        // A record that mixes currencies is for whoever looks at it to complain of.
        let owed = self.balance().map_or(true, |balance| balance.is_positive());
        indexes.extend(owed.then(|| key::owed(self.currency, self.client_id, self.id)));
        indexes.extend(self.remind_at.filter(|_| owed).map(|at| key::to_remind(at, self.id)));
        indexes
    }
}

/// An invoice about to be issued, with all that changes with it. Every record is as it is to be afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// The invoice, numbered.
    pub invoice: &'a Invoice,
    /// The counter, past the number.
    pub counter: &'a SeriesCounter,
    /// The engagements, billed.
    pub engagements: &'a [Engagement],
    /// The late timesheets, marked with the invoice.
    pub late_timesheets: &'a [Timesheet],
    /// The client's credit, if some of it pays the invoice.
    pub credit: Option<&'a UnappliedCredit>,
    /// The receipts that the credit came with, of those that pay the invoice.
    pub receipts: &'a [Payment],
}

impl Store {
    /// Issues an invoice: the number, the invoice and what it bills are written together or not at all, so that no number
    /// is skipped and nothing is billed twice.
    ///
    /// # Errors
    /// Overtaken when only the number is taken; stale or taken when what it bills has changed; or the table fails.
    pub async fn issue(&self, issue: Issue<'_>, write: impl Into<Write>) -> Result<(), NotIssued> {
        let invoice = issue.invoice;
        let pointer = Link::new(key::pointer(invoice.client_id, Invoice::KIND, invoice.id), &invoice.key());
        let mut transaction = Transaction::new(write);
        transaction.create(invoice, "invoice").create(&pointer, "invoice");
        for engagement in issue.engagements {
            transaction.replace(engagement, "engagement");
        }
        for sheet in issue.late_timesheets {
            transaction.replace(sheet, "timesheet");
        }
        if let Some(credit) = issue.credit {
            transaction.save(credit, "credit");
        }
        for receipt in issue.receipts {
            transaction.replace(receipt, "payment");
        }
        // Last, so that whoever is told of a number that is taken knows that nothing else has changed.
        transaction.save(issue.counter, SERIES);
        match self.try_commit(transaction).await {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.not_issued(issue.counter, refusal).await),
        }
    }

    /// An invoice within a scope: for the operator any, for a client its own, for a developer none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_invoice(&self, id: InvoiceId, scope: Scope) -> Result<Option<Invoice>, StoreError> {
        let invoice: Option<Invoice> = self.get(&key::invoice(id)).await?;
        Ok(invoice.filter(|invoice| scope.has_client(invoice.client_id)))
    }

    /// The invoices of these ids, as many as there are, in the order of the ids.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_invoices(&self, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        self.get_many(&ids.iter().map(|id| key::invoice(*id)).collect::<Vec<Key>>()).await
    }

    /// A page of invoices, newest first: those of one client, those with a number, or all. The latter two may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_invoices(
        &self,
        client: Option<ClientId>,
        number: Option<&str>,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Invoice) -> bool,
    ) -> Result<Page<Invoice>, StoreError> {
        let otherwise = || number.map_or_else(|| key::all_of_kind(Invoice::KIND), key::by_number);
        self.page_of_client(client, otherwise, limit, from, keep).await
    }

    /// The invoices of which some step has come by an instant. The index only nominates: whether it has is decided from the
    /// invoice itself.
    ///
    /// # Errors
    /// The table fails, or an entry of the index does not name its invoice.
    pub async fn invoices_to_remind(&self, until: jiff::Timestamp) -> Result<Vec<InvoiceId>, StoreError> {
        let items = self.query_until(&key::all_to_remind(), &key::due_until(until)).await?;
        let id = |item: &super::item::Item| {
            let at = super::read::key_of(item);
            at.pk.parse().map_err(|error: crate::domain::id::IdError| StoreError::Corrupt { key: at.to_string(), fault: error.to_string() })
        };
        items.iter().map(id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::item::{from_item, to_item};
    use super::*;
    use crate::domain::invoice::sample::invoice;

    #[test]
    fn a_stored_invoice_reads_back_from_the_table() {
        let stored = invoice("96.50");
        let item = to_item(&stored, "w").expect("an item");
        assert_eq!(from_item::<Invoice>(item).expect("what was written"), stored);
    }
}
