//! `/projects*`: what a client wants built and the roles it wants filled (not matches, which are `match-developers`).

use muster::http::routes::Routes;

mod cancel;
mod change;
mod docs;
mod get;
mod list;
mod post;
mod reply;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/projects", post::handle)
        .get("/projects", list::handle)
        .get("/projects/{project_id}", get::handle)
        .patch("/projects/{project_id}", change::handle)
        .post("/projects/{project_id}/cancel", cancel::handle)
}
