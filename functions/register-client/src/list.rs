//! `GET /clients`: all clients, for the operator; `q` looks for a part of their names.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::client::Client;
use muster::domain::text::{Name, Reference};
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::Answer;
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::reply::ClientReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    q: Option<Name>,
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
    caller: OperatorOnly,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<ClientReply>>> {
    let sought = filter.q.map(|name| name.as_str().to_lowercase());
    let key =
        ListKey::new(caller, "clients", &[("q", sought.clone()), ("external_id", filter.external_id.as_ref().map(ToString::to_string))]);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let admits = |client: &Client| sought.as_deref().is_none_or(|sought| is_named(client, sought));
    let page = match &filter.external_id {
        Some(external_id) => app.store.page_by_external_id(external_id, filter.limit.0, from, admits).await?,
        None => app.store.page_clients(filter.limit.0, from, admits).await?,
    };
    Ok(Reply::ok(app.cursors.reply(page, &key, |client| ClientReply::new(client, true))))
}

fn is_named(client: &Client, sought: &str) -> bool {
    let party = &client.profile.party;
    [Some(&party.name), party.legal_name.as_ref()].into_iter().flatten().any(|name| name.as_str().to_lowercase().contains(sought))
}
