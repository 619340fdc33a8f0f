//! `GET /engagements/{engagement_id}`.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::EngagementId;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: Caller, PathOf(id): PathOf<EngagementId>) -> Answer<Reply<Value>> {
    let engagement = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    crate::reply::for_caller(engagement, caller, app.clock.now())
}
