//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::ProjectId;
use muster::http::paging::ListReply;
use utoipa::{OpenApi, ToSchema};

use crate::list::Filter;
use crate::post::RawProject;
use crate::reply::{HiredProjectReply, ProjectReply};

#[derive(OpenApi)]
#[openapi(
    paths(post_project, list_projects, find_project, change_project, cancel_project),
    tags((name = "Projects", description = "What clients want built, and the roles they want filled.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// A project as the caller may see it: whole, or without money for a developer who works on it.
#[derive(ToSchema)]
#[schema(as = ProjectSeen)]
#[serde(untagged)]
enum ProjectSeen {
    Whole(ProjectReply),
    Hired(HiredProjectReply),
}

/// Post a project
///
/// A client posts its own; the operator names the client.
#[utoipa::path(
    post,
    path = "/projects",
    operation_id = "postProject",
    tag = "Projects",
    request_body = RawProject,
    responses(
        (status = 201, description = "The project, open.", body = ProjectReply),
        (status = 404, description = "There is no such client, or it is not yours."),
        (status = 409, description = "The client has no seller yet."),
    ),
)]
fn post_project() {}

/// List projects
///
/// A client's own, or all of them for the operator; newest first.
#[utoipa::path(
    get,
    path = "/projects",
    operation_id = "listProjects",
    tag = "Projects",
    params(Filter),
    responses(
        (status = 200, description = "A page of projects.", body = ListReply<ProjectReply>),
        (status = 404, description = "The client is not yours."),
    ),
)]
fn list_projects() {}

/// Find a project
#[utoipa::path(
    get,
    path = "/projects/{project_id}",
    operation_id = "findProject",
    tag = "Projects",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    responses(
        (status = 200, description = "The project, as much as the caller may see.", body = ProjectSeen),
    ),
)]
fn find_project() {}

/// Change a project
///
/// Roles keep their `role_id`; one that someone fills stays.
#[utoipa::path(
    patch,
    path = "/projects/{project_id}",
    operation_id = "changeProject",
    tag = "Projects",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    request_body = RawProject,
    responses(
        (status = 200, description = "The project, changed.", body = ProjectReply),
        (status = 409, description = "Filled seats stand against it, the project is over, or the same fields were changed meanwhile."),
    ),
)]
fn change_project() {}

/// Cancel a project
///
/// While nobody has a seat in it.
#[utoipa::path(
    post,
    path = "/projects/{project_id}/cancel",
    operation_id = "cancelProject",
    tag = "Projects",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    responses(
        (status = 200, description = "The cancelled project.", body = ProjectReply),
        (status = 409, description = "Seats are filled, or the project is over."),
    ),
)]
fn cancel_project() {}
