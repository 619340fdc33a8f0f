//! A client's account: receipts over several invoices, in other currencies, reversed, refunded; what is given up; the statement.

use muster_tests::{TestApp, given};
use serde_json::{Value, json};

fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

/// A client with invoices of AUD 528.00 for January and of as much for February, by their paths.
async fn account(app: &TestApp) -> (given::Hired, Vec<String>) {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    let _ = given::approved_week(app, &hired, "2027-02-01").await;
    let mut paths = Vec::new();
    for (now, from, to) in [("2027-02-01T00:05:00Z", "2027-01-04", "2027-01-31"), ("2027-03-01T00:05:00Z", "2027-02-01", "2027-02-28")] {
        app.set_clock(now);
        let body = json!({ "engagement_id": hired.engagement, "period": { "from": from, "to": to } });
        paths.push(format!("/invoices/{}", app.operator().post("/invoices", body).await.expect(201).id()));
    }
    (hired, paths)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().expect("a path")
}

async fn figures(app: &TestApp, path: &str) -> (Value, Value) {
    let invoice = app.operator().get(path).await.expect(200).body;
    (invoice["status"].clone(), invoice["balance"]["amount"].clone())
}

fn receipt(amount: Value, allocations: Value) -> Value {
    json!({ "amount": amount, "received_on": "2027-03-02", "method": "bank transfer", "reference": "B 7", "allocations": allocations })
}

#[tokio::test]
async fn one_receipt_pays_several_invoices_and_the_rest_is_credit() {
    let app = given::app().await;
    let (hired, paths) = account(&app).await;
    let withheld = json!({ "kind": "tds", "amount": aud("28.00"), "certificate": "C-1" });
    let body = receipt(
        aud("800.00"),
        json!([{ "invoice_id": id(&paths[0]), "amount": aud("500.00"), "withheld": withheld }, { "invoice_id": id(&paths[1]), "amount": aud("200.00") }]),
    );
    let payment = app.operator().post(&format!("/clients/{}/payments", hired.client), body).await.expect(201);
    assert_eq!((&payment.body["unapplied"], &payment.body["allocations"][1]["paid"]), (&aud("100.00"), &aud("200.00")));
    assert_eq!(figures(&app, &paths[0]).await, (json!("paid"), json!("0.00")));
    assert_eq!(figures(&app, &paths[1]).await, (json!("partly_paid"), json!("328.00")));
    let own = given::all_pages(&app.client(&hired.client), "/payments?from=2027-03-02&to=2027-03-02").await.0;
    assert_eq!((own.len(), &own[0]["id"]), (1, &json!(payment.id())));
    assert_eq!(given::all_pages(&app.client(&hired.client), "/payments?to=2027-03-01").await.0, Vec::<Value>::new());
    let found = app.operator().get(payment.header("location")).await.expect(200);
    assert_eq!(found.body, payment.body);
}

#[tokio::test]
async fn a_receipt_is_refused_for_each_of_its_faults() {
    let app = given::app().await;
    let (hired, paths) = account(&app).await;
    let (other, strange) = account(&app).await;
    let place = format!("/clients/{}/payments", hired.client);
    let pay = |id: &str, amount: &str| json!({ "invoice_id": id, "amount": aud(amount) });
    let operator = app.operator();
    let twice = json!([pay(id(&paths[0]), "1.00"), pay(id(&strange[0]), "1.00"), pay(id(&paths[0]), "1.00")]);
    let _ =
        operator.post(&place, receipt(aud("9.00"), twice)).await.expect_faults(&["/allocations/1/invoice_id", "/allocations/2/invoice_id"]);
    let _ = operator.post(&place, receipt(aud("9.00"), json!([pay(id(&paths[0]), "9.01")]))).await.expect_faults(&["/allocations"]);
    let _ =
        operator.post(&place, receipt(aud("9.00"), json!([pay(id(&paths[0]), "0.00")]))).await.expect_faults(&["/allocations/0/amount"]);
    let _ = app.client(&hired.client).post(&place, receipt(aud("9.00"), json!([]))).await.expect_problem(403, "forbidden");
    let _ = operator.post("/clients/cli_01k8zq4v6x2m9c7r3t5w8y0abc/payments", receipt(aud("9.00"), json!([]))).await.expect(404);
    let _ = app.client(&other.client).get(&format!("/payments?client_id={}", hired.client)).await.expect(404);
    assert_eq!(given::all_pages(&operator, "/payments").await.0, Vec::<Value>::new());
}

#[tokio::test]
async fn another_currency_counts_as_what_it_settled() {
    let app = given::app().await;
    let (_, paths) = account(&app).await;
    let place = format!("{}/payments", paths[0]);
    let dollars = |settled: Value| {
        let amount = json!({ "amount": "340.00", "currency": "USD" });
        json!({ "amount": amount, "settled": settled, "received_on": "2027-03-02", "method": "wire" })
    };
    let _ = app.operator().post(&place, dollars(Value::Null)).await.expect_faults(&["/amount/currency"]);
    let _ =
        app.operator().post(&place, dollars(json!({ "amount": "1.00", "currency": "NZD" }))).await.expect_faults(&["/settled/currency"]);
    let mut needless = dollars(aud("10.00"));
    needless["amount"] = aud("10.00");
    let _ = app.operator().post(&place, needless).await.expect_faults(&["/settled"]);
    let paid = app.operator().post(&place, dollars(aud("520.20"))).await.expect(201).body;
    assert_eq!((&paid["amount"]["currency"], &paid["applied"], &paid["invoice_balance"]), (&json!("USD"), &aud("520.20"), &aud("7.80")));
}

#[tokio::test]
async fn a_reversed_payment_is_owed_again_wherever_its_money_went() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-02-01T00:05:00Z" })).await;
    let january = format!("/invoices/{}", run["issued"][0].as_str().expect("an invoice"));
    let body = json!({ "amount": aud("600.00"), "received_on": "2027-02-02", "method": "cheque" });
    let payment = app.operator().post(&format!("{january}/payments"), body).await.expect(201).id();
    app.set_clock("2027-03-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-03-01T00:05:00Z" })).await;
    let february = format!("/invoices/{}", run["issued"][0].as_str().expect("an invoice"));
    assert_eq!(figures(&app, &february).await, (json!("partly_paid"), json!("456.00")));
    let place = format!("/payments/{payment}/reverse");
    let early = json!({ "reason": "Bounced", "reversed_on": "2027-02-01" });
    let _ = app.operator().post(&place, early).await.expect_faults(&["/reversed_on"]);
    let _ = app.client(&hired.client).post(&place, json!({ "reason": "Bounced" })).await.expect(403);
    let reversed = app.operator().post(&place, json!({ "reason": "Bounced" })).await.expect(200).body;
    assert_eq!(reversed["reversed"], json!({ "on": "2027-03-01", "reason": "Bounced" }));
    assert_eq!(figures(&app, &january).await, (json!("issued"), json!("528.00")));
    assert_eq!(figures(&app, &february).await, (json!("issued"), json!("528.00")));
    let _ = app.operator().post(&place, json!({ "reason": "Bounced" })).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn credit_is_sent_back_once_and_never_more_than_there_is() {
    let app = given::app().await;
    let (hired, paths) = account(&app).await;
    let body = receipt(aud("600.00"), json!([{ "invoice_id": id(&paths[0]), "amount": aud("528.00") }]));
    let payment = app.operator().post(&format!("/clients/{}/payments", hired.client), body).await.expect(201).id();
    let place = format!("/clients/{}/refunds", hired.client);
    let refund = |amount: &str| json!({ "amount": aud(amount), "refunded_on": "2027-03-03", "method": "bank transfer" });
    let _ = app.operator().post(&place, refund("72.01")).await.expect_faults(&["/amount"]);
    let _ = app.operator().post(&place, refund("0.00")).await.expect_faults(&["/amount"]);
    let _ = app.client(&hired.client).post(&place, refund("1.00")).await.expect(403);
    let sent = app.operator().post(&place, refund("70.00")).await.expect(201).body;
    assert_eq!((&sent["kind"], &sent["settled"]), (&json!("refund"), &aud("70.00")));
    let _ = app.operator().post(&place, refund("2.01")).await.expect_faults(&["/amount"]);
    let left = app.operator().get(&format!("/payments/{payment}")).await.expect(200).body;
    assert_eq!((&left["unapplied"], &left["refunded"]), (&aud("2.00"), &aud("70.00")));
    let _ = app
        .operator()
        .post(&format!("/payments/{payment}/reverse"), json!({ "reason": "Bounced" }))
        .await
        .expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn what_is_given_up_is_owed_no_more() {
    let app = given::app().await;
    let (hired, paths) = account(&app).await;
    let place = format!("{}/write-off", paths[0]);
    let _ = app.client(&hired.client).post(&place, json!({ "reason": "Please" })).await.expect(403);
    let _ = app.operator().post(&place, json!({ "amount": aud("528.01"), "reason": "Insolvent" })).await.expect_faults(&["/amount"]);
    let part = app.operator().post(&place, json!({ "amount": aud("28.00"), "reason": "Bank charges" })).await.expect(200).body;
    assert_eq!((&part["written_off"], &part["balance"]), (&aud("28.00"), &aud("500.00")));
    assert_eq!(app.operator().post(&place, json!({ "reason": "Insolvent" })).await.expect(200).body["status"], "paid");
    let _ = app.operator().post(&place, json!({ "reason": "Insolvent" })).await.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn a_statement_shows_every_movement_and_ends_where_the_next_begins() {
    let app = given::app().await;
    let (hired, paths) = account(&app).await;
    let operator = app.operator();
    let withheld = json!({ "kind": "tds", "amount": aud("28.00") });
    let body = receipt(aud("600.00"), json!([{ "invoice_id": id(&paths[0]), "amount": aud("600.00"), "withheld": withheld }]));
    let payment = operator.post(&format!("/clients/{}/payments", hired.client), body).await.expect(201).id();
    let credit = json!({ "lines": [{ "line": 1, "amount": aud("80.00") }], "reason": "Agreed" });
    let _ = operator.post(&format!("{}/credit-notes", paths[1]), credit).await.expect(201);
    let _ = operator.post(&format!("{}/write-off", paths[1]), json!({ "amount": aud("40.00"), "reason": "Agreed" })).await.expect(200);
    let _ = operator
        .post(&format!("/payments/{payment}/reverse"), json!({ "reason": "Bounced", "reversed_on": "2027-03-05" }))
        .await
        .expect(200);
    let place = |from: &str, to: &str| format!("/clients/{}/statement?from={from}&to={to}", hired.client);
    let shown = app.client(&hired.client).get(&place("2027-02-02", "2027-03-31")).await.expect(200).body;
    let own = &shown["currencies"][0];
    assert_eq!((&own["opening"], &own["closing"]), (&aud("528.00"), &aud("928.00")));
    let rows: Vec<(&str, &str, &str)> = own["movements"]
        .as_array()
        .expect("movements")
        .iter()
        .map(|row| (row["kind"].as_str(), row["amount"]["amount"].as_str(), row["balance"]["amount"].as_str()))
        .map(|(kind, amount, balance)| (kind.expect("a kind"), amount.expect("an amount"), balance.expect("a balance")))
        .collect();
    let expected = [
        ("invoice", "528.00", "1056.00"),
        ("credit_note", "-88.00", "968.00"),
        ("write_off", "-40.00", "928.00"),
        ("payment", "-600.00", "328.00"),
        ("withheld", "-28.00", "300.00"),
        ("reversal", "628.00", "928.00"),
    ];
    assert_eq!(rows, expected);
    let balances = [figures(&app, &paths[0]).await.1, figures(&app, &paths[1]).await.1];
    assert_eq!(balances, [json!("528.00"), json!("400.00")]);
    let before = operator.get(&place("2027-01-01", "2027-02-01")).await.expect(200).body;
    assert_eq!((&before["currencies"][0]["opening"], &before["currencies"][0]["closing"]), (&aud("0.00"), &aud("528.00")));
    let _ = operator.get(&place("2027-02-02", "2027-02-01")).await.expect_faults(&["/to"]);
    let other = given::client(&app).await;
    let _ = app.client(&other).get(&place("2027-01-01", "2027-02-01")).await.expect(404);
    let _ = app.developer(&hired.developer).get(&place("2027-01-01", "2027-02-01")).await.expect(403);
}
