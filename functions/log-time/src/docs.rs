//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::{EngagementId, TimeEntryId};
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;
use utoipa::OpenApi;

use crate::log::RawEntry;
use crate::queue;
use crate::reply::{EntryReply, LoggedReply, TimesheetReply};
use crate::step::RawReason;

#[derive(OpenApi)]
#[openapi(
    paths(log_time, list_time, change_time, delete_time, find_timesheet, submit_timesheet, approve_timesheet, reject_timesheet, reopen_timesheet, list_timesheets),
    tags((name = "Time", description = "Time entries, and the timesheets that take them through approval.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// Log time
///
/// From when to when (`started_at` and `ended_at`), or how long on a day (`date` and `minutes`). What runs over the end of
/// a billing period becomes two entries.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/time-entries",
    operation_id = "logTime",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement.")),
    request_body = RawEntry,
    responses(
        (status = 201, description = "The entry, and its continuation.", body = LoggedReply),
        (status = 409, description = "The timesheet is locked, the time overlaps other time, or the engagement is not active."),
    ),
)]
fn log_time() {}

/// List the time entries of an engagement
#[utoipa::path(
    get,
    path = "/engagements/{engagement_id}/time-entries",
    operation_id = "listTime",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), WhichPage),
    responses(
        (status = 200, description = "A page of entries.", body = ListReply<EntryReply>),
    ),
)]
fn list_time() {}

/// Change a time entry
///
/// While its timesheet is open, within that timesheet. Its version is the timesheet's. A JSON Merge Patch: to go from one form to the
/// other, remove the fields of the one with nulls. What the operator let past the weekly cap may get shorter, but no longer.
#[utoipa::path(
    patch,
    path = "/engagements/{engagement_id}/time-entries/{time_entry_id}",
    operation_id = "changeTime",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("time_entry_id" = TimeEntryId, Path, description = "Which time entry.")),
    request_body = RawEntry,
    responses(
        (status = 200, description = "The entry as it is now.", body = EntryReply),
        (status = 409, description = "The timesheet is locked, or the time overlaps other time."),
    ),
)]
fn change_time() {}

/// Delete a time entry
///
/// While its timesheet is open.
#[utoipa::path(
    delete,
    path = "/engagements/{engagement_id}/time-entries/{time_entry_id}",
    operation_id = "deleteTime",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("time_entry_id" = TimeEntryId, Path, description = "Which time entry.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "The timesheet is locked, or was changed meanwhile."),
    ),
)]
fn delete_time() {}

/// Find a timesheet
#[utoipa::path(
    get,
    path = "/engagements/{engagement_id}/timesheets/{start}",
    operation_id = "findTimesheet",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("start" = Date, Path, description = "The timesheet's first day.")),
    responses(
        (status = 200, description = "The timesheet.", body = TimesheetReply),
    ),
)]
fn find_timesheet() {}

/// Submit a timesheet
///
/// By the developer or the operator.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/timesheets/{start}/submit",
    operation_id = "submitTimesheet",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("start" = Date, Path, description = "The timesheet's first day.")),
    responses(
        (status = 200, description = "The timesheet, submitted.", body = TimesheetReply),
        (status = 409, description = "It is not open, or has no time."),
    ),
)]
fn submit_timesheet() {}

/// Approve a timesheet
///
/// By the client or the operator.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/timesheets/{start}/approve",
    operation_id = "approveTimesheet",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("start" = Date, Path, description = "The timesheet's first day.")),
    responses(
        (status = 200, description = "The timesheet, approved.", body = TimesheetReply),
        (status = 409, description = "It is not submitted."),
    ),
)]
fn approve_timesheet() {}

/// Reject a timesheet
///
/// By the client or the operator: it is open again.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/timesheets/{start}/reject",
    operation_id = "rejectTimesheet",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("start" = Date, Path, description = "The timesheet's first day.")),
    request_body = RawReason,
    responses(
        (status = 200, description = "The timesheet, open.", body = TimesheetReply),
        (status = 409, description = "It is not submitted."),
    ),
)]
fn reject_timesheet() {}

/// Reopen a timesheet
///
/// By the operator, while it is not invoiced.
#[utoipa::path(
    post,
    path = "/engagements/{engagement_id}/timesheets/{start}/reopen",
    operation_id = "reopenTimesheet",
    tag = "Time",
    params(("engagement_id" = EngagementId, Path, description = "Which engagement."), ("start" = Date, Path, description = "The timesheet's first day.")),
    request_body = RawReason,
    responses(
        (status = 200, description = "The timesheet, open.", body = TimesheetReply),
        (status = 409, description = "It is open already, or invoiced."),
    ),
)]
fn reopen_timesheet() {}

/// List timesheets
///
/// The approval queue and every other list of timesheets; oldest first.
#[utoipa::path(
    get,
    path = "/timesheets",
    operation_id = "listTimesheets",
    tag = "Time",
    params(queue::Filter),
    responses(
        (status = 200, description = "A page of timesheets.", body = ListReply<TimesheetReply>),
        (status = 404, description = "The account that is asked for is not yours."),
    ),
)]
fn list_timesheets() {}
