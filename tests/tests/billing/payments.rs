//! What is paid on an invoice.

use std::sync::Arc;

use muster_tests::{TestApp, given};
use serde_json::{Value, json};

/// An issued invoice of AUD 528.00, its path.
async fn invoice(app: &TestApp) -> String {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    format!("/invoices/{}", app.operator().post("/invoices", body).await.expect(201).id())
}

fn payment(amount: &str) -> Value {
    json!({ "amount": { "amount": amount, "currency": "AUD" }, "received_on": "2027-02-10", "method": "bank transfer", "reference": "A 1" })
}

#[tokio::test]
async fn payments_add_up_until_nothing_is_owed_and_the_surplus_is_kept() {
    // F52c
    let app = given::app().await;
    let path = invoice(&app).await;
    let payments = format!("{path}/payments");
    let part = app.operator().post(&payments, payment("100.00")).await.expect(201).body;
    assert_eq!((&part["invoice_status"], &part["invoice_balance"]["amount"]), (&json!("partly_paid"), &json!("428.00")));
    let rest = app.operator().post(&payments, payment("433.95")).await.expect(201).body;
    assert_eq!(
        (&rest["applied"]["amount"], &rest["unapplied"]["amount"], &rest["invoice_status"]),
        (&json!("428.00"), &json!("5.95"), &json!("paid"))
    );
    let invoice = app.operator().get(&path).await.expect(200).body;
    assert_eq!(
        (&invoice["status"], &invoice["paid"]["amount"], &invoice["balance"]["amount"]),
        (&json!("paid"), &json!("528.00"), &json!("0.00"))
    );
    assert_eq!(given::all_pages(&app.operator(), &payments).await.0.len(), 2);
}

#[tokio::test]
async fn tax_withheld_at_source_counts_as_settled() {
    let app = given::app().await;
    let path = invoice(&app).await;
    let mut body = payment("475.20");
    body["withheld"] = json!({ "kind": "tds", "amount": { "amount": "52.80", "currency": "AUD" }, "certificate": "C-1" });
    let reply = app.operator().post(&format!("{path}/payments"), body).await.expect(201).body;
    assert_eq!(reply["invoice_status"], "paid");
    assert_eq!(app.operator().get(&path).await.expect(200).body["withheld"]["amount"], "52.80");
}

#[tokio::test]
async fn payments_at_the_same_moment_are_all_counted() {
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let path = invoice(&app).await;
    let replies = given::at_once((0..4).map(|_| {
        let (app, place) = (app.clone(), format!("{path}/payments"));
        async move { app.operator().post(&place, payment("10.00")).await.status }
    }))
    .await;
    let counted = i64::try_from(replies.iter().filter(|status| **status == 201).count()).expect("a small number");
    assert!(replies.iter().all(|status| [201, 409].contains(status)) && counted >= 1);
    let paid = app.operator().get(&path).await.expect(200).body["paid"]["amount"].as_str().map(str::to_owned);
    assert_eq!(paid, Some(format!("{}.00", counted * 10)));
}

#[tokio::test]
async fn another_currency_nothing_and_too_much_withheld_are_refused() {
    let app = given::app().await;
    let path = format!("{}/payments", invoice(&app).await);
    let mut dollars = payment("10.00");
    dollars["amount"]["currency"] = json!("USD");
    let _ = app.operator().post(&path, dollars).await.expect_problem(422, "invalid-input");
    let _ = app.operator().post(&path, payment("0.00")).await.expect_problem(422, "invalid-input");
    let _ = app.operator().post(&path, payment("-1.00")).await.expect_problem(422, "invalid-input");
    let mut withheld = payment("10.00");
    withheld["withheld"] = json!({ "kind": "tds", "amount": { "amount": "529.00", "currency": "AUD" } });
    let _ = app.operator().post(&path, withheld).await.expect_problem(422, "invalid-input");
    assert_eq!(given::all_pages(&app.operator(), &path).await.0, Vec::<Value>::new());
}
