//! Links: small items that make something unique, or make the records of an account a collection; and reading what they lead to.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Store;
use super::error::StoreError;
use super::item::{Item, Stored};
use super::key::{self, Key, Run};
use super::read::{Order, Page, Position, position_in, target_of};
use crate::domain::id::ClientId;

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

impl Store {
    /// Every record of a kind that an owner's pointers lead to, by id: the pointers are read strongly, then the records.
    pub(super) async fn all_pointed<T: Stored + DeserializeOwned>(&self, owner: impl Display) -> Result<Vec<T>, StoreError> {
        let pointers = self.query_all(&key::pointers(owner, T::KIND)).await?;
        self.get_many(&pointers.iter().map(target_of).collect::<Vec<Key>>()).await
    }

    /// A page of records, newest first: those that a client's pointers lead to, or those of another run, which may lag a moment.
    pub(super) async fn page_of_client<T: Stored + DeserializeOwned>(
        &self,
        client: Option<ClientId>,
        otherwise: impl FnOnce() -> Run,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        match client {
            Some(client) => self.page_pointed(&key::pointers(client, T::KIND), Order::Descending, limit, from, keep).await,
            None => self.page(&otherwise(), Order::Descending, limit, from, keep).await,
        }
    }

    /// A page of the records that pointers of an owner point to: the pointers are read strongly, then the records.
    pub(super) async fn page_pointed<T: Stored + DeserializeOwned>(
        &self,
        run: &Run,
        order: Order,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        self.page_by(run, order, limit, from, |pointers| self.pointed_by(run, pointers), keep).await
    }

    /// The items that pointers of a run lead to, each with its pointer's place; what is gone is left out.
    async fn pointed_by(&self, run: &Run, pointers: Vec<Item>) -> Result<Vec<(Position, Item)>, StoreError> {
        let targets: Vec<(Position, Key)> = pointers.iter().map(|item| (position_in(run, item), target_of(item))).collect();
        let keys: Vec<Key> = targets.iter().map(|(_, key)| key.clone()).collect();
        let mut found = self.get_all(&keys).await?;
        Ok(targets.into_iter().filter_map(|(at, key)| Some((at, found.remove(&key)?))).collect())
    }
}
