//! `/developers*`: people register, the operator vets them, and they pause and resume.

use muster::http::routes::Routes;

mod change;
mod docs;
mod get;
mod list;
mod pause;
mod register;
mod reply;
mod vet;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/developers", register::handle)
        .get("/developers", list::handle)
        .get("/developers/{developer_id}", get::handle)
        .patch("/developers/{developer_id}", change::handle)
        .post("/developers/{developer_id}/vetting", vet::handle)
        .post("/developers/{developer_id}/pause", pause::pause)
        .post("/developers/{developer_id}/resume", pause::resume)
}
