//! Reminders: each step once, however often and however late the run fires.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

/// Has the seller take these steps; one that is not registered for GST charges its fees.
async fn remind(app: &TestApp, dunning: Value, registered: bool) {
    let mut seller = bodies::seller_au();
    seller["dunning"] = dunning;
    seller["tax_registered"] = json!(registered);
    let _ = app.operator().put("/sellers/sel_au", seller).await.expect(200);
}

/// Reminders after 7 and 14 days, and 2.5 % after 14.
fn steps_and_fee() -> Value {
    json!({ "reminder_days": [7, 14], "late_fee": { "after_days": 14, "percent": "2.5" } })
}

/// An invoice of AUD 528.00 that is due on 15 February, by a seller that reminds after 7 and 14 days and asks 2.5 % after 14.
async fn overdue(app: &TestApp) -> (given::Hired, String) {
    remind(app, steps_and_fee(), true).await;
    invoiced(app).await
}

/// The invoice of one day in January.
async fn invoiced(app: &TestApp) -> (given::Hired, String) {
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
    // Whether Australian GST is due on it is for a person to judge.
    assert_eq!(
        (&invoice["reminders"][2]["charge"], &invoice["reminders"][2]["not_charged"]),
        (&Value::Null, &json!("tax_treatment_unsure"))
    );
    let events: Vec<&str> = invoice["reminders"].as_array().expect("a list").iter().filter_map(|step| step["event_id"].as_str()).collect();
    assert!(events.len() == 3 && events.iter().all(|id| id.starts_with("evt_")) && events[1] != events[2], "{events:?}");
    assert_eq!(
        (&invoice["reminders"][1]["event_type"], &invoice["reminders"][2]["event_type"]),
        (&json!("invoice.reminder_due"), &json!("invoice.late_fee_due"))
    );
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

#[tokio::test]
async fn what_is_owed_already_goes_by_the_steps_that_are_set_now() {
    let app = given::app().await;
    let (_, path) = invoiced(&app).await;
    let (_, paid) = invoiced(&app).await;
    let payment = json!({ "amount": { "amount": "528.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "cheque" });
    let payment = app.operator().post(&format!("{paid}/payments"), payment).await.expect(201).id();
    assert_eq!(steps(&app, &path, "2027-03-01T00:05:00Z").await, [], "no steps are set");
    remind(&app, json!({ "reminder_days": [7, 30] }), true).await;
    let first = ("reminder".to_owned(), 7, "2027-03-01".to_owned());
    for now in ["2027-03-01T00:05:00Z", "2027-03-01T00:20:00Z", "2027-03-01T00:35:00Z"] {
        assert_eq!(steps(&app, &path, now).await, std::slice::from_ref(&first), "{now}");
    }
    // Another set of steps: the one that was taken is not taken again, the next comes on its own day.
    remind(&app, json!({ "reminder_days": [7, 21] }), true).await;
    assert_eq!(steps(&app, &path, "2027-03-02T00:05:00Z").await, std::slice::from_ref(&first));
    let second = ("reminder".to_owned(), 21, "2027-03-08".to_owned());
    assert_eq!(steps(&app, &path, "2027-03-07T13:05:00Z").await, [first.clone(), second.clone()]);
    remind(&app, json!({}), true).await;
    assert_eq!(steps(&app, &path, "2027-06-01T00:05:00Z").await, [first, second]);
    // What was paid while the steps changed goes by them once it is owed again.
    remind(&app, json!({ "reminder_days": [1] }), true).await;
    assert_eq!(steps(&app, &paid, "2027-06-02T00:05:00Z").await, []);
    assert_eq!(steps(&app, &paid, "2027-06-03T00:05:00Z").await, []);
    let _ = app.operator().post(&format!("/payments/{payment}/reverse"), json!({ "reason": "Bounced" })).await.expect(200);
    assert_eq!(steps(&app, &paid, "2027-06-04T00:05:00Z").await, [("reminder".to_owned(), 1, "2027-06-04".to_owned())]);
}

#[tokio::test]
async fn a_fee_for_paying_late_is_billed_once_by_the_next_invoice() {
    let app = given::app().await;
    remind(&app, steps_and_fee(), false).await;
    let (hired, path) = invoiced(&app).await;
    // AUD 480.00 without GST; the fee is 2.5 % of it.
    let late = app.operator().get(&path).await.expect(200).body;
    for now in ["2027-03-10T00:05:00Z", "2027-03-10T00:20:00Z"] {
        assert_eq!(steps(&app, &path, now).await.len(), 3, "{now}");
    }
    let invoice = app.operator().get(&path).await.expect(200).body;
    let charge = &invoice["reminders"][2]["charge"];
    assert_eq!((&charge["engagement_id"], &invoice["balance"]), (&json!(hired.engagement), &late["balance"]), "it never changes itself");
    let (charges, _) = given::all_pages(&app.operator(), &format!("{}/charges", hired.path())).await;
    assert_eq!((charges.len(), &charges[0]["id"], &charges[0]["kind"]), (1, &charge["charge_id"], &json!("late_fee")));
    assert_eq!(charges[0]["amount"], json!({ "amount": "12.00", "currency": "AUD" }));
    // It goes with the next period's time, or by itself once the engagement is over.
    let end = json!({ "ends_on": "2027-03-31", "reason": "Done.", "initiated_by": "operator" });
    let _ = app.operator().post(&format!("{}/end", hired.path()), end).await.expect(200);
    app.set_clock("2027-04-01T00:05:00Z");
    let run = crate::fire(&app, json!({ "time": "2027-04-01T00:05:00Z" })).await;
    let next =
        app.client(&hired.client).get(&format!("/invoices/{}", run["issued"][0].as_str().expect("an invoice"))).await.expect(200).body;
    let line = &next["lines"][0];
    assert_eq!((&line["kind"], &line["net"]["amount"], &next["total"]["amount"]), (&json!("adjustment"), &json!("12.00"), &json!("12.00")));
    let text = line["description"].as_str().expect("a text");
    assert!(
        text.contains(late["number"].as_str().expect("a number")) && text.contains("480.00 AUD") && text.contains("2027-02-15"),
        "{text}"
    );
    assert_eq!(crate::fire(&app, json!({ "time": "2027-04-01T00:05:00Z" })).await["counts"]["issued"], 0);
    let by_hand = json!({ "kind": "late_fee", "description": "Late", "amount": { "amount": "1.00", "currency": "AUD" } });
    let _ = app.operator().post(&format!("{}/charges", hired.path()), by_hand).await.expect_faults(&["/kind"]);
}
