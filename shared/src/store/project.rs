//! Projects: the records, by id and among those of their client.

use super::error::StoreError;
use super::item::Stored;
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, ProjectId};
use crate::domain::matching::team::Hired;
use crate::domain::project::{Project, ProjectBrief, ProjectStatus};

impl Stored for Project {
    const KIND: &'static str = "project";
    fn key(&self) -> Key {
        key::project(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        let mut indexes = vec![key::of_kind(Self::KIND, self.id)];
        if self.status == ProjectStatus::Open {
            indexes.push(key::open(self.id));
        }
        indexes
    }
}

impl Store {
    /// Creates a project among those of its client.
    ///
    /// # Errors
    /// The external id is taken, or the table fails.
    pub async fn create_project(&self, project: &Project, write: impl Into<Write>) -> Result<(), StoreError> {
        let pointer = Link::new(key::pointer(project.client_id, Project::KIND, project.id), &project.key());
        let mut transaction = Transaction::new(write);
        transaction.create(project, "id").create(&pointer, "id").take_external_id(project);
        self.commit(transaction).await
    }

    /// A project within a scope: for the operator any, for a client its own, for a developer one it has a seat in.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_project(&self, id: ProjectId, scope: Scope) -> Result<Option<Project>, StoreError> {
        let project: Option<Project> = self.get(&key::project(id)).await?;
        Ok(project.filter(|project| is_within(project, scope)))
    }

    /// Replaces a project that still has the version before this one's.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn replace_project(&self, project: &Project, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(project, "project");
        self.commit(transaction).await
    }

    /// Replaces a project that still has the version before this one's, and whose brief was another one.
    ///
    /// # Errors
    /// Its external id is taken, it was changed meanwhile, or the table fails.
    pub async fn change_project(&self, project: &Project, before: &ProjectBrief, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(project, "project").change_external_id(project, before.external_id.as_ref());
        self.commit(transaction).await
    }

    /// A page of projects, newest first: all of them (which may lag a moment), or those of one client.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_projects(
        &self,
        client: Option<ClientId>,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Project) -> bool,
    ) -> Result<Page<Project>, StoreError> {
        self.page_of_client(client, || key::all_of_kind(Project::KIND), limit, from, keep).await
    }

    /// Who sits in the seats of a project already, and for how much.
    ///
    /// # Errors
    /// The table fails.
    pub async fn hired_on(&self, project: &Project) -> Result<Vec<Hired>, StoreError> {
        let seats = project.roles.iter().flat_map(|role| &role.seats);
        let keys: Vec<Key> = seats.map(|seat| key::engagement(seat.engagement_id)).collect();
        let engagements: Vec<Engagement> = self.get_many(&keys).await?;
        let hired = |Engagement { developer_id, terms, .. }| Hired {
            developer_id,
            bill_rate: terms.bill_rate,
            hours_per_week: terms.hours_per_week,
        };
        Ok(engagements.into_iter().map(hired).collect())
    }
}

/// Whether a scope reaches a project: a client's its own, a developer's those it has a seat in.
pub(super) fn is_within(project: &Project, scope: Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Client(client) => project.client_id == client,
        Scope::Developer(developer) => project.roles.iter().flat_map(|role| &role.seats).any(|seat| seat.developer_id == developer),
    }
}
