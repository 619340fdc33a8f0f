//! `/engagements/{engagement_id}/time-entries*`.

mod change;

use muster_tests::bodies::with;
use muster_tests::given::{self, Hired};
use muster_tests::{Reply, TestApp};
use serde_json::{Value, json};

/// The developer logs time.
async fn log(app: &TestApp, hired: &Hired, body: Value) -> Reply {
    app.developer(&hired.developer).post(&hired.time_entries(), body).await
}

fn clocked(from: &str, to: &str) -> Value {
    json!({ "started_at": from, "ended_at": to })
}

#[tokio::test]
async fn time_is_logged_by_the_clock_or_by_the_day() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let body = json!({ "started_at": "2027-01-04T09:00+11:00", "ended_at": "2027-01-04T12:30+11:00", "note": "Refunds\nand retries" });
    let clock = log(&app, &hired, body).await.expect(201);
    assert_eq!(clock.body["minutes"], 210);
    assert_eq!(clock.body["date"], "2027-01-04");
    assert_eq!(clock.body["started_at"], "2027-01-03T22:00:00Z");
    assert_eq!(clock.body["note"], "Refunds\nand retries");
    assert_eq!(clock.header("location"), hired.timesheet("2027-01-04"));
    let day = log(&app, &hired, json!({ "date": "2027-01-05", "minutes": 480 })).await.expect(201);
    assert_eq!(day.body["timesheet"], "2027-01-04");
    assert_eq!(day.body["started_at"], Value::Null);
    let sheet = app.client(&hired.client).get(&hired.timesheet("2027-01-04")).await.expect(200);
    assert_eq!(sheet.body["minutes"], 690);
    assert_eq!(sheet.body["status"], "open");
    assert_eq!(sheet.body["start"], "2027-01-04");
    assert_eq!(sheet.body["end"], "2027-01-10");
}

#[tokio::test]
async fn a_time_without_an_offset_is_one_of_the_billing_zone() {
    // F14
    let app = given::app().await;
    let hired = given::engagement_with(&app, |offer| with(offer, "/weekly_cap_minutes", 10_080)).await;
    let plain = log(&app, &hired, clocked("2027-01-04T09:00", "2027-01-04T10:00")).await.expect(201);
    assert_eq!(plain.body["started_at"], "2027-01-03T22:00:00Z");
    // Sydney's clocks go back on 4 April 2027 and forward on 3 October 2027.
    for (day, minutes) in [("2027-04-04", 420), ("2027-10-03", 300)] {
        let reply = log(&app, &hired, clocked(&format!("{day}T00:00"), &format!("{day}T06:00"))).await.expect(201);
        assert_eq!(reply.body["minutes"], minutes);
    }
}

#[tokio::test]
async fn a_local_time_that_is_skipped_or_repeated_is_refused_with_its_readings() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let skipped = log(&app, &hired, clocked("2027-10-03T02:30", "2027-10-03T05:00")).await.expect_faults(&["/started_at"]);
    for reading in ["2027-10-03T02:30+10:00", "2027-10-03T02:30+11:00"] {
        assert!(skipped.text().contains(reading), "{}", skipped.text());
    }
    let repeated = log(&app, &hired, clocked("2027-04-04T01:00", "2027-04-04T02:30")).await.expect_faults(&["/ended_at"]);
    for reading in ["2027-04-04T02:30+11:00", "2027-04-04T02:30+10:00"] {
        assert!(repeated.text().contains(reading), "{}", repeated.text());
    }
    let both = log(&app, &hired, clocked("2027-10-03T02:30", "2027-04-04T02:30")).await.expect_faults(&["/started_at", "/ended_at"]);
    assert!(both.text().contains("+10:00"));
    let one = log(&app, &hired, clocked("2027-04-04T01:00", "2027-04-04T02:30+10:00")).await.expect(201);
    assert_eq!(one.body["minutes"], 150);
}

#[tokio::test]
async fn work_over_midnight_counts_to_the_day_it_starts() {
    // F20
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let night = log(&app, &hired, clocked("2027-01-05T22:00", "2027-01-06T02:00")).await.expect(201);
    assert_eq!((&night.body["date"], &night.body["minutes"]), (&json!("2027-01-05"), &json!(240)));
    assert_eq!(night.body["continuation"], Value::Null);
    // The week's end splits nothing either.
    let sunday = log(&app, &hired, clocked("2027-01-10T22:00", "2027-01-11T02:00")).await.expect(201);
    assert_eq!((&sunday.body["timesheet"], &sunday.body["minutes"]), (&json!("2027-01-04"), &json!(240)));
}

#[tokio::test]
async fn work_over_the_months_end_is_two_entries_in_two_timesheets() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let reply = log(&app, &hired, clocked("2027-03-31T23:00", "2027-04-01T01:30")).await.expect(201);
    assert_eq!((&reply.body["timesheet"], &reply.body["minutes"]), (&json!("2027-03-29"), &json!(60)));
    let rest = &reply.body["continuation"];
    assert_eq!((&rest["timesheet"], &rest["date"], &rest["minutes"]), (&json!("2027-04-01"), &json!("2027-04-01"), &json!(90)));
    let march = app.operator().get(&hired.timesheet("2027-03-29")).await.expect(200);
    assert_eq!((&march.body["end"], &march.body["minutes"]), (&json!("2027-03-31"), &json!(60)));
    let april = app.operator().get(&hired.timesheet("2027-04-01")).await.expect(200);
    assert_eq!((&april.body["end"], &april.body["minutes"]), (&json!("2027-04-04"), &json!(90)));
    let _ = app.operator().get(&hired.timesheet("2027-03-30")).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn a_developer_is_in_one_place_at_a_time_over_all_engagements() {
    let app = given::app().await;
    let hired = given::engagement_with(&app, |offer| with(offer, "/hours_per_week", 20)).await;
    let project = given::project(&app, &hired.client).await;
    let offer = with(muster_tests::bodies::offer(&project, &hired.developer), "/hours_per_week", 20);
    let second = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&hired.developer).post(&format!("/engagements/{second}/accept"), Value::Null).await.expect(200);
    let second = Hired { engagement: second, project, ..hired.clone() };
    let first = log(&app, &hired, clocked("2027-01-04T09:00", "2027-01-04T12:00")).await.expect(201);
    let same = log(&app, &hired, clocked("2027-01-04T11:59", "2027-01-04T13:00")).await.expect_problem(409, "time-overlaps");
    assert!(same.text().contains(&first.id()));
    let _ = log(&app, &second, clocked("2027-01-04T08:00", "2027-01-04T09:01")).await.expect_problem(409, "time-overlaps");
    let _ = app.operator().get(&second.timesheet("2027-01-04")).await.expect_problem(404, "not-found");
    let _ = log(&app, &second, clocked("2027-01-04T12:00", "2027-01-04T13:00")).await.expect(201);
    let _ = log(&app, &second, clocked("2027-01-04T08:00", "2027-01-04T09:00")).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_overlapping_entries_at_once_one_is_kept() {
    let app = given::app().await;
    app.must_isolate();
    let hired = given::engagement(&app).await;
    let attempts = (0..6).map(|_| {
        let (caller, path) = (app.developer(&hired.developer), hired.time_entries());
        async move { caller.post(&path, clocked("2027-01-04T09:00", "2027-01-04T12:00")).await.status }
    });
    let mut statuses = given::at_once(attempts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[201].as_slice(), &[409; 5]].concat());
    assert_eq!(app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body["minutes"], 180);
}

#[tokio::test]
async fn the_weekly_cap_holds_over_both_halves_of_a_split_week() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::time(&app, &hired, "2027-03-30", 1_200).await;
    let _ = given::time(&app, &hired, "2027-04-01", 1_200).await;
    let over = json!({ "date": "2027-04-02", "minutes": 1 });
    let refused = log(&app, &hired, over.clone()).await.expect_faults(&[""]);
    assert!(refused.text().contains("2401") && refused.text().contains("2400"), "{}", refused.text());
    let _ = log(&app, &hired, with(over.clone(), "/override", true)).await.expect_problem(403, "forbidden");
    let allowed = app.operator().post(&hired.time_entries(), with(over, "/override", true)).await.expect(201);
    assert_eq!(allowed.body["overridden_cap"], true);
    let _ = given::time(&app, &hired, "2027-04-05", 1_200).await;
}

#[tokio::test]
async fn time_outside_the_engagement_or_before_it_is_active_is_refused() {
    let app = given::app().await;
    let hired = given::engagement_with(&app, |offer| with(offer, "/ends_on", "2027-02-26")).await;
    for date in ["2027-01-03", "2027-02-27"] {
        let _ = log(&app, &hired, json!({ "date": date, "minutes": 60 })).await.expect_faults(&[""]);
    }
    let _ = given::time(&app, &hired, "2027-02-26", 60).await;
    let project = given::project(&app, &hired.client).await;
    let other = given::vetted_developer(&app).await;
    let engagement = given::offer(&app, &project, &other).await;
    let path = format!("/engagements/{engagement}/time-entries");
    let body = json!({ "date": "2027-01-04", "minutes": 60 });
    let _ = app.developer(&other).post(&path, body).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn each_bad_entry_is_refused_at_its_place() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let rows: [(Value, &[&str]); 14] = [
        (json!({}), &[""]),
        (json!({ "date": "2027-01-04" }), &[""]),
        (json!({ "date": "2027-01-04", "minutes": 60, "started_at": "2027-01-04T09:00" }), &[""]),
        (json!({ "date": "2027-02-30", "minutes": 0 }), &["/date", "/minutes"]),
        (json!({ "date": "2027-01-04", "minutes": 1_441 }), &["/minutes"]),
        (json!({ "date": "2027-01-04", "minutes": 90.5 }), &["/minutes"]),
        (json!({ "date": "2027-01-04", "minutes": "90" }), &["/minutes"]),
        (clocked("2027-01-04T09:00:30", "2027-01-04T10:00"), &["/started_at"]),
        (clocked("2027-01-04 09:00", "noon"), &["/started_at", "/ended_at"]),
        (clocked("2027-01-04T10:00", "2027-01-04T09:00"), &["/ended_at"]),
        (clocked("2027-01-04T10:00", "2027-01-04T10:00"), &["/ended_at"]),
        (clocked("2027-01-04T10:00", "2027-01-05T10:01"), &[""]),
        (json!({ "date": "2027-01-04", "minutes": 60, "note": "x".repeat(1_001) }), &["/note"]),
        (json!({ "date": "2027-01-04", "minutes": 60, "developer_id": hired.developer }), &["/developer_id"]), // F61
    ];
    for (body, pointers) in rows {
        let _ = log(&app, &hired, body).await.expect_faults(pointers);
    }
    let listed = app.developer(&hired.developer).get(&hired.time_entries()).await.expect(200);
    assert_eq!(listed.body, json!({ "items": [], "next_cursor": null }));
}

#[tokio::test]
async fn time_on_another_developers_engagement_is_not_found_and_not_written() {
    // F61
    let app = given::app().await;
    let (hired, other) = (given::engagement(&app).await, given::engagement(&app).await);
    let body = json!({ "date": "2027-01-04", "minutes": 60 });
    let _ = app.developer(&other.developer).post(&hired.time_entries(), body).await.expect_problem(404, "not-found");
    assert_eq!(app.operator().get(&hired.time_entries()).await.expect(200).body["items"], json!([]));
    assert_eq!(app.operator().get("/timesheets").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn a_deleted_entry_frees_its_time() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let entry = log(&app, &hired, clocked("2027-01-04T09:00", "2027-01-04T12:00")).await.expect(201).id();
    let path = format!("{}/{entry}", hired.time_entries());
    let _ = app.developer(&hired.developer).delete(&path).await.expect(204);
    let _ = app.developer(&hired.developer).delete(&path).await.expect_problem(404, "not-found");
    assert_eq!(app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body["minutes"], 0);
    let _ = log(&app, &hired, clocked("2027-01-04T10:00", "2027-01-04T11:00")).await.expect(201);
    let _ = app.developer(&hired.developer).delete(&format!("{}/tme_1", hired.time_entries())).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn the_entries_of_an_engagement_are_paged_each_once() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let mut logged = Vec::new();
    for day in 4..=29 {
        logged.push(given::time(&app, &hired, &format!("2027-01-{day:02}"), 60).await.id());
    }
    for limit in [1, 4, 100] {
        let (items, _) = given::all_pages(&app.client(&hired.client), &format!("{}?limit={limit}", hired.time_entries())).await;
        let mut found: Vec<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
        found.sort_unstable();
        let mut all = logged.clone();
        all.sort_unstable();
        assert_eq!(found, all, "page size {limit}");
    }
}
