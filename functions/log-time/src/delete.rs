//! `DELETE /engagements/{engagement_id}/time-entries/{time_entry_id}`: while its timesheet is open.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::{Span, next_day};
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::timesheet::day::days_of;
use muster::domain::timesheet::reach::Reach;
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
    let (start, scope) = (id.timesheet(), Caller::from(caller).scope());
    let only = Span { start, end: next_day(start) };
    let found = app.store.find_time(engagement_id, scope, only, Reach::of_timesheet(start).days).await?;
    let (engagement, sheets, mut days) = found.ok_or_else(Problem::not_found)?;
    let mut sheet = sheets.into_iter().next().ok_or_else(Problem::not_found)?;
    let at = sheet.entries.iter().position(|entry| entry.id == id).ok_or_else(Problem::not_found)?;
    rules::unlocked(&engagement, &sheet).map_err(|fault| crate::log::refusal(vec![fault]))?;
    let entry = sheet.entries.remove(at);
    sheet.version += 1;
    let dates: Vec<Date> = days_of(&entry);
    days.retain(|day| dates.contains(&day.day));
    for day in &mut days {
        day.remove(id);
        day.version += 1;
    }
    app.store.save_time(&engagement, &[sheet], &days, &[], app.clock.new_ulid()).await?;
    Ok(no_content())
}
