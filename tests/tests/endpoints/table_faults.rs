//! What a caller meets while the table is away or busy: a 503 that says when to come back, and nothing half-written.

use std::time::Duration;

use muster_local::server::Options;
use muster_tests::bodies;
use muster_tests::given;
use muster_tests::{Caller, Reply, TableFaults, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn app() -> (TestApp, TableFaults) {
    app_that_waits(Options::default().wait).await
}

async fn app_that_waits(wait: Duration) -> (TestApp, TableFaults) {
    let faults = TableFaults::default();
    let app = TestApp::start_with(Options { interceptors: vec![faults.interceptor()], wait, ..Options::default() }).await;
    given::ready(&app).await;
    (app, faults)
}

/// Posts again and again, each time failing one call later, until no call is left to fail. Every failure must be a 503 after
/// which `untouched` holds.
async fn post_through_failures(faults: &TableFaults, caller: &Caller, path: &str, body: Value, untouched: impl AsyncFn()) -> Reply {
    for call in 1..20 {
        faults.away_at(call);
        let reply = caller.post(path, body.clone()).await;
        faults.away_at(0);
        if reply.status < 300 {
            assert!(call > 1, "no call failed");
            return reply;
        }
        let reply = reply.expect_problem(503, "unavailable");
        assert!(reply.header("retry-after").parse::<u32>().is_ok());
        assert!(!reply.text().contains("away"), "{}", reply.text());
        untouched().await;
    }
    panic!("{path} never succeeds")
}

async fn count(app: &TestApp, list: &str) -> usize {
    app.operator().get(list).await.expect(200).body["items"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_failed_registration_leaves_nothing_behind() {
    let (app, faults) = app().await;
    let operator = app.operator();
    let _ = post_through_failures(&faults, &operator, "/developers", bodies::developer(), async || {
        assert_eq!(count(&app, "/developers").await, 0);
    })
    .await;
    let _ = post_through_failures(&faults, &operator, "/clients", bodies::client(), async || {
        assert_eq!(count(&app, "/clients").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_failed_project_match_offer_or_acceptance_leaves_nothing_behind() {
    let (app, faults) = app().await;
    let (client, developer) = (given::client(&app).await, given::vetted_developer(&app).await);
    let own = app.client(&client);
    let project = post_through_failures(&faults, &own, "/projects", bodies::hourly_project(&client), async || {
        assert_eq!(count(&app, "/projects").await, 0);
    })
    .await
    .id();
    let matches = format!("/projects/{project}/matches");
    let _ = post_through_failures(&faults, &own, &matches, json!({}), async || {
        let _ = own.get(&matches).await.expect_problem(404, "not-found");
        let _ = own.get(&format!("/developers/{developer}")).await.expect_problem(404, "not-found");
    })
    .await;
    let offer = post_through_failures(&faults, &app.operator(), "/engagements", bodies::offer(&project, &developer), async || {
        assert_eq!(count(&app, "/engagements").await, 0);
        assert_eq!(count(&app, &format!("/engagements?developer_id={developer}")).await, 0);
    })
    .await
    .id();
    let path = format!("/engagements/{offer}");
    let accepted = post_through_failures(&faults, &app.developer(&developer), &format!("{path}/accept"), Value::Null, async || {
        assert_eq!(app.operator().get(&path).await.expect(200).body["status"], "offered");
        let project = app.operator().get(&format!("/projects/{project}")).await.expect(200);
        assert_eq!((&project.body["status"], &project.body["roles"][0]["filled"]), (&json!("open"), &json!([])));
    })
    .await;
    assert_eq!(accepted.body["status"], "active");
}

#[tokio::test]
async fn failed_time_and_a_failed_step_leave_nothing_behind() {
    let (app, faults) = app().await;
    let hired = given::engagement(&app).await;
    let developer = app.developer(&hired.developer);
    let body = json!({ "started_at": "2027-03-31T23:00", "ended_at": "2027-04-01T01:00" });
    let _ = post_through_failures(&faults, &developer, &hired.time_entries(), body, async || {
        assert_eq!(count(&app, &hired.time_entries()).await, 0);
        assert_eq!(count(&app, "/timesheets").await, 0);
    })
    .await;
    let sheet = hired.timesheet("2027-03-29");
    let submitted = post_through_failures(&faults, &developer, &format!("{sheet}/submit"), Value::Null, async || {
        assert_eq!(app.operator().get(&sheet).await.expect(200).body["status"], "open");
    })
    .await;
    assert_eq!(submitted.body["history"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_table_that_is_busy_for_a_moment_is_waited_for() {
    // L5
    let (app, faults) = app().await;
    faults.throttle(2);
    let id = app.operator().post("/developers", bodies::developer()).await.expect(201).id();
    faults.throttle(2);
    let _ = app.operator().get(&format!("/developers/{id}")).await.expect(200);
    assert_eq!(count(&app, "/developers").await, 1);
}

#[tokio::test]
async fn a_first_answer_that_is_found_kept_is_no_repetition() {
    // The kept reply is looked for while the handler works: held up for a moment, that finds the handler's own.
    let (app, faults) = app().await;
    for key in ["a", "b", "c", "d", "e"] {
        faults.throttle(1);
        let request = app.operator().request(Method::POST, "/developers").header("idempotency-key", key);
        let reply = Reply::of(request.json(&bodies::developer())).await.expect(201);
        assert_eq!(reply.header("idempotent-replayed"), "");
    }
    assert_eq!(count(&app, "/developers").await, 5);
}

#[tokio::test]
async fn a_table_that_stays_busy_is_told_as_busy() {
    // L5: it is tried again until shortly before the gateway would give up.
    let (app, faults) = app_that_waits(Duration::from_secs(9)).await;
    faults.throttle(i64::MAX);
    let read = app.operator().get("/sellers/sel_au").await.expect_problem(503, "unavailable");
    assert!(!read.header("retry-after").is_empty());
    let body = bodies::developer();
    let written = app.operator().post("/developers", body.clone()).await.expect_problem(503, "unavailable");
    assert!(!written.text().to_lowercase().contains("throttl"), "{}", written.text());
    faults.throttle(0);
    assert_eq!(count(&app, "/developers").await, 0);
    let _ = app.operator().post("/developers", body).await.expect(201);
}

#[tokio::test]
async fn a_record_in_someones_transaction_is_waited_for() {
    // L5: the SDK does not try this again by itself.
    let (app, faults) = app().await;
    // A developer is written in a transaction, a client alone.
    let client = format!("/clients/{}", given::client(&app).await);
    faults.conflict(3);
    let changed = app.operator().patch(&client, json!({ "name": "Ledgers" })).await.expect(200);
    assert_eq!(changed.body["name"], "Ledgers");
    assert!(!faults.conflicts(), "nothing conflicted");
}
