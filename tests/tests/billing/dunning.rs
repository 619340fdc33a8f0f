//! Reminders: each step once, however often and however late the run fires.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

/// An invoice of AUD 528.00 that is due on 15 February, by a seller that reminds after 7 and 14 days and asks 2.5 % after 14.
async fn overdue(app: &TestApp) -> (given::Hired, String) {
    let mut seller = bodies::seller_au();
    seller["dunning"] = json!({ "reminder_days": [7, 14], "late_fee": { "after_days": 14, "percent": "2.5" } });
    let _ = app.operator().put("/sellers/sel_au", seller).await.expect(200);
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let id = app.operator().post("/invoices", body).await.expect(201).id();
    (hired, format!("/invoices/{id}"))
}

/// Fires the run at an instant and gives the steps that the invoice then shows.
async fn steps(app: &TestApp, path: &str, now: &str) -> Vec<(String, u64, String)> {
    app.set_clock(now);
    let _ = crate::fire(app, json!({ "time": now })).await;
    let invoice = app.operator().get(path).await.expect(200).body;
    let of = |step: &Value| {
        let text = |field: &str| step[field].as_str().unwrap_or_default().to_owned();
        (text("kind"), step["days_after_due"].as_u64().expect("days"), text("on"))
    };
    invoice["reminders"].as_array().expect("a list").iter().map(of).collect()
}

#[tokio::test]
async fn each_step_is_recorded_once_in_the_invoice_s_own_days() {
    // F33
    let app = given::app().await;
    let (hired, path) = overdue(&app).await;
    // 22 February begins in Sydney at 13:00 UTC of the day before.
    assert_eq!(steps(&app, &path, "2027-02-21T12:50:00Z").await, []);
    let first = ("reminder".to_owned(), 7, "2027-02-22".to_owned());
    for now in ["2027-02-21T13:05:00Z", "2027-02-21T13:05:00Z", "2027-02-24T00:05:00Z"] {
        assert_eq!(steps(&app, &path, now).await, std::slice::from_ref(&first), "{now}");
    }
    let all = steps(&app, &path, "2027-03-10T00:05:00Z").await;
    assert_eq!(all[1..], [("reminder".to_owned(), 14, "2027-03-10".to_owned()), ("late_fee".to_owned(), 14, "2027-03-10".to_owned())]);
    let invoice = app.client(&hired.client).get(&path).await.expect(200).body;
    assert_eq!(invoice["reminders"][2]["fee"], json!({ "amount": "13.20", "currency": "AUD" }));
    assert_eq!((&invoice["balance"]["amount"], &invoice["overdue"]), (&json!("528.00"), &json!(true)));
    assert_eq!(steps(&app, &path, "2027-06-10T00:05:00Z").await.len(), 3);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_paid_until_it_is_owed_again() {
    let app = given::app().await;
    let (_, path) = overdue(&app).await;
    let paid = json!({ "amount": { "amount": "528.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "cheque" });
    let payment = app.operator().post(&format!("{path}/payments"), paid).await.expect(201).id();
    assert_eq!(steps(&app, &path, "2027-02-23T00:05:00Z").await, []);
    let _ = app.operator().post(&format!("/payments/{payment}/reverse"), json!({ "reason": "Bounced" })).await.expect(200);
    assert_eq!(steps(&app, &path, "2027-02-24T00:05:00Z").await, [("reminder".to_owned(), 7, "2027-02-24".to_owned())]);
}

#[tokio::test]
async fn steps_that_make_no_sense_are_refused() {
    let app = given::app().await;
    let put = |dunning: Value| {
        let mut seller = bodies::seller_au();
        seller["dunning"] = dunning;
        let operator = app.operator();
        async move { operator.put("/sellers/sel_au", seller).await }
    };
    let _ = put(json!({ "reminder_days": [14, 7] })).await.expect_faults(&["/dunning/reminder_days"]);
    let _ = put(json!({ "reminder_days": [0] })).await.expect_faults(&["/dunning/reminder_days/0"]);
    let fee = |percent: &str| json!({ "late_fee": { "after_days": 7, "percent": percent } });
    let _ = put(fee("0")).await.expect_faults(&["/dunning/late_fee/percent"]);
    let _ = put(fee("100.01")).await.expect_faults(&["/dunning/late_fee/percent"]);
    let kept = put(json!({ "reminder_days": [7] })).await.expect(200).body;
    assert_eq!(kept["dunning"], json!({ "reminder_days": [7], "late_fee": null }));
}
