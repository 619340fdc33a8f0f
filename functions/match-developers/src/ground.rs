//! What shortlists and teams are made from: the project, the developers and the operator's terms, read at once.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use muster::app::App;
use muster::domain::client::Client;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::exchange::ExchangeRates;
use muster::domain::id::{DeveloperId, ProjectId};
use muster::domain::matching::Pool;
use muster::domain::matching::mark::{CandidateMarks, rejected};
use muster::domain::project::Project;
use muster::domain::seller::Seller;
use muster::domain::skill::SkillAliases;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::store::{Scope, StoreError, WeightsRecord};

/// All of it, of one moment; skills read as the operator's aliases do.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) project: Project,
    pub(crate) developers: Vec<Developer>,
    pub(crate) exchange: Option<ExchangeRates>,
    pub(crate) marks: Vec<CandidateMarks>,
    pub(crate) weights: WeightsRecord,
    aliases: SkillAliases,
    /// The client that asks, which is its own project's; none where the operator does.
    asking: Option<Client>,
    sellers: Vec<Seller>,
}

impl Ground {
    /// Reads it as it is at an instant, for a project within the caller's scope.
    pub(crate) async fn read(app: &App, caller: Caller, id: ProjectId, now: Timestamp) -> Answer<Self> {
        let today = now.to_zoned_datetime(TimeZone::UTC).date();
        let (project, mut developers, exchange, sellers, asking, aliases, marks, weights) = tokio::try_join!(
            app.store.find_project(id, caller.scope()),
            app.store.vetted_developers(),
            app.store.latest_exchange_rates(today),
            app.store.all_sellers(),
            asking(app, caller),
            app.store.skill_aliases(),
            app.store.marks(id),
            app.store.latest_weights(),
        )?;
        let mut project = project.ok_or_else(Problem::not_found)?;
        if !aliases.is_empty() {
            project.read_skills(&aliases);
            developers.iter_mut().for_each(|developer| developer.profile.read_skills(&aliases));
        }
        Ok(Self { project, developers, exchange, marks, weights, aliases, asking, sellers })
    }

    /// The seller of the project's client, whose markup makes the rates.
    pub(crate) async fn seller(&self, app: &App) -> Answer<Seller> {
        let missing = || Problem::new(ProblemKind::WrongState, "The client has no seller, whose markup makes the rates.");
        let id = match &self.asking {
            Some(client) => client.profile.seller_id.clone(),
            None => app.store.find_client(self.project.client_id, Scope::All).await?.and_then(|client| client.profile.seller_id),
        };
        let id = id.ok_or_else(missing)?;
        self.sellers.iter().find(|seller| seller.id == id).cloned().ok_or_else(missing)
    }

    /// What a ranking comes to once everyone it shows is read strongly, since the developers come from an index, which lags: it is
    /// made anew as long as one of them turns out to be other than the index had them. Nobody is read twice.
    pub(crate) async fn settle<T>(
        &mut self,
        app: &App,
        seller: &Seller,
        rank: impl Fn(&Project, &Pool<'_>) -> Answer<T>,
        shown: impl Fn(&T) -> BTreeSet<DeveloperId>,
    ) -> Answer<T> {
        let rejected = rejected(&self.marks);
        let mut confirmed = BTreeSet::new();
        loop {
            let pool = Pool {
                developers: &self.developers,
                markup_percent: seller.profile.markup_percent,
                exchange: self.exchange.as_ref(),
                rejected: &rejected,
                weights: &self.weights.weights,
            };
            let ranking = rank(&self.project, &pool)?;
            let unread: BTreeSet<DeveloperId> = shown(&ranking).difference(&confirmed).copied().collect();
            if !self.confirm(app, &unread).await? {
                return Ok(ranking);
            }
            confirmed.extend(unread);
        }
    }

    /// Reads developers strongly. Whether one of them is other than before, or may not be matched any more.
    async fn confirm(&mut self, app: &App, unread: &BTreeSet<DeveloperId>) -> Result<bool, StoreError> {
        let found = app.store.find_developers(unread.iter().copied()).await?;
        let mut present: HashMap<DeveloperId, Developer> = found.into_iter().map(|developer| (developer.id, developer)).collect();
        present.retain(|_, developer| developer.status == DeveloperStatus::Vetted);
        let (aliases, mut changed) = (&self.aliases, false);
        self.developers.retain_mut(|developer| {
            if !unread.contains(&developer.id) {
                return true;
            }
            let Some(mut now) = present.remove(&developer.id) else {
                changed = true;
                return false;
            };
            changed |= now.revision != developer.revision;
            now.profile.read_skills(aliases);
            *developer = now;
            true
        });
        Ok(changed)
    }
}

async fn asking(app: &App, caller: Caller) -> Result<Option<Client>, StoreError> {
    match caller {
        Caller::Client(id) => app.store.find_client(id, Scope::All).await,
        Caller::Operator | Caller::Developer(_) => Ok(None),
    }
}
