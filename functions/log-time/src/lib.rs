//! Time: entries (`…/time-entries*`), the timesheets that hold them (`…/timesheets*`), and the approval queue (`/timesheets`).

use muster::http::routes::Routes;

mod change;
mod delete;
mod docs;
mod entries;
mod log;
mod placing;
mod queue;
mod reply;
mod sheet;
mod step;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/engagements/{engagement_id}/time-entries", log::handle)
        .get("/engagements/{engagement_id}/time-entries", entries::handle)
        .patch("/engagements/{engagement_id}/time-entries/{time_entry_id}", change::handle)
        .delete("/engagements/{engagement_id}/time-entries/{time_entry_id}", delete::handle)
        .get("/engagements/{engagement_id}/timesheets/{start}", sheet::handle)
        .post("/engagements/{engagement_id}/timesheets/{start}/submit", step::submit)
        .post("/engagements/{engagement_id}/timesheets/{start}/approve", step::approve)
        .post("/engagements/{engagement_id}/timesheets/{start}/reject", step::reject)
        .post("/engagements/{engagement_id}/timesheets/{start}/reopen", step::reopen)
        .get("/timesheets", queue::handle)
}
