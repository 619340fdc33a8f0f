//! `POST /projects/{project_id}/cancel`: the client or the operator calls a project off while nobody has a seat in it.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::ProjectId;
use muster::domain::project::ProjectStatus;
use muster::http::caller::{Caller, ClientSide};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::ProjectReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    PathOf(id): PathOf<ProjectId>,
) -> Answer<Reply<ProjectReply>> {
    let mut project = app.store.find_project(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let filled: usize = project.roles.iter().map(|role| role.held().count()).sum();
    match project.status {
        ProjectStatus::Open if filled == 0 => {}
        ProjectStatus::Open | ProjectStatus::Staffed => {
            return Err(Problem::new(
                ProblemKind::WrongState,
                format!("{filled} of the project's seats are filled; end those engagements first."),
            ));
        }
        ProjectStatus::Closed | ProjectStatus::Cancelled => {
            return Err(Problem::new(ProblemKind::WrongState, format!("The project is {}.", project.status)));
        }
    }
    project.status = ProjectStatus::Cancelled;
    project.version += 1;
    let reply = Reply::ok(ProjectReply::new(project.clone(), caller.into())).version(project.version);
    app.store.replace_project(&project, once.write(&app, &reply)?).await?;
    Ok(reply)
}
