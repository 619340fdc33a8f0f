//! What sellers write for developers: the agreements, and the documents, which are issued together with the statement that they
//! are about. Both are among the developer's own items.

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::read::{Order, Page, Position};
use super::series::{NotIssued, SERIES, SeriesCounter};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::developer::Developer;
use crate::domain::id::{DeveloperId, InvoiceId, SellerId};
use crate::domain::pay::{PayBook, PayStatement};
use crate::domain::self_billing::SelfBilling;
use crate::domain::self_billing::document::SelfBilledInvoice;
use crate::domain::seller::Seller;

/// How an agreement that has changed names itself.
const AGREEMENT: &str = "agreement";

impl Stored for SelfBilling {
    const KIND: &'static str = "self-billing";
    fn key(&self) -> Key {
        key::self_billing(self.developer_id, &self.seller_id)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
}

impl Stored for SelfBilledInvoice {
    const KIND: &'static str = "self-billed";
    fn key(&self) -> Key {
        key::self_billed(self.developer_id, self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// A month of a developer about to be closed, with all that changes with it. Every record is as it is to be afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    /// The statement.
    pub statement: &'a PayStatement,
    /// The book, with the statement.
    pub book: &'a PayBook,
    /// The documents, numbered.
    pub documents: &'a [SelfBilledInvoice],
    /// The agreements that they rest on, with the day of issue.
    pub agreements: &'a [SelfBilling],
    /// The counters, past the numbers.
    pub counters: &'a [SeriesCounter],
}

impl Store {
    /// Closes a month: the statement is kept together with the book, which still has the version before, and with all that is
    /// written for it, or nothing is; so no number is skipped and nothing is invoiced twice.
    ///
    /// # Errors
    /// Overtaken when only a number is taken; stale when a month was closed or an agreement changed meanwhile; or the table fails.
    pub async fn close_pay(&self, closing: Closing<'_>, write: impl Into<Write>) -> Result<(), NotIssued> {
        let mut transaction = Transaction::new(write);
        transaction.save(closing.book, "pay").create(closing.statement, "statement");
        for agreement in closing.agreements {
            transaction.replace(agreement, AGREEMENT);
        }
        for document in closing.documents {
            transaction.create(document, "document");
        }
        // Last, so that whoever is told of a number that is taken knows that nothing else has changed.
        for counter in closing.counters {
            transaction.save(counter, SERIES);
        }
        match (self.try_commit(transaction).await, closing.counters.first()) {
            (Ok(()), _) => Ok(()),
            (Err(refusal), Some(counter)) => Err(self.not_issued(counter, refusal).await),
            (Err(refusal), None) => Err(refusal.error.into()),
        }
    }

    /// The agreement of a developer with a seller. Only operators, and what they have the system do, ask for one.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_self_billing(&self, developer: DeveloperId, seller: &SellerId) -> Result<Option<SelfBilling>, StoreError> {
        self.get(&key::self_billing(developer, seller)).await
    }

    /// The agreements of a developer, by seller: never more than there are sellers.
    ///
    /// # Errors
    /// The table fails.
    pub async fn self_billings_of(&self, developer: DeveloperId) -> Result<Vec<SelfBilling>, StoreError> {
        self.query_all(&key::self_billings(developer)).await?.into_iter().map(from_item).collect()
    }

    /// Creates an agreement at its first revision, replaces the revision before it later. Both parties must not change meanwhile:
    /// what the law asks for was told from their records, and who is being erased gets no agreement any more.
    ///
    /// # Errors
    /// It or one of the parties was changed meanwhile, a document was issued under it, or the table fails.
    pub async fn save_self_billing(
        &self,
        agreement: &SelfBilling,
        developer: &Developer,
        seller: &Seller,
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.save(agreement, AGREEMENT).check(developer, "developer").check(seller, "seller");
        self.commit(transaction).await
    }

    /// Removes an agreement that still has this revision.
    ///
    /// # Errors
    /// It was changed meanwhile, a document was issued under it, or the table fails.
    pub async fn delete_self_billing(&self, agreement: &SelfBilling, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.delete(agreement, AGREEMENT);
        self.commit(transaction).await
    }

    /// A document that was written for a developer, within a scope: for the operator any, for a developer its own, for a client
    /// none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_self_billed(
        &self,
        developer: DeveloperId,
        id: InvoiceId,
        scope: Scope,
    ) -> Result<Option<SelfBilledInvoice>, StoreError> {
        match scope {
            Scope::All => self.get(&key::self_billed(developer, id)).await,
            Scope::Developer(own) if own == developer => self.get(&key::self_billed(developer, id)).await,
            Scope::Developer(_) | Scope::Client(_) => Ok(None),
        }
    }

    /// A page of the documents that were written for a developer and pass a filter, newest first.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_self_billed(
        &self,
        developer: DeveloperId,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&SelfBilledInvoice) -> bool,
    ) -> Result<Page<SelfBilledInvoice>, StoreError> {
        self.page(&key::all_self_billed(developer), Order::Descending, limit, from, keep).await
    }
}

#[cfg(test)]
mod tests {
    use ulid::Ulid;

    use super::super::item::to_item;
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::self_billing::sample::agreement;

    #[test]
    fn an_agreement_reads_back_from_the_table() {
        let mut stored = agreement(DeveloperId::from_ulid(Ulid(3)));
        stored.note_issue(jiff::civil::date(2027, 2, 1));
        let item = to_item(&stored, "w").expect("an item");
        assert_eq!(from_item::<SelfBilling>(item).expect("what was written"), stored);
    }
}
