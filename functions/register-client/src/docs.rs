//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::ClientId;
use muster::http::paging::ListReply;
use utoipa::OpenApi;

use crate::list::Filter;
use crate::register::RawClient;
use crate::reply::ClientReply;

#[derive(OpenApi)]
#[openapi(
    paths(register_client, list_clients, find_client, change_client),
    tags((name = "Clients", description = "Businesses that post projects and are invoiced.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// Register a client
///
/// The country and the region decide tax; the address is for print only.
#[utoipa::path(
    post,
    path = "/clients",
    operation_id = "registerClient",
    tag = "Clients",
    request_body = RawClient,
    responses(
        (status = 201, description = "The client.", body = ClientReply),
        (status = 409, description = "Something unique is taken."),
    ),
)]
fn register_client() {}

/// List the clients
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/clients",
    operation_id = "listClients",
    tag = "Clients",
    params(Filter),
    responses(
        (status = 200, description = "A page of clients.", body = ListReply<ClientReply>),
    ),
)]
fn list_clients() {}

/// Find a client
#[utoipa::path(
    get,
    path = "/clients/{client_id}",
    operation_id = "findClient",
    tag = "Clients",
    params(("client_id" = ClientId, Path, description = "Which client.")),
    responses(
        (status = 200, description = "The client.", body = ClientReply),
    ),
)]
fn find_client() {}

/// Change a client
///
/// The operator changes anything, the client how it is reached and referred to.
#[utoipa::path(
    patch,
    path = "/clients/{client_id}",
    operation_id = "changeClient",
    tag = "Clients",
    params(("client_id" = ClientId, Path, description = "Which client.")),
    request_body = RawClient,
    responses(
        (status = 200, description = "The client, changed.", body = ClientReply),
        (status = 409, description = "The same fields were changed meanwhile."),
    ),
)]
fn change_client() {}
