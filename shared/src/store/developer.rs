//! Developers: the profile, and the marker that keeps an e-mail address unique.

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::login::{LinkedLogin, create_link};
use super::read::{Order, Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::developer::{Developer, DeveloperProfile, DeveloperStatus};
use crate::domain::id::DeveloperId;

impl Stored for Developer {
    const KIND: &'static str = "developer";
    fn key(&self) -> Key {
        key::developer(self.id)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
    fn indexes(&self) -> Vec<IndexKey> {
        let mut indexes = vec![key::of_kind(Self::KIND, self.id)];
        if self.status == DeveloperStatus::Vetted {
            indexes.push(key::vetted(self.id));
        }
        indexes
    }
}

/// A developer whom a client may see.
#[derive(Debug)]
pub struct GrantedDeveloper {
    /// The record.
    pub developer: Developer,
    /// Whether the client has hired the developer at present.
    pub hired: bool,
}

impl Store {
    /// Creates a developer whose e-mail address nobody else has; with the login of one who registers itself.
    ///
    /// # Errors
    /// The address or the external id is taken, the login has an account, or the table fails.
    pub async fn create_developer(
        &self,
        developer: &Developer,
        login: Option<&LinkedLogin>,
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let marker = Link::new(key::email_marker(Developer::KIND, &developer.profile.email.folded()), &developer.key());
        let mut transaction = Transaction::new(write);
        if let Some(login) = login {
            create_link(&mut transaction, login);
        }
        transaction
            .create(&marker, "e-mail address")
            .create(developer, "id")
            .take_external_id(developer)
            .change_unknown_skills(developer, None);
        if developer.status == DeveloperStatus::Vetted {
            transaction.note_change(developer);
        }
        self.commit(transaction).await
    }

    /// A developer within a scope: for the operator any, for a developer itself, for a client none (see
    /// [`Store::find_granted_developer`]).
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_developer(&self, id: DeveloperId, scope: Scope) -> Result<Option<Developer>, StoreError> {
        match scope {
            Scope::All => self.get(&key::developer(id)).await,
            Scope::Developer(own) if own == id => self.get(&key::developer(id)).await,
            Scope::Developer(_) | Scope::Client(_) => Ok(None),
        }
    }

    /// The developers of these ids, as many as there are, in the order of the ids.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_developers(&self, ids: impl IntoIterator<Item = DeveloperId>) -> Result<Vec<Developer>, StoreError> {
        self.get_many(&ids.into_iter().map(key::developer).collect::<Vec<Key>>()).await
    }

    /// Replaces a developer that still has the revision before this one's.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn replace_developer(&self, developer: &Developer, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace_developer(developer);
        self.commit(transaction).await
    }

    /// Replaces a developer whose profile was changed; a new e-mail address or external id is taken with it
    /// and the old one given free.
    ///
    /// # Errors
    /// The address or the external id is taken, the developer was changed meanwhile, or the table fails.
    pub async fn change_developer(
        &self,
        developer: &Developer,
        before: &DeveloperProfile,
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let marker = |profile: &DeveloperProfile| Link::new(key::email_marker(Developer::KIND, &profile.email.folded()), &developer.key());
        let mut transaction = Transaction::new(write);
        transaction
            .replace_developer(developer)
            .change_external_id(developer, before.external_id.as_ref())
            .change_unknown_skills(developer, Some(before));
        if before.email.folded() != developer.profile.email.folded() {
            transaction.delete(&marker(before), "developer").create(&marker(&developer.profile), "e-mail address");
        }
        self.commit(transaction).await
    }

    /// A page of all developers that pass a filter, by id. It may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_developers(
        &self,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Developer) -> bool,
    ) -> Result<Page<Developer>, StoreError> {
        self.page(&key::all_of_kind(Developer::KIND), Order::Ascending, limit, from, keep).await
    }

    /// The ids of all vetted developers, in their order, as an index has them: it may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn vetted_ids(&self) -> Result<Vec<DeveloperId>, StoreError> {
        let (run, mut ids, mut next) = (key::all_vetted(), Vec::new(), None);
        loop {
            let page = self.query(&run, Order::Ascending, None, next.as_ref(), None).await?;
            for item in page.items {
                ids.push(from_item::<Developer>(item)?.id);
            }
            next = page.next;
            if next.is_none() {
                return Ok(ids);
            }
        }
    }
}
