//! `POST /developers/{developer_id}/pause` and `/resume`: out of the matching for a while, and back to the status before.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::id::DeveloperId;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::DeveloperReply;

pub(crate) async fn pause(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    once: Once,
    PathOf(id): PathOf<DeveloperId>,
) -> Answer<Reply<DeveloperReply>> {
    change(&app, caller, &once, id, |developer| match developer.status {
        DeveloperStatus::Pending | DeveloperStatus::Vetted | DeveloperStatus::Declined => {
            developer.status_before_pause = Some(developer.status);
            developer.status = DeveloperStatus::Paused;
            true
        }
        DeveloperStatus::Paused | DeveloperStatus::Erased => false,
    })
    .await
}

pub(crate) async fn resume(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    once: Once,
    PathOf(id): PathOf<DeveloperId>,
) -> Answer<Reply<DeveloperReply>> {
    change(&app, caller, &once, id, |developer| match (developer.status, developer.status_before_pause.take()) {
        (DeveloperStatus::Paused, before) => {
            developer.status = before.unwrap_or(DeveloperStatus::Pending);
            true
        }
        _ => false,
    })
    .await
}

async fn change(
    app: &App,
    caller: DeveloperSide,
    once: &Once,
    id: DeveloperId,
    step: impl Fn(&mut Developer) -> bool,
) -> Answer<Reply<DeveloperReply>> {
    let caller = Caller::from(caller);
    let mut developer = app.store.find_developer(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    let status = developer.status;
    if !step(&mut developer) {
        return Err(Problem::new(ProblemKind::WrongState, format!("The developer is {status}.")));
    }
    developer.version += 1;
    developer.revision += 1;
    let reply = Reply::ok(DeveloperReply::new(developer.clone(), caller == Caller::Operator)).version(developer.version);
    app.store.replace_developer(&developer, once.write(app, &reply)?).await?;
    Ok(reply)
}
