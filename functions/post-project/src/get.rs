//! `GET /projects/{project_id}`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use muster::app::App;
use muster::domain::id::ProjectId;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::{HiredProjectReply, ProjectReply};

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: Caller, PathOf(id): PathOf<ProjectId>) -> Answer<Response> {
    let project = app.store.find_project(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    let version = project.version;
    Ok(match caller {
        Caller::Operator | Caller::Client(_) => Reply::ok(ProjectReply::new(project, caller)).version(version).into_response(),
        Caller::Developer(_) => Reply::ok(HiredProjectReply::from(project)).version(version).into_response(),
    })
}
