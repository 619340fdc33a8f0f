//! Sweeps: which sellers' steps were changed, and how far the invoices that they are owed were looked at since.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::read::Position;
use super::transaction::{Transaction, Write};
use crate::domain::id::SellerId;
use crate::domain::seller::Seller;

/// How long after a change an invoice may still be issued by what was before, or be absent from the index. No function runs for
/// longer.
const UNSEEN: SignedDuration = SignedDuration::from_mins(15);

/// A change of a seller's steps that its open invoices are still to be looked at for. Each change has one of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunningSweep {
    /// Whose steps.
    pub seller_id: SellerId,
    /// The seller's version since then.
    pub seller_version: u64,
    /// When they changed.
    pub changed_at: Timestamp,
    /// When the first of the invoices was looked at, where some were.
    begun_at: Option<Timestamp>,
    /// Where to go on among all invoices that something is owed on.
    pub from: Option<Position>,
    /// Raised by one each time it gets further.
    version: u64,
}

impl DunningSweep {
    /// None of the invoices was looked at.
    #[must_use]
    pub fn of(seller: &Seller, changed_at: Timestamp) -> Self {
        Self { seller_id: seller.id.clone(), seller_version: seller.version, changed_at, begun_at: None, from: None, version: 1 }
    }

    /// The invoices up to a position were looked at by now. At the end it begins again, unless it began so late that every invoice
    /// that was issued by what was before could be seen; whether it is over.
    #[must_use]
    pub fn reach(&mut self, next: Option<Position>, now: Timestamp) -> bool {
        let begun_at = *self.begun_at.get_or_insert(now);
        self.version += 1;
        self.from = next;
        if self.from.is_some() {
            return false;
        }
        self.begun_at = None;
        begun_at >= self.changed_at.saturating_add(UNSEEN).unwrap_or(Timestamp::MAX)
    }
}

impl Stored for DunningSweep {
    const KIND: &'static str = "dunning-sweep";
    fn key(&self) -> Key {
        key::dunning_sweep(&self.seller_id, self.seller_version)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

impl Store {
    /// Every sweep that is not over. There is one for a while after each change of a seller's steps.
    ///
    /// # Errors
    /// The table fails.
    pub async fn dunning_sweeps(&self) -> Result<Vec<DunningSweep>, StoreError> {
        self.query_all(&key::dunning_sweeps()).await?.into_iter().map(from_item).collect()
    }

    /// Keeps how far a sweep got, unless another run got further meanwhile.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn save_sweep(&self, sweep: &DunningSweep, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(sweep, "sweep");
        self.commit(transaction).await
    }

    /// Ends a sweep, as it was read.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn end_sweep(&self, sweep: &DunningSweep, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.delete(sweep, "sweep");
        self.commit(transaction).await
    }
}
