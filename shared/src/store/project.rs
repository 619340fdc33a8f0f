//! Projects, their latest match, and the grants that let a client see the developers matched to it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Order, Page, Position};
use super::transaction::{MOST_OPERATIONS, Transaction, Write};
use super::{Scope, Store};
use crate::domain::developer::Developer;
use crate::domain::engagement::{Engagement, EngagementStatus};
use crate::domain::id::{ClientId, DeveloperId, MatchId, ProjectId};
use crate::domain::matching::RoleMatch;
use crate::domain::project::{Project, ProjectBrief};

use super::developer::GrantedDeveloper;

impl Stored for Project {
    const KIND: &'static str = "project";
    fn key(&self) -> Key {
        key::project(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, self.id)]
    }
}

/// A stored match of a project. What it found for each role is an item of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MatchRecord {
    /// Its id.
    pub id: MatchId,
    /// The project.
    pub project_id: ProjectId,
    /// The project's client.
    pub client_id: ClientId,
    /// When it was made.
    pub generated_at: Timestamp,
    /// How many developers were looked at.
    pub pool_size: u32,
    /// The day of the exchange rates it used, if any were known.
    pub exchange_rates_date: Option<Date>,
    /// Which points and formulas made it.
    pub weights_version: u32,
    /// Raised by one with each match of the project.
    pub version: u64,
}

impl Stored for MatchRecord {
    const KIND: &'static str = "match";
    fn key(&self) -> Key {
        key::latest_match(self.project_id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// What a match found for one role. Never changed.
#[derive(Debug, Serialize, Deserialize)]
struct RoleOutcome {
    match_id: MatchId,
    outcome: RoleMatch,
}

impl Stored for RoleOutcome {
    const KIND: &'static str = "match-role";
    fn key(&self) -> Key {
        key::match_role(self.match_id, self.outcome.role_id)
    }
    fn revision(&self) -> u64 {
        1
    }
}

/// What lets a client see one developer while the match it names is the project's latest.
#[derive(Debug, Serialize, Deserialize)]
struct MatchGrant {
    client_id: ClientId,
    developer_id: DeveloperId,
    project_id: ProjectId,
    match_id: MatchId,
}

impl Stored for MatchGrant {
    const KIND: &'static str = "grant";
    fn key(&self) -> Key {
        key::match_grant(self.client_id, self.developer_id, self.project_id)
    }
    fn revision(&self) -> u64 {
        1
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
        match client {
            None => self.page(&key::all_of_kind(Project::KIND), Order::Descending, limit, from, keep).await,
            Some(client) => self.page_pointed(&key::pointers(client, Project::KIND), Order::Descending, limit, from, keep).await,
        }
    }

    /// The latest match of a project within a scope.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_match(&self, project: ProjectId, scope: Scope) -> Result<Option<(MatchRecord, Vec<RoleMatch>)>, StoreError> {
        let keys = [key::project(project), key::latest_match(project)];
        let mut found = self.get_all(&keys).await?;
        let [project, record] = keys.map(|key| found.remove(&key));
        let project: Option<Project> = project.map(from_item).transpose()?;
        let (Some(_), Some(record)) = (project.filter(|project| is_within(project, scope)), record) else { return Ok(None) };
        let record: MatchRecord = from_item(record)?;
        let outcomes = self.query_all(&key::match_roles(record.id)).await?;
        let mut roles: Vec<RoleMatch> =
            outcomes.into_iter().map(|item| from_item(item).map(|role: RoleOutcome| role.outcome)).collect::<Result<_, _>>()?;
        roles.sort_by_key(|role| role.role_id);
        Ok(Some((record, roles)))
    }

    /// The version of a project's latest match; 0 when there is none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn match_version(&self, project: ProjectId) -> Result<u64, StoreError> {
        let record: Option<MatchRecord> = self.get(&key::latest_match(project)).await?;
        Ok(record.map_or(0, |record| record.version))
    }

    /// Keeps a match as its project's latest, and lets the client see those on its shortlists.
    ///
    /// Where it is too much for one transaction, more grants come first and the match last: until it is there, none of them
    /// counts. `early` gives the ids of those writes.
    ///
    /// # Errors
    /// Another match of the project was stored meanwhile, or the table fails.
    pub async fn save_match(
        &self,
        record: &MatchRecord,
        roles: &[RoleMatch],
        write: impl Into<Write>,
        mut early: impl FnMut() -> Ulid,
    ) -> Result<(), StoreError> {
        let mut developers: Vec<DeveloperId> =
            roles.iter().flat_map(|role| &role.candidates).map(|candidate| candidate.fit.developer_id).collect();
        developers.sort_unstable();
        developers.dedup();
        let grants = developers.into_iter().map(|developer_id| MatchGrant {
            client_id: record.client_id,
            developer_id,
            project_id: record.project_id,
            match_id: record.id,
        });
        let mut last = Transaction::new(write);
        for role in roles {
            last.create(&RoleOutcome { match_id: record.id, outcome: role.clone() }, "match");
        }
        last.save(record, "match");
        let mut more = Transaction::new(early());
        for grant in grants {
            let room = if last.len() < MOST_OPERATIONS { &mut last } else { &mut more };
            room.supersede(&grant, "match_id", record.id.to_string(), "match");
            if more.len() == MOST_OPERATIONS {
                self.commit(std::mem::replace(&mut more, Transaction::new(early()))).await?;
            }
        }
        self.commit(more).await?;
        self.commit(last).await
    }

    /// A developer whom a client may see: on the latest match of one of its projects, or engaged by it.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_granted_developer(&self, id: DeveloperId, client: ClientId) -> Result<Option<GrantedDeveloper>, StoreError> {
        let run = key::grants(client, id);
        let grants = self.query_all(&run).await?;
        let mut wanted = vec![key::developer(id)];
        let mut matched = Vec::new();
        for grant in grants {
            if grant.contains_key("match_id") {
                let grant: MatchGrant = from_item(grant)?;
                wanted.push(key::latest_match(grant.project_id));
                matched.push(grant);
            } else {
                wanted.push(super::read::target_of(&grant));
            }
        }
        if wanted.len() == 1 {
            return Ok(None);
        }
        let mut found = self.get_all(&wanted).await?;
        let mut shown = false;
        for grant in matched {
            let latest: Option<MatchRecord> = found.remove(&key::latest_match(grant.project_id)).map(from_item).transpose()?;
            shown |= latest.is_some_and(|latest| key::grant_is_of(grant.match_id, latest.id));
        }
        let developer: Option<Developer> = found.remove(&key::developer(id)).map(from_item).transpose()?;
        let mut hired = false;
        for item in found.into_values() {
            let engagement: Engagement = from_item(item)?;
            hired |= matches!(engagement.status, EngagementStatus::Active | EngagementStatus::Paused);
            shown |= !matches!(engagement.status, EngagementStatus::Declined | EngagementStatus::Withdrawn);
        }
        Ok(developer.filter(|_| shown).map(|developer| GrantedDeveloper { developer, hired }))
    }
}

/// Whether a scope reaches a project: a client's its own, a developer's those it has a seat in.
fn is_within(project: &Project, scope: Scope) -> bool {
    match scope {
        Scope::All => true,
        Scope::Client(client) => project.client_id == client,
        Scope::Developer(developer) => project.roles.iter().flat_map(|role| &role.seats).any(|seat| seat.developer_id == developer),
    }
}
