//! Credit notes: what they take back, what they free, and that neither happens twice.

mod largest;

use std::sync::Arc;

use muster_tests::{TestApp, given};
use serde_json::{Value, json};

const JANUARY: &str = "2027-02-01T00:05:00Z";

/// An engagement whose January was invoiced for AUD 528.00, and the invoice.
async fn invoiced(app: &TestApp) -> (given::Hired, Value) {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock(JANUARY);
    let invoice = app.operator().post("/invoices", january(&hired)).await.expect(201).body;
    (hired, invoice)
}

fn january(hired: &given::Hired) -> Value {
    json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } })
}

fn path(invoice: &Value) -> String {
    format!("/invoices/{}", invoice["id"].as_str().expect("an id"))
}

fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

fn full() -> Value {
    json!({ "full": true, "reason": "Wrong week" })
}

fn part(amount: &str) -> Value {
    json!({ "lines": [{ "line": 1, "amount": aud(amount) }], "reason": "Agreed discount" })
}

#[tokio::test]
async fn a_full_credit_frees_the_period_to_be_billed_once_more() {
    // F32's second half
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let credits = format!("{}/credit-notes", path(&invoice));
    let note = app.operator().post(&credits, full()).await.expect(201);
    assert_eq!(note.header("location"), format!("/credit-notes/{}", note.id()));
    assert_eq!((&note.body["number"], &note.body["kind"]), (&json!("MC-2026-00001"), &json!("credit_note")));
    assert_eq!((&note.body["total"], &note.body["tax"]), (&aud("528.00"), &aud("48.00")));
    assert_eq!((&note.body["invoice_number"], &note.body["freed"]), (&invoice["number"], &json!([hired.engagement])));
    let credited = app.operator().get(&path(&invoice)).await.expect(200).body;
    assert_eq!((&credited["status"], &credited["balance"]), (&json!("credited"), &aud("0.00")));
    assert_eq!(credited["credit_notes"], json!([note.id()]));
    let sheet = app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body;
    assert_eq!(sheet["status"], "approved");
    let _ = app.operator().post(&credits, full()).await.expect_problem(409, "wrong-state");
    // The schedule leaves alone what was credited; whoever asks gets it once.
    assert_eq!(crate::fire(&app, json!({ "time": JANUARY })).await["counts"]["issued"], 0);
    let again = app.operator().post("/invoices", january(&hired)).await.expect(201).body;
    assert_eq!((&again["number"], &again["total"]), (&json!("MU-2026-00002"), &aud("528.00")));
    assert_eq!(app.operator().post("/invoices", january(&hired)).await.expect(200).body["id"], again["id"]);
    assert_eq!(app.operator().get(&hired.timesheet("2027-01-04")).await.expect(200).body["status"], "invoiced");
}

#[tokio::test]
async fn a_part_frees_nothing_and_the_rest_takes_what_is_left() {
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let credits = format!("{}/credit-notes", path(&invoice));
    let first = app.operator().post(&credits, part("100.05")).await.expect(201).body;
    assert_eq!((&first["net"], &first["tax"], &first["freed"]), (&aud("100.05"), &aud("10.01"), &json!([])));
    let open = app.operator().get(&path(&invoice)).await.expect(200).body;
    assert_eq!((&open["status"], &open["balance"]), (&json!("issued"), &aud("417.94")));
    assert_eq!(app.operator().post("/invoices", january(&hired)).await.expect(200).body["id"], invoice["id"]);
    let rest = app.operator().post(&credits, full()).await.expect(201).body;
    assert_eq!((&rest["net"], &rest["tax"], &rest["total"]), (&aud("379.95"), &aud("37.99"), &aud("417.94")));
    assert_eq!(rest["freed"], json!([hired.engagement]));
    let listed = given::all_pages(&app.client(&hired.client), "/credit-notes?limit=1").await;
    assert_eq!(listed.0.iter().map(|note| &note["number"]).collect::<Vec<_>>(), ["MC-2026-00002", "MC-2026-00001"]);
    let found = given::all_pages(&app.operator(), "/credit-notes?number=MC-2026-00001").await.0;
    assert_eq!((found.len(), &found[0]["id"]), (1, &first["id"]));
}

#[tokio::test]
async fn what_was_paid_of_a_credited_invoice_pays_the_next_one() {
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    let paid = json!({ "amount": aud("528.00"), "received_on": "2027-02-02", "method": "bank transfer" });
    let payment = app.operator().post(&format!("{}/payments", path(&invoice)), paid).await.expect(201).id();
    let note = app.operator().post(&format!("{}/credit-notes", path(&invoice)), part("120.00")).await.expect(201).body;
    assert_eq!(note["unapplied"], aud("132.00"));
    let credited = app.operator().get(&path(&invoice)).await.expect(200).body;
    assert_eq!((&credited["paid"], &credited["balance"], &credited["status"]), (&aud("396.00"), &aud("0.00"), &json!("paid")));
    app.set_clock("2027-03-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-03-01T00:05:00Z" })).await;
    let next = app.operator().get(&format!("/invoices/{}", run["issued"][0].as_str().expect("an invoice"))).await.expect(200).body;
    assert_eq!((&next["paid"], &next["balance"], &next["status"]), (&aud("132.00"), &aud("396.00"), &json!("partly_paid")));
    let own = given::all_pages(&app.client(&hired.client), &format!("{}/payments", path(&next))).await.0;
    assert_eq!((own.len(), &own[0]["id"], &own[0]["applied"], &own[0]["unapplied"]), (1, &json!(payment), &aud("132.00"), &aud("0.00")));
}

#[tokio::test]
async fn a_late_timesheet_that_was_credited_is_billed_once_more() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    app.set_clock(JANUARY);
    let _ = app.operator().post("/invoices", january(&hired)).await.expect(201);
    let _ = given::approved_week(&app, &hired, "2027-01-11").await;
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    app.set_clock("2027-03-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-03-01T00:05:00Z" })).await;
    let second = format!("/invoices/{}", run["issued"][0].as_str().expect("an invoice"));
    assert_eq!(app.operator().get(&second).await.expect(200).body["net"], aud("960.00"));
    let _ = app.operator().post(&format!("{second}/credit-notes"), full()).await.expect(201);
    for start in ["2027-01-11", "2027-02-01"] {
        assert_eq!(app.operator().get(&hired.timesheet(start)).await.expect(200).body["status"], "approved", "{start}");
    }
    let february = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-02-01", "to": "2027-02-28" } });
    assert_eq!(app.operator().post("/invoices", february.clone()).await.expect(201).body["net"], aud("960.00"));
    let _ = app.operator().post("/invoices", february).await.expect(200);
    app.set_clock("2027-04-01T00:05:00Z");
    assert_eq!(crate::fire(&app, json!({ "time": "2027-04-01T00:05:00Z" })).await["counts"]["issued"], 0);
}

#[tokio::test]
async fn six_full_credits_at_once_are_one() {
    let app = Arc::new(given::app().await);
    if !app.may_race() {
        return;
    }
    let (_, invoice) = invoiced(&app).await;
    let asked = given::at_once((0..6).map(|_| {
        let (app, place) = (app.clone(), format!("{}/credit-notes", path(&invoice)));
        async move { app.operator().post(&place, full()).await.status }
    }))
    .await;
    assert_eq!(asked.iter().filter(|status| **status == 201).count(), 1, "{asked:?}");
    assert!(asked.iter().all(|status| [201, 409].contains(status)), "{asked:?}");
    assert_eq!(app.operator().get(&path(&invoice)).await.expect(200).body["credited"], aud("528.00"));
}

#[tokio::test]
async fn every_fault_of_a_credit_is_named() {
    let app = given::app().await;
    let (_, invoice) = invoiced(&app).await;
    let credits = format!("{}/credit-notes", path(&invoice));
    let operator = app.operator();
    let lines = |lines: Value| json!({ "lines": lines, "reason": "Mistake" });
    for body in [json!({ "reason": "Mistake" }), json!({ "full": false, "reason": "Mistake" })] {
        let _ = operator.post(&credits, body).await.expect_faults(&[""]);
    }
    let both = json!({ "full": true, "lines": [{ "line": 1, "amount": aud("1.00") }], "reason": "Mistake" });
    let _ = operator.post(&credits, both).await.expect_faults(&[""]);
    let _ = operator.post(&credits, json!({ "full": true })).await.expect_faults(&["/reason"]);
    let faulty =
        json!([{ "line": 1, "amount": aud("480.01") }, { "line": 2, "amount": aud("1.00") }, { "line": 1, "amount": aud("1.00") }]);
    let _ = operator.post(&credits, lines(faulty)).await.expect_faults(&["/lines/0/amount", "/lines/1/line", "/lines/2/line"]);
    let dollars = json!([{ "line": 1, "amount": { "amount": "1.00", "currency": "USD" } }]);
    let _ = operator.post(&credits, lines(dollars)).await.expect_faults(&["/lines/0/amount"]);
    assert_eq!(given::all_pages(&operator, "/credit-notes").await.0, Vec::<Value>::new());
}

#[tokio::test]
async fn credit_notes_are_the_clients_own_and_no_developers() {
    // F59, F60
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let credits = format!("{}/credit-notes", path(&invoice));
    let client = app.client(&hired.client);
    let _ = client.post(&credits, full()).await.expect_problem(403, "forbidden");
    let _ = app.developer(&hired.developer).post(&credits, full()).await.expect_problem(403, "forbidden");
    let note = app.operator().post(&credits, full()).await.expect(201);
    let other = app.client(given::client(&app).await);
    for place in [format!("/credit-notes/{}", note.id()), format!("/credit-notes/{}/html", note.id())] {
        let shown = client.get(&place).await.expect(200).text();
        assert!(shown.contains("MC-2026-00001") && shown.contains("MU-2026-00001") && !shown.contains("2800"), "{shown}");
        let _ = other.get(&place).await.expect_problem(404, "not-found");
        let _ = app.developer(&hired.developer).get(&place).await.expect_problem(403, "forbidden");
        let _ = app.anyone().get(&place).await.expect(401);
    }
    assert_eq!(given::all_pages(&other, "/credit-notes").await.0, Vec::<Value>::new());
    let _ = other.get(&format!("/credit-notes?client_id={}", hired.client)).await.expect(404);
    let _ = app.developer(&hired.developer).get("/credit-notes").await.expect(403);
}
