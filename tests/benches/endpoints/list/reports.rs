//! What is read of many records at once.

use serde_json::json;

use super::{DECEMBER, Endpoint, FEBRUARY, Ready};

/// Reports, exports and statements. How many trips they take grows with what there is.
pub(super) fn reports() -> Vec<Endpoint> {
    vec![
        endpoint!("GET /invoices/{invoice_id}/time", 3, |w, _| Ready::get(w.client(), format!("/invoices/{}/time", w.invoice))),
        endpoint!("GET /reports/ageing", 1, |w, _| Ready::get(w.operator(), "/reports/ageing")),
        endpoint!("GET /reports/unbilled", 4, |w, _| Ready::get(w.operator(), "/reports/unbilled")),
        endpoint!("GET /reports/margins", 5, |w, _| Ready::get(w.operator(), "/reports/margins?month=2027-01")),
        endpoint!("GET /exports/invoices.csv", 1, |w, _| Ready::get(w.operator(), "/exports/invoices.csv")),
        endpoint!("GET /exports/payments.csv", 1, |w, _| Ready::get(w.operator(), "/exports/payments.csv")),
        endpoint!("GET /exports/taxes.csv", 2, |w, _| Ready::get(w.operator(), "/exports/taxes.csv")),
        endpoint!("GET /exports/time.csv", 2, |w, _| Ready::get(w.operator(), "/exports/time.csv")),
        endpoint!("GET /developers/{developer_id}/statements", 4, |w, _| {
            Ready::get(w.operator(), format!("/developers/{}/statements?month=2027-01", w.hired.developer))
        }),
        endpoint!("POST /developers/{developer_id}/statements/{month}/close", 4, FEBRUARY, |w, number| {
            Ready::post(w.operator(), format!("/developers/{}/statements/2027-01/close", w.hire(number).developer), json!({}))
        }),
    ]
}
