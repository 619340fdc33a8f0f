//! Billing terms that change: `POST /engagements/{engagement_id}/billing`.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

use crate::fire;

/// Runs at each of some instants; the days and net amounts of the invoices there are then, oldest first.
async fn billed(app: &TestApp, instants: &[&str]) -> Vec<(String, String, String)> {
    for at in instants {
        app.set_clock(at);
        let _ = fire(app, json!({ "time": at })).await;
    }
    let (invoices, _) = given::all_pages(&app.operator(), "/invoices").await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = invoices
        .iter()
        .map(|invoice| (text(&invoice["period"]["from"]), text(&invoice["period"]["to"]), text(&invoice["net"]["amount"])))
        .collect();
    all.sort();
    all
}

fn row(from: &str, to: &str, net: &str) -> (String, String, String) {
    (from.to_owned(), to.to_owned(), net.to_owned())
}

#[tokio::test]
async fn another_anchor_day_makes_one_short_period_that_costs_its_part() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let change = json!({ "effective_from": "2027-03-01", "billing": { "anchor_day": 15 } });
    let changed = app.operator().post(&format!("{}/billing", hired.path()), change).await.expect(200).body;
    assert_eq!((&changed["billing"]["anchor_day"], &changed["billing_changes"][0]["effective_from"]), (&json!(15), &json!("2027-01-01")));
    assert_eq!(changed["billing_changes"][1]["effective_from"], "2027-03-01");
    let instants = ["2027-02-01T00:05:00Z", "2027-03-01T00:05:00Z", "2027-03-15T00:05:00Z", "2027-04-15T00:05:00Z"];
    // 14 of the 28 days from 15 February to 14 March.
    let expected = [
        row("2027-01-01", "2027-01-31", "5000.00"),
        row("2027-02-01", "2027-02-28", "5000.00"),
        row("2027-03-01", "2027-03-14", "2500.00"),
        row("2027-03-15", "2027-04-14", "5000.00"),
    ];
    assert_eq!(billed(&app, &instants).await, expected);
    // What was billed stays as it is when an earlier day turns out to be paused: the credit is by the terms of that day.
    let _ = app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-03-08" })).await.expect(200);
    let _ = app.operator().post(&format!("{}/resume", hired.path()), json!({ "on": "2027-03-15" })).await.expect(200);
    let after = billed(&app, &["2027-05-15T00:05:00Z"]).await;
    assert_eq!(after.last(), Some(&row("2027-04-15", "2027-05-14", "3750.00")), "less 7 of 28 days");
}

#[tokio::test]
async fn from_arrears_to_advance_nothing_is_billed_twice_or_missed() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let change = json!({ "effective_from": "2027-02-01", "billing": { "timing": "advance" } });
    let _ = app.operator().post(&format!("{}/billing", hired.path()), change).await.expect(200);
    let expected = [row("2027-01-01", "2027-01-31", "5000.00"), row("2027-02-01", "2027-02-28", "5000.00")];
    assert_eq!(billed(&app, &["2027-02-01T00:05:00Z"]).await, expected);
}

#[tokio::test]
async fn a_month_of_time_becomes_weeks_and_every_minute_is_billed_once() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let change = json!({ "effective_from": "2027-02-01", "billing": { "cycle": "weekly", "anchor_day": 3 } });
    let path = format!("{}/billing", hired.path());
    // Time of a week that another timesheet would hold then is in the way.
    let entry = given::time(&app, &hired, "2027-02-04", 60).await.id();
    let refused = app.operator().post(&path, change.clone()).await.expect_problem(409, "time-logged");
    assert!(refused.text().contains(&entry), "{}", refused.text());
    let _ = app.developer(&hired.developer).delete(&format!("{}/{entry}", hired.time_entries())).await.expect(204);
    let _ = app.operator().post(&path, change).await.expect(200);
    let logged = given::time(&app, &hired, "2027-02-04", 60).await;
    assert_eq!(logged.body["timesheet"], "2027-02-03", "the week is parted on Wednesday");
    for (day, sheet) in [("2027-01-29", "2027-01-25"), ("2027-02-02", "2027-02-01"), ("2027-02-09", "2027-02-08")] {
        assert_eq!(given::time(&app, &hired, day, 60).await.body["timesheet"], sheet);
    }
    for sheet in ["2027-01-25", "2027-02-01", "2027-02-03", "2027-02-08"] {
        let path = hired.timesheet(sheet);
        let _ = app.developer(&hired.developer).post(&format!("{path}/submit"), json!({})).await.expect(200);
        let _ = app.client(&hired.client).post(&format!("{path}/approve"), json!({})).await.expect(200);
    }
    let expected =
        [row("2027-01-04", "2027-01-31", "60.00"), row("2027-02-01", "2027-02-02", "60.00"), row("2027-02-03", "2027-02-09", "120.00")];
    assert_eq!(billed(&app, &["2027-02-01T00:05:00Z", "2027-02-03T00:05:00Z", "2027-02-10T00:05:00Z"]).await, expected);
}

#[tokio::test]
async fn terms_change_with_a_period_that_is_not_billed_and_in_the_same_zone() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let path = format!("{}/billing", hired.path());
    for (change, pointers) in [
        (json!({ "effective_from": "2027-02-02", "billing": {} }), vec!["/effective_from"]),
        (json!({ "effective_from": "2027-01-01", "billing": {} }), vec!["/effective_from"]),
        (
            json!({ "effective_from": "2027-02-01", "billing": { "cycle": "weekly", "anchor_day": 9 } }),
            vec!["/billing/anchor_day", "/billing/cycle"],
        ),
        (json!({ "effective_from": "2027-02-01", "billing": { "time_zone": "Asia/Kolkata" } }), vec!["/billing/time_zone"]),
        (json!({ "effective_from": "2027-02-01", "billing": { "anchor_day": 15, "proration": "none" } }), vec!["/effective_from"]),
    ] {
        let _ = app.operator().post(&path, change).await.expect_faults(&pointers);
    }
    // Agreed anew for the same day before it comes; the first version never held.
    let _ = app.operator().post(&path, json!({ "effective_from": "2027-03-01", "billing": { "anchor_day": 15 } })).await.expect(200);
    let _ = app.operator().post(&path, json!({ "effective_from": "2027-02-01", "billing": {} })).await.expect_faults(&["/effective_from"]);
    let again =
        app.operator().post(&path, json!({ "effective_from": "2027-03-01", "billing": { "anchor_day": 10 } })).await.expect(200).body;
    let changes: Vec<&Value> =
        again["billing_changes"].as_array().expect("changes").iter().map(|change| &change["billing"]["anchor_day"]).collect();
    assert_eq!(changes, [1, 10]);
    let _ = billed(&app, &["2027-02-01T00:05:00Z", "2027-03-10T00:05:00Z"]).await;
    let _ = app.operator().post(&path, json!({ "effective_from": "2027-03-10", "billing": {} })).await.expect(200);
    let _ = billed(&app, &["2027-04-10T00:05:00Z"]).await;
    let late = json!({ "effective_from": "2027-03-10", "billing": { "grace_days": 3 } });
    let _ = app.operator().post(&path, late).await.expect_problem(409, "wrong-state");
    let weekly = given::engagement_with(&app, |offer| bodies::with(offer, "/billing/cycle", "weekly")).await;
    let monthly = json!({ "effective_from": "2027-05-05", "billing": {} });
    let _ = app.operator().post(&format!("{}/billing", weekly.path()), monthly).await.expect_faults(&["/effective_from"]);
}
