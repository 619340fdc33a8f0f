//! `/clients/{client_id}/logins`: the operator says which logins act for a client.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::id::ClientId;
use muster::domain::login::Account;
use muster::http::caller::OperatorOnly;
use muster::http::input::Input;
use muster::http::login::{self, LoginReply, RawLogin};
use muster::http::paging::ListReply;
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query};
use muster::http::reply::Reply;
use muster::store::Scope;

pub(crate) async fn link(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<ClientId>,
    Input(raw): Input<RawLogin>,
) -> Answer<Response> {
    login::link(&app, Account::Client(id), async { exists(&app, id).await.map(|()| None) }, raw).await
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<ClientId>,
) -> Answer<Reply<ListReply<LoginReply>>> {
    login::list(&app, Account::Client(id), exists(&app, id)).await
}

pub(crate) async fn unlink(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<ClientId>,
    Query(raw): Query<RawLogin>,
) -> Answer<Response> {
    login::unlink(&app, Account::Client(id), raw).await
}

async fn exists(app: &App, id: ClientId) -> Answer<()> {
    app.store.find_client(id, Scope::All).await?.map(drop).ok_or_else(Problem::not_found)
}
