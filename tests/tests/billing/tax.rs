//! What invoices say across borders: treatment, currency and what is refused.

use crate::fire;
use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

/// Hires one developer by the hour for a client of a body and bills its January; the answer to the demand.
async fn billed(app: &TestApp, client: Value, currency: &str) -> muster_tests::Reply {
    let client = app.operator().post("/clients", client).await.expect(201).id();
    let developer = given::vetted_developer(app).await;
    let project = given::project(app, &client).await;
    let mut offer = bodies::offer(&project, &developer);
    offer["bill_rate"]["currency"] = json!(currency);
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    let hired = given::Hired { client, developer, project, engagement };
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    app.operator().post("/invoices", body).await
}

fn american() -> Value {
    json!({ "name": "Austin Health", "email": bodies::fresh_email(), "country": "US", "region": "TX", "time_zone": "America/Chicago",
        "currency": "USD", "seller_id": "sel_au", "tax_registered": true, "tax_ids": [{ "scheme": "ein", "value": "12-3456789" }] })
}

#[tokio::test]
async fn an_export_bears_no_tax_says_why_and_states_its_value_at_home() {
    let app = given::app().await;
    let _ = app.operator().put("/exchange-rates/2027-01-29", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    let invoice = billed(&app, american(), "USD").await.expect(201).body;
    assert_eq!((&invoice["tax"]["amount"], &invoice["total"]["amount"]), (&json!("0.00"), &json!("480.00")));
    assert_eq!(invoice["lines"][0]["tax_category"], "G");
    assert!(invoice["notes"].to_string().contains("38-190"), "{}", invoice["notes"]);
    assert_eq!((&invoice["fx"]["rate"], &invoice["fx"]["total"]), (&json!("1.5"), &json!({ "amount": "720.00", "currency": "AUD" })));
}

#[tokio::test]
async fn rates_older_than_seven_days_are_not_used_for_issuing() {
    let app = given::app().await;
    let _ = app.operator().put("/exchange-rates/2027-01-24", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    let _ = billed(&app, american(), "USD").await.expect_problem(422, "no-exchange-rate");
    assert_eq!(given::all_pages(&app.operator(), "/invoices").await.0, Vec::<Value>::new());
    let run = fire(&app, json!({ "time": "2027-02-01T00:05:00Z" })).await;
    assert_eq!((&run["status"], &run["failed"][0]["reason"]), (&json!("partial"), &json!("no_exchange_rate")));
    let _ = app.operator().put("/exchange-rates/2027-02-01", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    app.set_clock("2027-02-02T00:05:00Z");
    let run = fire(&app, json!({ "time": "2027-02-02T00:05:00Z" })).await;
    assert_eq!((&run["status"], &run["counts"]["issued"]), (&json!("complete"), &json!(1)), "{run}");
}

/// An invoice of a seller in Karnataka to a client in Maharashtra.
async fn indian(app: &TestApp) -> Value {
    let seller = json!({
        "name": "Muster India", "email": "accounts@muster.example", "country": "IN", "region": "KA", "time_zone": "Asia/Kolkata", "currency": "INR",
        "address": { "line1": "1 MG Road", "city": "Bengaluru", "region": "Karnataka", "postcode": "560001" },
        "tax_registered": true, "tax_ids": [{ "scheme": "gstin", "value": "29AAGCB7383J1Z4" }], "fiscal_year_start": "04-01",
        "invoice_series": "IN/{fy2}/{seq:5}", "credit_note_series": "IC/{fy2}/{seq:5}", "self_billing_series": "IS/{fy2}/{seq:5}",
        "markup_percent": "20", "sac_codes": ["998314"]
    });
    let _ = app.operator().put("/sellers/sel_in", seller).await.expect(201);
    let client = json!({
        "name": "Bengaluru Fintech", "email": bodies::fresh_email(), "country": "IN", "region": "MH", "time_zone": "Asia/Kolkata", "currency": "INR",
        "address": { "line1": "2 Marine Drive", "city": "Mumbai" }, "seller_id": "sel_in", "tax_registered": true,
        "tax_ids": [{ "scheme": "gstin", "value": "27AAPFU0939F1ZV" }]
    });
    billed(app, client, "INR").await.expect(201).body
}

#[tokio::test]
async fn india_splits_its_tax_by_state_and_rounds_to_the_rupee() {
    let invoice = indian(&given::app().await).await;
    assert_eq!(invoice["number"], "IN/26-27/00001");
    assert_eq!((&invoice["taxes"][0]["name"], &invoice["tax"]["amount"]), (&json!("IGST"), &json!("86.40")));
    assert_eq!((&invoice["rounding"]["amount"], &invoice["total"]["amount"]), (&json!("-0.40"), &json!("566.00")));
}

#[tokio::test]
async fn what_no_rule_covers_is_refused_at_hire_with_what_is_missing() {
    let app = given::app().await;
    let mut body = american();
    body["country"] = json!("NZ");
    body["region"] = json!("AUK");
    body["tax_ids"] = json!([]);
    let client = app.operator().post("/clients", body).await.expect(201).id();
    let (developer, project) = (given::vetted_developer(&app).await, given::project(&app, &client).await);
    let refused = app.operator().post("/engagements", bodies::offer(&project, &developer)).await.expect_problem(422, "no-tax-treatment");
    assert!(refused.body["detail"].as_str().is_some_and(|detail| detail.contains("nzbn")), "{}", refused.text());
}

#[tokio::test]
async fn indian_tax_is_credited_until_the_last_of_november_in_indian_days_and_no_longer() {
    let app = given::app().await;
    let invoice = indian(&app).await;
    let path = format!("/invoices/{}", invoice["id"].as_str().expect("an id"));
    let part = json!({ "lines": [{ "line": 1, "amount": { "amount": "100.00", "currency": "INR" } }], "reason": "Agreed" });
    app.set_clock("2027-11-30T18:29:59Z");
    let note = app.operator().post(&format!("{path}/credit-notes"), part.clone()).await.expect(201).body;
    assert_eq!((&note["issued_on"], &note["tax"]["amount"]), (&json!("2027-11-30"), &json!("18.00")));
    app.set_clock("2027-11-30T18:30:00Z");
    for demand in [part, json!({ "full": true, "reason": "Wrong" })] {
        let refused = app.operator().post(&format!("{path}/credit-notes"), demand).await.expect_problem(409, "wrong-state");
        assert!(refused.text().contains("2027-11-30"), "{}", refused.text());
    }
    let _ = app.operator().post(&format!("{path}/write-off"), json!({ "reason": "Agreed" })).await.expect(200);
}
