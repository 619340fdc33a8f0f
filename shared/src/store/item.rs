//! Records as items: how a domain type and its bookkeeping become attributes, and how they are read back.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::key::{IndexKey, Key};

/// The attributes of an item.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The generation of the stored form. Readers accept every one up to this.
const SCHEMA: u32 = 1;

/// A type that is kept as one item.
pub trait Stored: Serialize {
    /// The kind, as the item's `record` and its place in the index of kinds spell it.
    const KIND: &'static str;
    /// Where it is kept.
    fn key(&self) -> Key;
    /// Raised by one with each write.
    fn revision(&self) -> u64;
    /// Its places in the indexes.
    fn indexes(&self) -> Vec<IndexKey> {
        Vec::new()
    }
}

/// The attribute that names the kind of record. No domain type may have a field of this name, nor of the two below.
const RECORD: &str = "record";
/// The attribute that names the generation of the stored form.
const SCHEMA_VERSION: &str = "schema";
/// The attribute that every write conditions on.
pub(super) const REVISION: &str = "revision";
/// The attribute by which a write recognises itself.
pub(super) const WRITE_ID: &str = "write_id";

/// The item of a record, as a given write puts it.
pub(super) fn to_item<T: Stored>(record: &T, write_id: &str) -> Result<Item, StoreError> {
    let corrupt = |fault: String| StoreError::Corrupt { key: record.key().to_string(), fault };
    let mut item: Item = serde_dynamo::to_item(record).map_err(|error| corrupt(error.to_string()))?;
    item.retain(|_, value| !matches!(value, AttributeValue::Null(_)));
    if let Some(name) = [RECORD, SCHEMA_VERSION, WRITE_ID, "pk", "sk"].into_iter().find(|name| item.contains_key(*name)) {
        return Err(corrupt(format!("its field {name} would hide the table's own")));
    }
    for index in record.indexes() {
        item.insert(format!("{}pk", index.index.name()), AttributeValue::S(index.pk));
        item.insert(format!("{}sk", index.index.name()), AttributeValue::S(index.sk));
    }
    item.insert(RECORD.to_owned(), AttributeValue::S(T::KIND.to_owned()));
    item.insert(SCHEMA_VERSION.to_owned(), AttributeValue::N(SCHEMA.to_string()));
    item.insert(REVISION.to_owned(), AttributeValue::N(record.revision().to_string()));
    item.insert(WRITE_ID.to_owned(), AttributeValue::S(write_id.to_owned()));
    item.extend(key_item(&record.key()));
    Ok(item)
}

/// The record of an item. One that does not read is corrupt: loud, never skipped.
pub(super) fn from_item<T: Stored + DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default();
    let key = format!("{}/{}", text("pk"), text("sk"));
    let kind = text(RECORD);
    if kind != T::KIND {
        return Err(StoreError::Corrupt { key, fault: format!("its kind is {kind:?} and not {:?}", T::KIND) });
    }
    serde_dynamo::from_item(item).map_err(|error| StoreError::Corrupt { key, fault: error.to_string() })
}

/// The attributes of a primary key.
pub(super) fn key_item(key: &Key) -> Item {
    HashMap::from([("pk".to_owned(), AttributeValue::S(key.pk.clone())), ("sk".to_owned(), AttributeValue::S(key.sk.clone()))])
}
