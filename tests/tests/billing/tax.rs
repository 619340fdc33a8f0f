//! What invoices say across borders: treatment, currency and what is refused.

use crate::fire;
use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

#[tokio::test]
async fn an_export_bears_no_tax_says_why_and_states_its_value_at_home() {
    let app = given::app().await;
    let _ = app.operator().put("/exchange-rates/2027-01-29", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    let invoice = given::january(&app, bodies::client_us(), "USD").await.expect(201).body;
    assert_eq!((&invoice["tax"]["amount"], &invoice["total"]["amount"]), (&json!("0.00"), &json!("480.00")));
    assert_eq!(invoice["lines"][0]["tax_category"], "G");
    assert!(invoice["notes"].to_string().contains("38-190"), "{}", invoice["notes"]);
    assert_eq!((&invoice["fx"]["rate"], &invoice["fx"]["total"]), (&json!("1.5"), &json!({ "amount": "720.00", "currency": "AUD" })));
}

#[tokio::test]
async fn rates_older_than_seven_days_are_not_used_for_issuing() {
    let app = given::app().await;
    let _ = app.operator().put("/exchange-rates/2027-01-24", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    let _ = given::january(&app, bodies::client_us(), "USD").await.expect_problem(422, "no-exchange-rate");
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
    let _ = app.operator().put("/sellers/sel_in", bodies::seller_in()).await.expect(201);
    given::january(app, bodies::client_in(), "INR").await.expect(201).body
}

#[tokio::test]
async fn india_splits_its_tax_by_state_and_rounds_to_the_rupee() {
    let invoice = indian(&given::app().await).await;
    assert_eq!(invoice["number"], "IN/26-27/00001");
    assert_eq!((&invoice["taxes"][0]["name"], &invoice["tax"]["amount"]), (&json!("IGST"), &json!("86.40")));
    assert_eq!((&invoice["rounding"]["amount"], &invoice["total"]["amount"]), (&json!("-0.40"), &json!("566.00")));
}

#[tokio::test]
async fn from_the_day_on_which_a_seller_must_register_its_invoices_they_say_so() {
    let app = given::app().await;
    let seller = |day: &str| bodies::with(bodies::seller_in(), "/e_invoice_required_from", json!(day));
    let refused = bodies::with(bodies::seller_au(), "/e_invoice_required_from", json!("2026-04-01"));
    let refused = app.operator().put("/sellers/sel_au", refused).await.expect_problem(422, "invalid-input");
    assert_eq!(refused.body["errors"][0]["pointer"], "/e_invoice_required_from");
    let kept = app.operator().put("/sellers/sel_in", seller("2027-02-02")).await.expect(201).body;
    assert_eq!(kept["e_invoice_required_from"], "2027-02-02");
    let before = given::january(&app, bodies::client_in(), "INR").await.expect(201).body;
    let _ = app.operator().put("/sellers/sel_in", seller("2027-02-01")).await.expect(200);
    app.set_clock("2026-12-01T00:00:00Z");
    let after = given::january(&app, bodies::client_in(), "INR").await.expect(201).body;
    let says_so = |invoice: &Value| invoice["notes"].to_string().contains("rule 48(4)");
    assert_eq!((says_so(&before), says_so(&after)), (false, true), "{} {}", before["notes"], after["notes"]);
}

#[tokio::test]
async fn an_undertaking_is_named_only_where_it_spares_the_tax() {
    let app = given::app().await;
    let undertaking = json!([{ "arn": "AD2904260000417", "valid_from": "2026-04-01", "valid_to": "2027-03-31" }]);
    let _ = app.operator().put("/sellers/sel_in", bodies::with(bodies::seller_in(), "/lut", undertaking)).await.expect(201);
    let _ = app.operator().put("/exchange-rates/2027-01-29", json!({ "base": "USD", "rates": { "INR": "88.10" } })).await.expect(201);
    let home = given::january(&app, bodies::client_in(), "INR").await.expect(201).body;
    assert_eq!((&home["seller"]["lut_arn"], &home["lines"][0]["tax_rate"]), (&Value::Null, &json!("18")));
    app.set_clock("2026-12-01T00:00:00Z");
    let mut abroad = bodies::with(bodies::client_us(), "/seller_id", json!("sel_in"));
    abroad["address"] = json!({ "line1": "1 Congress Avenue", "city": "Austin", "region": "TX", "postcode": "78701" });
    let exported = given::january(&app, abroad, "USD").await.expect(201).body;
    assert_eq!((&exported["seller"]["lut_arn"], &exported["tax"]["amount"]), (&json!("AD2904260000417"), &json!("0.00")));
}

#[tokio::test]
async fn what_no_rule_covers_is_refused_at_hire_with_what_is_missing() {
    let app = given::app().await;
    let mut body = bodies::client_us();
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
