//! `POST /projects/{project_id}/matches`: ranks the vetted developers for each role, and keeps the result as the latest.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::tz::TimeZone;
use muster::app::App;
use muster::domain::client::Client;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::id::{ClientId, DeveloperId, ProjectId};
use muster::domain::matching::mark::rejected;
use muster::domain::matching::{Pool, RoleMatch};
use muster::domain::pool::{Ranking, settle};
use muster::domain::seller::Seller;
use muster::domain::skill::SkillAliases;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::pooling;
use muster::store::{MatchRecord, Scope, StoreError};
use serde_json::Value;
use utoipa::ToSchema;

use crate::reply::for_caller;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewMatch)]
pub(crate) struct RawMatch {
    #[deserr(default = Whole(10))]
    #[schema(required = false, default = 10)]
    limit: Whole<1, 50>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    PathOf(id): PathOf<ProjectId>,
    Input(raw): Input<RawMatch>,
) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    let now = app.clock.now();
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let (project, pool, exchange, before, sellers, client, marks, weights) = tokio::try_join!(
        app.store.find_project(id, caller.scope()),
        pooling::current(&app),
        app.store.latest_exchange_rates(today),
        app.store.match_version(id),
        app.store.all_sellers(),
        asking(&app, caller),
        app.store.marks(id),
        app.store.latest_weights(),
    )?;
    let mut project = project.ok_or_else(Problem::not_found)?;
    project.read_skills(pool.aliases());
    let seller = seller_of(&app, project.client_id, client, sellers).await?;
    let rejected = rejected(&marks);
    let terms = Pool {
        developers: &[],
        markup_percent: seller.profile.markup_percent,
        exchange: exchange.as_ref(),
        rejected: &rejected,
        weights: &weights.weights,
    };
    let limit = usize::from(raw.limit.0);
    let rankings: Vec<Ranking> = project.roles.iter().map(|role| pool.rank(&project, role, &terms, limit)).collect();
    let best = rankings.iter().flat_map(|ranking| &ranking.best).map(|placed| placed.developer_id);
    let mut developers = app.store.find_developers(best).await?;
    developers.iter_mut().for_each(|developer| developer.profile.read_skills(pool.aliases()));
    let settled = project.roles.iter().zip(rankings).map(|(role, ranking)| settle(&project, role, &terms, ranking, &developers));
    let roles: Vec<RoleMatch> = settled.collect();
    let record = MatchRecord {
        id: app.clock.new_id(),
        project_id: project.id,
        client_id: project.client_id,
        generated_at: now,
        pool_size: u32::try_from(pool.size()).unwrap_or(u32::MAX),
        exchange_rates_date: exchange.as_ref().map(|rates| rates.date),
        weights_version: weights.weights.version(),
        version: before + 1,
    };
    let reply = for_caller(caller, record.clone(), roles.clone(), &developers, &marks)?;
    app.store.save_match(&record, &roles, once.write(&app, &reply)?).await?;
    Ok(reply)
}

/// Reads the shortlisted strongly, since the pool comes from an index, which lags. Whether one of them turned out to be other than
/// the index had it, so that the ranking must be made anew; who was confirmed is not read again.
pub(crate) async fn confirm(
    app: &App,
    shortlisted: &BTreeSet<DeveloperId>,
    aliases: &SkillAliases,
    developers: &mut Vec<Developer>,
    confirmed: &mut BTreeSet<DeveloperId>,
) -> Result<bool, StoreError> {
    let unread: BTreeSet<DeveloperId> = shortlisted.difference(confirmed).copied().collect();
    let found = app.store.find_developers(unread.iter().copied()).await?;
    let mut present: HashMap<DeveloperId, Developer> = found.into_iter().map(|developer| (developer.id, developer)).collect();
    present.retain(|_, developer| developer.status == DeveloperStatus::Vetted);
    let mut changed = false;
    developers.retain_mut(|developer| {
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
    confirmed.extend(unread);
    Ok(changed)
}

/// The client that asks, which is its own project's; none where the operator does.
pub(crate) async fn asking(app: &App, caller: Caller) -> Result<Option<Client>, StoreError> {
    match caller {
        Caller::Client(id) => app.store.find_client(id, Scope::All).await,
        Caller::Operator | Caller::Developer(_) => Ok(None),
    }
}

/// The seller of a project's client, whose markup makes the rates.
pub(crate) async fn seller_of(app: &App, id: ClientId, asking: Option<Client>, sellers: Vec<Seller>) -> Answer<Seller> {
    let missing = || Problem::new(ProblemKind::WrongState, "The client has no seller, whose markup makes the rates.");
    let client = match asking {
        Some(client) => Some(client),
        None => app.store.find_client(id, Scope::All).await?,
    };
    let id = client.and_then(|client| client.profile.seller_id).ok_or_else(missing)?;
    sellers.into_iter().find(|seller| seller.id == id).ok_or_else(missing)
}
