//! Reports and exports: one sum for each currency, every record once, and no cell that a spreadsheet would carry out.

mod pages;

use muster_tests::{Reply, TestApp, bodies, given};
use serde_json::{Value, json};

fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

/// An engagement whose January is invoiced for AUD 528.00, due on 15 February; the invoice's path.
async fn invoiced(app: &TestApp) -> (given::Hired, String) {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let id = app.operator().post("/invoices", body).await.expect(201).id();
    (hired, format!("/invoices/{id}"))
}

/// The rows of a page of CSV, each as its cells; none of these tests has a cell with a comma in it.
fn rows(reply: &Reply) -> Vec<Vec<String>> {
    assert!(reply.header("content-type").starts_with("text/csv; charset=utf-8"), "{}", reply.header("content-type"));
    reply.text().trim_start_matches('\u{feff}').lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|own| own == name).expect("a column of that name");
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

#[tokio::test]
async fn what_is_owed_is_aged_by_its_due_day_in_each_currency() {
    // F47
    let app = given::app().await;
    let (hired, path) = invoiced(&app).await;
    let paid = json!({ "amount": aud("28.00"), "received_on": "2027-02-02", "method": "bank transfer" });
    let _ = app.operator().post(&format!("{path}/payments"), paid).await.expect(201);
    for (as_of, bucket) in
        [("2027-02-15", "current"), ("2027-02-16", "days_1_30"), ("2027-04-16", "days_31_60"), ("2027-06-01", "days_over_90")]
    {
        let report = app.operator().get(&format!("/reports/ageing?as_of={as_of}")).await.expect(200).body;
        assert_eq!(report["currencies"][0][bucket], aud("500.00"), "{as_of}: {report}");
        assert_eq!((&report["currencies"][0]["total"], &report["clients"][0]["client_id"]), (&aud("500.00"), &json!(hired.client)));
    }
    for caller in [app.client(&hired.client), app.developer(&hired.developer)] {
        for place in [
            "/reports/ageing",
            "/reports/unbilled",
            "/exports/invoices.csv",
            "/exports/time.csv",
            "/exports/payments.csv",
            "/exports/taxes.csv",
        ] {
            let _ = caller.get(place).await.expect_problem(403, "forbidden");
        }
    }
}

#[tokio::test]
async fn what_is_worked_and_not_billed_is_reported_once_it_is_until_it_is_billed() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::time(&app, &hired, "2027-01-12", 60).await;
    let report = |as_of: &'static str| {
        let app = &app;
        async move { app.operator().get(&format!("/reports/unbilled?as_of={as_of}")).await.expect(200).body }
    };
    let early = report("2027-01-31").await;
    let sum = &early["currencies"][0];
    assert_eq!((&sum["approved"], &sum["unapproved"], &sum["approved_minutes"]), (&aud("480.00"), &aud("60.00"), &json!(480)));
    assert_eq!(early["engagements"][0]["engagement_id"], json!(hired.engagement));
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let invoice = app.operator().post("/invoices", body).await.expect(201).id();
    let billed = report("2027-02-28").await;
    assert_eq!((&billed["currencies"][0]["approved"], &billed["currencies"][0]["unapproved"]), (&aud("0.00"), &aud("60.00")));
    // What a full credit freed is unbilled again.
    let _ = app.operator().post(&format!("/invoices/{invoice}/credit-notes"), json!({ "full": true, "reason": "Wrong" })).await.expect(201);
    assert_eq!(report("2027-02-28").await["currencies"][0]["approved"], aud("480.00"));
}

#[tokio::test]
async fn every_invoice_is_exported_once_and_only_those_of_the_days() {
    // F65
    let app = given::app().await;
    let (_, first) = invoiced(&app).await;
    let (_, _) = invoiced(&app).await;
    let page = app.operator().get("/exports/invoices.csv?from=2027-02-01&to=2027-02-28").await.expect(200);
    let all = rows(&page);
    assert_eq!(column(&all, "number"), ["MU-2026-00001", "MU-2026-00002"]);
    assert_eq!((column(&all, "total")[0].as_str(), column(&all, "currency")[0].as_str()), ("528.00", "AUD"));
    assert!(first.ends_with(&column(&all, "id")[0]));
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"invoices.csv\"");
    assert_eq!(rows(&app.operator().get("/exports/invoices.csv?to=2027-01-31").await.expect(200)).len(), 1);
    let marked = app.operator().get("/exports/invoices.csv?bom=true").await.expect(200);
    assert!(marked.bytes.starts_with(&[0xef, 0xbb, 0xbf]) && !page.bytes.starts_with(&[0xef, 0xbb, 0xbf]));
    let _ = app.operator().get("/exports/invoices.csv?from=2027-02-02&to=2027-02-01").await.expect_faults(&["/to"]);
    let _ = app.operator().get("/exports/invoices.csv?cursor=AAAA").await.expect_problem(400, "bad-cursor");
}

/// The column of every page of an export, each page by the address that the one before names.
async fn all_of(app: &TestApp, first: &str, name: &str) -> (Vec<String>, usize) {
    let (mut cells, mut place, mut pages) = (Vec::new(), first.to_owned(), 0);
    loop {
        let page = app.operator().get(&place).await.expect(200);
        cells.extend(column(&rows(&page), name));
        pages += 1;
        assert!(pages < 50, "the export {first} does not end");
        match page.header("link").strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")) {
            Some(next) => next.clone_into(&mut place),
            None => return (cells, pages),
        }
    }
}

#[tokio::test]
async fn an_export_goes_on_where_its_page_ended() {
    // F53, F54
    let app = given::app().await;
    let (hired, first) = invoiced(&app).await;
    let (_, _) = invoiced(&app).await;
    for start in ["2027-02-01", "2027-02-08"] {
        let _ = given::approved_week(&app, &hired, start).await;
    }
    let _ = app.operator().post(&format!("{first}/credit-notes"), json!({ "full": true, "reason": "Wrong" })).await.expect(201);
    let (numbers, pages) = all_of(&app, "/exports/invoices.csv?limit=1&from=2027-02-01", "number").await;
    assert_eq!((numbers, pages >= 2), (vec!["MU-2026-00001".to_owned(), "MU-2026-00002".to_owned()], true));
    let (numbers, _) = all_of(&app, "/exports/taxes.csv?limit=1", "number").await;
    assert_eq!(numbers, ["MU-2026-00001", "MU-2026-00002", "MC-2026-00001"]);
    let (days, pages) = all_of(&app, "/exports/time.csv?limit=1&bom=true", "date").await;
    assert_eq!((days, pages >= 4), (["2027-01-04", "2027-01-04", "2027-02-01", "2027-02-08"].map(str::to_owned).to_vec(), true));
}

#[tokio::test]
async fn texts_of_others_are_harmless_and_amounts_below_zero_are_numbers() {
    let app = given::app().await;
    let (hired, path) = invoiced(&app).await;
    let body = json!({ "amount": aud("600.00"), "received_on": "2027-02-02", "method": "bank transfer", "reference": "=HYPERLINK(1)" });
    let _ = app.operator().post(&format!("{path}/payments"), body).await.expect(201);
    let refund = json!({ "amount": aud("72.00"), "refunded_on": "2027-02-03", "method": "bank transfer", "reference": "-1" });
    let _ = app.operator().post(&format!("/clients/{}/refunds", hired.client), refund).await.expect(201);
    let all = rows(&app.operator().get("/exports/payments.csv").await.expect(200));
    assert_eq!(column(&all, "reference"), ["'=HYPERLINK(1)", "'-1"]);
    assert_eq!(column(&all, "settled"), ["600.00", "-72.00"]);
}

#[tokio::test]
async fn each_tax_of_each_document_is_exported_once_and_credits_are_below_zero() {
    // F68: what is zero-rated is there once too.
    let app = given::app().await;
    let (_, path) = invoiced(&app).await;
    let credit = json!({ "lines": [{ "line": 1, "amount": aud("80.00") }], "reason": "Agreed" });
    let _ = app.operator().post(&format!("{path}/credit-notes"), credit).await.expect(201);
    let _ = app
        .operator()
        .put("/exchange-rates/2027-02-01", json!({ "base": "USD", "rates": { "AUD": "1.50", "INR": "88" } }))
        .await
        .expect(201);
    let mut american = bodies::client();
    american["country"] = json!("US");
    american["region"] = json!("TX");
    american["currency"] = json!("USD");
    american["tax_ids"] = json!([{ "scheme": "ein", "value": "12-3456789" }]);
    let client = app.operator().post("/clients", american).await.expect(201).id();
    let (developer, project) = (given::vetted_developer(&app).await, given::project(&app, &client).await);
    let mut offer = bodies::offer(&project, &developer);
    offer["bill_rate"]["currency"] = json!("USD");
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    let hired = given::Hired { client, developer, project, engagement };
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let _ = app.operator().post("/invoices", body).await.expect(201);
    let all = rows(&app.operator().get("/exports/taxes.csv").await.expect(200));
    assert_eq!(column(&all, "kind"), ["tax_invoice", "invoice", "credit_note"]);
    assert_eq!(column(&all, "category"), ["S", "G", "S"]);
    assert_eq!(column(&all, "taxable"), ["480.00", "480.00", "-80.00"]);
    assert_eq!(column(&all, "tax_amount"), ["48.00", "0.00", "-8.00"]);
    assert_eq!(column(&all, "currency"), ["AUD", "USD", "AUD"]);
}

#[tokio::test]
async fn the_entries_of_an_invoice_are_those_that_it_bills() {
    let app = given::app().await;
    let (hired, path) = invoiced(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    let shown = app.client(&hired.client).get(&format!("{path}/time")).await.expect(200).body;
    let entries = shown["items"].as_array().expect("entries");
    assert_eq!((entries.len(), &entries[0]["date"], &entries[0]["minutes"]), (1, &json!("2027-01-04"), &json!(480)));
    let other = given::client(&app).await;
    let _ = app.client(&other).get(&format!("{path}/time")).await.expect_problem(404, "not-found");
    let _ = app.developer(&hired.developer).get(&format!("{path}/time")).await.expect_problem(403, "forbidden");
}
