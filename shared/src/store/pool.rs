//! The pool in the table: a change for each developer written since the last compaction, the manifest, and segments.
//!
//! A change holds the developer's whole row and is written in the transaction that writes the developer, so that a match that
//! reads the changes knows every developer as they are.

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::Store;
use super::error::StoreError;
use super::item::{Item, Stored, from_item};
use super::key::{self, Key};
use super::transaction::Transaction;
use crate::domain::developer::Developer;
use crate::domain::id::DeveloperId;
use crate::domain::pool::{Change, Manifest, PoolDataError, Segment, SegmentName, decode, encode};

mod work;

pub use work::{Attempt, Generation};

/// How many segments are asked for at a time.
const AT_A_TIME: usize = 16;

#[derive(Debug, Serialize, Deserialize)]
struct Changed {
    developer_id: DeveloperId,
    revision: u64,
    /// A segment of this developer alone; none of one who is not in the pool.
    row: Option<ByteBuf>,
}

impl Stored for Changed {
    const KIND: &'static str = "pool-change";
    fn key(&self) -> Key {
        key::changed(self.developer_id)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
}

impl From<Change> for Changed {
    fn from(change: Change) -> Self {
        let row = change.facts.map(|facts| ByteBuf::from(encode(&[facts])));
        Self { developer_id: change.id, revision: change.revision, row }
    }
}

impl Changed {
    fn read(self) -> Result<Change, PoolDataError> {
        let facts = self.row.map(|row| decode(&row).map(|segment| segment.facts().next())).transpose()?.flatten();
        Ok(Change { id: self.developer_id, revision: self.revision, facts })
    }
}

impl Stored for Manifest {
    const KIND: &'static str = "pool-manifest";
    fn key(&self) -> Key {
        key::manifest()
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct SegmentRecord {
    name: SegmentName,
    columns: ByteBuf,
}

impl Stored for SegmentRecord {
    const KIND: &'static str = "pool-segment";
    fn key(&self) -> Key {
        key::segment(self.name)
    }
    fn revision(&self) -> u64 {
        1
    }
}

/// What the pool's partition holds.
#[derive(Clone, Debug, Default)]
pub struct PoolState {
    /// The manifest, read after the changes.
    pub manifest: Manifest,
    /// Each developer written since they were last folded in, and those folded in a moment ago.
    pub changes: Vec<Change>,
    /// How many bytes of rows the changes have.
    pub bytes: usize,
}

impl Transaction {
    /// Replaces a developer that must still have the revision before this one's, and notes the change for the pool.
    pub(super) fn replace_developer(&mut self, developer: &Developer) -> &mut Self {
        self.replace(developer, "developer").note_change(developer)
    }

    /// Notes for the pool what a developer is now.
    pub(super) fn note_change(&mut self, developer: &Developer) -> &mut Self {
        self.renew(&Changed::from(Change::of(developer)), "developer")
    }
}

impl Store {
    /// The changes and the manifest, read strongly in this order.
    ///
    /// # Errors
    /// The table fails.
    pub async fn read_pool(&self) -> Result<PoolState, StoreError> {
        let mut state = PoolState::default();
        for item in self.query_all(&key::pool()).await? {
            let at = super::read::key_of(&item);
            if at == key::manifest() {
                state.manifest = from_item(item)?;
                continue;
            }
            let changed: Changed = from_item(item)?;
            state.bytes += changed.row.as_ref().map_or(0, |row| row.len());
            state.changes.push(changed.read().map_err(|fault| corrupt(&at, &fault))?);
        }
        Ok(state)
    }

    /// Segments by their names. They never change, so that any copy of them will do; one that has not spread yet is read strongly.
    ///
    /// # Errors
    /// One of them is gone, which means that the manifest is an old one; or the table fails.
    pub async fn find_segments(&self, names: &[SegmentName]) -> Result<Vec<(SegmentName, Segment)>, StoreError> {
        let one = |name: SegmentName| async move {
            let at = key::segment(name);
            let item = match self.get_lagging(&at).await? {
                Some(item) => Some(item),
                None => self.get_all(std::slice::from_ref(&at)).await?.remove(&at),
            };
            let record: SegmentRecord = from_item(item.ok_or(StoreError::Stale { what: "pool" })?)?;
            decode(&record.columns).map(|segment| (name, segment)).map_err(|fault| corrupt(&at, &fault))
        };
        stream::iter(names.iter().copied().map(one)).buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn get_lagging(&self, at: &Key) -> Result<Option<Item>, StoreError> {
        let output = self.client.get_item().table_name(&self.table).set_key(Some(super::item::key_item(at))).consistent_read(false).send();
        Ok(output.await.map_err(|error| StoreError::from_sdk(&error))?.item)
    }
}

fn corrupt(at: &Key, fault: &PoolDataError) -> StoreError {
    StoreError::Corrupt { key: at.to_string(), fault: fault.to_string() }
}
