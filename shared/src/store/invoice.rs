//! Invoices: issued together with their number and everything they bill.

use serde::Deserialize;

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Order, Page, Position};
use super::series::{NotIssued, SERIES, SeriesCounter};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, InvoiceId, SellerId};
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
        match (client, number) {
            (Some(client), _) => self.page_pointed(&key::pointers(client, Invoice::KIND), Order::Descending, limit, from, keep).await,
            (None, Some(number)) => self.page(&key::by_number(number), Order::Descending, limit, from, keep).await,
            (None, None) => self.page(&key::all_of_kind(Invoice::KIND), Order::Descending, limit, from, keep).await,
        }
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

    /// The clients and sellers of whom some engagement must be looked at by an instant. The index only nominates: what is
    /// billed is decided from the engagements themselves.
    ///
    /// # Errors
    /// The table fails, or an entry of the index does not name its client and seller.
    pub async fn due_pairs(&self, until: jiff::Timestamp) -> Result<Vec<(ClientId, SellerId)>, StoreError> {
        #[derive(Deserialize)]
        struct Due {
            client_id: ClientId,
            seller_id: SellerId,
        }
        let mut pairs = Vec::new();
        for shard in 0..key::DUE_SHARDS {
            for item in self.query_until(&key::due_in_shard(shard), &key::due_until(until)).await? {
                let at = super::read::key_of(&item).to_string();
                let due: Due = serde_dynamo::from_item(item).map_err(|error| StoreError::Corrupt { key: at, fault: error.to_string() })?;
                pairs.push((due.client_id, due.seller_id));
            }
        }
        pairs.sort();
        pairs.dedup();
        Ok(pairs)
    }

    /// The engagements of a client, read strongly, by id; one that does not read comes as its key and fault.
    ///
    /// # Errors
    /// The table fails.
    pub async fn engagements_of(&self, client: ClientId) -> Result<Vec<Result<Engagement, StoreError>>, StoreError> {
        let pointers = self.query_all(&key::pointers(client, Engagement::KIND)).await?;
        let mut keys: Vec<Key> = pointers.iter().map(super::read::target_of).collect();
        keys.sort();
        let mut found = self.get_all(&keys).await?;
        Ok(keys.iter().filter_map(|key| found.remove(key)).map(from_item).collect())
    }
}
