//! What shortlists and teams are made from: the project, the pool of developers and the operator's terms, read at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::client::Client;
use muster::domain::developer::Developer;
use muster::domain::exchange::ExchangeRates;
use muster::domain::id::{DeveloperId, ProjectId};
use muster::domain::matching::Pool as Terms;
use muster::domain::matching::mark::{CandidateMarks, rejected};
use muster::domain::pool::Pool;
use muster::domain::project::{Project, RoleId};
use muster::domain::seller::Seller;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::pooling;
use muster::store::{Scope, StoreError, WeightsRecord};

/// How often developers may change between the reading of the pool and of their profiles.
const MOST_TRIES: usize = 8;

/// All of it, of one moment; skills read as the operator's aliases do.
pub(crate) struct Ground {
    pub(crate) project: Project,
    pub(crate) pool: Arc<Pool>,
    pub(crate) exchange: Option<ExchangeRates>,
    pub(crate) marks: Vec<CandidateMarks>,
    pub(crate) weights: WeightsRecord,
    rejected: BTreeSet<(RoleId, DeveloperId)>,
    /// Whether whoever misses one required skill is looked at.
    near_misses: bool,
    /// The client that asks, which is its own project's; none where the operator does.
    asking: Option<Client>,
    sellers: Vec<Seller>,
}

impl Ground {
    /// Reads it, for a project within the caller's scope.
    pub(crate) async fn read(app: &App, caller: Caller, id: ProjectId, near_misses: bool) -> Answer<Self> {
        let today = utc_day(app.clock.now());
        let (project, pool, exchange, sellers, asking, marks, weights) = tokio::try_join!(
            app.store.find_project(id, caller.scope()),
            pooling::current(app),
            app.store.latest_exchange_rates(today),
            app.store.all_sellers(),
            asking(app, caller),
            app.store.marks(id),
            app.store.latest_weights(),
        )?;
        let mut project = project.ok_or_else(Problem::not_found)?;
        project.read_skills(pool.aliases());
        Ok(Self { project, pool, exchange, rejected: rejected(&marks), near_misses, marks, weights, asking, sellers })
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

    /// The operator's terms, with those developers whom they are to be held against one by one.
    pub(crate) fn terms<'a>(&'a self, seller: &Seller, developers: &'a [Developer]) -> Terms<'a> {
        Terms {
            developers,
            markup_percent: seller.profile.markup_percent,
            exchange: self.exchange.as_ref(),
            rejected: &self.rejected,
            weights: &self.weights.weights,
            near_misses: self.near_misses,
        }
    }

    /// What a ranking of the pool comes to, and the profiles of everyone it shows, who must be just as they were ranked: as long
    /// as one of them has changed since the pool was read, that is read again and the ranking made anew.
    pub(crate) async fn settle<T>(
        &mut self,
        app: &App,
        seller: &Seller,
        rank: impl Fn(&Project, &Pool, &Terms<'_>) -> Answer<T>,
        shown: impl Fn(&T) -> BTreeMap<DeveloperId, u64>,
    ) -> Answer<(T, Vec<Developer>)> {
        for _ in 0..MOST_TRIES {
            let ranking = rank(&self.project, &self.pool, &self.terms(seller, &[]))?;
            let shown = shown(&ranking);
            let mut developers = app.store.find_developers(shown.keys().copied()).await?;
            let unchanged = developers.iter().filter(|developer| shown.get(&developer.id) == Some(&developer.revision));
            if unchanged.count() == shown.len() {
                developers.iter_mut().for_each(|developer| developer.profile.read_skills(self.pool.aliases()));
                return Ok((ranking, developers));
            }
            self.pool = pooling::current(app).await?;
            self.project.read_skills(self.pool.aliases());
        }
        Err(StoreError::Throttled("developers change faster than they are ranked".to_owned()).into())
    }
}

async fn asking(app: &App, caller: Caller) -> Result<Option<Client>, StoreError> {
    match caller {
        Caller::Client(id) => app.store.find_client(id, Scope::All).await,
        Caller::Operator | Caller::Developer(_) => Ok(None),
    }
}
