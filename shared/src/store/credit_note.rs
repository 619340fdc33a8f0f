//! Credit notes: issued together with their number, what they take of their invoice, and what they free.

use super::error::StoreError;
use super::item::Stored;
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Page, Position};
use super::series::{SERIES, SeriesCounter};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, CreditNoteId};
use crate::domain::invoice::Invoice;
use crate::domain::invoice::credit_note::CreditNote;
use crate::domain::payment::Payment;
use crate::domain::payment::unapplied::UnappliedCredit;
use crate::domain::timesheet::Timesheet;

impl Stored for CreditNote {
    const KIND: &'static str = "credit-note";
    fn key(&self) -> Key {
        key::credit_note(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, self.id), key::credit_numbered(&self.number, self.id)]
    }
}

/// How an engagement that has changed names itself.
pub const ENGAGEMENT: &str = "engagement";

/// A credit note about to be issued, with all that changes with it. Every record is as it is to be afterwards.
#[derive(Clone, Copy, Debug)]
pub struct CreditIssue<'a> {
    /// The credit note, numbered.
    pub note: &'a CreditNote,
    /// The counter, past the number.
    pub counter: &'a SeriesCounter,
    /// The invoice, credited.
    pub invoice: &'a Invoice,
    /// The client's credit, if the invoice was paid more than is owed now.
    pub credit: Option<&'a UnappliedCredit>,
    /// The receipts that pay less of the invoice.
    pub receipts: &'a [Payment],
    /// The engagements whose periods are free again.
    pub engagements: &'a [Engagement],
    /// Their late timesheets that are on no invoice any more.
    pub timesheets: &'a [Timesheet],
}

impl Store {
    /// Issues a credit note: the number, the note, and what it changes are written together or not at all.
    ///
    /// # Errors
    /// Stale [`ENGAGEMENT`] when an engagement has changed; stale otherwise when the invoice has or the number is taken; or
    /// the table fails.
    pub async fn issue_credit(&self, issue: CreditIssue<'_>, write: impl Into<Write>) -> Result<(), StoreError> {
        let note = issue.note;
        let pointer = Link::new(key::pointer(note.client_id, CreditNote::KIND, note.id), &note.key());
        let mut transaction = Transaction::new(write);
        // First, so that whoever decided from an engagement learns that it has changed, whatever else has.
        for engagement in issue.engagements {
            transaction.replace(engagement, ENGAGEMENT);
        }
        transaction.replace(issue.invoice, "invoice");
        transaction.save(issue.counter, SERIES).create(note, "credit note").create(&pointer, "credit note");
        if let Some(credit) = issue.credit {
            transaction.save(credit, "credit");
        }
        for receipt in issue.receipts {
            transaction.replace(receipt, "payment");
        }
        for sheet in issue.timesheets {
            transaction.replace(sheet, "timesheet");
        }
        self.commit(transaction).await
    }

    /// A credit note within a scope: for the operator any, for a client its own, for a developer none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_credit_note(&self, id: CreditNoteId, scope: Scope) -> Result<Option<CreditNote>, StoreError> {
        let note: Option<CreditNote> = self.get(&key::credit_note(id)).await?;
        Ok(note.filter(|note| scope.has_client(note.client_id)))
    }

    /// A page of credit notes, newest first: those of one client, those with a number, or all. The latter two may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_credit_notes(
        &self,
        client: Option<ClientId>,
        number: Option<&str>,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&CreditNote) -> bool,
    ) -> Result<Page<CreditNote>, StoreError> {
        let otherwise = || number.map_or_else(|| key::all_of_kind(CreditNote::KIND), key::by_credit_number);
        self.page_of_client(client, otherwise, limit, from, keep).await
    }
}
