//! `GET /projects/{project_id}/matches`: the latest match, as it was made, with the developers' names of today.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::ProjectId;
use muster::http::caller::{Caller, ClientSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;

use crate::reply::for_caller;

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<ProjectId>) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    let (found, marks) = tokio::try_join!(app.store.find_match(id, caller.scope()), app.store.marks(id))?;
    let (record, roles) = found.ok_or_else(Problem::not_found)?;
    let shown = roles.iter().flat_map(|role| &role.candidates).map(|candidate| candidate.fit.developer_id);
    let developers = app.store.find_developers(shown).await?;
    for_caller(caller, record, roles, &developers, &marks)
}
