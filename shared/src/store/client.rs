//! Clients: the records of those who are invoiced, by id and, for the operator, as one list.

use super::error::StoreError;
use super::item::Stored;
use super::key::{self, IndexKey, Key};
use super::login::{LinkedLogin, create_link};
use super::read::{Order, Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::client::{Client, ClientProfile};
use crate::domain::id::ClientId;

impl Stored for Client {
    const KIND: &'static str = "client";
    fn key(&self) -> Key {
        key::client(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, self.id)]
    }
}

impl Store {
    /// Creates a client, whose seller must be there; with the login of one that registers itself.
    ///
    /// # Errors
    /// The login has an account, the external id is taken, the seller is missing, or the table fails.
    pub async fn create_client(&self, client: &Client, login: Option<&LinkedLogin>, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        if let Some(login) = login {
            create_link(&mut transaction, login);
        }
        transaction.create(client, "id").take_external_id(client);
        if let Some(seller) = &client.profile.seller_id {
            transaction.require(key::seller(seller), "seller");
        }
        self.commit(transaction).await
    }

    /// A client within a scope: for the operator any, for a client itself.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_client(&self, id: ClientId, scope: Scope) -> Result<Option<Client>, StoreError> {
        match scope {
            Scope::All => self.get(&key::client(id)).await,
            Scope::Client(own) if own == id => self.get(&key::client(id)).await,
            Scope::Client(_) | Scope::Developer(_) => Ok(None),
        }
    }

    /// Replaces a client that still has the version before this one's, and whose profile was another one; a seller that is new to
    /// it must be there.
    ///
    /// # Errors
    /// Its external id is taken, it was changed meanwhile, the seller is missing, or the table fails.
    pub async fn change_client(&self, client: &Client, before: &ClientProfile, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(client, "client").change_external_id(client, before.external_id.as_ref());
        if let Some(seller) = client.profile.seller_id.as_ref().filter(|seller| before.seller_id.as_ref() != Some(*seller)) {
            transaction.require(key::seller(seller), "seller");
        }
        self.commit(transaction).await
    }

    /// A page of all clients that pass a filter, by id. It may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_clients(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Client) -> bool,
    ) -> Result<Page<Client>, StoreError> {
        self.page(&key::all_of_kind(Client::KIND), Order::Ascending, limit, from, keep).await
    }
}
