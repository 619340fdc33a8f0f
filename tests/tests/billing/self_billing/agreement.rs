//! What may be agreed, and by whom it is recorded.

use muster_tests::bodies::{self, with, without};
use muster_tests::{Reply, TestApp, given};
use reqwest::Method;
use serde_json::{Value, json};

use super::{close, documents};

async fn put_to(app: &TestApp, path: String, body: Value) -> Reply {
    app.operator().put(&path, body).await
}

#[tokio::test]
async fn an_agreement_is_recorded_replaced_on_its_version_and_removed_while_nothing_rests_on_it() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let (operator, path) = (app.operator(), hired.self_billing());
    let found = operator.get(&path).await.expect(200);
    assert_eq!((found.header("etag"), &found.body["payment_terms_days"], &found.body["valid_to"]), ("\"1\"", &json!(7), &Value::Null));
    assert_eq!(found.body["first_issued_on"], Value::Null);
    let put = |tag: &'static str, body: Value| {
        let request = operator.request(Method::PUT, &path).header("if-match", tag).json(&body);
        Reply::of(request)
    };
    let ended = with(bodies::self_billing(), "/valid_to", "2027-06-30");
    let _ = put("\"7\"", ended.clone()).await.expect_problem(412, "stale-version");
    let replaced = put("\"1\"", ended.clone()).await.expect(200);
    assert_eq!((replaced.header("etag"), &replaced.body["valid_to"]), ("\"2\"", &json!("2027-06-30")));
    let list = operator.get(&format!("/developers/{}/self-billing", hired.developer)).await.expect(200).body;
    assert_eq!((&list["items"], &list["next_cursor"]), (&json!([replaced.body]), &Value::Null));
    let stale = Reply::of(operator.request(Method::DELETE, &path).header("if-match", "\"1\"")).await;
    let _ = stale.expect_problem(412, "stale-version");
    let _ = operator.delete(&path).await.expect(204);
    for gone in [operator.get(&path).await, operator.delete(&path).await] {
        let _ = gone.expect_problem(404, "not-found");
    }
    let _ = put("\"2\"", ended).await.expect_problem(412, "stale-version");
}

#[tokio::test]
async fn the_terms_are_checked_with_every_fault_named() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let put = |body: Value| put_to(&app, hired.self_billing(), body);
    let later = with(with(bodies::self_billing(), "/signed_on", "2027-01-01"), "/valid_from", "2026-12-31");
    let _ = put(with(later, "/valid_to", "2026-12-01")).await.expect_faults(&["/signed_on", "/valid_from", "/valid_to"]);
    let unregistered = with(bodies::self_billing(), "/supplier_registered_from", "2027-01-01");
    let _ = put(unregistered).await.expect_faults(&["/valid_from"]);
    let odd = with(with(without(bodies::self_billing(), "reference"), "/payment_terms_days", 366), "/address", json!({ "line1": "x" }));
    let _ = put(with(odd, "/rate", "10")).await.expect_faults(&["/reference", "/payment_terms_days", "/address/city", "/rate"]);
}

#[tokio::test]
async fn the_law_must_allow_it_as_the_two_records_are() {
    let app = given::app().await;
    let operator = app.operator();
    let developer = given::vetted_developer(&app).await;
    let own = format!("/developers/{developer}");
    let agree = |seller: &str| put_to(&app, format!("/developers/{developer}/self-billing/{seller}"), bodies::self_billing());
    let abroad = agree("sel_au").await.expect_problem(409, "wrong-state");
    let detail = abroad.body["detail"].as_str().expect("a detail");
    assert!(detail.contains("the developer in IN") && detail.contains("no abn number"), "{detail}");
    let _ = operator.patch(&own, json!({ "country": "AU" })).await.expect(200);
    let _ = agree("sel_au").await.expect_problem(409, "wrong-state");
    let _ = operator.patch(&own, json!({ "tax_ids": [{ "scheme": "abn", "value": "33102417032" }] })).await.expect(200);
    let _ = operator.put("/sellers/sel_au", with(bodies::seller_au(), "/tax_registered", false)).await.expect(200);
    let unregistered = agree("sel_au").await.expect_problem(409, "wrong-state");
    assert!(unregistered.text().contains("seller is not registered for GST"), "{}", unregistered.text());
    let _ = operator.put("/sellers/sel_au", bodies::seller_au()).await.expect(200);
    let _ = agree("sel_none").await.expect_problem(404, "not-found");
    let _ = agree("sel_au").await.expect(201);
    for caller in [app.developer(&developer), app.client(&given::client(&app).await)] {
        let _ = caller.put(&format!("{own}/self-billing/sel_au"), bodies::self_billing()).await.expect_problem(403, "forbidden");
        let _ = caller.get(&format!("{own}/self-billing/sel_au")).await.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn what_was_issued_keeps_the_agreement_that_it_rests_on() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = close(&app, &hired.developer, "2027-01", "2027-02-01T00:05:00Z").await.expect(201);
    let found = app.operator().get(&hired.self_billing()).await.expect(200);
    assert_eq!((found.header("etag"), &found.body["last_issued_on"]), ("\"1\"", &json!("2027-02-01")), "nobody changed its terms");
    let _ = app.operator().delete(&hired.self_billing()).await.expect_problem(409, "wrong-state");
    let put = |body: Value| put_to(&app, hired.self_billing(), body);
    let _ = put(with(bodies::self_billing(), "/valid_to", "2027-01-31")).await.expect_faults(&["/valid_to"]);
    let _ = put(with(bodies::self_billing(), "/valid_to", "2027-02-01")).await.expect(200);
    // It is over: the next month is closed as one without an agreement is.
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    let closed = close(&app, &hired.developer, "2027-02", "2027-03-01T00:05:00Z").await.expect(201).body;
    assert_eq!((&closed["self_billed_invoices"], &closed["totals"][0]["amount"]), (&json!([]), &json!("320.00")));
    assert_eq!(documents(&app, &hired).await.len(), 1);
}

#[tokio::test]
async fn an_agreement_that_the_law_does_not_allow_any_more_stops_the_close_and_takes_no_number() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = app.operator().patch(&format!("/developers/{}", hired.developer), json!({ "tax_ids": [] })).await.expect(200);
    let refused = close(&app, &hired.developer, "2027-01", "2027-02-01T00:05:00Z").await.expect_problem(422, "invoice-incomplete");
    assert!(refused.text().contains("the developer has no abn number"), "{}", refused.text());
    let _ = app.operator().delete(&hired.self_billing()).await.expect(204);
    let closed = close(&app, &hired.developer, "2027-01", "2027-02-01T00:05:00Z").await.expect(201).body;
    assert_eq!(closed["lines"][0]["self_billed_invoice"], Value::Null);
    assert!(!app.count_records().await.contains_key("counter"));
}
