//! `POST /projects/{project_id}/matches`: ranks the vetted developers for each role, and keeps the result as the latest.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::id::{DeveloperId, ProjectId};
use muster::domain::matching::{Pool as Terms, RoleMatch};
use muster::domain::pool::{Pool, Ranking};
use muster::domain::project::Project;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::MatchRecord;
use serde_json::Value;
use utoipa::ToSchema;

use crate::ground::Ground;
use crate::reply::for_caller;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewMatch)]
pub(crate) struct RawMatch {
    #[deserr(default = Whole(10))]
    #[schema(required = false, default = 10)]
    limit: Whole<1, 50>,
    /// Whether whoever misses one of a role's required skills, or some of its years, suits it, with fewer points.
    #[deserr(default = true)]
    #[schema(required = false, default = true)]
    near_misses: bool,
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
    let version = async { app.store.match_version(id).await.map_err(Problem::from) };
    let (mut ground, before) = tokio::try_join!(Ground::read(&app, caller, id, raw.near_misses), version)?;
    let seller = ground.seller(&app).await?;
    let limit = usize::from(raw.limit.0);
    let rank = |project: &Project, pool: &Pool, terms: &Terms<'_>| -> Answer<Vec<Ranking>> {
        Ok(project.roles.iter().map(|role| pool.rank(project, role, terms, limit)).collect())
    };
    let (rankings, developers) = ground.settle(&app, &seller, rank, |rankings| shown(rankings)).await?;
    let terms = ground.terms(&seller, &developers);
    let ranked = ground.project.roles.iter().zip(&rankings);
    let roles: Vec<RoleMatch> = ranked.map(|(role, ranking)| ranking.with_reasons(&ground.project, role, &terms)).collect();
    let Ground { project, pool, exchange, marks, weights, .. } = ground;
    let record = MatchRecord {
        id: app.clock.new_id(),
        project_id: project.id,
        client_id: project.client_id,
        generated_at: now,
        pool_size: u32::try_from(pool.size()).unwrap_or(u32::MAX),
        exchange_rates_date: exchange.as_ref().map(|rates| rates.date),
        weights_version: weights.weights.version(),
        near_misses: raw.near_misses,
        version: before + 1,
    };
    let reply = for_caller(caller, record.clone(), roles.clone(), &developers, &marks)?;
    app.store.save_match(&record, &roles, once.write(&app, &reply)?).await?;
    Ok(reply)
}

fn shown(rankings: &[Ranking]) -> BTreeMap<DeveloperId, u64> {
    rankings.iter().flat_map(|ranking| &ranking.best).map(|placed| (placed.developer_id, placed.revision)).collect()
}
