//! What developers are paid: by the month of the work, once, and seen by nobody else.

use muster_tests::given;
use serde_json::{Value, json};

#[tokio::test]
async fn a_month_is_closed_once_and_late_approval_goes_on_the_next() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let _ = given::time(&app, &hired, "2027-01-12", 60).await;
    let place = format!("/developers/{}/statements", hired.developer);
    let developer = app.developer(&hired.developer);
    let inr = |amount: &str| json!({ "amount": amount, "currency": "INR" });
    let open = developer.get(&format!("{place}?month=2027-01")).await.expect(200).body;
    assert_eq!((&open["id"], &open["totals"], &open["lines"][0]["minutes"]), (&Value::Null, &json!([inr("22400.00")]), &json!(480)));
    app.set_clock("2027-01-31T12:00:00Z");
    let _ = app.operator().post(&format!("{place}/2027-01/close"), json!({})).await.expect_problem(409, "period-open");
    app.set_clock("2027-02-01T00:05:00Z");
    let _ = developer.post(&format!("{place}/2027-01/close"), json!({})).await.expect_problem(403, "forbidden");
    let closed = app.operator().post(&format!("{place}/2027-01/close"), json!({})).await.expect(201).body;
    assert_eq!(closed["totals"], json!([inr("22400.00")]));
    let _ = app.operator().post(&format!("{place}/2027-01/close"), json!({})).await.expect_problem(409, "wrong-state");
    let sheet = hired.timesheet("2027-01-11");
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = app.client(&hired.client).post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    assert_eq!(developer.get(&format!("{place}?month=2027-01")).await.expect(200).body, closed, "a closed month stays as it is");
    let next = developer.get(&format!("{place}?month=2027-02")).await.expect(200).body;
    assert_eq!(
        (&next["lines"][0]["late"], &next["lines"][0]["month"], &next["totals"]),
        (&json!(true), &json!("2027-01"), &json!([inr("2800.00")]))
    );
}

#[tokio::test]
async fn the_operator_alone_sees_what_a_month_s_work_leaves() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let place = "/reports/margins?month=2027-01";
    let own = |report: &Value| {
        let own = &report["engagements"][0];
        [&own["billable"]["amount"], &own["payable"][0]["amount"], &own["margin"]["amount"]].map(Clone::clone)
    };
    let early = app.operator().get(place).await.expect(200).body;
    assert_eq!(
        (own(&early), &early["engagements"][0]["engagement_id"]),
        ([json!("480.00"), json!("22400.00"), json!("90.99")], &json!(hired.engagement))
    );
    let rates = json!({ "base": "USD", "rates": { "AUD": "1.50", "INR": "88" } });
    let _ = app.operator().put("/exchange-rates/2027-01-15", rates).await.expect(201);
    app.set_clock("2027-02-01T00:05:00Z");
    // 22,400 INR at 1.50 for 88.
    let seen = app.operator().get(place).await.expect(200).body;
    assert_eq!(
        (own(&seen), &seen["exchange_rates_date"]),
        (["480.00", "22400.00", "98.18"].map(|amount| json!(amount)), &json!("2027-01-15"))
    );
    assert_eq!(app.operator().get("/reports/margins?month=2027-02").await.expect(200).body["engagements"], json!([]));
    for caller in [app.client(&hired.client), app.developer(&hired.developer)] {
        let _ = caller.get(place).await.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_statement_is_the_developer_s_own_and_shows_no_bill_side() {
    // F59, F61
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    let place = format!("/developers/{}/statements?month=2027-01", hired.developer);
    let other = given::vetted_developer(&app).await;
    let _ = app.developer(&other).get(&place).await.expect_problem(404, "not-found");
    let _ = app.client(&hired.client).get(&place).await.expect_problem(403, "forbidden");
    let shown = app.developer(&hired.developer).get(&place).await.expect(200);
    assert!(!shown.fields().contains("bill_rate") && !shown.text().contains("60.00"), "{}", shown.text());
    let _ = app.operator().get("/developers/dev_01k8zq4v6x2m9c7r3t5w8y0abc/statements?month=2027-01").await.expect(404);
    let _ = app.operator().get(&format!("/developers/{}/statements?month=2027-13", hired.developer)).await.expect_faults(&["/month"]);
}
