//! `/projects*`, without its matches.

use muster_tests::bodies::{self, with, without};
use muster_tests::given;
use serde_json::{Value, json};

#[tokio::test]
async fn a_client_posts_a_project_and_reads_it_back() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let reply = app.client(&client).post("/projects", without(bodies::project(&client), "client_id")).await.expect(201);
    let path = format!("/projects/{}", reply.id());
    assert_eq!(reply.header("location"), path);
    assert_eq!(reply.body["client_id"], client);
    assert_eq!(reply.body["status"], "open");
    let role = &reply.body["roles"][0];
    assert_eq!(role["role_id"], "r1");
    assert_eq!(role["required_skills"][0], json!({ "skill": "nodejs", "name": "Node.js", "min_years": 3, "recognised": true }));
    assert_eq!(role["max_rate"], json!({ "amount": "16000.00", "currency": "AUD", "per": "month" }));
    assert_eq!(app.client(&client).get(&path).await.expect(200).body, reply.body);
    assert_eq!(app.operator().get(&path).await.expect(200).body, reply.body);
}

#[tokio::test]
async fn a_client_without_a_seller_posts_nothing() {
    let app = given::app().await;
    let client = app.operator().post("/clients", without(bodies::client(), "seller_id")).await.expect(201).id();
    let _ = app.client(&client).post("/projects", bodies::project(&client)).await.expect_problem(409, "wrong-state");
    let _ = app.operator().post("/projects", without(bodies::project(&client), "client_id")).await.expect_faults(&["/client_id"]);
    assert_eq!(app.operator().get("/projects").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn each_bad_field_is_refused_at_its_place() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let role = bodies::project(&client)["roles"][0].clone();
    let rows = [
        ("/client_id", json!("cli_1"), "/client_id"),
        ("/title", json!("x".repeat(10_000)), "/title"),
        ("/description", json!("x".repeat(10_001)), "/description"),
        ("/hiring_model", json!("weekly"), "/hiring_model"),
        ("/location", json!("moon"), "/location"),
        ("/countries/1", json!("IN"), "/countries/1"),
        ("/countries/1", json!("ZZ"), "/countries/1"),
        ("/time_zone", json!("Mars/Base"), "/time_zone"),
        ("/min_overlap_minutes", json!(1441), "/min_overlap_minutes"),
        ("/min_english", json!("fluent"), "/min_english"),
        ("/starts_on", json!("2027-02-29"), "/starts_on"),
        ("/starts_on", json!("2027-1-4"), "/starts_on"),
        ("/ends_on", json!("2027-01-03"), "/ends_on"),
        ("/currency", json!("ABC"), "/currency"),
        ("/roles", json!([]), "/roles"),
        ("/roles", json!(vec![role.clone(); 21]), "/roles"),
        ("/roles", json!(vec![role.clone(); 1_000]), "/roles"),
        ("/roles/0/headcount", json!(0), "/roles/0/headcount"),
        ("/roles/0/hours_per_week", json!("40"), "/roles/0/hours_per_week"),
        ("/roles/0/required_skills/1/skill", json!(" "), "/roles/0/required_skills/1/skill"),
        ("/roles/0/required_skills/1/min_years", json!(-1), "/roles/0/required_skills/1/min_years"),
        ("/roles/0/max_rate/amount", json!(16000), "/roles/0/max_rate/amount"),
        ("/roles/0/max_rate/amount", json!("0.00"), "/roles/0/max_rate/amount"),
        ("/roles/0/max_rate/amount", json!("1.005"), "/roles/0/max_rate/amount"),
        ("/roles/0/max_rate/per", json!("week"), "/roles/0/max_rate/per"),
        ("/team_budget/currency", json!("aud "), "/team_budget/currency"),
        ("/team_budget/amount", json!("-5"), "/team_budget/amount"),
        ("/status", json!("staffed"), "/status"),
    ];
    for (place, value, pointer) in rows {
        let _ = app.operator().post("/projects", with(bodies::project(&client), place, value)).await.expect_faults(&[pointer]);
    }
    assert_eq!(app.operator().get("/projects").await.expect(200).body["items"], json!([]));
    let most = with(bodies::project(&client), "/roles", vec![role; 20]);
    let reply = app.operator().post("/projects", most).await.expect(201);
    assert_eq!(reply.body["roles"][19]["role_id"], "r20");
}

#[tokio::test]
async fn faults_of_several_roles_are_named_in_one_answer() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let mut body = bodies::project(&client);
    let role = with(body["roles"][0].clone(), "/seniority", "king");
    body = with(body, "/roles/1", with(role, "/required_skills/1/min_years", "three"));
    body = without(with(body, "/roles/0/salary", "1"), "title");
    let _ = app.operator().post("/projects", body).await.expect_faults(&[
        "/title",
        "/roles/0/salary",
        "/roles/1/seniority",
        "/roles/1/required_skills/1/min_years",
    ]);
}

#[tokio::test]
async fn an_unknown_skill_is_kept_and_named_and_a_repeated_one_is_one() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let required = json!([{ "skill": "Gizmotron" }, { "skill": "NodeJS", "min_years": 2 }, { "skill": "node.js", "min_years": 4 }]);
    let body = with(bodies::project(&client), "/roles/0/required_skills", required);
    let reply =
        app.operator().post("/projects", with(body, "/roles/0/preferred_skills", json!([{ "skill": "Node JS" }]))).await.expect(201);
    let role = &reply.body["roles"][0];
    assert_eq!(role["required_skills"].as_array().map(Vec::len), Some(2));
    assert_eq!(role["required_skills"][0]["recognised"], false);
    assert_eq!(role["required_skills"][1]["min_years"], 4);
    assert_eq!(role["preferred_skills"], json!([]));
    assert!(reply.body["warnings"][0].as_str().is_some_and(|text| text.contains("Gizmotron")));
}

#[tokio::test]
async fn an_empty_project_is_cancelled_once() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let path = format!("/projects/{}", given::project(&app, &client).await);
    let cancelled = app.client(&client).post(&format!("{path}/cancel"), Value::Null).await.expect(200);
    assert_eq!(cancelled.body["status"], "cancelled");
    let again = app.operator().post(&format!("{path}/cancel"), Value::Null).await.expect_problem(409, "wrong-state");
    assert!(again.body["detail"].as_str().is_some_and(|detail| detail.contains("cancelled")));
    let hired = given::engagement(&app).await;
    let staffed = app.client(&hired.client).post(&format!("/projects/{}/cancel", hired.project), Value::Null).await;
    let _ = staffed.expect_problem(409, "wrong-state");
}

#[tokio::test]
async fn projects_are_listed_newest_first_by_client_and_status() {
    let app = given::app().await;
    let (one, other) = (given::client(&app).await, given::client(&app).await);
    let (first, second) = (given::project(&app, &one).await, given::project(&app, &one).await);
    let _ = given::project(&app, &other).await;
    let _ = app.client(&one).post(&format!("/projects/{first}/cancel"), Value::Null).await.expect(200);
    let ids = |reply: muster_tests::Reply| -> Vec<String> {
        reply.expect(200).body["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| item["id"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(app.client(&one).get("/projects").await), [second.clone(), first.clone()]);
    assert_eq!(ids(app.client(&one).get("/projects?status=cancelled").await), [first]);
    assert_eq!(ids(app.operator().get(&format!("/projects?client_id={one}&status=open")).await), [second]);
    assert_eq!(app.operator().get("/projects").await.expect(200).body["items"].as_array().map(Vec::len), Some(3));
    let _ = app.operator().get("/projects?status=done").await.expect_faults(&["/status"]);
}
