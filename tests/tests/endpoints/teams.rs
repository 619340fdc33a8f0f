//! `/projects/{project_id}/team`.

use muster_tests::bodies::{self, with};
use muster_tests::{Reply, TestApp, given};
use serde_json::{Value, json};

/// A dedicated project of a new client with these seats and this budget, and the path of its team.
async fn project(app: &TestApp, seats: u8, budget: Value) -> (String, String) {
    let client = given::client(app).await;
    let body = with(with(bodies::project(&client), "/roles/0/headcount", seats), "/team_budget", budget);
    let id = app.operator().post("/projects", body).await.expect(201).id();
    (client, format!("/projects/{id}/team"))
}

fn monthly(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD", "per": "month" })
}

/// A vetted developer who is paid so many rupees a month.
async fn paid(app: &TestApp, rupees: &str, seniority: &str) -> String {
    let body = with(with(bodies::developer(), "/pay_rate/monthly/amount", rupees), "/seniority", seniority);
    given::vetted(app, body).await
}

fn members(reply: &Reply) -> Vec<&str> {
    let members = reply.body["members"].as_array().expect("members");
    members.iter().map(|member| member["developer_id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn the_best_team_within_the_budget_is_proposed_with_its_total() {
    let app = given::app().await;
    let (client, path) = project(&app, 2, monthly("11722.48")).await;
    let dearest = paid(&app, "420000", "mid").await;
    let dear = paid(&app, "400000", "mid").await;
    let cheap = paid(&app, "120000", "junior").await;
    let team = app.client(&client).post(&path, json!({})).await.expect(200);
    // 9,117.48 and 8,683.31 are too much together; with the third's 2,604.99 either will do, and the second scores more.
    assert_eq!(members(&team), [dear.as_str(), cheap.as_str()]);
    assert_eq!(team.body["total"], monthly("11288.30"));
    assert_eq!((&team.body["optimal"], &team.body["members"][0]["role_id"]), (&json!(true), &json!("r1")));
    assert_eq!(team.body["members"][0]["bill_rate"], monthly("8683.31"));
    assert_eq!(team.body["members"][0]["name"], "Priya Nair");
    let scores = team.body["members"].as_array().expect("members").iter().filter_map(|member| member["score"].as_u64());
    assert_eq!(team.body["score"], scores.sum::<u64>());
    for field in ["pay_rate", "margin", "email", "hourly"] {
        assert!(!team.fields().contains(field), "{field} in {}", team.text());
    }
    assert_eq!(app.client(&client).post(&path, json!({})).await.expect(200).body, team.body);
    let more = app.operator().post(&path, json!({ "budget": monthly("17800.79") })).await.expect(200);
    assert_eq!(members(&more), [dear.as_str(), dearest.as_str()]);
    assert_eq!(more.body["members"][0]["pay_rate"]["amount"], "400000.00");
}

#[tokio::test]
async fn without_a_team_the_seat_or_the_least_budget_is_named() {
    let app = given::app().await;
    let (client, path) = project(&app, 2, Value::Null).await;
    let _ = paid(&app, "420000", "mid").await;
    let none = app.client(&client).post(&path, json!({})).await.expect_problem(422, "no-team");
    assert!(none.text().contains("role r1"), "{}", none.text());
    let _ = paid(&app, "120000", "junior").await;
    let _ = app.client(&client).post(&path, json!({})).await.expect(200);
    let dear = app.client(&client).post(&path, json!({ "budget": monthly("11722.46") })).await.expect_problem(422, "no-team");
    assert!(dear.text().contains("11722.47 AUD a month"), "{}", dear.text());
    let _ = app.client(&client).post(&path, json!({ "budget": monthly("11722.47") })).await.expect(200);
    let euros = json!({ "budget": { "amount": "9000", "currency": "EUR", "per": "month" } });
    let _ = app.client(&client).post(&path, euros).await.expect_problem(422, "no-exchange-rate");
    let apart = app.client(&client).post(&path, json!({ "team_overlap_minutes": 541 })).await.expect_problem(422, "no-team");
    assert!(apart.text().contains("541 minutes"), "{}", apart.text());
    let _ = app.client(&client).post(&path, json!({ "team_overlap_minutes": 540 })).await.expect(200);
    let bad = json!({ "budget": { "amount": "-1", "currency": "AUD", "per": "month" }, "team_overlap_minutes": 1441, "limit": 3 });
    let _ = app.client(&client).post(&path, bad).await.expect_faults(&["/budget/amount", "/team_overlap_minutes", "/limit"]);
}

#[tokio::test]
async fn a_seat_that_is_filled_stays_so_and_counts_against_the_budget() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let hourly = |amount: &str| json!({ "amount": amount, "currency": "AUD", "per": "hour" });
    let body = with(with(bodies::hourly_project(&client), "/roles/0/headcount", 2), "/team_budget", hourly("120.78"));
    let project = app.operator().post("/projects", body).await.expect(201).id();
    let hired = given::vetted_developer(&app).await;
    let offer = given::offer(&app, &project, &hired).await;
    let _ = app.developer(&hired).post(&format!("/engagements/{offer}/accept"), json!({})).await.expect(200);
    let other = given::vetted_developer(&app).await;
    let path = format!("/projects/{project}/team");
    // 60.00 an hour are spent; 2,800 rupees come to 60.78.
    let team = app.client(&client).post(&path, json!({})).await.expect(200);
    assert_eq!(members(&team), [other.as_str()]);
    assert_eq!(team.body["total"], monthly("10535.20"));
    let _ = app.client(&client).post(&path, json!({ "budget": hourly("120.77") })).await.expect_problem(422, "no-team");
    let offer = given::offer(&app, &project, &other).await;
    let _ = app.developer(&other).post(&format!("/engagements/{offer}/accept"), json!({})).await.expect(200);
    let _ = app.client(&client).post(&path, json!({})).await.expect_problem(409, "wrong-state");
}
