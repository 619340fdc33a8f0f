//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::{DeveloperId, ProjectId};
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;
use utoipa::{OpenApi, ToSchema};

use crate::create::RawMatch;
use crate::mark::{CandidateReply, RawMark};
use crate::recommended::{DeveloperRole, OperatorRole, RecommendationReply};
use crate::reply::{ClientCandidate, MatchReply, OperatorCandidate};
use crate::team::{ClientMember, OperatorMember, RawTeam, TeamReply};

#[derive(OpenApi)]
#[openapi(
    paths(match_developers, find_match, mark_candidate, pick_team, recommend_projects),
    tags((name = "Matches", description = "The ranked, explained shortlist of each role of a project, and the best team within its budget.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// A match: for the operator with what a candidate costs and leaves, for the client without.
#[derive(ToSchema)]
#[schema(as = Match)]
#[serde(untagged)]
enum MatchSeen {
    Operator(MatchReply<OperatorCandidate>),
    Client(MatchReply<ClientCandidate>),
}

/// Match developers
///
/// Ranks the vetted developers for each role and keeps the result as the latest.
#[utoipa::path(
    post,
    path = "/projects/{project_id}/matches",
    operation_id = "matchDevelopers",
    tag = "Matches",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    request_body = RawMatch,
    responses(
        (status = 200, description = "The match.", body = MatchSeen),
        (status = 409, description = "The client has no seller, or another match was stored meanwhile."),
    ),
)]
fn match_developers() {}

/// Find the latest match
///
/// As it was made, with the names of today.
#[utoipa::path(
    get,
    path = "/projects/{project_id}/matches",
    operation_id = "findMatch",
    tag = "Matches",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    responses(
        (status = 200, description = "The latest match.", body = MatchSeen),
    ),
)]
fn find_match() {}

/// Mark a candidate
///
/// Keeps what is thought of a developer for a role. Whoever is rejected does not come back for that role until they are marked otherwise.
#[utoipa::path(
    post,
    path = "/projects/{project_id}/candidates/{developer_id}",
    operation_id = "markCandidate",
    tag = "Matches",
    params(
        ("project_id" = ProjectId, Path, description = "Which project."),
        ("developer_id" = DeveloperId, Path, description = "Which developer; a client can mark those it may see."),
    ),
    request_body = RawMark,
    responses(
        (status = 200, description = "The mark that counts now.", body = CandidateReply),
        (status = 409, description = "Someone else marked them at the same moment."),
    ),
)]
fn mark_candidate() {}

/// A team: for the operator with what its members cost and leave, for the client without.
#[derive(ToSchema)]
#[schema(as = Team)]
#[serde(untagged)]
enum TeamSeen {
    Operator(TeamReply<OperatorMember>),
    Client(TeamReply<ClientMember>),
}

/// Pick a team
///
/// The team of the highest score for the open seats within the budget; of those the cheapest. Nothing is stored.
#[utoipa::path(
    post,
    path = "/projects/{project_id}/team",
    operation_id = "pickTeam",
    tag = "Matches",
    params(("project_id" = ProjectId, Path, description = "Which project.")),
    request_body = RawTeam,
    responses(
        (status = 200, description = "The team. Whether it is certain to be the best is in `optimal`.", body = TeamSeen),
        (status = 409, description = "The project has no open seats, or the client has no seller."),
        (status = 422, description = "There is no team: the detail names the seat that nobody is left for, or the least budget that would do."),
    ),
)]
fn pick_team() {}

/// A recommendation: for the operator with the client's side of each role, for the developer without.
#[derive(ToSchema)]
#[schema(as = Recommendation)]
#[serde(untagged)]
enum RecommendationSeen {
    Operator(RecommendationReply<OperatorRole>),
    Developer(RecommendationReply<DeveloperRole>),
}

/// Recommend projects
///
/// The open projects with a role that suits the developer, the best first, by the rules and points of a match. For the developer the
/// points for the rate are left out.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/projects",
    operation_id = "recommendProjects",
    tag = "Matches",
    params(("developer_id" = DeveloperId, Path, description = "Which developer."), WhichPage),
    responses(
        (status = 200, description = "A page of recommendations.", body = ListReply<RecommendationSeen>),
    ),
)]
fn recommend_projects() {}
