//! The largest invoice that is issued is credited in full in one go, whatever pays it.

use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};
use serde_json::json;

/// How many engagements one invoice bills at most, and how many payments pay it at most: together with what every credit writes,
/// as many records as one transaction takes.
const MOST_BILLED: usize = 64;
const MOST_PAYING: usize = 30;

/// So many developers of one client, each with an approved hour in January.
async fn team(app: &TestApp, size: usize) -> String {
    let client = given::client(app).await;
    for first in (0..size).step_by(50) {
        let body = with(bodies::hourly_project(&client), "/roles/0/headcount", 50);
        let project = app.operator().post("/projects", body).await.expect(201).id();
        for _ in first..size.min(first + 50) {
            let developer = given::vetted_developer(app).await;
            let engagement = given::offer(app, &project, &developer).await;
            let own = app.developer(&developer);
            let path = format!("/engagements/{engagement}");
            let _ = own.post(&format!("{path}/accept"), json!({})).await.expect(200);
            let _ = own.post(&format!("{path}/time-entries"), json!({ "date": "2027-01-04", "minutes": 60 })).await.expect(201);
            let _ = own.post(&format!("{path}/timesheets/2027-01-04/submit"), json!({})).await.expect(200);
            let _ = app.operator().post(&format!("{path}/timesheets/2027-01-04/approve"), json!({})).await.expect(200);
        }
    }
    client
}

#[tokio::test]
async fn a_full_credit_of_the_largest_invoice_with_the_most_payments_works() {
    let app = given::app().await;
    let client = team(&app, MOST_BILLED + 1).await;
    app.set_clock("2027-02-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-02-01T00:05:00Z" })).await;
    assert_eq!(run["counts"]["issued"], 2, "one transaction does not take all: {run}");
    let (invoices, _) = given::all_pages(&app.operator(), &format!("/invoices?client_id={client}")).await;
    let largest = invoices.iter().find(|invoice| invoice["lines"].as_array().map(Vec::len) == Some(MOST_BILLED)).expect("the first part");
    let path = format!("/invoices/{}", largest["id"].as_str().expect("an id"));
    let paid = json!({ "amount": { "amount": "1.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "cheque" });
    for _ in 0..MOST_PAYING {
        let _ = app.operator().post(&format!("{path}/payments"), paid.clone()).await.expect(201);
    }
    let one_more = app.operator().post(&format!("{path}/payments"), paid).await.expect_problem(409, "wrong-state");
    assert!(one_more.text().contains("30 payments"), "{}", one_more.text());
    let credit = app.operator().request(reqwest::Method::POST, &format!("{path}/credit-notes")).header("idempotency-key", "whole");
    let note = muster_tests::Reply::of(credit.json(&json!({ "full": true, "reason": "Wrong" }))).await.expect(201).body;
    assert_eq!((note["freed"].as_array().map(Vec::len), &note["unapplied"]["amount"]), (Some(MOST_BILLED), &json!("30.00")));
    assert_eq!(app.operator().get(&path).await.expect(200).body["status"], "credited");
    let demand = json!({ "client_id": client, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    let again = app.operator().post("/invoices", demand).await.expect(200).body;
    let reissued = again["items"].as_array().expect("a list").iter().find(|invoice| invoice["total"] == largest["total"]);
    assert_eq!(reissued.expect("the same once more")["paid"]["amount"], "10.00", "what was paid is credit, of ten payments at a time");
}
