//! The scheduled run: what it issues, what it skips and why, and that it never does anything twice.

use std::collections::BTreeSet;

use crate::fire;
use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

fn trigger() -> Value {
    json!({ "time": FEBRUARY })
}

async fn invoices(app: &TestApp) -> Vec<Value> {
    given::all_pages(&app.operator(), "/invoices").await.0
}

#[tokio::test]
async fn a_month_of_approved_time_becomes_one_invoice_with_its_tax() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::approved_week(&app, &hired, "2027-01-11").await;
    app.set_clock(FEBRUARY);
    let run = fire(&app, trigger()).await;
    assert_eq!((&run["status"], &run["counts"]["issued"]), (&json!("complete"), &json!(1)));
    assert_eq!(run["totals"][0]["total"], json!({ "amount": "1056.00", "currency": "AUD" }));
    let id = run["issued"][0].as_str().expect("an id").to_owned();
    let invoice = app.client(&hired.client).get(&format!("/invoices/{id}")).await.expect(200).body;
    assert_eq!(invoice["number"], "MU-2026-00001");
    assert_eq!((&invoice["kind"], &invoice["status"]), (&json!("tax_invoice"), &json!("issued")));
    assert_eq!(invoice["period"], json!({ "from": "2027-01-04", "to": "2027-01-31" }));
    assert_eq!((&invoice["issued_on"], &invoice["due_on"]), (&json!("2027-02-01"), &json!("2027-02-15")));
    assert_eq!(invoice["lines"][0]["quantity"], json!({ "minutes": 960 }));
    assert_eq!(invoice["taxes"][0]["tax"]["amount"], "96.00");
    let sheet = app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body;
    assert_eq!((&sheet["status"], &sheet["invoice_id"]), (&json!("invoiced"), &json!(id)));
    let record = app.operator().get(&format!("/billing-runs/{}", run["run_id"].as_str().expect("a run"))).await.expect(200).body;
    assert_eq!(record["counts"], run["counts"]);
}

#[tokio::test]
async fn the_same_event_six_times_at_once_and_again_days_later_bills_once() {
    // F31, F32, F33
    let app = given::app().await;
    app.must_isolate();
    for _ in 0..3 {
        let hired = given::engagement(&app).await;
        let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    }
    app.set_clock(FEBRUARY);
    let app = std::sync::Arc::new(app);
    let firing = || {
        let app = app.clone();
        async move { fire(&app, trigger()).await }
    };
    let runs = given::at_once((0..6).map(|_| firing())).await;
    let issued: u64 = runs.iter().map(|run| run["counts"]["issued"].as_u64().expect("a count")).sum();
    assert_eq!(issued, 3, "{runs:?}");
    app.set_clock("2027-02-04T09:00:00Z");
    let again = firing().await;
    assert_eq!((&again["run_id"], &again["counts"]["issued"]), (&Value::Null, &json!(0)));
    let numbers: BTreeSet<String> =
        invoices(&app).await.iter().map(|invoice| invoice["number"].as_str().expect("a number").to_owned()).collect();
    assert_eq!(numbers, BTreeSet::from(["MU-2026-00001", "MU-2026-00002", "MU-2026-00003"].map(str::to_owned)));
}

#[tokio::test]
async fn unapproved_time_waits_with_its_reason_and_is_billed_once_approved() {
    // F36
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::time(&app, &hired, "2027-01-04", 480).await;
    app.set_clock(FEBRUARY);
    let run = fire(&app, trigger()).await;
    assert_eq!(run["skipped"][0], json!({ "engagement_id": hired.engagement, "reason": "unapproved_time", "detail": null }));
    let engagement = app.operator().get(&hired.path()).await.expect(200).body;
    assert_eq!(engagement["last_skip"], "unapproved_time");
    let sheet = hired.timesheet("2027-01-04");
    let _ = app.developer(&hired.developer).post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = app.client(&hired.client).post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    let run = fire(&app, trigger()).await;
    assert_eq!(run["counts"]["issued"], 1);
}

#[tokio::test]
async fn after_the_days_of_grace_what_is_approved_is_billed_and_the_rest_follows_as_late() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::time(&app, &hired, "2027-01-11", 60).await;
    app.set_clock("2027-02-11T00:05:00Z");
    let run = fire(&app, json!({ "time": "2027-02-11T00:05:00Z" })).await;
    assert_eq!(run["totals"][0]["net"]["amount"], "480.00");
    let sheet = hired.timesheet("2027-01-11");
    let waiting = app.operator().get(&sheet).await.expect(200).body;
    assert_eq!((&waiting["status"], &waiting["invoice_id"]), (&json!("open"), &Value::Null), "its period is billed, it is not");
    let _ = app.developer(&hired.developer).post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let approved = app.client(&hired.client).post(&format!("{sheet}/approve"), json!({})).await.expect(200).body;
    assert_eq!((&approved["late"], &approved["invoice_id"]), (&json!(true), &Value::Null));
    let _ = given::approved_week(&app, &hired, "2027-02-08").await;
    app.set_clock("2027-03-01T00:05:00Z");
    let run = fire(&app, json!({ "time": "2027-03-01T00:05:00Z" })).await;
    let id = run["issued"][0].as_str().expect("an id").to_owned();
    let invoice = app.operator().get(&format!("/invoices/{id}")).await.expect(200).body;
    let lines: Vec<(bool, &str)> = invoice["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| (line["late"].as_bool().expect("a flag"), line["net"]["amount"].as_str().expect("an amount")))
        .collect();
    assert_eq!(lines, [(false, "480.00"), (true, "60.00")]);
    let sheet = app.operator().get(&sheet).await.expect(200).body;
    assert_eq!(sheet["invoice_id"], json!(id));
    let nothing = fire(&app, json!({ "time": "2027-03-02T00:05:00Z" })).await;
    assert_eq!(nothing["counts"]["issued"], 0);
}

#[tokio::test]
async fn a_submitted_week_approves_itself_before_billing_looks() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::time(&app, &hired, "2027-01-04", 480).await;
    app.set_clock("2027-01-08T00:00:00Z");
    let _ = app.developer(&hired.developer).post(&format!("{}/submit", hired.timesheet("2027-01-04")), json!({})).await.expect(200);
    app.set_clock(FEBRUARY);
    let run = fire(&app, trigger()).await;
    assert_eq!(run["counts"]["issued"], 1, "{run}");
}

#[tokio::test]
async fn the_local_day_of_the_billing_zone_decides_and_a_dry_run_tells_before() {
    // F16, F17: 1 February begins in Sydney at 13:00 UTC of the day before.
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let dry = fire(&app, json!({ "dry_run": true, "as_of": "2027-02-01" })).await;
    assert_eq!((&dry["counts"]["issued"], &dry["totals"][0]["total"]["amount"]), (&json!(1), &json!("528.00")));
    let just_before = "2027-01-31T12:59:00Z";
    app.set_clock(just_before);
    assert_eq!(fire(&app, json!({ "time": just_before })).await["counts"]["issued"], 0);
    app.set_clock("2027-01-31T13:00:30Z");
    let run = fire(&app, json!({ "time": "2027-01-31T13:00:30Z" })).await;
    assert_eq!(run["counts"]["issued"], 1);
    let invoice = invoices(&app).await.remove(0);
    assert_eq!(invoice["issued_on"], "2027-02-01");
    assert_eq!(invoice["total"]["amount"], "528.00");
}

#[tokio::test]
async fn a_dedicated_month_is_prorated_by_calendar_days() {
    // F25 C, in February of a common year.
    let app = given::app().await;
    let (client, developer) = (given::client(&app).await, given::vetted_developer(&app).await);
    let project = app.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    let offer = json!({
        "project_id": project, "role_id": "r1", "developer_id": developer, "model": "dedicated",
        "bill_rate": { "amount": "5000.00", "currency": "AUD", "per": "month" }, "pay_rate": { "amount": "100000", "currency": "INR", "per": "month" },
        "starts_on": "2027-02-12", "billing": { "time_zone": "Australia/Sydney" }
    });
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    app.set_clock("2027-03-01T00:05:00Z");
    let run = fire(&app, json!({ "time": "2027-03-01T00:05:00Z" })).await;
    assert_eq!(run["totals"][0]["net"]["amount"], "3035.71");
    let invoice = invoices(&app).await.remove(0);
    assert_eq!(invoice["lines"][0]["quantity"], json!({ "days": 17, "of_days": 28, "basis": "calendar_days" }));
}

#[tokio::test]
async fn a_team_shares_an_invoice_and_other_projects_time_stays_billable() {
    // F57
    let app = given::app().await;
    let client = given::client(&app).await;
    let mut team = Vec::new();
    for _ in 0..2 {
        let developer = given::vetted_developer(&app).await;
        let project = given::project(&app, &client).await;
        let engagement = given::offer(&app, &project, &developer).await;
        let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
        team.push(given::Hired { client: client.clone(), developer, project, engagement });
    }
    for hired in &team {
        let _ = given::approved_week(&app, hired, "2027-01-04").await;
    }
    app.set_clock(FEBRUARY);
    let first = json!({ "engagement_id": team[0].engagement, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    let alone = app.operator().post("/invoices", first).await.expect(201).body;
    assert_eq!(alone["net"]["amount"], "480.00");
    let run = fire(&app, trigger()).await;
    assert_eq!(run["totals"][0]["net"]["amount"], "480.00");
}
