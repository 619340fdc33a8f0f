//! Billing when things go wrong: a record that does not read, a run that is killed, a table that fails.

use std::time::Duration;

use muster_tests::{TestApp, given};
use serde_json::{Value, json};

use crate::fire;

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

/// Hires so many developers, each for a client of its own, and approves a day of each.
async fn hired(app: &TestApp, number: usize) -> Vec<given::Hired> {
    let mut all = Vec::new();
    for _ in 0..number {
        let hired = given::engagement(app).await;
        let _ = given::approved_week(app, &hired, "2027-01-04").await;
        all.push(hired);
    }
    all
}

async fn numbers(app: &TestApp) -> Vec<String> {
    let (invoices, _) = given::all_pages(&app.operator(), "/invoices").await;
    let mut numbers: Vec<String> = invoices.iter().map(|invoice| invoice["number"].as_str().expect("a number").to_owned()).collect();
    numbers.sort();
    numbers
}

fn consecutive(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("MU-2026-{number:05}")).collect()
}

#[tokio::test]
async fn a_record_that_does_not_read_is_named_and_stops_nobody_else() {
    // F35
    let app = given::app().await;
    let all = hired(&app, 6).await;
    app.corrupt(&all[3].engagement, "engagement", "starts_on").await;
    app.corrupt(&all[1].engagement, "engagement", "client_id").await;
    app.set_clock(FEBRUARY);
    let dry = fire(&app, json!({ "dry_run": true, "as_of": "2027-02-01" })).await;
    let run = fire(&app, json!({ "time": FEBRUARY })).await;
    assert_eq!((&run["status"], &run["counts"]["issued"]), (&json!("partial"), &json!(4)));
    let failed = |hired: &given::Hired| json!({ "engagement_id": hired.engagement, "reason": "corrupt_record", "detail": null });
    assert_eq!((&dry["failed"], &run["failed"]), (&run["failed"], &json!([failed(&all[1]), failed(&all[3])])));
    let results =
        app.operator().get(&format!("/billing-runs/{}/results?outcome=failed", run["run_id"].as_str().expect("a run"))).await.expect(200);
    assert_eq!(results.body["items"][0]["reason"], "corrupt_record");
    assert_eq!(numbers(&app).await, consecutive(4));
}

#[tokio::test]
async fn a_run_killed_again_and_again_bills_each_once_in_the_end() {
    let app = given::app().await;
    let all = hired(&app, 8).await;
    app.set_clock(FEBRUARY);
    let event = || lambda_http::LambdaEvent::new(json!({ "time": FEBRUARY }), lambda_http::Context::default());
    for pause in [3, 17, 29, 41, 8, 60, 33] {
        // What runs past its time is dropped where it stands, as when its process is killed.
        let run = run_billing::run(app.server().app().clone(), event());
        let _ = tokio::time::timeout(Duration::from_millis(pause), run).await;
    }
    let last = fire(&app, json!({ "time": FEBRUARY })).await;
    assert_eq!(last["failed"], json!([]));
    assert_eq!(numbers(&app).await, consecutive(all.len()));
    for hired in &all {
        let sheet = app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body;
        assert_eq!(sheet["status"], "invoiced");
        let (own, _) = given::all_pages(&app.client(&hired.client), "/invoices").await;
        assert_eq!(own.iter().map(|invoice| &invoice["net"]["amount"]).collect::<Vec<_>>(), [&Value::from("480.00")]);
    }
}
