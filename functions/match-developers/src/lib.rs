//! `/projects/{project_id}/matches` and `/team`: the ranked, explained shortlist of each role, the best team within a budget;
//! and `/developers/{id}/projects`: the same rules turned round.

use muster::http::routes::Routes;

mod create;
mod docs;
mod ground;
mod latest;
mod mark;
mod recommend;
mod recommended;
mod reply;
mod team;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/projects/{project_id}/matches", create::handle)
        .get("/projects/{project_id}/matches", latest::handle)
        .get("/developers/{developer_id}/projects", recommend::handle)
        .post("/projects/{project_id}/candidates/{developer_id}", mark::handle)
        .post("/projects/{project_id}/team", team::handle)
}
