//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::{ChargeId, EngagementId, MilestoneId};
use muster::http::paging::ListReply;
use utoipa::{OpenApi, ToSchema};

use crate::change::RawChange;
use crate::charges::{self, RawCharge};
use crate::end::RawEnding;
use crate::leave::RawLeave;
use crate::list::Filter;
use crate::milestones::{RawMilestone, RawReturn};
use crate::pause::{RawPause, RawResumption};
use crate::rates::RawRates;
use crate::reply::{ChargeReply, ClientReply, DeveloperReply, MilestoneReply, OperatorReply};
use crate::terms::RawOffer;

#[derive(OpenApi)]
#[openapi(
    paths(
        offer_engagement, list_engagements, find_engagement, change_engagement, accept_engagement, decline_engagement,
        withdraw_engagement, pause_engagement, resume_engagement, end_engagement, change_rates, take_leave,
        add_milestone, deliver_milestone, accept_milestone, return_milestone, add_charge, list_charges, delete_charge,
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

/// Pause an engagement
///
/// By the operator, by whole days of the billing zone; the hours stay committed. The first day may be over: what was billed of
/// the days since is credited by the next billing run.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/pause",
    operation_id = "pauseEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawPause,
    responses(
        (status = 200, description = "The engagement, paused from that day on.", body = OperatorReply),
        (status = 409, description = "It is not active, a pause is agreed already, or time is logged on a day of it."),
    ),
)]
fn pause_engagement() {}

/// Resume an engagement
///
/// By the operator. The day is billed again; it may be over.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/resume",
    operation_id = "resumeEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawResumption,
    responses(
        (status = 200, description = "The engagement, resumed on that day.", body = OperatorReply),
        (status = 409, description = "It is not paused."),
    ),
)]
fn resume_engagement() {}

/// End an engagement
///
/// By the client, who keeps the days of notice, or by the operator, who need not. The developer's hours and the seat are free
/// from the day after. The last day may be over: what was billed beyond it is credited by the next billing run. An end that is
/// agreed can be brought forward.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/end",
    operation_id = "endEngagement",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawEnding,
    responses(
        (status = 200, description = "The engagement; it is ended once its last day is over.", body = EngagementSeen),
        (status = 409, description = "It is neither active nor paused, or time is logged after that day."),
    ),
)]
fn end_engagement() {}

/// Change the rates
///
/// By the operator, from a day that is not billed. Work is billed and paid at the rate of its day.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/rates",
    operation_id = "changeRates",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawRates,
    responses(
        (status = 200, description = "The engagement, with every rate it had and will have.", body = OperatorReply),
        (status = 409, description = "It is neither active nor paused, or the day is at or before what is billed."),
    ),
)]
fn change_rates() {}

/// Note leave
///
/// By the operator. A monthly fee goes on for paid days and rests on unpaid ones, which may be over: what was billed of them is
/// credited by the next billing run.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/leave",
    operation_id = "takeLeave",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawLeave,
    responses(
        (status = 200, description = "The engagement, with its leave.", body = OperatorReply),
        (status = 409, description = "It is neither active nor paused, or there is leave on one of the days already."),
    ),
)]
fn take_leave() {}

/// Add a milestone
///
/// By the operator, to an engagement for fixed prices. The rates of such an engagement say in which currencies it is billed and paid.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/milestones",
    operation_id = "addMilestone",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawMilestone,
    responses(
        (status = 201, description = "The milestone.", body = MilestoneReply),
        (status = 409, description = "The engagement is over, is not for fixed prices, or has as many milestones as it can."),
    ),
)]
fn add_milestone() {}

/// Deliver a milestone
///
/// By the developer or the operator. Where the engagement says so, it accepts itself some days later.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/milestones/{milestone_id}/deliver",
    operation_id = "deliverMilestone",
    tag = "Engagements",
    params(
        ("engagement_id" = EngagementId, Path, description = "Which engagement."),
        ("milestone_id" = MilestoneId, Path, description = "Which milestone."),
    ),
    responses(
        (status = 200, description = "The engagement, with the milestone delivered.", body = EngagementSeen),
        (status = 409, description = "It is not planned."),
    ),
)]
fn deliver_milestone() {}

/// Accept a milestone
///
/// By the client or the operator. The next billing run bills it; it can be billed on demand at once.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/milestones/{milestone_id}/accept",
    operation_id = "acceptMilestone",
    tag = "Engagements",
    params(
        ("engagement_id" = EngagementId, Path, description = "Which engagement."),
        ("milestone_id" = MilestoneId, Path, description = "Which milestone."),
    ),
    responses(
        (status = 200, description = "The engagement, with the milestone accepted.", body = EngagementSeen),
        (status = 409, description = "It is not delivered."),
    ),
)]
fn accept_milestone() {}

/// Give a milestone back
///
/// By the client or the operator, with the reason. It is to be delivered again.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/milestones/{milestone_id}/return",
    operation_id = "returnMilestone",
    tag = "Engagements",
    params(
        ("engagement_id" = EngagementId, Path, description = "Which engagement."),
        ("milestone_id" = MilestoneId, Path, description = "Which milestone."),
    ),
    request_body = RawReturn,
    responses(
        (status = 200, description = "The engagement, with the milestone planned again.", body = EngagementSeen),
        (status = 409, description = "It is not delivered."),
    ),
)]
fn return_milestone() {}

/// Add a charge
///
/// By the operator: an expense, a one-off price or a discount, which go on the engagement's next invoice. A discount waits for an
/// invoice that can bear all of it.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/charges",
    operation_id = "addCharge",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawCharge,
    responses(
        (status = 201, description = "The charge.", body = ChargeReply),
        (status = 409, description = "The engagement is not accepted, or has as many charges as it can."),
    ),
)]
fn add_charge() {}

/// List charges
///
/// Those of an engagement, oldest first, for the operator and its client.
#[utoipa::path(
    get,
    path = "/engagements/{engagement_id}/charges",
    operation_id = "listCharges",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), charges::Filter),
    responses(
        (status = 200, description = "A page of charges.", body = ListReply<ChargeReply>),
    ),
)]
fn list_charges() {}

/// Delete a charge
///
/// By the operator, while it is on no invoice.
#[utoipa::path(
    delete,
    path = "/engagements/{engagement_id}/charges/{charge_id}",
    operation_id = "deleteCharge",
    tag = "Engagements",
    params(
        ("engagement_id" = EngagementId, Path, description = "Which engagement."),
        ("charge_id" = ChargeId, Path, description = "Which charge."),
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "It is on an invoice."),
    ),
)]
fn delete_charge() {}
