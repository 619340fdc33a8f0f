//! The table itself, behind the API's back: for what no request may do.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};

use crate::Hostile;
use crate::fixtures::at_once;

/// The attributes of an item.
pub type Item = HashMap<String, AttributeValue>;

/// A way to the table past the API.
#[derive(Clone, Debug)]
pub struct RawTable {
    pub(crate) client: Client,
    pub(crate) name: String,
    pub(crate) hostile: Option<Hostile>,
}

impl RawTable {
    /// Every item, in the order of their keys.
    pub async fn items(&self) -> Vec<BTreeMap<String, AttributeValue>> {
        let scan = self.client.scan().table_name(&self.name).consistent_read(true).into_paginator().items().send();
        let items = scan.collect::<Result<Vec<_>, _>>().await.expect("a table that can be read");
        let mut items: Vec<BTreeMap<_, _>> = items.into_iter().map(|item| item.into_iter().collect()).collect();
        let key =
            |item: &BTreeMap<String, AttributeValue>| ["pk", "sk"].map(|name| item.get(name).and_then(|key| key.as_s().ok()).cloned());
        items.sort_by_key(key);
        items
    }

    /// The items of a record: those whose key names its id.
    pub async fn items_of(&self, id: &str) -> Vec<Item> {
        let names = |item: &BTreeMap<String, AttributeValue>, key: &str| item[key].as_s().is_ok_and(|text| text.contains(id));
        let items = self.items().await.into_iter().filter(|item| names(item, "pk") || names(item, "sk"));
        items.map(|item| item.into_iter().collect()).collect()
    }

    /// Puts many items, whatever is there.
    pub async fn put_all(&self, items: Vec<Item>) {
        let batches: Vec<Vec<Item>> = items.chunks(25).map(<[Item]>::to_vec).collect();
        for some in batches.chunks(8) {
            let _ = at_once(some.iter().cloned().map(|batch| self.clone().put_batch(batch))).await;
        }
    }

    async fn put_batch(self, batch: Vec<Item>) {
        let put = |item: &Item| PutRequest::builder().set_item(Some(item.clone())).build().expect("an item");
        let mut rest: Vec<WriteRequest> = batch.iter().map(|item| WriteRequest::builder().put_request(put(item)).build()).collect();
        while !rest.is_empty() {
            let sent = self.client.batch_write_item().request_items(&self.name, rest).send().await.expect("the table takes anything");
            rest = sent.unprocessed_items.and_then(|mut left| left.remove(&self.name)).unwrap_or_default();
        }
        for item in batch.into_iter().filter(|_| self.hostile.is_some()) {
            self.tell(&text(&item, "pk"), &text(&item, "sk"), Some(item.clone()));
        }
    }

    /// Deletes the items of these keys.
    pub async fn delete_all(&self, keys: impl IntoIterator<Item = (String, String)>) {
        for (partition, sort) in keys {
            let delete = self.client.delete_item().table_name(&self.name).key("pk", AttributeValue::S(partition.clone()));
            let _ = delete.key("sk", AttributeValue::S(sort.clone())).send().await.expect("the table takes anything");
            self.tell(&partition, &sort, None);
        }
    }

    /// Puts a text into an attribute that can't be one.
    pub async fn corrupt(&self, partition: &str, sort: &str, attribute: &str) {
        let update = self.client.update_item().table_name(&self.name);
        let update = update.key("pk", AttributeValue::S(partition.to_owned())).key("sk", AttributeValue::S(sort.to_owned()));
        let update = update.update_expression("SET #attribute = :never").expression_attribute_names("#attribute", attribute);
        let update = update.expression_attribute_values(":never", AttributeValue::S("never".to_owned()));
        let update = update.return_values(aws_sdk_dynamodb::types::ReturnValue::AllNew);
        let item = update.send().await.expect("the table takes anything").attributes;
        self.tell(partition, sort, item);
    }

    fn tell(&self, partition: &str, sort: &str, item: Option<Item>) {
        if let Some(hostile) = &self.hostile {
            hostile.written_elsewhere(partition, sort, item);
        }
    }
}

/// An attribute's text; empty when it is absent or none.
#[must_use]
pub fn text(item: &Item, name: &str) -> String {
    item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default()
}

/// The same item under another id, wherever its texts name it.
#[must_use]
pub fn copy(item: &Item, id: &str, other: &str) -> Item {
    let renamed = |value: &AttributeValue| match value {
        AttributeValue::S(text) => AttributeValue::S(text.replace(id, other)),
        plain => plain.clone(),
    };
    item.iter().map(|(name, value)| (name.clone(), renamed(value))).collect()
}

/// The id of the same kind and the same millisecond whose random part is this number.
#[must_use]
pub fn numbered(id: &str, number: usize) -> String {
    format!("{}{number:016}", &id[..id.len() - 16])
}
