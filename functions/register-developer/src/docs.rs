//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::DeveloperId;
use muster::http::login::{LoginReply, RawLogin};
use muster::http::paging::ListReply;
use utoipa::{OpenApi, ToSchema};

use crate::list::Filter;
use crate::register::RawDeveloper;
use crate::reply::{DeveloperReply, ShortlistedReply};
use crate::vet::RawVetting;

#[derive(OpenApi)]
#[openapi(
    paths(register_developer, list_developers, find_developer, change_developer, vet_developer, pause_developer, resume_developer, list_developer_logins, link_developer_login, unlink_developer_login),
    tags((name = "Developers", description = "People who are hired out: they register, are vetted, pause and resume.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// A developer as the caller may see one: whole, or as a client to whose project they were matched.
#[derive(ToSchema)]
#[schema(as = DeveloperSeen)]
#[serde(untagged)]
enum DeveloperSeen {
    Whole(Box<DeveloperReply>),
    Shortlisted(ShortlistedReply),
}

/// Register a developer
///
/// Skills are read in many spellings; one that the catalogue does not know is kept and named in `warnings`. Where
/// registration is open, a login without role and account registers itself.
#[utoipa::path(
    post,
    path = "/developers",
    operation_id = "registerDeveloper",
    tag = "Developers",
    request_body = RawDeveloper,
    responses(
        (status = 201, description = "The developer, with the status `pending`.", body = DeveloperReply),
        (status = 409, description = "The e-mail address is taken, or the login has an account."),
    ),
)]
fn register_developer() {}

/// List the developers
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/developers",
    operation_id = "listDevelopers",
    tag = "Developers",
    params(Filter),
    responses(
        (status = 200, description = "A page of developers.", body = ListReply<DeveloperReply>),
    ),
)]
fn list_developers() {}

/// Find a developer
///
/// A client sees developers of the latest match of its projects and those it has hired; contact data only of these.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}",
    operation_id = "findDeveloper",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    responses(
        (status = 200, description = "The developer, as much as the caller may see.", body = DeveloperSeen),
    ),
)]
fn find_developer() {}

/// Change a developer
///
/// The developer itself, or the operator. Being vetted outlasts a change.
#[utoipa::path(
    patch,
    path = "/developers/{developer_id}",
    operation_id = "changeDeveloper",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    request_body = RawDeveloper,
    responses(
        (status = 200, description = "The developer, changed.", body = DeveloperReply),
        (status = 409, description = "The e-mail address is taken, the developer is erased, or the same fields were changed meanwhile."),
    ),
)]
fn change_developer() {}

/// Vet a developer
///
/// For the operator. Only vetted developers are matched.
#[utoipa::path(
    post,
    path = "/developers/{developer_id}/vetting",
    operation_id = "vetDeveloper",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    request_body = RawVetting,
    responses(
        (status = 200, description = "The developer after the decision.", body = DeveloperReply),
        (status = 409, description = "The developer is erased, or was changed meanwhile."),
    ),
)]
fn vet_developer() {}

/// Pause a developer
///
/// Out of the matching for a while.
#[utoipa::path(
    post,
    path = "/developers/{developer_id}/pause",
    operation_id = "pauseDeveloper",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    responses(
        (status = 200, description = "The paused developer.", body = DeveloperReply),
        (status = 409, description = "The developer is paused already, or was changed meanwhile."),
    ),
)]
fn pause_developer() {}

/// Resume a developer
///
/// Back to the status before the pause.
#[utoipa::path(
    post,
    path = "/developers/{developer_id}/resume",
    operation_id = "resumeDeveloper",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    responses(
        (status = 200, description = "The developer.", body = DeveloperReply),
        (status = 409, description = "The developer is not paused, or was changed meanwhile."),
    ),
)]
fn resume_developer() {}

/// List the logins of a developer
///
/// For the operator. The list has one page.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/logins",
    operation_id = "listDeveloperLogins",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    responses(
        (status = 200, description = "All of its logins.", body = ListReply<LoginReply>),
    ),
)]
fn list_developer_logins() {}

/// Tie a login to a developer
///
/// For the operator. Whoever has a token of this issuer for this subject then acts for the developer.
#[utoipa::path(
    put,
    path = "/developers/{developer_id}/logins",
    operation_id = "linkDeveloperLogin",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    request_body = RawLogin,
    responses(
        (status = 200, description = "The login is tied to the developer already.", body = LoginReply),
        (status = 201, description = "The login.", body = LoginReply),
        (status = 409, description = "The login is tied to another account, or the developer has too many."),
    ),
)]
fn link_developer_login() {}

/// Untie a login from a developer
///
/// For the operator. It may still call for up to five minutes.
#[utoipa::path(
    delete,
    path = "/developers/{developer_id}/logins",
    operation_id = "unlinkDeveloperLogin",
    tag = "Developers",
    params(("developer_id" = DeveloperId, Path, description = "Which developer."), RawLogin),
    responses(
        (status = 204, description = "It is untied."),
        (status = 409, description = "It was untied meanwhile."),
    ),
)]
fn unlink_developer_login() {}
