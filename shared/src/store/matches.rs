//! The latest match of each project, and what it lets the project's client see.
//!
//! A match is one item of the project, its shortlist one of the client; the two are written together, at the same revision. What an
//! older match found or showed is gone with them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::developer::GrantedDeveloper;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::packed::Packed;
use super::project::is_within;
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::id::{ClientId, DeveloperId, MatchId, ProjectId};
use crate::domain::matching::RoleMatch;
use crate::domain::project::Project;

/// A stored match of a project, without what it found.
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
    /// Whether whoever missed one of several required skills suited.
    #[serde(default = "yes")]
    pub near_misses: bool,
    /// Raised by one with each match of the project.
    pub version: u64,
}

/// Before it could be said, it was so.
fn yes() -> bool {
    true
}

/// A match with what it found for each role.
#[derive(Serialize, Deserialize)]
struct LatestMatch {
    about: MatchRecord,
    roles: Packed<Vec<RoleMatch>>,
}

impl Stored for LatestMatch {
    const KIND: &'static str = "match";
    fn key(&self) -> Key {
        key::latest_match(self.about.project_id)
    }
    fn revision(&self) -> u64 {
        self.about.version
    }
}

/// Whom the latest match of a project lets its client see.
#[derive(Serialize, Deserialize)]
struct Shortlist {
    client_id: ClientId,
    project_id: ProjectId,
    developers: Vec<DeveloperId>,
    version: u64,
}

impl Stored for Shortlist {
    const KIND: &'static str = "shortlist";
    fn key(&self) -> Key {
        key::shortlist(self.client_id, self.project_id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

impl Store {
    /// The latest match of a project within a scope.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_match(&self, project: ProjectId, scope: Scope) -> Result<Option<(MatchRecord, Vec<RoleMatch>)>, StoreError> {
        let keys = [key::project(project), key::latest_match(project)];
        let mut found = self.get_all(&keys).await?;
        let [project, latest] = keys.map(|key| found.remove(&key));
        let project: Option<Project> = project.map(from_item).transpose()?;
        let (Some(_), Some(latest)) = (project.filter(|project| is_within(project, scope)), latest) else { return Ok(None) };
        let LatestMatch { about, roles } = from_item(latest)?;
        Ok(Some((about, roles.0)))
    }

    /// The version of a project's latest match; 0 when there is none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn match_version(&self, project: ProjectId) -> Result<u64, StoreError> {
        let latest: Option<LatestMatch> = self.get(&key::latest_match(project)).await?;
        Ok(latest.map_or(0, |latest| latest.about.version))
    }

    /// Keeps a match as its project's latest, and lets the client see those on its shortlists, and them alone.
    ///
    /// # Errors
    /// Another match of the project was stored meanwhile, or the table fails.
    pub async fn save_match(&self, record: &MatchRecord, roles: &[RoleMatch], write: impl Into<Write>) -> Result<(), StoreError> {
        let mut developers: Vec<DeveloperId> =
            roles.iter().flat_map(|role| &role.candidates).map(|candidate| candidate.fit.developer_id).collect();
        developers.sort_unstable();
        developers.dedup();
        let shortlist = Shortlist { client_id: record.client_id, project_id: record.project_id, developers, version: record.version };
        let latest = LatestMatch { about: record.clone(), roles: Packed(roles.to_vec()) };
        let mut transaction = Transaction::new(write);
        transaction.save(&latest, "match").save(&shortlist, "match");
        self.commit(transaction).await
    }

    /// A developer whom a client may see: on the latest match of one of its projects, or engaged by it once. All that decides
    /// it is read at once: the client's shortlists, the engagements that name the developer, and the developer. Whom it has hired
    /// is told for a day.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_granted_developer(
        &self,
        id: DeveloperId,
        client: ClientId,
        today: Date,
    ) -> Result<Option<GrantedDeveloper>, StoreError> {
        let (shortlists, grants) = (key::shortlists(client), key::grants(client, id));
        let (developer, shortlists, grants) =
            tokio::try_join!(self.find_developer(id, Scope::All), self.query_all(&shortlists), self.query_all(&grants))?;
        let shortlists: Vec<Shortlist> = shortlists.into_iter().map(from_item).collect::<Result<_, _>>()?;
        let shown = !grants.is_empty() || shortlists.iter().any(|shortlist| shortlist.developers.contains(&id));
        let engagements: Vec<Key> = grants.iter().map(super::read::target_of).collect();
        Ok(developer.filter(|_| shown).map(|developer| {
            // Whoever works for someone has committed hours to the engagement, from its acceptance to its last day.
            let mut committed = developer.commitments.iter().filter(|commitment| commitment.until.is_none_or(|last| today <= last));
            let hired = committed.any(|commitment| engagements.contains(&key::engagement(commitment.engagement_id)));
            GrantedDeveloper { developer, hired }
        }))
    }
}
