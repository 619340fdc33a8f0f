//! Fixed prices: milestones that are delivered, accepted and billed, and charges beside other work.

use crate::fire;
use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

const JANUARY: &str = "2027-01-20T00:00:00Z";

fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

/// An engagement for fixed prices.
async fn fixed(app: &TestApp) -> given::Hired {
    let (client, developer) = (given::client(app).await, given::vetted_developer(app).await);
    let project = app.operator().post("/projects", with(bodies::hourly_project(&client), "/hiring_model", "fixed")).await.expect(201).id();
    let offer = with(bodies::offer(&project, &developer), "/model", "fixed");
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    given::Hired { client, developer, project, engagement }
}

async fn milestone(app: &TestApp, hired: &given::Hired, amount: &str) -> String {
    let body = json!({ "title": "Ledger import", "amount": aud(amount), "due_on": "2027-02-15" });
    let id = app.operator().post(&format!("{}/milestones", hired.path()), body).await.expect(201).id();
    format!("{}/milestones/{id}", hired.path())
}

async fn run_at(app: &TestApp, time: &str) -> Value {
    app.set_clock(time);
    fire(app, json!({ "time": time })).await
}

async fn invoice(app: &TestApp, run: &Value) -> Value {
    let id = run["issued"][0].as_str().unwrap_or_else(|| panic!("an invoice in {run}"));
    app.operator().get(&format!("/invoices/{id}")).await.expect(200).body
}

#[tokio::test]
async fn a_milestone_is_billed_once_it_is_accepted() {
    let app = given::app().await;
    let hired = fixed(&app).await;
    app.set_clock(JANUARY);
    let path = milestone(&app, &hired, "2500.00").await;
    let (client, developer) = (app.client(&hired.client), app.developer(&hired.developer));
    let early = client.post(&format!("{path}/accept"), json!({})).await.expect_problem(409, "wrong-state");
    assert!(early.text().contains("planned"));
    let _ = developer.post(&format!("{path}/deliver"), json!({})).await.expect(200);
    let returned = client.post(&format!("{path}/return"), json!({ "reason": "Rows are missing." })).await.expect(200);
    assert_eq!(
        (&returned.body["milestones"][0]["status"], &returned.body["milestones"][0]["returned"][0]["reason"]),
        (&json!("planned"), &json!("Rows are missing."))
    );
    let delivered = developer.post(&format!("{path}/deliver"), json!({})).await.expect(200);
    assert_eq!(delivered.body["milestones"][0]["status"], "delivered");
    assert!(!delivered.fields().contains("amount") || delivered.body["milestones"][0].get("amount").is_none());
    assert_eq!(run_at(&app, "2027-01-20T01:00:00Z").await["counts"]["issued"], 0);
    let accepted = client.post(&format!("{path}/accept"), json!({})).await.expect(200);
    assert_eq!(accepted.body["milestones"][0]["status"], "accepted");
    let run = run_at(&app, "2027-01-20T01:15:00Z").await;
    let billed = invoice(&app, &run).await;
    assert_eq!(
        (&billed["lines"][0]["kind"], &billed["lines"][0]["quantity"], &billed["net"]),
        (&json!("milestone"), &json!({ "count": 1 }), &aud("2500.00"))
    );
    assert_eq!(billed["lines"][0]["description"], "Priya Nair — Ledger import");
    let engagement = client.get(&hired.path()).await.expect(200).body;
    assert_eq!((&engagement["milestones"][0]["status"], &engagement["milestones"][0]["invoice_id"]), (&json!("invoiced"), &billed["id"]));
    assert_eq!(run_at(&app, "2027-02-01T01:15:00Z").await["counts"]["issued"], 0);
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    assert_eq!(app.operator().post("/invoices", demand).await.expect(200).body["id"], billed["id"]);
}

#[tokio::test]
async fn a_milestone_that_nobody_answers_accepts_itself() {
    let app = given::app().await;
    let hired = fixed(&app).await;
    app.set_clock(JANUARY);
    let path = milestone(&app, &hired, "2500.00").await;
    let delivered = app.developer(&hired.developer).post(&format!("{path}/deliver"), json!({})).await.expect(200);
    // Seven days later, at midnight in Sydney.
    assert_eq!(delivered.body["milestones"][0]["auto_accept_at"], "2027-01-26T13:00:00Z");
    assert_eq!(run_at(&app, "2027-01-26T12:59:00Z").await["counts"]["issued"], 0);
    let run = run_at(&app, "2027-01-26T13:00:00Z").await;
    assert_eq!(run["totals"][0]["net"], aud("2500.00"));
    let late =
        app.client(&hired.client).post(&format!("{path}/return"), json!({ "reason": "No." })).await.expect_problem(409, "wrong-state");
    assert!(late.text().contains("invoiced"));
}

#[tokio::test]
async fn a_milestone_can_be_billed_on_demand_and_previewed() {
    let app = given::app().await;
    let hired = fixed(&app).await;
    app.set_clock(JANUARY);
    let path = milestone(&app, &hired, "99.99").await;
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    let _ = app.operator().post("/invoices", demand.clone()).await.expect_problem(409, "nothing-to-bill");
    for step in ["deliver", "accept"] {
        let _ = app.operator().post(&format!("{path}/{step}"), json!({})).await.expect(200);
    }
    let preview = app.operator().post("/invoices/preview", demand.clone()).await.expect(200).body;
    let billed = app.operator().post("/invoices", demand).await.expect(201).body;
    assert_eq!((&billed["lines"], &billed["total"]), (&preview["lines"], &preview["total"]));
    assert_eq!(fire(&app, json!({ "time": JANUARY })).await["counts"]["issued"], 0);
}

#[tokio::test]
async fn charges_go_on_the_next_invoice_and_a_discount_never_makes_it_negative() {
    // F1
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let charges = format!("{}/charges", hired.path());
    let charge = async |body: Value| app.operator().post(&charges, body).await.expect(201).id();
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let dear = charge(json!({ "kind": "discount", "description": "Too much", "amount": aud("7500.00") })).await;
    let tenth = charge(json!({ "kind": "discount", "description": "Loyalty", "percent": "10" })).await;
    let flight = json!({ "kind": "expense", "description": "Flight", "amount": aud("412.50"), "receipt": "R-2291", "on": "2027-01-10" });
    let flight = charge(flight).await;
    let slip = charge(json!({ "kind": "fee", "description": "A slip", "amount": aud("1.00") })).await;
    let _ = app.operator().delete(&format!("{charges}/{slip}")).await.expect(204);
    let _ = app.operator().delete(&format!("{charges}/{slip}")).await.expect_problem(404, "not-found");
    let run = run_at(&app, "2027-02-01T00:05:00Z").await;
    let billed = invoice(&app, &run).await;
    let lines: Vec<(&Value, &Value)> =
        billed["lines"].as_array().expect("lines").iter().map(|line| (&line["kind"], &line["net"]["amount"])).collect();
    let expected = [("time", "480.00"), ("expense", "412.50"), ("discount", "-48.00")].map(|(kind, net)| (json!(kind), json!(net)));
    assert_eq!(lines, expected.each_ref().map(|(kind, net)| (kind, net)));
    assert_eq!((&billed["net"], &billed["tax"]), (&aud("844.50"), &aud("84.45")));
    let listed = app.client(&hired.client).get(&format!("{charges}?limit=2")).await.expect(200).body;
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["invoice_id"]), (&json!(dear), &Value::Null));
    assert_eq!((&listed["items"][1]["id"], &listed["items"][1]["invoice_id"]), (&json!(tenth), &billed["id"]));
    let all = given::all_pages(&app.operator(), &format!("{charges}?limit=2")).await;
    assert_eq!((all.0.len(), all.1), (3, 2));
    let _ = app.operator().delete(&format!("{charges}/{flight}")).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn bad_charges_and_milestones_are_refused_at_their_place() {
    let app = given::app().await;
    let (hired, works) = (given::engagement(&app).await, fixed(&app).await);
    for (body, pointer) in [
        (json!({ "kind": "expense", "description": "Flight" }), ""),
        (json!({ "kind": "expense", "description": "Flight", "percent": "5" }), "/percent"),
        (json!({ "kind": "discount", "description": "Off", "percent": "5", "amount": aud("1.00") }), ""),
        (json!({ "kind": "discount", "description": "Off", "percent": "100.1" }), "/percent"),
        (json!({ "kind": "discount", "description": "Off", "amount": aud("0.00") }), "/amount/amount"),
        (json!({ "kind": "fee", "description": "Set-up", "amount": { "amount": "1.00", "currency": "NZD" } }), "/amount/currency"),
        (json!({ "kind": "bribe", "description": "Set-up", "amount": aud("1.00") }), "/kind"),
    ] {
        let _ = app.operator().post(&format!("{}/charges", hired.path()), body).await.expect_faults(&[pointer]);
    }
    let price = json!({ "title": "Import", "amount": aud("1.00") });
    let _ = app.operator().post(&format!("{}/milestones", hired.path()), price.clone()).await.expect_problem(409, "wrong-state");
    for (body, pointer) in [
        (with(price.clone(), "/amount/amount", "0"), "/amount/amount"),
        (with(price.clone(), "/amount/currency", "NZD"), "/amount/currency"),
        (with(price, "/due_on", "tomorrow"), "/due_on"),
    ] {
        let _ = app.operator().post(&format!("{}/milestones", works.path()), body).await.expect_faults(&[pointer]);
    }
    let none = format!("{}/milestones/mil_00000000000000000000000000/deliver", works.path());
    let _ = app.operator().post(&none, json!({})).await.expect_problem(404, "not-found");
}
