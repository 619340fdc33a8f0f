//! The rows of invoices, of what becomes of them, and of what tells of both.

use muster_tests::bodies;
use serde_json::{Value, json};

use super::{For, Row, World, get, row};

pub(super) fn invoices(world: &World) -> Vec<Row> {
    let (invoice, run) = (format!("/invoices/{}", world.invoice), format!("/billing-runs/{}", world.run));
    let demand = json!({ "engagement_id": world.hired.engagement, "period": { "from": "2027-02-01", "to": "2027-02-28" } });
    let payment = json!({
        "amount": { "amount": "1.00", "currency": "AUD" }, "received_on": "2027-02-10", "method": "bank transfer", "reference": "A 1"
    });
    vec![
        row("POST /invoices", "/invoices", demand.clone(), For::Operators),
        row("POST /invoices/preview", "/invoices/preview", demand, For::Operators),
        get("GET /invoices", "/invoices", For::AnyClient),
        get("GET /invoices", format!("/invoices?client_id={}", world.hired.client), For::ClientSide),
        get("GET /invoices/{invoice_id}", &invoice, For::ClientSide),
        get("GET /invoices/{invoice_id}/html", format!("{invoice}/html"), For::ClientSide),
        get("GET /invoices/{invoice_id}/xml", format!("{invoice}/xml"), For::ClientSide),
        get("GET /invoices/{invoice_id}/inv01", format!("{invoice}/inv01"), For::ClientSide),
        get("GET /invoices/{invoice_id}/pdf", format!("{invoice}/pdf"), For::ClientSide),
        row("POST /invoices/{invoice_id}/payments", format!("{invoice}/payments"), payment, For::Operators),
        get("GET /invoices/{invoice_id}/payments", format!("{invoice}/payments"), For::ClientSide),
        get("GET /billing-runs", "/billing-runs", For::Operators),
        get("GET /billing-runs/{run_id}", &run, For::Operators),
        get("GET /billing-runs/{run_id}/results", format!("{run}/results"), For::Operators),
    ]
}

pub(super) fn accounts(world: &World) -> Vec<Row> {
    let (invoice, client) = (format!("/invoices/{}", world.invoice), format!("/clients/{}", world.hired.client));
    let (credit_note, payment) = (format!("/credit-notes/{}", world.credit_note), format!("/payments/{}", world.payment));
    let one = json!({ "amount": "1.00", "currency": "AUD" });
    let credit = json!({ "lines": [{ "line": 1, "amount": one }], "reason": "Agreed" });
    let receipt = json!({ "amount": one, "received_on": "2027-02-10", "method": "bank transfer" });
    let refund = json!({ "amount": one, "refunded_on": "2027-02-10", "method": "bank transfer" });
    vec![
        row("POST /invoices/{invoice_id}/credit-notes", format!("{invoice}/credit-notes"), credit, For::Operators),
        get("GET /credit-notes", "/credit-notes", For::AnyClient),
        get("GET /credit-notes", format!("/credit-notes?client_id={}", world.hired.client), For::ClientSide),
        get("GET /credit-notes/{credit_note_id}", &credit_note, For::ClientSide),
        get("GET /credit-notes/{credit_note_id}/html", format!("{credit_note}/html"), For::ClientSide),
        get("GET /credit-notes/{credit_note_id}/xml", format!("{credit_note}/xml"), For::ClientSide),
        get("GET /credit-notes/{credit_note_id}/inv01", format!("{credit_note}/inv01"), For::ClientSide),
        get("GET /credit-notes/{credit_note_id}/pdf", format!("{credit_note}/pdf"), For::ClientSide),
        row(
            "POST /invoices/{invoice_id}/write-off",
            format!("{invoice}/write-off"),
            json!({ "amount": one, "reason": "Agreed" }),
            For::Operators,
        ),
        row("POST /payments/{payment_id}/reverse", format!("{payment}/reverse"), json!({ "reason": "Bounced" }), For::Operators),
        row("POST /clients/{client_id}/payments", format!("{client}/payments"), receipt, For::Operators),
        row("POST /clients/{client_id}/refunds", format!("{client}/refunds"), refund, For::Operators),
        get("GET /clients/{client_id}/statement", format!("{client}/statement?from=2027-01-01&to=2027-12-31"), For::ClientSide),
        get("GET /payments", "/payments", For::AnyClient),
        get("GET /payments", format!("/payments?client_id={}", world.hired.client), For::ClientSide),
        get("GET /payments/{payment_id}", &payment, For::ClientSide),
        get("GET /invoices/{invoice_id}/time", format!("{invoice}/time"), For::ClientSide),
    ]
}

pub(super) fn reports(world: &World) -> Vec<Row> {
    let statements = format!("/developers/{}/statements", world.hired.developer);
    vec![
        get("GET /reports/ageing", "/reports/ageing", For::Operators),
        get("GET /reports/unbilled", "/reports/unbilled", For::Operators),
        get("GET /reports/margins", "/reports/margins?month=2027-01", For::Operators),
        get("GET /exports/invoices.csv", "/exports/invoices.csv", For::Operators),
        get("GET /exports/payments.csv", "/exports/payments.csv", For::Operators),
        get("GET /exports/taxes.csv", "/exports/taxes.csv", For::Operators),
        get("GET /exports/time.csv", "/exports/time.csv", For::Operators),
        get("GET /developers/{developer_id}/statements", format!("{statements}?month=2027-01"), For::DeveloperSide),
        row("POST /developers/{developer_id}/statements/{month}/close", format!("{statements}/2026-12/close"), Value::Null, For::Operators),
    ]
}

pub(super) fn self_billing(world: &World) -> Vec<Row> {
    let (agreement, documents) = (world.hired.self_billing(), world.hired.self_billed_invoices());
    let document = format!("{documents}/{}", world.self_billed);
    vec![
        row("PUT /developers/{developer_id}/self-billing/{seller_id}", &agreement, bodies::self_billing(), For::Operators),
        get("GET /developers/{developer_id}/self-billing/{seller_id}", &agreement, For::Operators),
        get("GET /developers/{developer_id}/self-billing", agreement.replace("/sel_au", ""), For::Operators),
        get("DELETE /developers/{developer_id}/self-billing/{seller_id}", &agreement, For::Operators),
        get("GET /developers/{developer_id}/self-billed-invoices", &documents, For::DeveloperSide),
        get("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}", &document, For::DeveloperSide),
        get("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}/html", format!("{document}/html"), For::DeveloperSide),
        get("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}/pdf", format!("{document}/pdf"), For::DeveloperSide),
    ]
}
