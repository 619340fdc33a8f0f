//! Reading: one item, several at once, a page of a collection.

use std::collections::{BTreeMap, HashMap};
use std::future::{Future, ready};

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use serde::de::DeserializeOwned;

use super::Store;
use super::error::StoreError;
use super::item::{Item, Stored, from_item, key_item};
use super::key::{Key, Run};
use super::patience::Patience;

/// Where a page ended: the key attributes of its last item.
pub type Position = BTreeMap<String, String>;

/// A page of records, and where the next one begins.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub next: Option<Position>,
}

impl<T> Page<T> {
    /// The same page with its records turned into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// The most store pages that one call reads before it answers with what it has and a cursor.
pub(super) const MOST_PAGES: usize = 4;

/// The order in which a collection is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Oldest first.
    Ascending,
    /// Newest first.
    Descending,
}

/// A bound of the sort keys of a run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound<'a> {
    /// From this one on.
    From(&'a str),
    /// Up to this one.
    Until(&'a str),
    /// From the one to the other.
    Between(&'a str, &'a str),
}

/// One store page of items, raw.
pub(super) struct RawPage {
    pub(super) items: Vec<Item>,
    pub(super) next: Option<Position>,
}

impl Store {
    /// One record, read strongly.
    pub(super) async fn get<T: Stored + DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let output = self.client.get_item().table_name(&self.table).set_key(Some(key_item(key))).consistent_read(true).send().await;
        output.map_err(|error| StoreError::from_sdk(&error))?.item.map(from_item).transpose()
    }

    /// The records of these keys, as many as there are, each once and in the order of the keys; read strongly, in batches.
    pub(super) async fn get_many<T: Stored + DeserializeOwned>(&self, keys: &[Key]) -> Result<Vec<T>, StoreError> {
        let mut found = self.get_all(keys).await?;
        keys.iter().filter_map(|key| found.remove(key)).map(from_item).collect()
    }

    /// Many items, read strongly, in batches; what is absent is absent from the answer.
    pub(super) async fn get_all(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut wanted: Vec<Key> = keys.to_vec();
        wanted.sort();
        wanted.dedup();
        for batch in wanted.chunks(100) {
            let mut rest: Vec<Item> = batch.iter().map(key_item).collect();
            let mut patience = Patience::new();
            while !rest.is_empty() {
                let ask = KeysAndAttributes::builder()
                    .set_keys(Some(rest))
                    .consistent_read(true)
                    .build()
                    .map_err(|error| StoreError::Refused(error.to_string()))?;
                let output = self
                    .client
                    .batch_get_item()
                    .request_items(&self.table, ask)
                    .send()
                    .await
                    .map_err(|error| StoreError::from_sdk(&error))?;
                for item in output.responses.and_then(|mut tables| tables.remove(&self.table)).unwrap_or_default() {
                    found.insert(key_of(&item), item);
                }
                rest = output.unprocessed_keys.and_then(|mut tables| tables.remove(&self.table)).map(|left| left.keys).unwrap_or_default();
                if !rest.is_empty() {
                    patience.wait("some keys were not read").await?;
                }
            }
        }
        Ok(found)
    }

    /// One store page of a run of items. The table's own runs are read strongly.
    pub(super) async fn query(
        &self,
        run: &Run,
        order: Order,
        limit: Option<u16>,
        from: Option<&Position>,
        bound: Option<Bound<'_>>,
    ) -> Result<RawPage, StoreError> {
        let prefix = run.index.map(|index| index.name()).unwrap_or_default();
        // A run that begins with something ends before the same with a higher last letter; DynamoDB takes one condition.
        let last = format!("{}~", run.begins);
        let (condition, values) = match bound {
            Some(Bound::Until(sk)) => ("#pk = :pk AND #sk <= :sk", vec![(":sk", sk)]),
            Some(Bound::Between(from, until)) => ("#pk = :pk AND #sk BETWEEN :sk AND :last", vec![(":sk", from), (":last", until)]),
            Some(Bound::From(sk)) => ("#pk = :pk AND #sk BETWEEN :sk AND :last", vec![(":sk", sk), (":last", last.as_str())]),
            None if run.begins.is_empty() => ("#pk = :pk", Vec::new()),
            None => ("#pk = :pk AND begins_with(#sk, :sk)", vec![(":sk", run.begins.as_str())]),
        };
        let mut query = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(run.index.map(|index| index.name().to_owned()))
            .consistent_read(run.index.is_none())
            .scan_index_forward(order == Order::Ascending)
            .key_condition_expression(condition)
            .expression_attribute_names("#pk", format!("{prefix}pk"))
            .expression_attribute_values(":pk", AttributeValue::S(run.pk.clone()))
            .set_limit(limit.map(i32::from))
            .set_exclusive_start_key(
                from.map(|from| from.iter().map(|(name, value)| (name.clone(), AttributeValue::S(value.clone()))).collect()),
            );
        if !values.is_empty() {
            query = query.expression_attribute_names("#sk", format!("{prefix}sk"));
        }
        for (name, value) in values {
            query = query.expression_attribute_values(name, AttributeValue::S(value.to_owned()));
        }
        let output = query.send().await.map_err(|error| StoreError::from_sdk(&error))?;
        let next = output.last_evaluated_key.map(|key| position(&key));
        Ok(RawPage { items: output.items.unwrap_or_default(), next })
    }

    /// A page of the records of a run that pass a filter: full, or cut short with a position to go on from.
    pub(super) async fn page<T: Stored + DeserializeOwned>(
        &self,
        run: &Run,
        order: Order,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        let placed = |items: Vec<Item>| ready(Ok(items.into_iter().map(|item| (position_in(run, &item), item)).collect()));
        self.page_by(run, order, limit, from, placed, keep).await
    }

    /// A page of the records that the items of a run lead to, by `load`: it is handed a store page of items, and gives the records'
    /// own items, each with the place in the run that one goes on after.
    pub(super) async fn page_by<T, Loading>(
        &self,
        run: &Run,
        order: Order,
        limit: u16,
        from: Option<Position>,
        load: impl Fn(Vec<Item>) -> Loading,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError>
    where
        T: Stored + DeserializeOwned,
        Loading: Future<Output = Result<Vec<(Position, Item)>, StoreError>>,
    {
        let mut items = Vec::new();
        let mut next = from;
        for _ in 0..MOST_PAGES {
            let raw = self.query(run, order, Some(limit), next.as_ref(), None).await?;
            let mut resume = raw.next;
            for (at, item) in load(raw.items).await? {
                let record: T = from_item(item)?;
                if keep(&record) {
                    items.push(record);
                }
                if items.len() == usize::from(limit) {
                    // Stopped inside a store page: go on after this very item. The end is only known when the store says so.
                    resume = Some(at);
                    break;
                }
            }
            next = resume;
            if next.is_none() || items.len() == usize::from(limit) {
                break;
            }
        }
        Ok(Page { items, next })
    }

    /// Every item of a run, whatever its number of pages.
    pub(super) async fn query_all(&self, run: &Run) -> Result<Vec<Item>, StoreError> {
        self.query_bounded(run, None).await
    }

    /// Every item of a run from a sort key on.
    pub(super) async fn query_from(&self, run: &Run, sk: &str) -> Result<Vec<Item>, StoreError> {
        self.query_bounded(run, Some(Bound::From(sk))).await
    }

    /// Every item of a run up to a sort key.
    pub(super) async fn query_until(&self, run: &Run, sk: &str) -> Result<Vec<Item>, StoreError> {
        self.query_bounded(run, Some(Bound::Until(sk))).await
    }

    /// Every item of a run from a sort key to another.
    pub(super) async fn query_between(&self, run: &Run, first: &Key, last: &Key) -> Result<Vec<Item>, StoreError> {
        self.query_bounded(run, Some(Bound::Between(&first.sk, &last.sk))).await
    }

    async fn query_bounded(&self, run: &Run, bound: Option<Bound<'_>>) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut next = None;
        loop {
            let raw = self.query(run, Order::Ascending, None, next.as_ref(), bound).await?;
            items.extend(raw.items);
            next = raw.next;
            if next.is_none() {
                return Ok(items);
            }
        }
    }
}

/// The primary key of an item.
pub(super) fn key_of(item: &Item) -> Key {
    Key { pk: text(item, "pk"), sk: text(item, "sk") }
}

/// The key that a pointer item points to.
pub(super) fn target_of(item: &Item) -> Key {
    Key { pk: text(item, "target_pk"), sk: text(item, "target_sk") }
}

fn text(item: &Item, name: &str) -> String {
    item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default()
}

fn position(key: &Item) -> Position {
    key.iter().filter_map(|(name, value)| Some((name.clone(), value.as_s().ok()?.clone()))).collect()
}

pub(super) fn position_in(run: &Run, item: &Item) -> Position {
    let mut names = vec!["pk".to_owned(), "sk".to_owned()];
    if let Some(index) = run.index {
        names.extend([format!("{}pk", index.name()), format!("{}sk", index.name())]);
    }
    names.into_iter().map(|name| (name.clone(), text(item, &name))).collect()
}
