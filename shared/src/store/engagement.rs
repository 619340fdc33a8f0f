//! Engagements: offered, accepted together with the seat and the developer's hours, and nominated for billing by the due index.

use jiff::Timestamp;
use serde::Deserialize;

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Order, Page, Position, key_of, target_of};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::developer::Developer;
use crate::domain::engagement::{Engagement, EngagementTerms};
use crate::domain::id::{ClientId, DeveloperId, EngagementId, ProjectId, SellerId};
use crate::domain::project::Project;
use crate::domain::timesheet::Timesheet;

impl Stored for Engagement {
    const KIND: &'static str = "engagement";
    fn key(&self) -> Key {
        key::engagement(self.id)
    }
    fn revision(&self) -> u64 {
        self.revision
    }
    fn indexes(&self) -> Vec<IndexKey> {
        let mut indexes = vec![key::of_kind(Self::KIND, self.id)];
        if let Some(at) = self.billing_state.due_at {
            indexes.push(key::due(self.client_id, &self.terms.seller_id, at, self.id));
        }
        indexes
    }
}

/// Whose engagements to list.
#[derive(Clone, Copy, Debug)]
pub enum EngagementList {
    /// All. It may lag a moment.
    All,
    /// Those of one client.
    Client(ClientId),
    /// Those of one developer.
    Developer(DeveloperId),
    /// Those of one project.
    Project(ProjectId),
}

/// Whom billing has to look at.
#[derive(Debug, Default)]
pub struct DueAccounts {
    /// By client and seller, each once.
    pub accounts: Vec<(ClientId, SellerId)>,
    /// The engagements that do not name theirs: key and fault.
    pub corrupt: Vec<(String, String)>,
}

impl Store {
    /// Creates an engagement among those of its client, developer and project.
    ///
    /// # Errors
    /// The external id is taken, or the table fails.
    pub async fn create_engagement(&self, engagement: &Engagement, write: impl Into<Write>) -> Result<(), StoreError> {
        let target = engagement.key();
        let link = |owner: String| Link::new(key::pointer(owner, Engagement::KIND, engagement.id), &target);
        let mut transaction = Transaction::new(write);
        transaction
            .create(engagement, "id")
            .create(&link(engagement.client_id.to_string()), "id")
            .create(&link(engagement.developer_id.to_string()), "id")
            .create(&link(engagement.project_id.to_string()), "id")
            .take_external_id(engagement);
        self.commit(transaction).await
    }

    /// An engagement within a scope: for the operator any, for a client or developer its own.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_engagement(&self, id: EngagementId, scope: Scope) -> Result<Option<Engagement>, StoreError> {
        let engagement: Option<Engagement> = self.get(&key::engagement(id)).await?;
        Ok(engagement.filter(|engagement| is_within(engagement, scope)))
    }

    /// Replaces an engagement that still has the revision before this one's.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn replace_engagement(&self, engagement: &Engagement, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(engagement, "engagement");
        self.commit(transaction).await
    }

    /// Replaces an engagement whose terms were others and, where its hours changed, the developer whose commitments hold them; both
    /// still have the revision before.
    ///
    /// # Errors
    /// Its external id is taken, one of them was changed meanwhile, or the table fails.
    pub async fn change_engagement(
        &self,
        engagement: &Engagement,
        before: &EngagementTerms,
        developer: Option<&Developer>,
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(engagement, "engagement").change_external_id(engagement, before.external_id.as_ref());
        if let Some(developer) = developer {
            transaction.replace_developer(developer);
        }
        self.commit(transaction).await
    }

    /// Keeps a step in an engagement's course, with its hours and its seat where it ends, while the timesheets that allow it
    /// stay as they were read. A timesheet that is new meanwhile raises the engagement's revision.
    ///
    /// # Errors
    /// One of them was changed meanwhile, or the table fails.
    pub async fn save_course(
        &self,
        engagement: &Engagement,
        leaves: Option<&(Developer, Project)>,
        looked_at: &[Timesheet],
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(engagement, "engagement");
        if let Some((developer, project)) = leaves {
            transaction.replace_developer(developer).replace(project, "project");
        }
        for sheet in looked_at {
            transaction.check(sheet, "timesheet");
        }
        self.commit(transaction).await
    }

    /// Accepts an engagement: it, the developer's hours and the project's seat together, and the client's sight of the
    /// developer. All three still have the revision before.
    ///
    /// # Errors
    /// One of them was changed meanwhile, or the table fails.
    pub async fn accept_engagement(
        &self,
        engagement: &Engagement,
        developer: &Developer,
        project: &Project,
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let grant = Link::new(key::engagement_grant(engagement.client_id, engagement.developer_id, engagement.id), &engagement.key());
        let mut transaction = Transaction::new(write);
        transaction.replace(engagement, "engagement").replace_developer(developer).replace(project, "project").create(&grant, "grant");
        self.commit(transaction).await
    }

    /// A page of engagements, newest first.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_engagements(
        &self,
        list: EngagementList,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Engagement) -> bool,
    ) -> Result<Page<Engagement>, StoreError> {
        let owned = |owner: String| key::pointers(owner, Engagement::KIND);
        let run = match list {
            EngagementList::All => return self.page(&key::all_of_kind(Engagement::KIND), Order::Descending, limit, from, keep).await,
            EngagementList::Client(id) => owned(id.to_string()),
            EngagementList::Developer(id) => owned(id.to_string()),
            EngagementList::Project(id) => owned(id.to_string()),
        };
        self.page_pointed(&run, Order::Descending, limit, from, keep).await
    }

    /// The engagements of these ids, as many as there are, in the order of the ids.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_engagements(&self, ids: &[EngagementId]) -> Result<Vec<Engagement>, StoreError> {
        self.get_many(&ids.iter().map(|id| key::engagement(*id)).collect::<Vec<Key>>()).await
    }

    /// The engagements of a developer, read strongly, by id.
    ///
    /// # Errors
    /// The table fails.
    pub async fn engagements_of_developer(&self, developer: DeveloperId) -> Result<Vec<Engagement>, StoreError> {
        self.all_pointed(developer).await
    }

    /// The clients and sellers of whom some engagement must be looked at by an instant. The index only nominates: what is
    /// billed is decided from the engagements themselves.
    ///
    /// # Errors
    /// The table fails.
    pub async fn due_accounts(&self, until: Timestamp) -> Result<DueAccounts, StoreError> {
        #[derive(Deserialize)]
        struct Due {
            client_id: ClientId,
            seller_id: SellerId,
        }
        let mut found = DueAccounts::default();
        for shard in 0..key::DUE_SHARDS {
            for item in self.query_until(&key::due_in_shard(shard), &key::due_until(until)).await? {
                let at = key_of(&item).to_string();
                match serde_dynamo::from_item(item) {
                    Ok(Due { client_id, seller_id }) => found.accounts.push((client_id, seller_id)),
                    Err(fault) => found.corrupt.push((at, fault.to_string())),
                }
            }
        }
        found.accounts.sort();
        found.accounts.dedup();
        Ok(found)
    }

    /// The engagements of a client, read strongly, by id; one that does not read comes as its key and fault.
    ///
    /// # Errors
    /// The table fails.
    pub async fn engagements_of(&self, client: ClientId) -> Result<Vec<Result<Engagement, StoreError>>, StoreError> {
        let pointers = self.query_all(&key::pointers(client, Engagement::KIND)).await?;
        let mut keys: Vec<Key> = pointers.iter().map(target_of).collect();
        keys.sort();
        let mut found = self.get_all(&keys).await?;
        Ok(keys.iter().filter_map(|key| found.remove(key)).map(from_item).collect())
    }
}

/// Whether a scope reaches an engagement.
pub(super) fn is_within(engagement: &Engagement, scope: Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Client(client) => engagement.client_id == client,
        Scope::Developer(developer) => engagement.developer_id == developer,
    }
}
