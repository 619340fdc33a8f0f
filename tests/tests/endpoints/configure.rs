//! `/sellers*` and `/exchange-rates/{date}`.

use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

#[tokio::test]
async fn a_seller_is_recorded_under_its_chosen_id_and_replaced_whole() {
    let app = TestApp::start().await;
    let operator = app.operator();
    let first = operator.put("/sellers/sel_au", bodies::seller_au()).await.expect(201);
    assert_eq!(first.header("location"), "/sellers/sel_au");
    assert_eq!(first.body["id"], "sel_au");
    let second = operator.put("/sellers/sel_au", with(bodies::seller_au(), "/markup_percent", "30.5")).await.expect(200);
    assert_eq!(second.body["markup_percent"], "30.5");
    assert_eq!(second.header("etag"), "\"2\"");
    assert_eq!(second.body["created_at"], first.body["created_at"]);
    assert_eq!(operator.get("/sellers/sel_au").await.expect(200).body, second.body);
    assert_eq!(operator.get("/sellers").await.expect(200).body, json!({ "items": [second.body], "next_cursor": null }));
}

#[tokio::test]
async fn an_id_that_no_seller_may_have_is_no_seller() {
    let app = TestApp::start().await;
    for id in ["au", "sel_", "sel_AU", "sel_a%2Fb", "sel_é"] {
        let _ = app.operator().put(&format!("/sellers/{id}"), bodies::seller_au()).await.expect_problem(404, "not-found");
    }
    let long = format!("/sellers/sel_{}", "a".repeat(33));
    let _ = app.operator().put(&long, bodies::seller_au()).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn each_bad_field_of_a_seller_is_refused_at_its_place() {
    let app = TestApp::start().await;
    let rows = [
        ("/fiscal_year_start", json!("02-30"), "/fiscal_year_start"),
        ("/invoice_series", json!("MU-{fy}"), "/invoice_series"),
        ("/credit_note_series", json!("MU-{fy}-{seq:5}"), "/credit_note_series"),
        ("/markup_percent", json!(25), "/markup_percent"),
        ("/markup_percent", json!("-1"), "/markup_percent"),
        ("/markup_percent", json!("1000.1"), "/markup_percent"),
        ("/lut", json!([{ "arn": "AD1", "valid_from": "2027-04-01", "valid_to": "2027-03-31" }]), "/lut/0/valid_to"),
        ("/rounding", json!({ "tax_level": "group", "tax_mode": "half_up", "payable_step": "0" }), "/rounding/payable_step"),
        ("/rounding", json!({ "tax_level": "sum", "tax_mode": "half_up" }), "/rounding/tax_level"),
        ("/bank", json!([{ "currency": "AUD", "lines": [] }]), "/bank/0/lines"),
        ("/tax_ids/0/scheme", json!("vat"), "/tax_ids/0/scheme"),
        ("/colour", json!("red"), "/colour"),
    ];
    for (place, value, pointer) in rows {
        let _ = app.operator().put("/sellers/sel_au", with(bodies::seller_au(), place, value)).await.expect_faults(&[pointer]);
    }
    let _ = app.operator().get("/sellers/sel_au").await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn an_indian_sellers_numbers_have_at_most_sixteen_characters() {
    let app = TestApp::start().await;
    let mut body = bodies::seller_au();
    for (place, value) in [("/country", json!("IN")), ("/region", json!("KA")), ("/tax_ids", json!([])), ("/currency", json!("INR"))] {
        body = with(body, place, value);
    }
    let _ = app
        .operator()
        .put("/sellers/sel_in", with(body.clone(), "/invoice_series", "MUSTER-{fy}-{seq:8}"))
        .await
        .expect_faults(&["/invoice_series"]);
    let _ = app.operator().put("/sellers/sel_in", body).await.expect(201);
}

#[tokio::test]
async fn a_days_rates_are_kept_and_replaced() {
    let app = TestApp::start().await;
    let operator = app.operator();
    let day = |inr: &str| json!({ "base": "USD", "rates": { "INR": inr, "AUD": "1.53" } });
    let _ = operator.get("/exchange-rates/2026-12-30").await.expect_problem(404, "not-found");
    let first = operator.put("/exchange-rates/2026-12-30", day("88.10")).await.expect(201);
    assert_eq!(first.header("location"), "/exchange-rates/2026-12-30");
    assert_eq!(first.body["rates"], json!({ "AUD": "1.53", "INR": "88.10" }));
    let second = operator.put("/exchange-rates/2026-12-30", day("88.2")).await.expect(200);
    assert_eq!(operator.get("/exchange-rates/2026-12-30").await.expect(200).body, second.body);
    for date in ["2026-02-30", "today", "2026-12-3"] {
        let _ = operator.put(&format!("/exchange-rates/{date}"), day("88.10")).await.expect_problem(404, "not-found");
    }
}

#[tokio::test]
async fn each_bad_rate_is_refused_at_its_place() {
    let app = given::app().await;
    let rows: [(Value, &[&str]); 7] = [
        (json!({ "base": "USD", "rates": {} }), &["/rates"]),
        (json!({ "base": "USD", "rates": { "INR": 88.1 } }), &["/rates/INR"]),
        (json!({ "base": "USD", "rates": { "INR": "0", "AUD": "-1.5" } }), &["/rates/AUD"]),
        (json!({ "base": "USD", "rates": { "INR": "0", "XX/Y~": "1" } }), &["/rates/INR", "/rates/XX~1Y~0"]),
        (json!({ "base": "USD", "rates": { "USD": "1" } }), &["/rates/USD"]),
        (json!({ "base": "BTC", "rates": { "INR": "88.1" } }), &["/base"]),
        (json!({ "rates": { "INR": "88.1" }, "source": "ECB" }), &["/base", "/source"]),
    ];
    for (body, pointers) in rows {
        let _ = app.operator().put("/exchange-rates/2026-12-30", body).await.expect_faults(pointers);
    }
    let _ = app.operator().get("/exchange-rates/2026-12-30").await.expect_problem(404, "not-found");
}
