//! What a developer's recommendations are made from: the open projects and the markup of each one's seller.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Store;
use super::error::StoreError;
use super::item::from_item;
use super::key;
use super::read::Order;
use crate::domain::client::Client;
use crate::domain::id::{ClientId, SellerId};
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::seller::Seller;

/// How many open projects a page of the index is asked for.
const PAGE: u16 = 500;

impl Store {
    /// The newest open projects, at most so many. They may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn open_projects(&self, most: usize) -> Result<Vec<Project>, StoreError> {
        let mut projects: Vec<Project> = Vec::new();
        let mut from = None;
        loop {
            let page = self.query(&key::all_open(), Order::Descending, Some(PAGE), from.as_ref(), None).await?;
            for item in page.items {
                projects.push(from_item(item)?);
            }
            from = page.next;
            if from.is_none() || projects.len() >= most {
                projects.truncate(most);
                projects.retain(|project| project.status == ProjectStatus::Open);
                return Ok(projects);
            }
        }
    }

    /// What the seller of each client adds to the cost, in percent; a client without a seller is left out.
    ///
    /// # Errors
    /// The table fails.
    pub async fn markups_of(&self, clients: &BTreeSet<ClientId>) -> Result<BTreeMap<ClientId, Decimal>, StoreError> {
        let keys: Vec<_> = clients.iter().map(|id| key::client(*id)).collect();
        let clients: Vec<Client> = self.get_many(&keys).await?;
        let served: Vec<(ClientId, SellerId)> =
            clients.into_iter().filter_map(|client| Some((client.id, client.profile.seller_id?))).collect();
        let keys: Vec<_> = served.iter().map(|(_, seller)| key::seller(seller)).collect();
        let sellers: Vec<Seller> = self.get_many(&keys).await?;
        let markups: BTreeMap<SellerId, Decimal> = sellers.into_iter().map(|seller| (seller.id, seller.profile.markup_percent)).collect();
        Ok(served.into_iter().filter_map(|(client, seller)| Some((client, *markups.get(&seller)?))).collect())
    }
}
