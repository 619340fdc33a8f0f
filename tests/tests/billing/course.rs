//! What pauses and ends do to the bills of a dedicated engagement.

use crate::fire;
use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

async fn run_at(app: &TestApp, time: &str) -> Value {
    app.set_clock(time);
    fire(app, json!({ "time": time })).await
}

/// Kind, quantity and net of the lines of an invoice.
async fn lines(app: &TestApp, run: &Value) -> Vec<(Value, Value, Value)> {
    let id = run["issued"][0].as_str().unwrap_or_else(|| panic!("an invoice in {run}"));
    let invoice = app.operator().get(&format!("/invoices/{id}")).await.expect(200).body;
    let lines = invoice["lines"].as_array().expect("lines");
    lines.iter().map(|line| (line["kind"].clone(), line["quantity"].clone(), line["net"]["amount"].clone())).collect()
}

#[tokio::test]
async fn a_pause_over_billed_days_is_credited_on_the_next_invoice() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let _ = run_at(&app, "2027-02-01T00:05:00Z").await;
    let pause = app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-01-16" })).await.expect(200);
    assert_eq!(pause.body["status"], "paused");
    let _ = app.operator().post(&format!("{}/resume", hired.path()), json!({ "on": "2027-01-26" })).await.expect(200);
    let soon = run_at(&app, "2027-02-01T00:20:00Z").await;
    assert_eq!(soon["counts"]["issued"], 0, "the next invoice is the one that bears it");
    let run = run_at(&app, "2027-03-01T00:05:00Z").await;
    let of = |days: i32, of_days: u32| json!({ "days": days, "of_days": of_days, "basis": "calendar_days" });
    let expected = [(json!("fee"), of(28, 28), json!("5000.00")), (json!("adjustment"), of(-10, 31), json!("-1612.90"))];
    assert_eq!(lines(&app, &run).await, expected);
    assert_eq!(run["totals"][0]["net"]["amount"], "3387.10");
    let html = app.operator().get(&format!("/invoices/{}/html", run["issued"][0].as_str().expect("an id"))).await.expect(200);
    assert!(html.text().contains("−10 of 31 days"));
}

#[tokio::test]
async fn a_paused_engagement_says_so_and_is_billed_for_its_days() {
    // F36
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let _ = app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-01-11" })).await.expect(200);
    let run = run_at(&app, "2027-02-01T00:05:00Z").await;
    assert_eq!(run["totals"][0]["net"]["amount"], "1612.90");
    let run = run_at(&app, "2027-03-01T00:05:00Z").await;
    assert_eq!(run["skipped"][0], json!({ "engagement_id": hired.engagement, "reason": "paused", "detail": null }));
}

#[tokio::test]
async fn an_end_bills_the_days_up_to_it_and_then_nothing_more() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let _ = run_at(&app, "2027-02-01T00:05:00Z").await;
    let end = json!({ "ends_on": "2027-02-14", "reason": "Done.", "initiated_by": "client" });
    let _ = app.operator().post(&format!("{}/end", hired.path()), end).await.expect(200);
    let run = run_at(&app, "2027-02-14T13:00:00Z").await;
    assert_eq!(run["totals"][0]["net"]["amount"], "2500.00");
    let engagement = app.operator().get(&hired.path()).await.expect(200).body;
    assert_eq!((&engagement["status"], &engagement["next_billing_at"]), (&json!("ended"), &Value::Null));
    assert_eq!(run_at(&app, "2027-04-01T00:05:00Z").await["run_id"], Value::Null);
}

#[tokio::test]
async fn a_month_in_advance_is_billed_once_on_its_first_day() {
    // F31
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| bodies::with(offer, "/billing/timing", "advance")).await;
    let run = run_at(&app, "2026-12-31T13:00:00Z").await;
    assert_eq!(run["totals"][0]["net"]["amount"], "5000.00");
    for _ in 0..3 {
        assert_eq!(run_at(&app, "2027-01-01T09:00:00Z").await["counts"]["issued"], 0);
    }
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    assert_eq!(app.operator().post("/invoices", demand).await.expect(200).body["id"], run["issued"][0]);
    let early = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-02-01", "to": "2027-02-28" } });
    let _ = app.operator().post("/invoices", early).await.expect_problem(409, "period-open");
}

#[tokio::test]
async fn a_trial_that_the_client_ends_is_not_billed() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| bodies::with(offer, "/trial_days", 14)).await;
    app.set_clock("2027-01-08T00:00:00Z");
    let end = json!({ "ends_on": "2027-01-10", "reason": "Not what we need." });
    let ended = app.client(&hired.client).post(&format!("{}/end", hired.path()), end).await.expect(200);
    assert_eq!(ended.body["ending"]["trial_unbilled"], true, "within the trial there is no notice");
    let run = run_at(&app, "2027-02-01T00:05:00Z").await;
    assert_eq!(run["counts"]["issued"], 0);
}

#[tokio::test]
async fn unpaid_leave_and_new_rates_show_on_the_next_invoice() {
    let app = given::app().await;
    let hired = given::dedicated(&app, |offer| offer).await;
    app.set_clock("2027-01-05T00:00:00Z");
    let leave = json!({ "from": "2027-01-11", "to": "2027-01-15", "paid": false });
    let noted = app.operator().post(&format!("{}/leave", hired.path()), leave.clone()).await.expect(200);
    assert_eq!(noted.body["leave"], json!([leave]));
    let _ = app.operator().post(&format!("{}/leave", hired.path()), leave).await.expect_problem(409, "wrong-state");
    let rates = json!({ "effective_from": "2027-01-21", "bill_rate": { "amount": "6200.00", "currency": "AUD", "per": "month" } });
    let changed = app.operator().post(&format!("{}/rates", hired.path()), rates.clone()).await.expect(200);
    assert_eq!(
        (&changed.body["bill_rate"]["amount"], &changed.body["bill_rates"][1]["bill_rate"]["amount"]),
        (&json!("5000.00"), &json!("6200.00"))
    );
    let run = run_at(&app, "2027-02-01T00:05:00Z").await;
    let of = |days: i32| json!({ "days": days, "of_days": 31, "basis": "calendar_days" });
    let expected = [(json!("fee"), of(15), json!("2419.35")), (json!("fee"), of(11), json!("2200.00"))];
    assert_eq!(lines(&app, &run).await, expected);
    let late = app.operator().post(&format!("{}/rates", hired.path()), rates).await.expect_problem(409, "wrong-state");
    assert!(late.text().contains("2027-01-31"), "{}", late.text());
    let client = app.client(&hired.client).get(&hired.path()).await.expect(200);
    assert_eq!(client.body["bill_rate"]["amount"], "6200.00");
    assert!(client.fields().is_disjoint(&["pay_rate", "pay_rates"].map(str::to_owned).into()));
    let developer = app.developer(&hired.developer).get(&hired.path()).await.expect(200);
    assert!(developer.fields().is_disjoint(&["bill_rate", "bill_rates"].map(str::to_owned).into()));
    for (body, pointer) in [
        (json!({ "effective_from": "2027-03-01" }), ""),
        (
            json!({ "effective_from": "2027-03-01", "bill_rate": { "amount": "1.00", "currency": "NZD", "per": "month" } }),
            "/bill_rate/currency",
        ),
        (json!({ "effective_from": "2027-03-01", "pay_rate": { "amount": "1.00", "currency": "NZD", "per": "hour" } }), "/pay_rate/per"),
        (json!({ "effective_from": "2026-03-01", "pay_rate": { "amount": "1.00", "currency": "NZD", "per": "month" } }), "/effective_from"),
    ] {
        let _ = app.operator().post(&format!("{}/rates", hired.path()), body).await.expect_faults(&[pointer]);
    }
}

#[tokio::test]
async fn a_dry_run_tells_to_the_cent_what_the_run_will_do() {
    let app = given::app().await;
    let paused = given::dedicated(&app, |offer| offer).await;
    let _ = given::dedicated(&app, |offer| bodies::with(offer, "/billing/timing", "advance")).await;
    let _ =
        given::dedicated(&app, |offer| bodies::with(bodies::with(offer, "/trial_days", 40), "/billing/proration", "working_days")).await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let charge = json!({ "kind": "discount", "description": "Loyalty", "percent": "7.5" });
    let _ = app.operator().post(&format!("{}/charges", hired.path()), charge).await.expect(201);
    let _ = app.operator().post(&format!("{}/pause", paused.path()), json!({ "from": "2027-01-12" })).await.expect(200);
    let _ = app.operator().post(&format!("{}/resume", paused.path()), json!({ "on": "2027-01-19" })).await.expect(200);
    for (day, midnight) in
        [("2027-01-01", "2026-12-31T13:00:00Z"), ("2027-02-01", "2027-01-31T13:00:00Z"), ("2027-03-01", "2027-02-28T13:00:00Z")]
    {
        let dry = fire(&app, json!({ "dry_run": true, "as_of": day })).await;
        let run = run_at(&app, midnight).await;
        for part in ["counts", "totals", "skipped", "failed"] {
            assert_eq!(dry[part].to_string(), run[part].to_string(), "{part} of {day}");
        }
        assert_ne!(run["counts"]["issued"], 0, "{day}");
    }
}
