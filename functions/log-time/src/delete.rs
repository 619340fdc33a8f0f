//! `DELETE /engagements/{engagement_id}/time-entries/{time_entry_id}`: while its timesheet is open.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::problem::Answer;
use muster::http::query::PathOf;
use muster::http::reply::no_content;

use crate::placing::{ATTEMPTS, Work, find, outrun};

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((engagement_id, id)): PathOf<(EngagementId, TimeEntryId)>,
) -> Answer<Response> {
    let scope = Caller::from(caller).scope();
    for _ in 0..ATTEMPTS {
        let (found, entry) = find(&app, scope, engagement_id, id).await?;
        let (engagement, placed) = found.place(&Work { entries: Vec::new(), replaces: Some(entry), override_cap: false })?;
        if placed.save(&app, &engagement, app.clock.new_ulid()).await?.is_some() {
            return Ok(no_content());
        }
    }
    Err(outrun())
}
