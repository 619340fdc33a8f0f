//! `…/timesheets/{start}*` and the approval queue, which `log-time` serves too.

use muster_tests::given::{self, Hired};
use muster_tests::{Caller, Reply, TestApp};
use serde_json::{Value, json};

const WEEK: &str = "2027-01-04";

/// An engagement with an open timesheet of eight hours.
async fn open(app: &TestApp) -> Hired {
    let hired = given::engagement(app).await;
    let _ = given::time(app, &hired, WEEK, 480).await;
    hired
}

async fn step(caller: &Caller, hired: &Hired, action: &str, body: Value) -> Reply {
    caller.post(&format!("{}/{action}", hired.timesheet(WEEK)), body).await
}

fn reason() -> Value {
    json!({ "reason": "Tuesday is missing" })
}

#[tokio::test]
async fn a_timesheet_goes_from_open_to_approved_and_keeps_who_and_when() {
    let app = given::app().await;
    app.set_clock("2027-01-11T00:00:00Z");
    let hired = open(&app).await;
    let (developer, client) = (app.developer(&hired.developer), app.client(&hired.client));
    let submitted = step(&developer, &hired, "submit", Value::Null).await.expect(200);
    assert_eq!(submitted.body["status"], "submitted");
    assert!(submitted.body["auto_approve_at"].is_string());
    let rejected = step(&client, &hired, "reject", reason()).await.expect(200);
    assert_eq!(rejected.body["status"], "open");
    let _ = given::time(&app, &hired, "2027-01-05", 60).await;
    let _ = step(&developer, &hired, "submit", Value::Null).await.expect(200);
    let approved = step(&client, &hired, "approve", Value::Null).await.expect(200);
    assert_eq!((&approved.body["status"], &approved.body["minutes"]), (&json!("approved"), &json!(540)));
    let reopened = step(&app.operator(), &hired, "reopen", reason()).await.expect(200);
    assert_eq!(reopened.body["status"], "open");
    let history = reopened.body["history"].as_array().expect("a history");
    assert_eq!(history.len(), 5);
    let text = reopened.text();
    for part in [hired.client.as_str(), hired.developer.as_str(), "operator", "Tuesday is missing", "2027-01-11T00:"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn a_timesheet_is_locked_once_it_is_submitted() {
    // F55
    let app = given::app().await;
    let hired = open(&app).await;
    let (developer, client) = (app.developer(&hired.developer), app.client(&hired.client));
    let entry = developer.get(&hired.time_entries()).await.expect(200).body["items"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("{}/{entry}", hired.time_entries());
    for status in ["submitted", "approved"] {
        if status == "submitted" {
            let _ = step(&developer, &hired, "submit", Value::Null).await.expect(200);
        } else {
            let _ = step(&client, &hired, "approve", Value::Null).await.expect(200);
        }
        for caller in [&developer, &app.operator()] {
            let add = caller.post(&hired.time_entries(), json!({ "date": "2027-01-05", "minutes": 60 })).await;
            assert!(add.expect_problem(409, "timesheet-locked").text().contains(status));
            let _ = caller.delete(&path).await.expect_problem(409, "timesheet-locked");
        }
        assert_eq!(client.get(&hired.timesheet(WEEK)).await.expect(200).body["minutes"], 480);
    }
    let _ = step(&app.operator(), &hired, "reopen", reason()).await.expect(200);
    let _ = developer.delete(&path).await.expect(204);
}

#[tokio::test]
async fn a_step_out_of_order_is_a_conflict_that_names_the_state() {
    let app = given::app().await;
    let hired = open(&app).await;
    let operator = app.operator();
    let refused = |reply: Reply, state: &str| assert!(reply.expect_problem(409, "wrong-state").text().contains(state));
    refused(step(&operator, &hired, "approve", Value::Null).await, "open");
    refused(step(&operator, &hired, "reject", reason()).await, "open");
    refused(step(&operator, &hired, "reopen", reason()).await, "open");
    let _ = step(&operator, &hired, "submit", Value::Null).await.expect(200);
    refused(step(&operator, &hired, "submit", Value::Null).await, "submitted");
    let _ = step(&operator, &hired, "approve", Value::Null).await.expect(200);
    refused(step(&operator, &hired, "reject", reason()).await, "approved");
    refused(step(&operator, &hired, "approve", Value::Null).await, "approved");
}

#[tokio::test]
async fn rejecting_and_reopening_need_a_reason() {
    let app = given::app().await;
    let hired = open(&app).await;
    let _ = step(&app.operator(), &hired, "submit", Value::Null).await.expect(200);
    for action in ["reject", "reopen"] {
        let _ = step(&app.operator(), &hired, action, json!({})).await.expect_faults(&["/reason"]);
        let _ = step(&app.operator(), &hired, action, json!({ "reason": " " })).await.expect_faults(&["/reason"]);
    }
    assert_eq!(app.operator().get(&hired.timesheet(WEEK)).await.expect(200).body["status"], "submitted");
}

#[tokio::test]
async fn an_unanswered_timesheet_approves_itself_when_its_days_are_over() {
    let app = given::app().await;
    app.set_clock("2027-01-11T01:00:00Z");
    let hired = open(&app).await;
    let submitted = step(&app.developer(&hired.developer), &hired, "submit", Value::Null).await.expect(200);
    // Seven days after Monday 11 January, at midnight in Sydney.
    assert_eq!(submitted.body["auto_approve_at"], "2027-01-17T13:00:00Z");
    let status = || async { app.client(&hired.client).get(&hired.timesheet(WEEK)).await.expect(200).body["status"].clone() };
    app.set_clock("2027-01-17T12:58:00Z");
    assert_eq!(status().await, "submitted");
    app.set_clock("2027-01-17T13:00:01Z");
    assert_eq!(status().await, "approved");
    let queue = app.operator().get("/timesheets?status=submitted").await.expect(200);
    assert_eq!(queue.body["items"], json!([]));
    let reply = step(&app.client(&hired.client), &hired, "reject", reason()).await.expect_problem(409, "wrong-state");
    assert!(reply.text().contains("approved"));
    let add = app.developer(&hired.developer).post(&hired.time_entries(), json!({ "date": "2027-01-05", "minutes": 60 })).await;
    assert!(add.expect_problem(409, "timesheet-locked").text().contains("approved"));
}

#[tokio::test]
async fn the_queue_shows_what_waits_for_whom() {
    let app = given::app().await;
    let (one, other) = (open(&app).await, open(&app).await);
    let _ = given::time(&app, &one, "2027-01-11", 60).await;
    let _ = given::approved_week(&app, &other, "2027-01-18").await;
    let _ = step(&app.developer(&one.developer), &one, "submit", Value::Null).await.expect(200);
    let count = |reply: Reply| reply.expect(200).body["items"].as_array().map_or(0, Vec::len);
    let operator = app.operator();
    for (query, expected) in [
        ("", 4),
        ("?status=submitted", 1),
        ("?status=open", 2),
        ("?status=approved", 1),
        ("?status=invoiced", 0),
        ("?week_start=2027-01-04", 2),
        ("?week_start=2027-01-04&status=submitted", 1),
    ] {
        assert_eq!(count(operator.get(&format!("/timesheets{query}")).await), expected, "{query}");
    }
    assert_eq!(count(operator.get(&format!("/timesheets?client_id={}", one.client)).await), 2);
    assert_eq!(count(operator.get(&format!("/timesheets?developer_id={}&status=open", one.developer)).await), 1);
    assert_eq!(count(app.client(&one.client).get("/timesheets?status=submitted").await), 1);
    assert_eq!(count(app.client(&other.client).get("/timesheets?status=submitted").await), 0);
    assert_eq!(count(app.developer(&other.developer).get("/timesheets").await), 2);
    let _ = app.client(&one.client).get(&format!("/timesheets?client_id={}", other.client)).await.expect_problem(404, "not-found");
    let _ = operator.get("/timesheets?status=lost&week_start=monday").await.expect_faults(&["/status", "/week_start"]);
}
