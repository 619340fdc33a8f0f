//! `GET /clients/{client_id}`.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::ClientId;
use muster::http::caller::{Caller, ClientSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::ClientReply;

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<ClientId>) -> Answer<Reply<ClientReply>> {
    let client = app.store.find_client(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let version = client.version;
    Ok(Reply::ok(ClientReply::new(client, matches!(caller, ClientSide::Operator))).version(version))
}
