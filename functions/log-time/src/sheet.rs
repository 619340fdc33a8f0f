//! `GET /engagements/{engagement_id}/timesheets/{start}`.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::calendar::parse_date;
use muster::domain::id::EngagementId;
use muster::http::caller::Caller;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;

use crate::reply::TimesheetReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: Caller,
    PathOf((id, start)): PathOf<(EngagementId, String)>,
) -> Answer<Reply<TimesheetReply>> {
    let start = parse_date(&start).map_err(|_| Problem::not_found())?;
    let (engagement, sheet) = app.store.find_timesheet(id, caller.scope(), start).await?.ok_or_else(Problem::not_found)?;
    let version = sheet.version;
    Ok(Reply::ok(TimesheetReply::new(sheet, &engagement, caller, app.clock.now())).version(version))
}
