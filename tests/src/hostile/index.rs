//! The indexes as they were before the latest write.
//!
//! The store writes whole items only, so that what passes by is enough to know all of them.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::put_item::PutItemInput;
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::raw_table::{Item, text};

/// What a write makes of one item.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) partition: String,
    pub(super) sort: String,
    /// None where it is deleted.
    pub(super) item: Option<Item>,
}

/// All items but for the latest write.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    shown: BTreeMap<(String, String), Item>,
    latest: Vec<Change>,
}

impl Indexes {
    /// Another write: the one before it is shown from now on.
    pub(super) fn write(&mut self, changes: &[Change]) {
        self.settle();
        self.latest = changes.to_vec();
    }

    /// The latest write is shown.
    pub(super) fn settle(&mut self) {
        for change in std::mem::take(&mut self.latest) {
            let key = (change.partition, change.sort);
            match change.item {
                // Answers can overtake one another; an item's later revision stays.
                Some(item) if self.shown.get(&key).is_some_and(|old| revision(old) > revision(&item)) => {}
                Some(item) => drop(self.shown.insert(key, item)),
                None => drop(self.shown.remove(&key)),
            }
        }
    }

    /// What an index answers without the latest write; none where there is no such write, or it is no query of an index.
    pub(super) fn answer(&self, query: &QueryInput) -> Option<QueryOutput> {
        let index = query.index_name().filter(|_| !self.latest.is_empty())?;
        let condition = Condition::of(query)?;
        let place = |item: &Item| (text(item, &format!("{index}sk")), text(item, "pk"), text(item, "sk"));
        let inside = |item: &&Item| item.contains_key(&format!("{index}pk")) && condition.admits(item, index);
        let mut items: Vec<&Item> = self.shown.values().filter(inside).collect();
        items.sort_by_key(|item| place(item));
        let forward = query.scan_index_forward().unwrap_or(true);
        if !forward {
            items.reverse();
        }
        if let Some(start) = query.exclusive_start_key().map(place) {
            items.retain(|item| if forward { place(item) > start } else { place(item) < start });
        }
        let limit = query.limit().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        items.truncate(limit);
        let last = items.last().filter(|_| items.len() == limit).map(|item| {
            let names = ["pk".to_owned(), "sk".to_owned(), format!("{index}pk"), format!("{index}sk")];
            names.into_iter().map(|name| (name.clone(), AttributeValue::S(text(item, &name)))).collect()
        });
        let count = i32::try_from(items.len()).unwrap_or(i32::MAX);
        let output = QueryOutput::builder().count(count).scanned_count(count).set_last_evaluated_key(last);
        Some(output.set_items(Some(items.into_iter().cloned().collect())).build())
    }
}

/// A query's condition, as the store writes it.
enum Condition {
    All(String),
    Begins(String, String),
    Until(String, String),
    Between(String, String, String),
}

impl Condition {
    fn of(query: &QueryInput) -> Option<Self> {
        let value = |name: &str| query.expression_attribute_values()?.get(name)?.as_s().ok().cloned();
        let partition = value(":pk")?;
        Some(match query.key_condition_expression()? {
            "#pk = :pk" => Self::All(partition),
            "#pk = :pk AND begins_with(#sk, :sk)" => Self::Begins(partition, value(":sk")?),
            "#pk = :pk AND #sk <= :sk" => Self::Until(partition, value(":sk")?),
            "#pk = :pk AND #sk BETWEEN :sk AND :last" => Self::Between(partition, value(":sk")?, value(":last")?),
            _ => return None,
        })
    }

    fn admits(&self, item: &Item, index: &str) -> bool {
        let (partition, sort) = (text(item, &format!("{index}pk")), text(item, &format!("{index}sk")));
        match self {
            Self::All(wanted) => partition == *wanted,
            Self::Begins(wanted, begin) => partition == *wanted && sort.starts_with(begin),
            Self::Until(wanted, last) => partition == *wanted && sort <= *last,
            Self::Between(wanted, first, last) => partition == *wanted && sort >= *first && sort <= *last,
        }
    }
}

pub(super) fn changes_of_put(put: &PutItemInput) -> Vec<Change> {
    put.item().map(put_change).into_iter().collect()
}

pub(super) fn changes_of_transaction(transaction: &TransactWriteItemsInput) -> Vec<Change> {
    let change = |operation: &aws_sdk_dynamodb::types::TransactWriteItem| {
        let put = operation.put().map(|put| put_change(put.item()));
        put.or_else(|| operation.delete().map(|delete| Change { item: None, ..put_change(delete.key()) }))
    };
    transaction.transact_items().iter().filter_map(change).collect()
}

fn put_change(item: &Item) -> Change {
    Change { partition: text(item, "pk"), sort: text(item, "sk"), item: Some(item.clone()) }
}

fn revision(item: &Item) -> u64 {
    item.get("revision").and_then(|value| value.as_n().ok()).and_then(|number| number.parse().ok()).unwrap_or_default()
}
