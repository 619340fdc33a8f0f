//! `/clients*`: the businesses that post projects and are invoiced.

use muster::http::routes::Routes;

mod change;
mod docs;
mod get;
mod list;
mod register;
mod reply;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/clients", register::handle)
        .get("/clients", list::handle)
        .get("/clients/{client_id}", get::handle)
        .patch("/clients/{client_id}", change::handle)
}
