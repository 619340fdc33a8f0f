//! `/projects/{project_id}/matches`: the ranked, explained shortlist of each role.

use muster::http::routes::Routes;

mod create;
mod docs;
mod latest;
mod reply;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/projects/{project_id}/matches", create::handle).get("/projects/{project_id}/matches", latest::handle)
}
