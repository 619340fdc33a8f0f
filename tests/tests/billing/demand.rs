//! Invoices on demand and previews: the same figures, and one invoice however often it is asked for.

use std::sync::Arc;

use crate::fire;
use muster::domain::invoice::Invoice;
use muster::domain::numbering::FiscalYear;
use muster::store::{Issue, NotIssued, Scope, SeriesCounter, Turn};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

fn january(engagement: &str) -> Value {
    json!({ "engagement_id": engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } })
}

async fn billable(app: &TestApp) -> given::Hired {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    hired
}

#[tokio::test]
async fn a_preview_shows_what_an_issue_gives_and_takes_no_number() {
    // F38
    let app = given::app().await;
    let hired = billable(&app).await;
    app.set_clock(FEBRUARY);
    let preview = app.operator().post("/invoices/preview", january(&hired.engagement)).await.expect(200).body;
    assert_eq!((&preview["id"], &preview["number"]), (&Value::Null, &Value::Null));
    let issued = app.operator().post("/invoices", january(&hired.engagement)).await.expect(201);
    assert_eq!(issued.body["number"], "MU-2026-00001");
    assert_eq!(issued.header("location"), format!("/invoices/{}", issued.id()));
    for field in ["lines", "net", "taxes", "tax", "rounding", "total", "issued_on", "due_on", "period", "notes", "seller", "client"] {
        assert_eq!(preview[field], issued.body[field], "{field}");
    }
}

#[tokio::test]
async fn asked_again_or_six_times_at_once_the_same_invoice_comes_back() {
    // F32
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let hired = billable(&app).await;
    app.set_clock(FEBRUARY);
    let asked = given::at_once((0..6).map(|_| {
        let (app, body) = (app.clone(), january(&hired.engagement));
        async move { app.operator().post("/invoices", body).await }
    }))
    .await;
    assert_eq!(asked.iter().filter(|reply| reply.status == 201).count(), 1);
    assert!(asked.iter().all(|reply| [200, 201].contains(&reply.status) && reply.id() == asked[0].id()));
    let whole = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    assert_eq!(app.operator().post("/invoices", whole).await.expect(200).id(), asked[0].id());
    assert_eq!(fire(&app, json!({ "time": FEBRUARY })).await["counts"]["issued"], 0);
}

#[tokio::test]
async fn whoever_loses_the_race_for_a_number_is_told_the_counter_and_writes_nothing() {
    // F37
    let app = given::app().await;
    let hired = billable(&app).await;
    app.set_clock(FEBRUARY);
    let id = app.operator().post("/invoices", january(&hired.engagement)).await.expect(201).id();
    let (store, clock) = (&app.server().app().store, &app.server().app().clock);
    let found = store.find_invoice(id.parse().expect("an id"), Scope::All).await;
    let issued = found.expect("the table answers").expect("the invoice is there");
    let counters = store.counters_of(&issued.seller_id).await.expect("the table answers");
    let seller = store.find_seller(&issued.seller_id).await.expect("the table answers").expect("the seller is there").profile;
    let year = FiscalYear::of(issued.issued_on, seller.fiscal_year_start);
    let behind = SeriesCounter::first(issued.seller_id.clone(), seller.invoice_series, year).past(issued.issued_on);
    let late = Invoice { id: clock.new_id(), ..issued };
    let issue = Issue { invoice: &late, counter: &behind, engagements: &[], late_timesheets: &[], credit: None, receipts: &[] };
    match store.issue(issue, clock.new_ulid()).await {
        Err(NotIssued::Overtaken(counter)) => assert_eq!(([*counter].as_slice(), counters[0].next), (counters.as_slice(), 2)),
        other => panic!("{other:?}"),
    }
    assert!(store.find_invoice(late.id, Scope::All).await.expect("the table answers").is_none());
}

#[tokio::test]
async fn fifty_invoices_of_one_series_at_once_get_fifty_consecutive_numbers() {
    // F37
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let mut engagements = Vec::new();
    for _ in 0..50 {
        engagements.push(billable(&app).await.engagement);
    }
    app.set_clock(FEBRUARY);
    let issued = given::at_once(engagements.into_iter().map(|engagement| {
        let app = app.clone();
        async move {
            // On a slow machine a caller may be told to come again, as it would be on a busy table.
            for _ in 0..5 {
                let reply = app.operator().post("/invoices", january(&engagement)).await;
                if reply.status != 503 {
                    return reply.expect(201);
                }
            }
            panic!("{engagement} is never invoiced");
        }
    }))
    .await;
    let mut numbers: Vec<String> = issued.iter().map(|reply| reply.body["number"].as_str().expect("a number").to_owned()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=50).map(|number| format!("MU-2026-{number:05}")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn whoever_died_having_the_turn_at_a_series_holds_up_the_others_for_seconds_only() {
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let mut engagements = Vec::new();
    for _ in 0..8 {
        engagements.push(billable(&app).await.engagement);
    }
    app.set_clock(FEBRUARY);
    let (store, clock) = (&app.server().app().store, &app.server().app().clock);
    let sellers = store.all_sellers().await.expect("the table answers");
    let seller = sellers.iter().find(|seller| seller.id.to_string() == "sel_au").expect("there is one");
    let year = FiscalYear::of("2027-02-01".parse().expect("a date"), seller.profile.fiscal_year_start);
    let counter = SeriesCounter::first(seller.id.clone(), seller.profile.invoice_series.clone(), year);
    let turn = |seconds: i64| Turn::new(&counter, clock.new_ulid(), clock.now() + jiff::SignedDuration::from_secs(seconds));
    let (over, left) = (turn(-8), turn(-2));
    store.take_turn(&over, clock.new_ulid()).await.expect("nobody has the turn");
    store.take_turn(&left, clock.new_ulid()).await.expect("the turn before is over");
    store.take_turn(&turn(-3), clock.new_ulid()).await.expect_err("it is someone else's");
    store.give_turn_back(&over, clock.new_ulid()).await.expect("it is someone else's by now");
    store.take_turn(&turn(-3), clock.new_ulid()).await.expect_err("it still is");
    store.give_turn_back(&left, clock.new_ulid()).await.expect("it is given back");
    store.take_turn(&turn(-2), clock.new_ulid()).await.expect("it is free");
    let issued = given::at_once(engagements.into_iter().map(|engagement| {
        let app = app.clone();
        async move { app.operator().post("/invoices", january(&engagement)).await.expect(201) }
    }))
    .await;
    assert_eq!(issued.len(), 8);
}

#[tokio::test]
async fn a_period_that_is_none_is_open_or_empty_is_told_apart() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let ask = |from: &str, to: &str| json!({ "engagement_id": hired.engagement, "period": { "from": from, "to": to } });
    let operator = app.operator();
    app.set_clock("2027-01-20T00:00:00Z");
    let _ = operator.post("/invoices", ask("2027-01-04", "2027-01-31")).await.expect_problem(409, "period-open");
    app.set_clock(FEBRUARY);
    let odd = operator.post("/invoices", ask("2027-01-10", "2027-01-20")).await.expect_problem(422, "invalid-input");
    assert_eq!(odd.body["errors"][0]["detail"], "must be one billing period: the nearest is 2027-01-04 to 2027-01-31");
    let _ = operator.post("/invoices", ask("2027-01-04", "2027-01-31")).await.expect_problem(409, "nothing-to-bill");
    let _ = operator.post("/invoices", ask("2027-01-31", "2027-01-04")).await.expect_problem(422, "invalid-input");
    let _ = operator.post("/invoices", json!({ "period": { "from": "2027-01-04", "to": "2027-01-31" } })).await.expect(422);
}

#[tokio::test]
async fn a_whole_client_is_billed_at_once_and_who_is_not_is_named() {
    let app = given::app().await;
    let hired = billable(&app).await;
    let developer = given::vetted_developer(&app).await;
    let project = given::project(&app, &hired.client).await;
    let idle = given::offer(&app, &project, &developer).await;
    let _ = app.developer(&developer).post(&format!("/engagements/{idle}/accept"), json!({})).await.expect(200);
    app.set_clock(FEBRUARY);
    let body = json!({ "client_id": hired.client, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    let batch = app.operator().post("/invoices", body).await.expect(200).body;
    assert_eq!(batch["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(batch["skipped"][0]["engagement_id"], json!(idle));
    assert_eq!(batch["skipped"][0]["reason"], "nothing_to_bill");
}

#[tokio::test]
async fn invoices_are_the_clients_own_and_no_developers() {
    // F59, F60
    let app = given::app().await;
    let hired = billable(&app).await;
    app.set_clock(FEBRUARY);
    let id = app.operator().post("/invoices", january(&hired.engagement)).await.expect(201).id();
    let (other, path) = (given::client(&app).await, format!("/invoices/{id}"));
    for place in [path.clone(), format!("{path}/html"), format!("{path}/pdf"), format!("{path}/payments")] {
        let _ = app.client(&hired.client).get(&place).await.expect(200);
        let _ = app.client(&other).get(&place).await.expect_problem(404, "not-found");
        let _ = app.developer(&hired.developer).get(&place).await.expect_problem(403, "forbidden");
        let _ = app.anyone().get(&place).await.expect(401);
    }
    let shown = app.client(&hired.client).get(&path).await.expect(200).text()
        + &app.client(&hired.client).get(&format!("{path}/html")).await.expect(200).text();
    assert!(!shown.contains("pay_rate") && !shown.contains("2800"), "{shown}");
    let _ = app.client(&hired.client).post("/invoices", january(&hired.engagement)).await.expect_problem(403, "forbidden");
    assert_eq!(given::all_pages(&app.client(&other), "/invoices").await.0, Vec::<Value>::new());
    assert_eq!(given::all_pages(&app.client(&hired.client), "/invoices?status=issued&overdue=false").await.0.len(), 1);
    let _ = app.client(&other).get(&format!("/invoices?client_id={}", hired.client)).await.expect(404);
}
