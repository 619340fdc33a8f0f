//! Logins: the marker that ties one to its account, and a pointer among the account's own items, so that they can be listed.
//!
//! A marker and its pointer are made and removed together: a login has at most one account, an account any number of logins.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::transaction::{Transaction, Write};
use crate::domain::developer::Developer;
use crate::domain::login::{Account, Login};

/// How a login that has an account names itself.
const LOGIN: &str = "login";

/// A login's marker. Its key is the login's digest.
#[derive(Debug, Serialize, Deserialize)]
struct LoginMarker {
    #[serde(skip)]
    digest: String,
    account: Account,
}

impl Stored for LoginMarker {
    const KIND: &'static str = "login";
    fn key(&self) -> Key {
        key::login_marker(&self.digest)
    }
    fn revision(&self) -> u64 {
        1
    }
}

/// A login and the account it is tied to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedLogin {
    /// The account.
    pub account: Account,
    /// The login.
    pub login: Login,
    /// Since when.
    pub linked_at: Timestamp,
}

impl LinkedLogin {
    fn marker(&self) -> LoginMarker {
        LoginMarker { digest: key::login_digest(&self.login), account: self.account }
    }
}

impl Stored for LinkedLogin {
    const KIND: &'static str = "linked_login";
    fn key(&self) -> Key {
        key::account_login(self.account, &key::login_digest(&self.login))
    }
    fn revision(&self) -> u64 {
        1
    }
}

/// Adds the two items of a link to a transaction.
pub(super) fn create_link(transaction: &mut Transaction, link: &LinkedLogin) {
    transaction.create(&link.marker(), LOGIN).create(link, LOGIN);
}

impl Store {
    /// The account that a login is tied to, read strongly.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_login_account(&self, login: &Login) -> Result<Option<Account>, StoreError> {
        let marker: Option<LoginMarker> = self.get(&key::login_marker(&key::login_digest(login))).await?;
        Ok(marker.map(|marker| marker.account))
    }

    /// All logins of an account, in no order that means anything.
    ///
    /// # Errors
    /// The table fails.
    pub async fn logins_of(&self, account: Account) -> Result<Vec<LinkedLogin>, StoreError> {
        self.query_all(&key::account_logins(account)).await?.into_iter().map(from_item).collect()
    }

    /// Ties a login to an account. A developer must not change meanwhile: who is being erased gets no login any more.
    ///
    /// # Errors
    /// The login has an account, the developer was changed, or the table fails.
    pub async fn create_login(&self, link: &LinkedLogin, developer: Option<&Developer>, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        create_link(&mut transaction, link);
        if let Some(developer) = developer {
            transaction.check(developer, "developer");
        }
        self.commit(transaction).await
    }

    /// Unties a login from its account.
    ///
    /// # Errors
    /// It was untied meanwhile, or the table fails.
    pub async fn delete_login(&self, link: &LinkedLogin, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.delete(&link.marker(), LOGIN).delete(link, LOGIN);
        self.commit(transaction).await
    }
}
