//! `POST /developers/{developer_id}/vetting`: the operator accepts or declines a developer.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::developer::DeveloperStatus;
use muster::domain::id::DeveloperId;
use muster::domain::text::Note;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::Scope;
use utoipa::ToSchema;

use crate::reply::DeveloperReply;

/// A decision.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = Vetting)]
pub(crate) struct RawVetting {
    decision: Decision,
    #[deserr(default)]
    note: Option<Note>,
}

#[derive(Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = lowercase)]
#[schema(as = VettingDecision, rename_all = "lowercase")]
enum Decision {
    Vetted,
    Declined,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<DeveloperId>,
    Input(raw): Input<RawVetting>,
) -> Answer<Reply<DeveloperReply>> {
    let mut developer = app.store.find_developer(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    let decided = match raw.decision {
        Decision::Vetted => DeveloperStatus::Vetted,
        Decision::Declined => DeveloperStatus::Declined,
    };
    match developer.status {
        DeveloperStatus::Pending | DeveloperStatus::Vetted | DeveloperStatus::Declined => developer.status = decided,
        // The decision shows when the pause is over.
        DeveloperStatus::Paused => developer.status_before_pause = Some(decided),
        DeveloperStatus::Erased => return Err(Problem::new(ProblemKind::WrongState, "The developer is erased.")),
    }
    developer.vetting_note = raw.note;
    developer.version += 1;
    developer.revision += 1;
    let reply = Reply::ok(DeveloperReply::new(developer.clone(), true)).version(developer.version);
    app.store.replace_developer(&developer, once.write(&app, &reply)?).await?;
    Ok(reply)
}
