//! `DELETE /engagements/{engagement_id}/time-entries/{time_entry_id}`: while its timesheet is open.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::timesheet::day::days_of;
use muster::domain::timesheet::rules;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::no_content;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((engagement_id, id)): PathOf<(EngagementId, TimeEntryId)>,
) -> Answer<Response> {
    let found = app.store.find_timesheet(engagement_id, Caller::from(caller).scope(), id.timesheet()).await?;
    let (engagement, mut sheet) = found.ok_or_else(Problem::not_found)?;
    let at = sheet.entries.iter().position(|entry| entry.id == id).ok_or_else(Problem::not_found)?;
    rules::unlocked(&engagement, &sheet).map_err(|fault| crate::log::refusal(vec![fault]))?;
    let entry = sheet.entries.remove(at);
    sheet.version += 1;
    let dates: Vec<Date> = days_of(&entry);
    let (_, mut days) = app.store.find_time(&engagement, &[], &dates).await?;
    for day in &mut days {
        day.remove(id);
        day.version += 1;
    }
    app.store.save_time(&engagement, &[sheet], &days, &[], app.clock.new_ulid()).await?;
    Ok(no_content())
}
