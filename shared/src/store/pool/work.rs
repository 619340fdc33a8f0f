//! What compactions write: segments under an attempt that says whose they are, then the manifest with a note of what it replaced.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use ulid::Ulid;

use super::{Changed, SegmentRecord};
use crate::domain::id::DeveloperId;
use crate::domain::pool::{Manifest, SegmentName};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::item::{Stored, from_item};
use crate::store::key::{self, Key};
use crate::store::transaction::Transaction;

/// Segments that are being made. It goes when the manifest that names them comes, or when they are removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Whose it is.
    pub maker: u64,
    /// Since when.
    pub at: Timestamp,
    /// The segments.
    pub names: Vec<SegmentName>,
    /// 1 while a manifest may come of it, 2 once it is given up.
    pub revision: u64,
}

impl Attempt {
    /// Whether no manifest can come of it any more.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        self.revision > 1
    }
}

impl Stored for Attempt {
    const KIND: &'static str = "pool-attempt";
    fn key(&self) -> Key {
        key::attempt(self.maker)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
}

/// What a manifest has made superfluous.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// The version of the manifest.
    pub version: u64,
    /// When it came.
    pub at: Timestamp,
    /// The segments that it no longer names.
    pub retired: Vec<SegmentName>,
    /// The changes that its segments have folded in: whose, and of which revision.
    pub folded: Vec<(DeveloperId, u64)>,
    /// Raised by one with each write.
    pub revision: u64,
}

impl Stored for Generation {
    const KIND: &'static str = "pool-generation";
    fn key(&self) -> Key {
        key::generation(self.version)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
}

impl Store {
    /// The attempts and the generations there are.
    ///
    /// # Errors
    /// The table fails.
    pub async fn pool_work(&self) -> Result<(Vec<Attempt>, Vec<Generation>), StoreError> {
        let (mut attempts, mut generations) = (Vec::new(), Vec::new());
        for item in self.query_all(&key::pool_work()).await? {
            if item.contains_key("maker") { attempts.push(from_item(item)?) } else { generations.push(from_item(item)?) }
        }
        Ok((attempts, generations))
    }

    /// Says which segments are about to be made.
    ///
    /// # Errors
    /// The maker has an attempt already, or the table fails.
    pub async fn begin_attempt(&self, attempt: &Attempt, write_id: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.create(attempt, "attempt");
        self.commit(transaction).await
    }

    /// Creates a segment.
    ///
    /// # Errors
    /// It is there already, or the table fails.
    pub async fn create_segment(&self, name: SegmentName, columns: Vec<u8>, write_id: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.create(&SegmentRecord { name, columns: ByteBuf::from(columns) }, "segment");
        self.commit(transaction).await
    }

    /// Makes a manifest the current one, in the place of the version before it.
    ///
    /// # Errors
    /// Another one is in that place, the attempt was removed as forgotten, or the table fails.
    pub async fn replace_manifest(
        &self,
        manifest: &Manifest,
        generation: &Generation,
        attempt: &Attempt,
        write_id: Ulid,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.save(manifest, "pool").create(generation, "pool").delete(attempt, "pool");
        self.commit(transaction).await
    }

    /// Removes a change, unless a later one has taken its place.
    ///
    /// # Errors
    /// The table fails.
    pub async fn remove_change(&self, id: DeveloperId, revision: u64, write_id: Ulid) -> Result<(), StoreError> {
        self.remove(&Changed { developer_id: id, revision, row: None }, write_id).await
    }

    /// Removes a segment that no manifest names any more.
    ///
    /// # Errors
    /// The table fails.
    pub async fn remove_segment(&self, name: SegmentName, write_id: Ulid) -> Result<(), StoreError> {
        self.remove(&SegmentRecord { name, columns: ByteBuf::new() }, write_id).await
    }

    /// Gives an attempt up, so that its manifest can't come any more.
    ///
    /// # Errors
    /// Its manifest came, somebody else gave it up, or the table fails.
    pub async fn replace_attempt(&self, attempt: &Attempt, write_id: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.replace(attempt, "attempt");
        self.commit(transaction).await
    }

    /// Removes an attempt whose segments are gone.
    ///
    /// # Errors
    /// The table fails.
    pub async fn remove_attempt(&self, attempt: &Attempt, write_id: Ulid) -> Result<(), StoreError> {
        self.remove(attempt, write_id).await
    }

    /// Notes that the changes of a generation were removed.
    ///
    /// # Errors
    /// Somebody else did, or the table fails.
    pub async fn replace_generation(&self, generation: &Generation, write_id: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.replace(generation, "generation");
        self.commit(transaction).await
    }

    /// Removes a generation of which nothing is left.
    ///
    /// # Errors
    /// The table fails.
    pub async fn remove_generation(&self, generation: &Generation, write_id: Ulid) -> Result<(), StoreError> {
        self.remove(generation, write_id).await
    }

    /// Removes a record of this very revision; one that is not there, or is another by now, needs nothing.
    async fn remove<T: Stored>(&self, record: &T, write_id: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write_id);
        transaction.delete(record, "pool");
        match self.commit(transaction).await {
            Err(StoreError::Stale { .. }) => Ok(()),
            other => other,
        }
    }
}
