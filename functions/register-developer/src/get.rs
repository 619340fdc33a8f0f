//! `GET /developers/{developer_id}`: one developer, as much of them as the caller may see.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::DeveloperId;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::{DeveloperReply, ShortlistedReply};

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: Caller, PathOf(id): PathOf<DeveloperId>) -> Answer<Response> {
    if let Caller::Client(client) = caller {
        let today = utc_day(app.clock.now());
        let granted = app.store.find_granted_developer(id, client, today).await?.ok_or_else(Problem::not_found)?;
        let version = granted.developer.version;
        return Ok(Reply::ok(ShortlistedReply::new(granted.developer, granted.hired)).version(version).into_response());
    }
    let developer = app.store.find_developer(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    let version = developer.version;
    Ok(Reply::ok(DeveloperReply::new(developer, caller == Caller::Operator)).version(version).into_response())
}
