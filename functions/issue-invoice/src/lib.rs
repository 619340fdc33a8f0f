//! `/invoices*`: issued on demand, read, shown as a page, and paid; and `/billing-runs*`, where what the schedule did is read.

use muster::http::routes::Routes;

mod create;
mod docs;
mod get;
mod html;
mod list;
mod on_demand;
mod pay;
mod payments;
mod preview;
mod reply;
mod runs;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/invoices", create::handle)
        .get("/invoices", list::handle)
        .post("/invoices/preview", preview::handle)
        .get("/invoices/{invoice_id}", get::json)
        .get("/invoices/{invoice_id}/html", get::html)
        .post("/invoices/{invoice_id}/payments", pay::handle)
        .get("/invoices/{invoice_id}/payments", payments::handle)
        .get("/billing-runs", runs::list)
        .get("/billing-runs/{run_id}", runs::get)
        .get("/billing-runs/{run_id}/results", runs::results)
}
