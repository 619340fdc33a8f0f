//! `/engagements/{id}/pause|resume|end`: which step leads where, what it takes away, and who may take it.

use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

fn ending(ends_on: &str) -> Value {
    json!({ "ends_on": ends_on, "reason": "The project is done." })
}

async fn status(app: &TestApp, hired: &given::Hired) -> Value {
    app.operator().get(&hired.path()).await.expect(200).body["status"].clone()
}

#[tokio::test]
async fn a_pause_takes_effect_with_its_day_and_stays_known_after_it() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    app.set_clock("2027-01-10T00:00:00Z");
    let path = hired.path();
    let paused = app.operator().post(&format!("{path}/pause"), json!({ "from": "2027-01-18", "reason": "Code freeze" })).await.expect(200);
    assert_eq!(paused.body["status"], "active");
    // Midnight in Sydney.
    app.set_clock("2027-01-17T13:00:00Z");
    assert_eq!(status(&app, &hired).await, "paused");
    let listed = app.client(&hired.client).get("/engagements?status=paused").await.expect(200);
    assert_eq!(listed.body["items"][0]["id"], hired.engagement);
    let again = app.operator().post(&format!("{path}/pause"), json!({ "from": "2027-01-20" })).await.expect_problem(409, "wrong-state");
    assert!(again.text().contains("paused"));
    let entry = |date: &str| json!({ "date": date, "minutes": 60 });
    let developer = app.developer(&hired.developer);
    assert!(developer.post(&hired.time_entries(), entry("2027-01-19")).await.expect_faults(&[""]).text().contains("paused on 2027-01-19"));
    let _ = developer.post(&hired.time_entries(), entry("2027-01-15")).await.expect(201);
    let resumed = app.operator().post(&format!("{path}/resume"), json!({ "on": "2027-01-25" })).await.expect(200);
    assert_eq!(resumed.body["status"], "paused");
    assert_eq!(resumed.body["pauses"], json!([{ "from": "2027-01-18", "to": "2027-01-24", "reason": "Code freeze" }]));
    app.set_clock("2027-01-24T13:00:00Z");
    assert_eq!(status(&app, &hired).await, "active");
    let _ = developer.post(&hired.time_entries(), entry("2027-01-25")).await.expect(201);
    let _ = app.operator().post(&format!("{path}/resume"), json!({ "on": "2027-01-26" })).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn days_with_time_are_not_taken_away() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let (first, second) = (given::time(&app, &hired, "2027-01-14", 90).await.id(), given::time(&app, &hired, "2027-01-20", 60).await.id());
    app.set_clock("2027-01-22T00:00:00Z");
    let path = hired.path();
    let reply = app.operator().post(&format!("{path}/end"), ending("2027-01-13")).await.expect_problem(409, "time-logged");
    assert!(reply.text().contains(&first) && reply.text().contains(&second) && reply.text().contains("2027-01-20"), "{}", reply.text());
    let reply = app.operator().post(&format!("{path}/pause"), json!({ "from": "2027-01-15" })).await.expect_problem(409, "time-logged");
    assert!(!reply.text().contains(&first) && reply.text().contains(&second), "{}", reply.text());
    assert_eq!(status(&app, &hired).await, "active");
    let ended = app.operator().post(&format!("{path}/end"), ending("2027-01-20")).await.expect(200);
    assert_eq!((&ended.body["status"], &ended.body["ends_on"]), (&json!("ended"), &json!("2027-01-20")));
    assert_eq!(ended.body["ending"]["initiated_by"], "operator");
}

#[tokio::test]
async fn a_client_keeps_the_notice_and_the_operator_need_not() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    app.set_clock("2027-02-01T00:00:00Z");
    let (client, path) = (app.client(&hired.client), format!("{}/end", hired.path()));
    let short = client.post(&path, ending("2027-02-14")).await.expect_faults(&["/ends_on"]);
    assert!(short.text().contains("2027-02-15"), "{}", short.text());
    let _ = client.post(&path, with(ending("2027-03-01"), "/initiated_by", "developer")).await.expect_faults(&["/initiated_by"]);
    let agreed = client.post(&path, ending("2027-03-01")).await.expect(200);
    assert_eq!((&agreed.body["status"], &agreed.body["ending"]["initiated_by"]), (&json!("active"), &json!("client")));
    let _ = client.post(&path, ending("2027-03-02")).await.expect_faults(&["/ends_on"]);
    let brought = app.operator().post(&path, with(ending("2027-02-03"), "/initiated_by", "developer")).await.expect(200);
    assert_eq!(brought.body["ending"]["initiated_by"], "developer");
    app.set_clock("2027-02-03T13:00:00Z");
    assert_eq!(status(&app, &hired).await, "ended");
    let over = client.post(&path, ending("2027-02-02")).await.expect_problem(409, "wrong-state");
    assert!(over.text().contains("ended"));
    let _ =
        app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-02-02" })).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn bad_days_are_refused_at_their_place() {
    let app = given::app().await;
    let hired = given::engagement_with(&app, |offer| with(offer, "/ends_on", "2027-06-30")).await;
    let rows = [
        ("pause", json!({ "from": "2027-01-03" }), "/from"),
        ("pause", json!({ "from": "2027-07-01" }), "/from"),
        ("pause", json!({ "from": "2027-02-30" }), "/from"),
        ("pause", json!({ "since": "2027-02-01", "from": "2027-02-01" }), "/since"),
        ("end", ending("2027-01-02"), "/ends_on"),
        ("end", ending("2027-07-01"), "/ends_on"),
        ("end", json!({ "ends_on": "2027-05-31" }), "/reason"),
        ("end", with(ending("2027-05-31"), "/initiated_by", "nobody"), "/initiated_by"),
    ];
    for (action, body, pointer) in rows {
        let _ = app.operator().post(&format!("{}/{action}", hired.path()), body).await.expect_faults(&[pointer]);
    }
    let _ = app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-02-01" })).await.expect(200);
    for on in ["2027-02-01", "2027-07-01"] {
        let _ = app.operator().post(&format!("{}/resume", hired.path()), json!({ "on": on })).await.expect_faults(&["/on"]);
    }
}

#[tokio::test]
async fn a_seat_that_is_left_is_free_from_the_day_after_and_keeps_its_history() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let project = format!("/projects/{}", hired.project);
    let _ = app.operator().post(&format!("{}/end", hired.path()), ending("2027-01-31")).await.expect(200);
    let open = app.client(&hired.client).get(&project).await.expect(200).body;
    let left = json!([{ "engagement_id": hired.engagement, "developer_id": hired.developer, "ended_on": "2027-01-31" }]);
    assert_eq!((&open["status"], &open["roles"][0]["filled"], &open["roles"][0]["former"]), (&json!("open"), &json!([]), &left));
    let other = given::vetted_developer(&app).await;
    let offer = async |starts_on: &str| {
        let body = with(bodies::offer(&hired.project, &other), "/starts_on", starts_on);
        let id = app.operator().post("/engagements", body).await.expect(201).id();
        app.developer(&other).post(&format!("/engagements/{id}/accept"), json!({})).await
    };
    let _ = offer("2027-01-31").await.expect_problem(409, "overbooked");
    let _ = offer("2027-02-01").await.expect(200);
    let staffed = app.client(&hired.client).get(&project).await.expect(200).body;
    assert_eq!((&staffed["status"], &staffed["roles"][0]["former"]), (&json!("staffed"), &left));
    assert_eq!(staffed["roles"][0]["filled"][0]["developer_id"], other);
    // The developer who left has the hours free again.
    let second = given::project(&app, &hired.client).await;
    let next = with(bodies::offer(&second, &hired.developer), "/starts_on", "2027-02-01");
    let next = app.operator().post("/engagements", next).await.expect(201).id();
    let _ = app.developer(&hired.developer).post(&format!("/engagements/{next}/accept"), json!({})).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn time_and_a_pause_at_once_never_meet_on_a_day() {
    let app = std::sync::Arc::new(given::app().await);
    app.must_isolate();
    if !app.may_race() {
        return;
    }
    for day in ["2027-01-11", "2027-01-19"] {
        let hired = given::engagement(&app).await;
        let (logs, rests) = (hired.clone(), hired.clone());
        let (one, other) = (app.clone(), app.clone());
        let log = async move {
            let body = json!({ "date": day, "minutes": 60 });
            one.developer(&logs.developer).post(&logs.time_entries(), body).await.status
        };
        let rest = async move { other.operator().post(&format!("{}/pause", rests.path()), json!({ "from": "2027-01-11" })).await.status };
        let (logged, paused) = tokio::join!(tokio::spawn(log), tokio::spawn(rest));
        let outcome = (logged.expect("it ends"), paused.expect("it ends"));
        assert!([(201, 409), (422, 200)].contains(&outcome), "{outcome:?}");
    }
}
