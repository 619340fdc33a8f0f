//! What becomes of engagements after they began, and of invoices after their issue.

use serde_json::json;

use super::{DECEMBER, Endpoint, FEBRUARY, Ready};
use crate::world::{aud, payment};

/// Each goes on from where the one before left the engagements.
pub(super) fn course() -> Vec<Endpoint> {
    vec![
        endpoint!("POST /engagements/{engagement_id}/pause", 3, |w, number| {
            Ready::post(w.operator(), format!("{}/pause", w.hire(number).path()), json!({ "from": "2027-06-01" }))
        }),
        endpoint!("POST /engagements/{engagement_id}/resume", 3, |w, number| {
            Ready::post(w.operator(), format!("{}/resume", w.hire(number).path()), json!({ "on": "2027-06-15" }))
        }),
        endpoint!("POST /engagements/{engagement_id}/rates", 2, |w, number| {
            let rates = json!({ "effective_from": "2027-10-01", "pay_rate": { "amount": "2900", "currency": "INR", "per": "hour" } });
            Ready::post(w.operator(), format!("{}/rates", w.hire(number).path()), rates)
        }),
        endpoint!("POST /engagements/{engagement_id}/leave", 2, |w, number| {
            let leave = json!({ "from": "2027-09-06", "to": "2027-09-10", "paid": false });
            Ready::post(w.operator(), format!("{}/leave", w.hire(number).path()), leave)
        }),
        endpoint!("POST /engagements/{engagement_id}/billing", 3, |w, number| {
            let billing = json!({ "effective_from": "2027-11-01", "billing": { "cycle": "weekly" } });
            Ready::post(w.operator(), format!("{}/billing", w.hire(number).path()), billing)
        }),
        endpoint!("POST /engagements/{engagement_id}/charges", 2, |w, number| {
            let charge = json!({ "kind": "expense", "description": "Flight", "amount": aud("61.83") });
            Ready::post(w.operator(), format!("{}/charges", w.hire(number).path()), charge)
        }),
        endpoint!("DELETE /engagements/{engagement_id}/charges/{charge_id}", 2, |w, number| {
            let charges = format!("{}/charges", w.hire(number).path());
            let charge = json!({ "kind": "expense", "description": "Hotel", "amount": aud("61.83") });
            let id = w.operator().post(&charges, charge).await.expect(201).id();
            Ready::delete(w.operator(), format!("{charges}/{id}"))
        }),
        endpoint!("POST /engagements/{engagement_id}/end", 3, |w, number| {
            let ending = json!({ "ends_on": "2027-12-31", "reason": "Done." });
            Ready::post(w.app.client(&w.hire(number).client), format!("{}/end", w.hire(number).path()), ending)
        }),
        endpoint!("POST /engagements/{engagement_id}/milestones", 2, |w, number| {
            let milestone = json!({ "title": "Reports", "amount": aud("119.71") });
            Ready::post(w.operator(), format!("{}/milestones", w.fixed(number).await.path), milestone)
        }),
        endpoint!("POST /engagements/{engagement_id}/milestones/{milestone_id}/deliver", 2, |w, number| {
            let fixed = w.fixed(number).await;
            Ready::post(w.app.developer(&fixed.developer), format!("{}/deliver", fixed.milestone()), json!({}))
        }),
        endpoint!("POST /engagements/{engagement_id}/milestones/{milestone_id}/return", 2, |w, number| {
            let fixed = w.fixed(number).await;
            Ready::post(w.app.client(&fixed.client), format!("{}/return", fixed.milestone()), json!({ "reason": "Rows are missing." }))
        }),
        endpoint!("POST /engagements/{engagement_id}/milestones/{milestone_id}/accept", 2, |w, number| {
            let fixed = w.fixed(number).await;
            let _ = w.app.developer(&fixed.developer).post(&format!("{}/deliver", fixed.milestone()), json!({})).await.expect(200);
            Ready::post(w.app.client(&fixed.client), format!("{}/accept", fixed.milestone()), json!({}))
        }),
    ]
}

/// On the invoices that were issued just before.
pub(super) fn accounts() -> Vec<Endpoint> {
    vec![
        endpoint!("POST /invoices/{invoice_id}/credit-notes", 4, FEBRUARY, |w, number| {
            let credit = json!({ "lines": [{ "line": 1, "amount": aud("0.01") }], "reason": "Agreed" });
            Ready::post(w.operator(), format!("/invoices/{}/credit-notes", w.issued(number).await.0), credit)
        }),
        endpoint!("POST /invoices/{invoice_id}/write-off", 2, FEBRUARY, |w, number| {
            let body = json!({ "amount": aud("0.01"), "reason": "Agreed" });
            Ready::post(w.operator(), format!("/invoices/{}/write-off", w.issued(number).await.0), body)
        }),
        endpoint!("POST /clients/{client_id}/payments", 3, FEBRUARY, |w, number| {
            let mut body = payment("2.00");
            let (invoice, client) = w.issued(number).await;
            body["allocations"] = json!([{ "invoice_id": invoice, "amount": aud("1.00") }]);
            Ready::post(w.operator(), format!("/clients/{client}/payments"), body)
        }),
        endpoint!("POST /clients/{client_id}/refunds", 4, FEBRUARY, |w, number| {
            let body = json!({ "amount": aud("0.01"), "refunded_on": "2027-02-01", "method": "bank transfer" });
            Ready::post(w.operator(), format!("/clients/{}/refunds", w.issued(number).await.1), body)
        }),
        endpoint!("POST /payments/{payment_id}/reverse", 3, FEBRUARY, |w, number| {
            let path = format!("/invoices/{}/payments", w.issued(number).await.0);
            w.app.set_clock(FEBRUARY);
            let id = w.operator().post(&path, payment("0.01")).await.expect(201).id();
            w.app.set_clock(DECEMBER);
            Ready::post(w.operator(), format!("/payments/{id}/reverse"), json!({ "reason": "Bounced" }))
        }),
    ]
}
