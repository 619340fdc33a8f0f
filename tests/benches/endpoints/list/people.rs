//! Who there is, and what the operator has set.

use muster_tests::{bodies, given};
use serde_json::json;

use super::{DECEMBER, Endpoint, Ready};
use crate::world::{login, login_query, seller};

/// People, and settings.
pub(super) fn people() -> Vec<Endpoint> {
    vec![
        endpoint!("PUT /sellers/{seller_id}", 2, |w, number| Ready::put(w.operator(), format!("/sellers/sel_n{number}"), seller())),
        endpoint!("PUT /exchange-rates/{date}", 2, |w, number| {
            let path = format!("/exchange-rates/20{:02}-{:02}-01", 10 + number / 12, 1 + number % 12);
            Ready::put(w.operator(), path, json!({ "base": "USD", "rates": { "INR": "88.10", "AUD": "1.53" } }))
        }),
        endpoint!("PUT /matching/weights", 2, |w, _| Ready::put(w.operator(), "/matching/weights", json!({ "points": bodies::points() }))),
        endpoint!("PUT /skills/aliases/{text}", 2, |w, number| {
            Ready::put(w.operator(), format!("/skills/aliases/house-db-{number}"), json!({ "skill": "postgresql" }))
        }),
        endpoint!("DELETE /skills/aliases/{text}", 2, |w, number| {
            Ready::delete(w.operator(), format!("/skills/aliases/house-db-{number}"))
        }),
        endpoint!("POST /developers", 1, |w, _| Ready::post(w.operator(), "/developers", bodies::developer())),
        endpoint!("POST /developers/{developer_id}/vetting", 2, |w, _| {
            let id = w.operator().post("/developers", bodies::developer()).await.expect(201).id();
            Ready::post(w.operator(), format!("/developers/{id}/vetting"), json!({ "decision": "declined" }))
        }),
        endpoint!("POST /developers/{developer_id}/pause", 2, |w, _| {
            let id = w.operator().post("/developers", bodies::developer()).await.expect(201).id();
            Ready::post(w.app.developer(&id), format!("/developers/{id}/pause"), json!({}))
        }),
        endpoint!("POST /developers/{developer_id}/resume", 2, |w, _| {
            let id = w.operator().post("/developers", bodies::developer()).await.expect(201).id();
            let _ = w.operator().post(&format!("/developers/{id}/pause"), json!({})).await.expect(200);
            Ready::post(w.app.developer(&id), format!("/developers/{id}/resume"), json!({}))
        }),
        endpoint!("PATCH /developers/{developer_id}", 2, |w, _| {
            let id = w.operator().post("/developers", bodies::developer()).await.expect(201).id();
            Ready::patch(w.app.developer(&id), format!("/developers/{id}"), json!({ "headline": "Ledgers" }))
        }),
        endpoint!("PATCH /clients/{client_id}", 2, |w, _| {
            let id = given::client(&w.app).await;
            Ready::patch(w.app.client(&id), format!("/clients/{id}"), json!({ "purchase_order": "PO-9" }))
        }),
        endpoint!("POST /clients", 1, |w, _| Ready::post(w.operator(), "/clients", bodies::client())),
    ]
}

/// A login is tied to one account each, and untied from one that has nothing else.
pub(super) fn logins() -> Vec<Endpoint> {
    vec![
        endpoint!("PUT /developers/{developer_id}/logins", 2, |w, number| {
            Ready::put(w.operator(), format!("/developers/{}/logins", w.hire(number).developer), login(number))
        }),
        endpoint!("DELETE /developers/{developer_id}/logins", 1, |w, number| {
            Ready::delete(w.operator(), format!("/developers/{}/logins?{}", w.hire(number).developer, login_query(number)))
        }),
        endpoint!("PUT /clients/{client_id}/logins", 2, |w, number| {
            Ready::put(w.operator(), format!("/clients/{}/logins", w.hire(number).client), login(number))
        }),
        endpoint!("DELETE /clients/{client_id}/logins", 1, |w, number| {
            Ready::delete(w.operator(), format!("/clients/{}/logins?{}", w.hire(number).client, login_query(number)))
        }),
    ]
}

/// An agreement each with the seller, and what was written under one.
pub(super) fn self_billing() -> Vec<Endpoint> {
    vec![
        endpoint!("PUT /developers/{developer_id}/self-billing/{seller_id}", 2, |w, number| {
            Ready::put(w.operator(), w.self_billing(number).await, bodies::self_billing())
        }),
        endpoint!("DELETE /developers/{developer_id}/self-billing/{seller_id}", 2, |w, number| {
            let path = w.self_billing(number).await;
            let _ = w.operator().put(&path, bodies::self_billing()).await;
            Ready::delete(w.operator(), path)
        }),
        endpoint!("GET /developers/{developer_id}/self-billing", 1, |w, _| {
            Ready::get(w.operator(), format!("/developers/{}/self-billing", w.self_billed.0.developer))
        }),
        endpoint!("GET /developers/{developer_id}/self-billing/{seller_id}", 1, |w, _| {
            Ready::get(w.operator(), w.self_billed.0.self_billing())
        }),
        endpoint!("GET /developers/{developer_id}/self-billed-invoices", 1, |w, _| {
            Ready::get(w.app.developer(&w.self_billed.0.developer), w.self_billed.0.self_billed_invoices())
        }),
        endpoint!("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}", 1, |w, _| {
            let (hired, id) = &w.self_billed;
            Ready::get(w.app.developer(&hired.developer), format!("{}/{id}", hired.self_billed_invoices()))
        }),
        endpoint!("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}/html", 1, |w, _| {
            let (hired, id) = &w.self_billed;
            Ready::get(w.app.developer(&hired.developer), format!("{}/{id}/html", hired.self_billed_invoices()))
        }),
        endpoint!("GET /developers/{developer_id}/self-billed-invoices/{invoice_id}/pdf", 1, |w, _| {
            let (hired, id) = &w.self_billed;
            Ready::get(w.app.developer(&hired.developer), format!("{}/{id}/pdf", hired.self_billed_invoices()))
        }),
    ]
}
