//! `GET /projects`: the projects of a client, or all of them for the operator; newest first.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::id::ClientId;
use muster::domain::project::{Project, ProjectStatus};
use muster::domain::text::Reference;
use muster::http::caller::ClientSide;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::reply::ProjectReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    client_id: Option<ClientId>,
    #[deserr(default)]
    status: Option<ProjectStatus>,
    /// The operator's to ask.
    #[deserr(default)]
    external_id: Option<Reference>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<ProjectReply>>> {
    let client = match (caller, filter.client_id) {
        (ClientSide::Client(own), Some(named)) if named != own => return Err(Problem::not_found()),
        (ClientSide::Client(own), _) => Some(own),
        (ClientSide::Operator, named) => named,
    };
    if matches!(caller, ClientSide::Client(_)) && filter.external_id.is_some() {
        return Err(Problem::new(ProblemKind::Forbidden, "External ids are the operator's."));
    }
    let key = ListKey::new(
        caller,
        "projects",
        &[
            ("client_id", client.map(|id| id.to_string())),
            ("status", filter.status.map(|status| status.to_string())),
            ("external_id", filter.external_id.as_ref().map(ToString::to_string)),
        ],
    );
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let admits = |project: &Project| {
        filter.status.is_none_or(|status| project.status == status) && client.is_none_or(|client| project.client_id == client)
    };
    let page = match &filter.external_id {
        Some(external_id) => app.store.page_by_external_id(external_id, filter.limit.0, from, admits).await?,
        None => app.store.page_projects(client, filter.limit.0, from, admits).await?,
    };
    Ok(Reply::ok(app.cursors.reply(page, &key, |project| ProjectReply::new(project, caller.into()))))
}
