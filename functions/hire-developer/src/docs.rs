//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::EngagementId;
use muster::http::paging::ListReply;
use utoipa::{OpenApi, ToSchema};

mod billed;
mod course;

use crate::change::RawChange;
use crate::list::Filter;
use crate::reply::{ClientReply, DeveloperReply, OperatorReply};
use crate::terms::RawOffer;

#[derive(OpenApi)]
#[openapi(
    paths(
        offer_engagement, list_engagements, find_engagement, change_engagement, accept_engagement, decline_engagement, withdraw_engagement,
        course::pause_engagement, course::resume_engagement, course::end_engagement, course::change_rates, course::take_leave, course::change_billing,
        billed::add_milestone, billed::deliver_milestone, billed::accept_milestone, billed::return_milestone,
        billed::add_charge, billed::list_charges, billed::delete_charge,
    ),
    tags((name = "Engagements", description = "Developers hired for roles: offered, accepted, declined, withdrawn; paused, resumed and ended.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// An engagement as the caller may see it: the client its bill side, the developer its pay side, the operator both.
#[derive(ToSchema)]
#[schema(as = EngagementSeen)]
#[serde(untagged)]
enum EngagementSeen {
    Operator(OperatorReply),
    Client(ClientReply),
    Developer(DeveloperReply),
}

/// Offer an engagement
///
/// For the operator. What billing would lack shows here, not on the 1st.
#[utoipa::path(
    post,
    path = "/engagements",
    operation_id = "offerEngagement",
    tag = "Engagements",
    request_body = RawOffer,
    responses(
        (status = 201, description = "The engagement, offered.", body = OperatorReply),
        (status = 404, description = "The project's client is gone."),
        (status = 409, description = "The project is not open, or the developer is not vetted."),
    ),
)]
fn offer_engagement() {}

/// List engagements
///
/// The caller's own, or all of them for the operator; newest first.
#[utoipa::path(
    get,
    path = "/engagements",
    operation_id = "listEngagements",
    tag = "Engagements",
    params(Filter),
    responses(
        (status = 200, description = "A page of engagements.", body = ListReply<EngagementSeen>),
        (status = 404, description = "The account that is asked for is not yours."),
    ),
)]
fn list_engagements() {}

/// Find an engagement
#[utoipa::path(
    get,
    path = "/engagements/{engagement_id}",
    operation_id = "findEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    responses(
        (status = 200, description = "The engagement, the caller's side of it.", body = EngagementSeen),
    ),
)]
fn find_engagement() {}

/// Change an engagement
///
/// The operator changes its hours, its weekly cap or its purchase order.
#[utoipa::path(
    patch,
    path = "/engagements/{engagement_id}",
    operation_id = "changeEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawChange,
    responses(
        (status = 200, description = "The engagement, changed.", body = OperatorReply),
        (status = 409, description = "It is over, the developer has too few hours, or the same fields were changed meanwhile."),
    ),
)]
fn change_engagement() {}

/// Accept an engagement
///
/// By the developer or the operator. The seat, the hours and the engagement change together.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/accept",
    operation_id = "acceptEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    responses(
        (status = 200, description = "The engagement, active.", body = EngagementSeen),
        (status = 409, description = "It is not offered any more, the role has no free seat, or the developer too few hours."),
    ),
)]
fn accept_engagement() {}

/// Decline an engagement
///
/// By the developer or the operator.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/decline",
    operation_id = "declineEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    responses(
        (status = 200, description = "The engagement, declined.", body = EngagementSeen),
        (status = 409, description = "It is not offered any more."),
    ),
)]
fn decline_engagement() {}

/// Withdraw an engagement
///
/// By the operator.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/withdraw",
    operation_id = "withdrawEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    responses(
        (status = 200, description = "The engagement, withdrawn.", body = EngagementSeen),
        (status = 409, description = "It is not offered any more."),
    ),
)]
fn withdraw_engagement() {}
