//! External ids: what the operator's other systems call a record. A marker keeps each of them unique, among all developers, among
//! all clients, and among the projects and the engagements of one client; the markers of one id are a collection by which the
//! records are found.

use serde::de::DeserializeOwned;

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key;
use super::link::Link;
use super::read::{Order, Page, Position};
use super::transaction::Transaction;
use crate::domain::client::Client;
use crate::domain::developer::Developer;
use crate::domain::engagement::Engagement;
use crate::domain::id::ClientId;
use crate::domain::project::Project;
use crate::domain::text::Reference;

/// What a taken external id is called.
const WHAT: &str = "external id";

/// A record that another system can have an id for.
pub trait ExternallyKnown: Stored + DeserializeOwned {
    /// The id.
    fn external_id(&self) -> Option<&Reference>;
    /// The client among whose records it is unique; none where it is among all of its kind.
    fn unique_within(&self) -> Option<ClientId>;
}

impl ExternallyKnown for Developer {
    fn external_id(&self) -> Option<&Reference> {
        self.profile.external_id.as_ref()
    }
    fn unique_within(&self) -> Option<ClientId> {
        None
    }
}
impl ExternallyKnown for Client {
    fn external_id(&self) -> Option<&Reference> {
        self.profile.external_id.as_ref()
    }
    fn unique_within(&self) -> Option<ClientId> {
        None
    }
}
impl ExternallyKnown for Project {
    fn external_id(&self) -> Option<&Reference> {
        self.brief.external_id.as_ref()
    }
    fn unique_within(&self) -> Option<ClientId> {
        Some(self.client_id)
    }
}
impl ExternallyKnown for Engagement {
    fn external_id(&self) -> Option<&Reference> {
        self.terms.external_id.as_ref()
    }
    fn unique_within(&self) -> Option<ClientId> {
        Some(self.client_id)
    }
}

fn marker<T: ExternallyKnown>(record: &T, external_id: &Reference) -> Link {
    Link::new(key::external_id_marker(T::KIND, external_id.as_str(), record.unique_within()), &record.key())
}

impl Transaction {
    /// Takes the external id of a new record, if it has one.
    pub(super) fn take_external_id<T: ExternallyKnown>(&mut self, record: &T) -> &mut Self {
        if let Some(external_id) = record.external_id() {
            self.create(&marker(record, external_id), WHAT);
        }
        self
    }

    /// Takes the external id of a changed record and gives the one free that it had before.
    pub(super) fn change_external_id<T: ExternallyKnown>(&mut self, record: &T, before: Option<&Reference>) -> &mut Self {
        if before == record.external_id() {
            return self;
        }
        if let Some(before) = before {
            self.delete(&marker(record, before), WHAT);
        }
        self.take_external_id(record)
    }
}

impl Store {
    /// A page of the records of an external id that pass a filter: at most one developer or client, and one project or engagement
    /// of each client. It shows a write at once.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_by_external_id<T: ExternallyKnown>(
        &self,
        external_id: &Reference,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, StoreError> {
        // Between the read of a marker and that of its record, the record may have got another id.
        let keep = |record: &T| record.external_id() == Some(external_id) && keep(record);
        self.page_pointed(&key::external_id_markers(T::KIND, external_id.as_str()), Order::Ascending, limit, from, keep).await
    }
}
