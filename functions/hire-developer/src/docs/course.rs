//! What the OpenAPI document says of the course of engagements.

use muster::domain::id::EngagementId;

use super::EngagementSeen;
use crate::billing::RawChange as RawBillingChange;
use crate::end::RawEnding;
use crate::leave::RawLeave;
use crate::pause::{RawPause, RawResumption};
use crate::rates::RawRates;
use crate::reply::OperatorReply;

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
pub(super) fn pause_engagement() {}

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
pub(super) fn resume_engagement() {}

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
pub(super) fn end_engagement() {}

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
pub(super) fn change_rates() {}

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
pub(super) fn take_leave() {}

/// Change how an engagement is billed
///
/// By the operator, from the first day of a billing period that is not billed and holds no time whose timesheet would be another. The
/// period that begins then ends with the next one by the new terms: where it is shorter than theirs, a monthly fee is prorated.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/billing",
    operation_id = "changeBilling",
    tag = "Engagements",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawBillingChange,
    responses(
        (status = 200, description = "The engagement, with its new billing terms.", body = OperatorReply),
        (status = 409, description = "It is neither active nor paused, is billed on the day, or time is logged that would go to another timesheet."),
    ),
)]
pub(super) fn change_billing() {}
