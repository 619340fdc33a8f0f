//! `/invoices*` and `/credit-notes*`: issued, read, shown as a page, given in electronic forms, paid and credited; `/payments*`; what
//! developers are paid and what is invoiced in their place; and `/billing-runs*`, where what the schedule did is read.

use muster::http::routes::Routes;

mod client_payment;
mod create;
mod credit;
mod credit_notes;
mod docs;
mod exports;
mod forms;
mod get;
mod html;
mod inv01;
mod list;
mod on_demand;
mod pay;
mod pay_statement;
mod payments;
mod preview;
mod receipt;
mod refund;
mod reply;
mod reports;
mod reverse;
mod runs;
mod self_billed;
mod self_billing;
mod statement;
mod time;
mod work;
mod write_off;
mod xml;

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
        .get("/invoices/{invoice_id}/xml", xml::invoice)
        .get("/invoices/{invoice_id}/inv01", inv01::invoice)
        .post("/invoices/{invoice_id}/payments", pay::handle)
        .get("/invoices/{invoice_id}/payments", payments::of_invoice)
        .post("/invoices/{invoice_id}/credit-notes", credit::handle)
        .get("/credit-notes", credit_notes::list)
        .get("/credit-notes/{credit_note_id}", credit_notes::json)
        .get("/credit-notes/{credit_note_id}/html", credit_notes::html)
        .get("/credit-notes/{credit_note_id}/xml", xml::credit_note)
        .get("/credit-notes/{credit_note_id}/inv01", inv01::credit_note)
        .post("/invoices/{invoice_id}/write-off", write_off::handle)
        .post("/clients/{client_id}/payments", client_payment::handle)
        .post("/clients/{client_id}/refunds", refund::handle)
        .get("/clients/{client_id}/statement", statement::handle)
        .get("/payments", payments::list)
        .get("/payments/{payment_id}", payments::find)
        .post("/payments/{payment_id}/reverse", reverse::handle)
        .get("/invoices/{invoice_id}/time", time::handle)
        .get("/developers/{developer_id}/statements", pay_statement::find)
        .post("/developers/{developer_id}/statements/{month}/close", pay_statement::close)
        .get("/developers/{developer_id}/self-billing", self_billing::list)
        .put("/developers/{developer_id}/self-billing/{seller_id}", self_billing::put)
        .get("/developers/{developer_id}/self-billing/{seller_id}", self_billing::find)
        .delete("/developers/{developer_id}/self-billing/{seller_id}", self_billing::delete)
        .get("/developers/{developer_id}/self-billed-invoices", self_billed::list)
        .get("/developers/{developer_id}/self-billed-invoices/{invoice_id}", self_billed::json)
        .get("/developers/{developer_id}/self-billed-invoices/{invoice_id}/html", self_billed::html)
        .get("/reports/ageing", reports::ageing::handle)
        .get("/reports/unbilled", reports::unbilled::handle)
        .get("/reports/margins", reports::margins::handle)
        .get("/exports/invoices.csv", exports::invoices)
        .get("/exports/payments.csv", exports::payments)
        .get("/exports/taxes.csv", exports::taxes)
        .get("/exports/time.csv", exports::time)
        .get("/billing-runs", runs::list)
        .get("/billing-runs/{run_id}", runs::get)
        .get("/billing-runs/{run_id}/results", runs::results)
}
