//! `/engagements*`.

use muster_tests::bodies::{self, with, without};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

async fn parties(app: &TestApp) -> (String, String, String) {
    let client = given::client(app).await;
    let project = given::project(app, &client).await;
    (client, project, given::vetted_developer(app).await)
}

#[tokio::test]
async fn an_offer_is_accepted_and_the_project_is_staffed() {
    let app = given::app().await;
    let (client, project, developer) = parties(&app).await;
    let offered = app.operator().post("/engagements", bodies::offer(&project, &developer)).await.expect(201);
    let path = format!("/engagements/{}", offered.id());
    assert_eq!(offered.header("location"), path);
    assert_eq!(offered.body["status"], "offered");
    assert_eq!(offered.body["seller_id"], "sel_au");
    assert_eq!(offered.body["place_of_supply"], json!({ "country": "AU", "region": "NSW" }));
    let accepted = app.developer(&developer).post(&format!("{path}/accept"), Value::Null).await.expect(200);
    assert_eq!(accepted.body["status"], "active");
    let staffed = app.client(&client).get(&format!("/projects/{project}")).await.expect(200);
    assert_eq!(staffed.body["status"], "staffed");
    assert_eq!(staffed.body["roles"][0]["filled"][0]["developer_id"], developer);
}

#[tokio::test]
async fn each_side_sees_its_own_rate_and_no_other() {
    // F59
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let client = app.client(&hired.client).get(&hired.path()).await.expect(200);
    assert_eq!(client.body["bill_rate"], json!({ "amount": "60.00", "currency": "AUD", "per": "hour" }));
    assert!(!client.fields().contains("pay_rate"));
    let developer = app.developer(&hired.developer).get(&hired.path()).await.expect(200);
    assert_eq!(developer.body["pay_rate"], json!({ "amount": "2800.00", "currency": "INR", "per": "hour" }));
    for field in ["bill_rate", "seller_id", "billing", "purchase_order", "place_of_supply", "client_id"] {
        assert!(!developer.fields().contains(field), "{field}");
    }
    let operator = app.operator().get(&hired.path()).await.expect(200);
    assert!(operator.fields().is_superset(&client.fields()) && operator.body["pay_rate"].is_object());
}

#[tokio::test]
async fn contact_data_is_shown_while_hired_only() {
    let app = given::app().await;
    let (client, project, developer) = parties(&app).await;
    let engagement = given::offer(&app, &project, &developer).await;
    let place = format!("/developers/{developer}");
    let _ = app.client(&client).get(&place).await.expect_problem(404, "not-found");
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), Value::Null).await.expect(200);
    let hired = app.client(&client).get(&place).await.expect(200);
    assert_eq!(hired.body["phone"], "+91 98 0000 0000");
    assert!(hired.body["email"].is_string());
    assert!(!hired.fields().contains("pay_rate"));
    app.set_clock("2027-01-20T00:00:00Z");
    let end = json!({ "ends_on": "2027-02-12", "reason": "Done." });
    let _ = app.operator().post(&format!("/engagements/{engagement}/end"), end).await.expect(200);
    app.set_clock("2027-02-12T12:00:00Z");
    assert!(app.client(&client).get(&place).await.expect(200).body["email"].is_string());
    app.set_clock("2027-02-14T00:00:00Z");
    let left = app.client(&client).get(&place).await.expect(200);
    assert!(left.body["email"].is_null() && left.body["phone"].is_null(), "{}", left.text());
}

#[tokio::test]
async fn an_offer_that_comes_to_nothing_hides_the_developer_again() {
    let app = given::app().await;
    let (client, project, developer) = parties(&app).await;
    for (action, caller) in [("decline", app.developer(&developer)), ("withdraw", app.operator())] {
        let engagement = given::offer(&app, &project, &developer).await;
        let ended = caller.post(&format!("/engagements/{engagement}/{action}"), Value::Null).await.expect(200);
        assert_eq!(ended.body["status"], if action == "decline" { "declined" } else { "withdrawn" });
        let _ = app.client(&client).get(&format!("/developers/{developer}")).await.expect_problem(404, "not-found");
    }
}

#[tokio::test]
async fn only_an_offer_is_accepted_declined_or_withdrawn() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    for action in ["accept", "decline", "withdraw"] {
        let reply = app.operator().post(&format!("{}/{action}", hired.path()), Value::Null).await.expect_problem(409, "wrong-state");
        assert!(reply.body["detail"].as_str().is_some_and(|detail| detail.contains("active")), "{}", reply.text());
    }
    let (_, project, developer) = parties(&app).await;
    let declined = given::offer(&app, &project, &developer).await;
    let _ = app.developer(&developer).post(&format!("/engagements/{declined}/decline"), Value::Null).await.expect(200);
    let reply = app.developer(&developer).post(&format!("/engagements/{declined}/accept"), Value::Null).await;
    assert!(reply.expect_problem(409, "wrong-state").text().contains("declined"));
}

#[tokio::test]
async fn each_bad_term_is_refused_at_its_place() {
    let app = given::app().await;
    let (_, project, developer) = parties(&app).await;
    let rows = [
        ("/project_id", json!("prj_00000000000000000000000000"), "/project_id"),
        ("/role_id", json!("r2"), "/role_id"),
        ("/role_id", json!("first"), "/role_id"),
        ("/developer_id", json!("dev_00000000000000000000000000"), "/developer_id"),
        ("/seller_id", json!("sel_nobody"), "/seller_id"),
        ("/bill_rate/per", json!("month"), "/bill_rate/per"),
        ("/pay_rate/per", json!("month"), "/pay_rate/per"),
        ("/bill_rate/amount", json!(60), "/bill_rate/amount"),
        ("/bill_rate/amount", json!("0"), "/bill_rate/amount"),
        ("/bill_rate/amount", json!("60.001"), "/bill_rate/amount"),
        ("/ends_on", json!("2027-01-03"), "/ends_on"),
        ("/hours_per_week", json!(61), "/hours_per_week"),
        ("/weekly_cap_minutes", json!(0), "/weekly_cap_minutes"),
        ("/notice_days", json!(-1), "/notice_days"),
        ("/role", json!("broker"), "/role"),
        ("/place_of_supply", json!({ "country": "AU", "region": "KA" }), "/place_of_supply/region"),
        ("/billing/cycle", json!("quarterly"), "/billing/cycle"),
        ("/billing/anchor_day", json!(32), "/billing/anchor_day"),
        ("/billing/time_zone", json!("Sydney"), "/billing/time_zone"),
        ("/billing/rounding", json!({ "minutes": 7, "mode": "up" }), "/billing/rounding/minutes"),
        ("/billing/holidays", json!(["2027-01-26", "2027-01-26"]), "/billing/holidays/1"),
        ("/auto_approve_after_days", json!(0), "/auto_approve_after_days"),
        ("/discount", json!("10"), "/discount"),
    ];
    for (place, value, pointer) in rows {
        let _ =
            app.operator().post("/engagements", with(bodies::offer(&project, &developer), place, value)).await.expect_faults(&[pointer]);
    }
    assert_eq!(app.operator().get("/engagements").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn the_model_must_be_the_projects_and_the_rates_of_that_model() {
    let app = given::app().await;
    let (_, project, developer) = parties(&app).await;
    let mut dedicated = with(bodies::offer(&project, &developer), "/model", "dedicated");
    let _ = app.operator().post("/engagements", dedicated.clone()).await.expect_faults(&["/bill_rate/per", "/pay_rate/per"]);
    dedicated = with(with(dedicated, "/bill_rate/per", "month"), "/pay_rate/per", "month");
    let reply = app.operator().post("/engagements", dedicated).await.expect_faults(&["/model"]);
    assert!(reply.text().contains("hourly"));
    let several = with(with(bodies::offer(&project, &developer), "/ends_on", "2026-12-31"), "/billing/timing", "advance");
    let _ = app.operator().post("/engagements", several).await.expect_faults(&["/ends_on", "/billing/timing"]);
}

#[tokio::test]
async fn a_gap_in_the_tax_treatment_shows_at_hire() {
    let app = given::app().await;
    let (_, project, developer) = parties(&app).await;
    let nowhere = with(bodies::seller_au(), "/country", "BR");
    let nowhere = without(with(nowhere, "/tax_ids", json!([])), "region");
    let _ = app.operator().put("/sellers/sel_br", nowhere).await.expect(201);
    let reply = app.operator().post("/engagements", with(bodies::offer(&project, &developer), "/seller_id", "sel_br")).await;
    let reply = reply.expect_problem(422, "no-tax-treatment");
    assert!(reply.body["detail"].as_str().is_some_and(|detail| detail.len() > 20), "{}", reply.text());
    assert_eq!(app.operator().get("/engagements").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn only_vetted_developers_and_open_projects_are_hired() {
    let app = given::app().await;
    let (client, project, developer) = parties(&app).await;
    let pending = app.operator().post("/developers", bodies::developer()).await.expect(201).id();
    let reply = app.operator().post("/engagements", bodies::offer(&project, &pending)).await.expect_problem(409, "wrong-state");
    assert!(reply.text().contains("pending"));
    let _ = app.client(&client).post(&format!("/projects/{project}/cancel"), Value::Null).await.expect(200);
    let reply = app.operator().post("/engagements", bodies::offer(&project, &developer)).await.expect_problem(409, "wrong-state");
    assert!(reply.text().contains("cancelled"));
}

#[tokio::test]
async fn hours_and_seats_are_given_once() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let accept = |id: String, developer: &str| {
        let caller = app.developer(developer);
        async move { caller.post(&format!("/engagements/{id}/accept"), Value::Null).await }
    };
    // The developer has 40 hours, all engaged from 4 January on.
    let second = given::project(&app, &hired.client).await;
    let busy = given::offer(&app, &second, &hired.developer).await;
    let reply = accept(busy, &hired.developer).await.expect_problem(409, "overbooked");
    assert!(reply.text().contains("2027-01-04"), "{}", reply.text());
    let before = with(with(bodies::offer(&second, &hired.developer), "/starts_on", "2026-12-07"), "/ends_on", "2027-01-03");
    let before = app.operator().post("/engagements", before).await.expect(201).id();
    // A role of one seat.
    let other = given::vetted_developer(&app).await;
    let late = given::offer(&app, &second, &other).await;
    assert_eq!(accept(before, &hired.developer).await.expect(200).body["status"], "active");
    let _ = accept(late.clone(), &other).await.expect_problem(409, "overbooked");
    assert_eq!(app.operator().get(&format!("/engagements/{late}")).await.expect(200).body["status"], "offered");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_acceptances_of_one_seat_at_once_exactly_one_succeeds() {
    let app = given::app().await;
    app.must_isolate();
    let client = given::client(&app).await;
    let project = given::project(&app, &client).await;
    let mut offers = Vec::new();
    for _ in 0..10 {
        let developer = given::vetted_developer(&app).await;
        offers.push((app.developer(&developer), given::offer(&app, &project, &developer).await));
    }
    let accepts =
        offers.into_iter().map(|(caller, id)| async move { caller.post(&format!("/engagements/{id}/accept"), Value::Null).await.status });
    let mut statuses = given::at_once(accepts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[409; 9]].concat());
    let staffed = app.operator().get(&format!("/projects/{project}")).await.expect(200);
    assert_eq!(staffed.body["roles"][0]["filled"].as_array().map(Vec::len), Some(1));
    let active = app.operator().get("/engagements?status=active").await.expect(200);
    assert_eq!(active.body["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_acceptances_that_together_overbook_one_succeeds() {
    let app = given::app().await;
    app.must_isolate();
    let (client, first, developer) = parties(&app).await;
    let second = given::project(&app, &client).await;
    let mut offers = Vec::new();
    for project in [first, second] {
        let body = with(bodies::offer(&project, &developer), "/hours_per_week", 30);
        offers.push(app.operator().post("/engagements", body).await.expect(201).id());
    }
    let accepts = offers.into_iter().map(|id| {
        let caller = app.developer(&developer);
        async move { caller.post(&format!("/engagements/{id}/accept"), Value::Null).await.status }
    });
    let mut statuses = given::at_once(accepts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn engagements_are_listed_within_what_the_caller_may_see() {
    let app = given::app().await;
    let (one, other) = (given::engagement(&app).await, given::engagement(&app).await);
    let count = |reply: muster_tests::Reply| reply.expect(200).body["items"].as_array().map_or(0, Vec::len);
    assert_eq!(count(app.operator().get("/engagements").await), 2);
    assert_eq!(count(app.operator().get(&format!("/engagements?client_id={}", one.client)).await), 1);
    assert_eq!(count(app.operator().get(&format!("/engagements?project_id={}&status=active", one.project)).await), 1);
    assert_eq!(count(app.operator().get("/engagements?status=offered").await), 0);
    assert_eq!(count(app.client(&one.client).get("/engagements").await), 1);
    assert_eq!(count(app.client(&one.client).get(&format!("/engagements?project_id={}", other.project)).await), 0);
    let _ = app.client(&one.client).get(&format!("/engagements?client_id={}", other.client)).await.expect_problem(404, "not-found");
    let mine = app.developer(&one.developer).get("/engagements").await.expect(200);
    assert_eq!(mine.body["items"][0]["id"], one.engagement);
    assert!(!mine.fields().contains("bill_rate"));
    assert!(!app.client(&one.client).get("/engagements").await.fields().contains("pay_rate"));
}
