//! `POST /projects/{project_id}/candidates/{developer_id}`: what is thought of a candidate for a role.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::{DeveloperId, ProjectId};
use muster::domain::matching::RoleMatch;
use muster::domain::matching::mark::{CandidateMarks, Mark, Marked, Standing};
use muster::domain::project::RoleId;
use muster::domain::text::Note;
use muster::domain::timesheet::{Actor, ActorKind};
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{MatchRecord, Scope};
use serde::Serialize;
use utoipa::ToSchema;

use crate::reply::MarkReply;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewMark)]
pub(crate) struct RawMark {
    role_id: RoleId,
    mark: Mark,
    #[deserr(default)]
    reason: Option<Note>,
}

/// A candidate as it is marked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateMark)]
pub(crate) struct CandidateReply {
    project_id: ProjectId,
    role_id: RoleId,
    developer_id: DeveloperId,
    #[serde(flatten)]
    mark: MarkReply,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    PathOf((id, developer)): PathOf<(ProjectId, DeveloperId)>,
    Input(raw): Input<RawMark>,
) -> Answer<Reply<CandidateReply>> {
    let caller = Caller::from(caller);
    let role = raw.role_id;
    let (project, latest, before, seen) = tokio::try_join!(
        async { app.store.find_project(id, caller.scope()).await.map_err(Problem::from) },
        async { app.store.find_match(id, caller.scope()).await.map_err(Problem::from) },
        async { app.store.find_marks(id, role, developer).await.map_err(Problem::from) },
        sees(&app, caller, developer),
    )?;
    let project = project.ok_or_else(Problem::not_found)?;
    // Whom a client has turned down is on no later match; what it thinks of them can change all the same.
    if !seen && before.is_none() {
        return Err(Problem::not_found());
    }
    if !project.roles.iter().any(|known| known.role_id == role) {
        return Err(Problem::invalid_at("/role_id", format!("{role} is not a role of the project")));
    }
    let marked = Marked {
        mark: raw.mark,
        reason: raw.reason,
        at: app.clock.now(),
        by: actor(caller),
        standing: latest.and_then(|(record, roles)| standing(&record, &roles, role, developer)),
    };
    let marks = match before {
        None => CandidateMarks::first(id, role, developer, marked),
        Some(before) => before.then(marked),
    };
    let mark = MarkReply::from(marks.latest.clone());
    let reply = Reply::ok(CandidateReply { project_id: id, role_id: role, developer_id: developer, mark });
    app.store.save_marks(&marks, once.write(&app, &reply)?).await?;
    Ok(reply)
}

/// Whether the caller may see the developer.
async fn sees(app: &App, caller: Caller, developer: DeveloperId) -> Answer<bool> {
    Ok(match caller {
        Caller::Operator => app.store.find_developer(developer, Scope::All).await?.is_some(),
        Caller::Client(client) => {
            let today = utc_day(app.clock.now());
            app.store.find_granted_developer(developer, client, today).await?.is_some()
        }
        Caller::Developer(_) => false,
    })
}

/// How the developer stands in a match.
fn standing(record: &MatchRecord, roles: &[RoleMatch], role: RoleId, developer: DeveloperId) -> Option<Standing> {
    let mut candidates = roles.iter().filter(|found| found.role_id == role).flat_map(|found| &found.candidates);
    let own = candidates.find(|candidate| candidate.fit.developer_id == developer)?;
    Some(Standing { match_id: record.id, rank: own.rank, score: own.fit.score })
}

fn actor(caller: Caller) -> Actor {
    match caller {
        Caller::Operator => Actor { kind: ActorKind::Operator, id: "operator".to_owned() },
        Caller::Client(id) => Actor { kind: ActorKind::Client, id: id.to_string() },
        Caller::Developer(id) => Actor { kind: ActorKind::Developer, id: id.to_string() },
    }
}
