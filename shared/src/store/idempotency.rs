//! Replies that are kept with their effect, so that a repeated request gets the first answer and changes nothing.

use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key::{self, Key};
use super::transaction::{Transaction, Write};

/// How a reply that is there already names itself.
pub const REPLY: &str = "idempotency key";

/// The attribute after whose second an item counts as absent. The table's own deletion of it comes later, if at all.
pub(super) const EXPIRES_AT: &str = "expires_at";

/// A reply as it is kept: sealed with a key that only the caller's own idempotency key gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedReply {
    /// Who asked what under which key, as one text. It is not stored: the item's key is its digest.
    #[serde(skip)]
    pub request: String,
    /// The digest of the request's body.
    pub body_digest: String,
    /// Which sending of the request it answered.
    #[serde(default)]
    pub attempt: String,
    /// The sealed reply, in base 64.
    pub sealed: String,
    /// The second of the epoch at which it was kept.
    pub saved_at: i64,
    /// The second of the epoch from which it counts as absent.
    pub expires_at: i64,
}

impl Stored for SavedReply {
    const KIND: &'static str = "reply";
    fn key(&self) -> Key {
        key::saved_reply(&self.request)
    }
    fn revision(&self) -> u64 {
        1
    }
}

impl Store {
    /// The reply kept for a request, unless its time is over at this second of the epoch.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_reply(&self, request: &str, now: i64) -> Result<Option<SavedReply>, StoreError> {
        let reply: Option<SavedReply> = self.get(&key::saved_reply(request)).await?;
        Ok(reply.filter(|reply| reply.expires_at > now))
    }

    /// Keeps the reply of a request whose effect took several writes, each of which recognises a repetition by itself.
    ///
    /// # Errors
    /// A reply is kept already, or the table fails.
    pub async fn keep_reply(&self, write: Write) -> Result<(), StoreError> {
        self.commit(Transaction::new(write)).await
    }
}
