//! `GET /engagements/{engagement_id}/time-entries`: the entries of an engagement, a timesheet's worth at a time.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::EngagementId;
use muster::http::caller::Caller;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::Reply;

use crate::reply::EntryReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: Caller,
    PathOf(id): PathOf<EngagementId>,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<EntryReply>>> {
    let key = ListKey::new(caller, "time-entries", &[("engagement", Some(id.to_string()))]);
    let from = app.cursors.open(which.cursor(), &key)?;
    // Read at once; what is not the caller's is not shown.
    let (engagement, page) =
        tokio::try_join!(app.store.find_engagement(id, caller.scope()), app.store.page_time_entries(id, which.limit(), from))?;
    engagement.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(app.cursors.reply(page, &key, EntryReply::from)))
}
