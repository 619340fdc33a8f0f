//! What the OpenAPI document says of milestones and charges.

use muster::domain::id::{ChargeId, EngagementId, MilestoneId};
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;

use super::EngagementSeen;
use crate::charges::RawCharge;
use crate::milestones::{RawMilestone, RawReturn};
use crate::reply::{ChargeReply, MilestoneReply};

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
pub(super) fn add_milestone() {}

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
pub(super) fn deliver_milestone() {}

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
pub(super) fn accept_milestone() {}

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
pub(super) fn return_milestone() {}

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
pub(super) fn add_charge() {}

/// List charges
///
/// Those of an engagement, oldest first, for the operator and its client.
#[utoipa::path(
    get,
    path = "/engagements/{engagement_id}/charges",
    operation_id = "listCharges",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), WhichPage),
    responses(
        (status = 200, description = "A page of charges.", body = ListReply<ChargeReply>),
    ),
)]
pub(super) fn list_charges() {}

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
pub(super) fn delete_charge() {}
