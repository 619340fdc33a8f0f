//! `PATCH /engagements/{engagement_id}/time-entries/{time_entry_id}`.

use muster_tests::bodies::with;
use muster_tests::{Reply, given};
use serde_json::{Value, json};

use super::{clocked, log};

#[tokio::test]
async fn a_changed_entry_keeps_its_id_and_its_old_time_is_free() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let developer = app.developer(&hired.developer);
    let body = json!({ "started_at": "2027-01-04T09:00", "ended_at": "2027-01-04T12:00", "note": "Ledger" });
    let logged = log(&app, &hired, body).await.expect(201);
    let path = format!("{}/{}", hired.time_entries(), logged.id());
    // An offset is kept to the instant: the end is given in the billing zone.
    let changed = developer.patch(&path, json!({ "ended_at": "2027-01-04T10:30" })).await.expect(200);
    assert_eq!((&changed.body["id"], &changed.body["minutes"], &changed.body["note"]), (&logged.body["id"], &json!(90), &json!("Ledger")));
    assert_eq!(changed.body["logged_at"], logged.body["logged_at"]);
    let sheet = app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200);
    assert_eq!((&sheet.body["minutes"], sheet.header("etag")), (&json!(90), changed.header("etag")));
    // What it gave up is free, what it kept is not.
    let other = log(&app, &hired, clocked("2027-01-04T10:30", "2027-01-04T12:00")).await.expect(201).id();
    let _ = developer.patch(&path, json!({ "ended_at": "2027-01-04T10:31" })).await.expect_problem(409, "time-overlaps");
    // To the other form, on another day of the week: the day it left is free, the day it came to is counted.
    let form = json!({ "started_at": null, "ended_at": null, "date": "2027-01-06", "minutes": 1440, "note": null });
    let counted = developer.patch(&path, form).await.expect(200);
    assert_eq!(
        (&counted.body["date"], &counted.body["started_at"], &counted.body["note"]),
        (&json!("2027-01-06"), &Value::Null, &Value::Null)
    );
    let _ = log(&app, &hired, clocked("2027-01-04T09:00", "2027-01-04T10:30")).await.expect(201);
    let _ = developer
        .patch(
            &format!("{}/{other}", hired.time_entries()),
            json!({ "started_at": null, "ended_at": null, "date": "2027-01-06", "minutes": 1 }),
        )
        .await
        .expect_faults(&[""]);
    // Nothing to change is no new version.
    let same = developer.patch(&path, json!({ "minutes": 1440 })).await.expect(200);
    let sheet = app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200);
    assert_eq!(same.header("etag"), sheet.header("etag"));
}

#[tokio::test]
async fn an_entry_is_changed_within_its_open_timesheet_and_to_something_that_can_be_logged() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let developer = app.developer(&hired.developer);
    let entry = log(&app, &hired, json!({ "date": "2027-01-04", "minutes": 480 })).await.expect(201);
    let path = format!("{}/{}", hired.time_entries(), entry.id());
    // Another week, another period, neither form, no minutes, more than a week's cap, and fields that are none.
    for (change, pointers) in [
        (json!({ "date": "2027-01-11" }), vec!["/date"]),
        (json!({ "date": null, "minutes": null, "started_at": "2027-01-31T22:00", "ended_at": "2027-02-01T02:00" }), vec!["/started_at"]),
        (json!({ "started_at": "2027-01-04T09:00" }), vec![""]),
        (json!({ "minutes": 0 }), vec!["/minutes"]),
        (json!({ "id": "tme_1", "logged_at": null }), vec!["/id", "/logged_at"]),
    ] {
        let _ = developer.patch(&path, change).await.expect_faults(&pointers);
    }
    let _ = developer.patch(&path, json!({ "override": true })).await.expect_problem(403, "forbidden");
    let stale = developer.request(reqwest::Method::PATCH, &path).header("if-match", "\"99\"").json(&json!({ "minutes": 60 }));
    let _ = Reply::of(stale).await.expect_problem(412, "stale-version");
    assert_eq!(app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body["minutes"], 480, "nothing of it was kept");
    let _ = developer.post(&format!("{}/submit", hired.timesheet("2027-01-04")), json!({})).await.expect(200);
    let _ = developer.patch(&path, json!({ "note": "Late" })).await.expect_problem(409, "timesheet-locked");
    let _ = developer.patch(&format!("{}/tme_1", hired.time_entries()), json!({})).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn what_the_operator_let_past_the_cap_gets_shorter_but_no_longer() {
    let app = given::app().await;
    let hired = given::engagement_with(&app, |offer| with(offer, "/weekly_cap_minutes", 600)).await;
    let (operator, developer) = (app.operator(), app.developer(&hired.developer));
    let body = json!({ "date": "2027-01-04", "minutes": 900, "override": true });
    let path = format!("{}/{}", hired.time_entries(), operator.post(&hired.time_entries(), body).await.expect(201).id());
    let shorter = developer.patch(&path, json!({ "minutes": 800, "note": "Cut-over" })).await.expect(200);
    assert_eq!(shorter.body["overridden_cap"], true);
    let _ = developer.patch(&path, json!({ "minutes": 801 })).await.expect_faults(&[""]);
    let _ = operator.patch(&path, json!({ "override": false })).await.expect_faults(&[""]);
    assert_eq!(operator.patch(&path, json!({ "minutes": 1000 })).await.expect(200).body["minutes"], 1000);
}

#[tokio::test]
async fn entries_changed_and_deleted_at_once_all_get_through() {
    let app = given::app().await;
    app.must_isolate();
    let hired = given::engagement(&app).await;
    let developer = app.developer(&hired.developer);
    let mut paths = Vec::new();
    for day in 4..=7 {
        paths.push(format!("{}/{}", hired.time_entries(), given::time(&app, &hired, &format!("2027-01-{day:02}"), 60).await.id()));
    }
    let half = json!({ "minutes": 30 });
    let (first, second, third, fourth) = tokio::join!(
        developer.patch(&paths[0], half.clone()),
        developer.patch(&paths[1], half),
        developer.delete(&paths[2]),
        developer.delete(&paths[3]),
    );
    for (reply, status) in [(first, 200), (second, 200), (third, 204), (fourth, 204)] {
        let _ = reply.expect(status);
    }
    assert_eq!(app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body["minutes"], 60);
}
