//! Links: small items that make something unique, or make the records of an account a collection.

use serde::Serialize;

use super::item::Stored;
use super::key::Key;

/// An item that says where another one is. It never changes.
#[derive(Debug, Serialize)]
pub(super) struct Link {
    #[serde(skip)]
    at: Key,
    target_pk: String,
    target_sk: String,
}

impl Link {
    /// A link from one key to another.
    pub(super) fn new(at: Key, target: &Key) -> Self {
        Self { at, target_pk: target.pk.clone(), target_sk: target.sk.clone() }
    }
}

impl Stored for Link {
    const KIND: &'static str = "link";
    fn key(&self) -> Key {
        self.at.clone()
    }
    fn revision(&self) -> u64 {
        1
    }
}
