//! What is issued when a month is closed: by which number, over what, and what takes it back.

use muster_tests::bodies::{self, with};
use muster_tests::pdf::{Pdf, squeezed};
use muster_tests::{Reply, given};
use reqwest::Method;
use serde_json::{Value, json};

use super::{at, close, documents};

const FEBRUARY: &str = "2027-02-01T00:05:00Z";
const MARCH: &str = "2027-03-01T00:05:00Z";

#[tokio::test]
async fn a_month_is_invoiced_with_gst_in_the_moment_in_which_it_is_closed() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    assert_eq!(documents(&app, &hired).await, [] as [Value; 0]);
    let closed = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201).body;
    assert_eq!(at(&closed, &["/totals/0/amount", "/self_billed_invoices/0/number"]), ["320.00", "MS-2026-00001"]);
    assert_eq!(closed["lines"][0]["self_billed_invoice"], closed["self_billed_invoices"][0]);
    let developer = app.developer(&hired.developer);
    let open = developer.get(&format!("/developers/{}/statements?month=2027-01", hired.developer)).await.expect(200).body;
    assert_eq!(open, closed, "it stays on the closed statement");
    let id = closed["self_billed_invoices"][0]["id"].as_str().expect("an id");
    let path = format!("{}/{id}", hired.self_billed_invoices());
    let found = developer.get(&path).await.expect(200);
    let document = &found.body;
    for (pointer, expected) in [
        ("/number", "MS-2026-00001"),
        ("/kind", "self_billed"),
        ("/title", "Recipient-created tax invoice"),
        ("/recipient_id", "sel_au"),
        ("/statement_id", closed["id"].as_str().expect("an id")),
        ("/month", "2027-01"),
        ("/supplier/name", "Priya Nair"),
        ("/supplier/legal_name", "Nair Software Pty Ltd"),
        ("/supplier/tax_ids/0/value", "33102417032"),
        ("/recipient/legal_name", "Muster Australia Pty Ltd"),
        ("/recipient/tax_ids/0/value", "51824753556"),
        ("/agreement", "RCTI-17"),
        ("/issued_on", "2027-02-01"),
        ("/due_on", "2027-02-08"),
        ("/lines/0/description", "Back-end developer"),
        ("/lines/0/minutes", "480"),
        ("/lines/0/unit_price/amount", "40.00"),
        ("/lines/0/net/amount", "320.00"),
        ("/lines/0/tax_rate", "10"),
        ("/net/amount", "320.00"),
        ("/taxes/0/name", "GST"),
        ("/tax/amount", "32.00"),
        ("/total/amount", "352.00"),
        ("/fx", "null"),
    ] {
        assert_eq!(at(document, &[pointer]), [expected], "{pointer}");
    }
    let notes = document["notes"].to_string();
    assert!(notes.contains("GST shown is payable by the supplier") && notes.contains("RCTI-17 of 2026-11-30"), "{notes}");
    assert!(!found.text().contains("60.00") && !found.fields().contains("seller_id"), "no bill side: {}", found.text());
    assert_eq!(documents(&app, &hired).await.as_slice(), std::slice::from_ref(document));
    assert_eq!(app.operator().get(&path).await.expect(200).body, *document);
    let shown = developer.get(&format!("{path}/html")).await.expect(200).text();
    for text in
        ["Recipient-created tax invoice", "MS-2026-00001", "33\u{a0}102\u{a0}417\u{a0}032", "51\u{a0}824\u{a0}753\u{a0}556", "352.00"]
    {
        assert!(shown.replace("&nbsp;", "\u{a0}").contains(text) || shown.contains(&text.replace('\u{a0}', " ")), "{text}: {shown}");
    }
    let printed = Pdf::read(&developer.get(&format!("{path}/pdf")).await.expect(200).bytes).squeezed();
    for text in ["Recipient-created tax invoice", "MS-2026-00001", "33 102 417 032", "51 824 753 556", "352.00"] {
        assert!(printed.contains(&squeezed(text)), "{text} is not in {printed}");
    }
    let stranger = given::vetted_developer(&app).await;
    for place in [hired.self_billed_invoices(), path.clone(), format!("{path}/html"), format!("{path}/pdf")] {
        let _ = app.developer(&stranger).get(&place).await.expect_problem(404, "not-found");
        let _ = app.client(&hired.client).get(&place).await.expect_problem(403, "forbidden");
        let _ =
            app.operator().get(&place.replace(&hired.developer, "dev_01k8zq4v6x2m9c7r3t5w8y0abc")).await.expect_problem(404, "not-found");
    }
    let _ = developer.get(&path.replace(&hired.developer, &stranger)).await.expect_problem(404, "not-found");
    let _ = app.operator().get(&format!("/invoices/{id}")).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn time_that_is_taken_back_is_an_adjustment_and_late_time_goes_on_the_next_invoice() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201);
    let sheet = hired.timesheet("2027-01-04");
    let (developer, client) = (app.developer(&hired.developer), app.client(&hired.client));
    let _ = app.operator().post(&format!("{sheet}/reopen"), json!({ "reason": "A day too many" })).await.expect(200);
    let entry = given::all_pages(&developer, &hired.time_entries()).await.0[0]["id"].as_str().expect("an id").to_owned();
    let _ = developer.patch(&format!("{}/{entry}", hired.time_entries()), json!({ "minutes": 240 })).await.expect(200);
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = client.post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    let closed = close(&app, &hired.developer, "2027-02", MARCH).await.expect(201).body;
    assert_eq!(at(&closed, &["/totals/0/amount"]), ["-160.00"]);
    let all = documents(&app, &hired).await;
    let note = &all[0];
    let pointers = ["/number", "/kind", "/title", "/net/amount", "/tax/amount", "/total/amount", "/corrects/0/number", "/due_on"];
    let expected =
        ["MS-2026-00002", "credit_note", "Recipient-created adjustment note", "160.00", "16.00", "176.00", "MS-2026-00001", "null"];
    assert_eq!(at(note, &pointers), expected);
    assert_eq!(at(note, &["/lines/0/month", "/lines/0/late", "/lines/0/minutes"]), ["2027-01", "true", "240"]);
    let shown = developer.get(&format!("{}/{}/html", hired.self_billed_invoices(), note["id"].as_str().expect("an id"))).await.expect(200);
    assert!(shown.text().contains("Taken back from the supplier"), "{}", shown.text());
    // March's own work, and some of January's that is approved only now.
    let _ = given::approved_week(&app, &hired, "2027-03-01").await;
    let _ = given::approved_week(&app, &hired, "2027-01-11").await;
    let _ = close(&app, &hired.developer, "2027-03", "2027-04-01T00:05:00Z").await.expect(201);
    let all = documents(&app, &hired).await;
    let invoice = &all[0];
    assert_eq!(
        at(invoice, &["/number", "/kind", "/lines/0/month", "/lines/1/month", "/lines/1/late"]),
        ["MS-2026-00003", "self_billed", "2027-03", "2027-01", "true"]
    );
    assert_eq!(at(invoice, &["/net/amount", "/tax/amount", "/total/amount"]), ["640.00", "64.00", "704.00"]);
    assert_eq!(invoice["corrects"].as_array().map(Vec::len), Some(2), "January's line changes what both said");
    let (paged, pages) = given::all_pages(&developer, &format!("{}?limit=1", hired.self_billed_invoices())).await;
    assert_eq!((paged, pages >= 3), (all.clone(), true));
    let filtered = |filter: &str| format!("{}?{filter}", hired.self_billed_invoices());
    for (filter, count) in
        [("month=2027-02", 1), ("from=2027-03-01&to=2027-03-31", 1), ("recipient_id=sel_au", 3), ("recipient_id=sel_nz", 0)]
    {
        assert_eq!(given::all_pages(&developer, &filtered(filter)).await.0.len(), count, "{filter}");
    }
}

#[tokio::test]
async fn a_new_zealand_buyer_shows_both_numbers_and_its_own_rate() {
    let app = given::app().await;
    let seller = with(with(bodies::seller_au(), "/country", "NZ"), "/region", "AUK");
    let seller = with(with(seller, "/time_zone", "Pacific/Auckland"), "/currency", "NZD");
    let seller = with(seller, "/tax_ids", json!([{ "scheme": "nz_gst", "value": "49-091-850" }]));
    let _ = app.operator().put("/sellers/sel_nz", with(seller, "/self_billing_series", "NB-{fy2}-{seq:4}")).await.expect(201);
    let pay = json!({ "amount": "50.10", "currency": "NZD", "per": "hour" });
    let hired = given::engagement_with(&app, |offer| with(with(offer, "/pay_rate", pay), "/seller_id", "sel_nz")).await;
    let home = json!({ "country": "NZ", "tax_ids": [{ "scheme": "nz_gst", "value": "136-410-132" }] });
    let _ = app.operator().patch(&format!("/developers/{}", hired.developer), home).await.expect(200);
    let path = hired.self_billing().replace("sel_au", "sel_nz");
    let body = with(bodies::self_billing(), "/reason", "The buyer determines the price");
    let _ = app.operator().put(&path, body).await.expect(201);
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201);
    let all = documents(&app, &hired).await;
    let pointers =
        ["/number", "/title", "/supplier/tax_ids/0/value", "/recipient/tax_ids/0/value", "/net/amount", "/tax/amount", "/total/amount"];
    let expected = ["NB-26-27-0001", "Buyer-created taxable supply information", "136410132", "49091850", "400.80", "60.12", "460.92"];
    assert_eq!(at(&all[0], &pointers), expected);
}

#[tokio::test]
async fn pay_in_another_currency_states_the_gst_in_the_seller_s_own() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let home = json!({ "country": "AU", "tax_ids": [{ "scheme": "abn", "value": "33102417032" }] });
    let _ = app.operator().patch(&format!("/developers/{}", hired.developer), home).await.expect(200);
    let _ = app.operator().put(&hired.self_billing(), bodies::self_billing()).await.expect(201);
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect_problem(422, "no-exchange-rate");
    let rates = json!({ "base": "USD", "rates": { "AUD": "1.50", "INR": "88" } });
    let _ = app.operator().put("/exchange-rates/2027-01-31", rates).await.expect(201);
    let _ = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201);
    // 22,400 INR and 10 % of it, at 1.50 for 88.
    let all = documents(&app, &hired).await;
    let pointers = ["/currency", "/tax/amount", "/total/amount", "/fx/to", "/fx/tax/amount", "/fx/total/amount"];
    assert_eq!(at(&all[0], &pointers), ["INR", "2240.00", "24640.00", "AUD", "38.18", "420.00"]);
}

#[tokio::test]
async fn each_currency_has_a_document_of_its_own_with_the_next_number() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = app.operator().patch(&hired.path(), json!({ "hours_per_week": 20 })).await.expect(200);
    let project = given::project(&app, &hired.client).await;
    let offer = with(bodies::offer(&project, &hired.developer), "/hours_per_week", 20);
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let rupees = given::Hired { project, engagement, ..hired.clone() };
    let _ = app.developer(&hired.developer).post(&format!("{}/accept", rupees.path()), json!({})).await.expect(200);
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::approved_week(&app, &rupees, "2027-01-11").await;
    let rates = json!({ "base": "USD", "rates": { "AUD": "1.50", "INR": "88" } });
    let _ = app.operator().put("/exchange-rates/2027-01-31", rates).await.expect(201);
    let closed = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201).body;
    assert_eq!(at(&closed, &["/self_billed_invoices/0/number", "/self_billed_invoices/1/number"]), ["MS-2026-00001", "MS-2026-00002"]);
    let mut shown: Vec<Vec<String>> = Vec::new();
    for document in documents(&app, &hired).await {
        shown.push(at(&document, &["/number", "/total/amount", "/currency", "/lines/1"]));
    }
    shown.sort();
    assert_eq!(shown, [["MS-2026-00001", "352.00", "AUD", ""], ["MS-2026-00002", "24640.00", "INR", ""]]);
    let counter = app
        .table()
        .await
        .into_iter()
        .filter(|item| item.get("record").and_then(|record| record.as_s().ok()).is_some_and(|record| record == "counter"));
    assert_eq!(counter.count(), 1, "one series, one year");
}

#[tokio::test]
async fn work_before_the_registration_is_on_no_document() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    app.set_clock("2027-01-20T00:00:00Z");
    let moved = with(with(bodies::self_billing(), "/supplier_registered_from", "2027-01-10"), "/valid_from", "2027-01-10");
    let _ = app.operator().put(&hired.self_billing(), moved).await.expect(200);
    let _ = given::approved_week(&app, &hired, "2027-01-18").await;
    let _ = close(&app, &hired.developer, "2027-01", FEBRUARY).await.expect(201);
    assert_eq!(documents(&app, &hired).await.len(), 0, "the rate of January holds from its fourth on");
    let _ = given::approved_week(&app, &hired, "2027-02-01").await;
    let _ = given::approved_week(&app, &hired, "2027-01-25").await;
    let _ = close(&app, &hired.developer, "2027-02", MARCH).await.expect(201);
    let all = documents(&app, &hired).await;
    assert_eq!(at(&all[0], &["/number", "/net/amount", "/lines/1"]), ["MS-2026-00001", "320.00", ""]);
}

#[tokio::test]
async fn a_close_that_is_sent_again_issues_nothing_more() {
    let app = given::app().await;
    let hired = given::self_billed(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    app.set_clock(FEBRUARY);
    let path = format!("/developers/{}/statements/2027-01/close", hired.developer);
    let send = || Reply::of(app.operator().request(Method::POST, &path).header("idempotency-key", "january").json(&json!({})));
    let first = send().await.expect(201);
    let again = send().await.expect(201);
    assert_eq!((again.header("idempotent-replayed"), &again.body), ("true", &first.body));
    let _ = app.operator().post(&path, json!({})).await.expect_problem(409, "wrong-state");
    assert_eq!(documents(&app, &hired).await.len(), 1);
}

#[tokio::test]
async fn months_closed_at_once_take_the_next_numbers_without_a_gap() {
    let app = given::app().await;
    app.must_isolate();
    let mut paths = Vec::new();
    for _ in 0..6 {
        let hired = given::self_billed(&app).await;
        let _ = given::approved_week(&app, &hired, "2027-01-04").await;
        paths.push(format!("/developers/{}/statements/2027-01/close", hired.developer));
    }
    app.set_clock(FEBRUARY);
    // Each twice: one of the two closes it.
    let sends = paths.iter().chain(&paths).map(|path| (app.operator(), path.clone()));
    let replies = given::at_once(sends.map(|(operator, path)| async move { operator.post(&path, json!({})).await })).await;
    let mut numbers: Vec<String> =
        replies.iter().filter(|reply| reply.status == 201).flat_map(|reply| at(&reply.body, &["/self_billed_invoices/0/number"])).collect();
    numbers.sort();
    assert_eq!(numbers, (1..=6).map(|number| format!("MS-2026-{number:05}")).collect::<Vec<_>>());
    assert!(replies.iter().all(|reply| [201, 409].contains(&reply.status)), "the other finds it closed");
    assert_eq!(app.count_records().await["self-billed"], 6);
}
