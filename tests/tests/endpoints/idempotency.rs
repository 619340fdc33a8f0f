//! `Idempotency-Key`: the first answer again, the effect once.

use std::sync::Arc;

use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};

async fn post(caller: &Caller, path: &str, key: &str, body: &str) -> Reply {
    let request = caller.request(Method::POST, path).header("content-type", "application/json").header("idempotency-key", key);
    Reply::of(request.body(body.to_owned())).await
}

async fn developers(app: &TestApp) -> usize {
    given::all_pages(&app.operator(), "/developers").await.0.len()
}

#[tokio::test]
async fn the_same_key_and_body_get_the_first_answer_again() {
    // F52a
    let app = given::app().await;
    let body = bodies::developer();
    let first = post(&app.operator(), "/developers", "k-1", &body.to_string()).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), "");
    let spaced = serde_json::to_string_pretty(&body).expect("a body");
    let again = post(&app.operator(), "/developers", "k-1", &spaced).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(
        (again.body.clone(), again.header("location"), again.header("etag")),
        (first.body.clone(), first.header("location"), first.header("etag"))
    );
    assert_eq!(developers(&app).await, 1);
}

#[tokio::test]
async fn another_body_is_refused_and_another_path_caller_or_key_is_independent() {
    let app = given::app().await;
    let _ = post(&app.operator(), "/developers", "k", &bodies::developer().to_string()).await.expect(201);
    let _ = post(&app.operator(), "/developers", "k", &bodies::developer().to_string()).await.expect_problem(422, "idempotency-key-reused");
    assert_eq!(developers(&app).await, 1);
    let client = post(&app.operator(), "/clients", "k", &bodies::client().to_string()).await.expect(201).id();
    let other = given::client(&app).await;
    let project = |client: &str| bodies::hourly_project(client).to_string();
    let own = post(&app.client(&client), "/projects", "p", &project(&client)).await.expect(201).id();
    let theirs = post(&app.client(&other), "/projects", "p", &project(&other)).await.expect(201).id();
    assert_ne!(own, theirs);
}

#[tokio::test]
async fn errors_do_not_burn_a_key_and_a_bad_key_is_refused() {
    let app = given::app().await;
    let bad = bodies::without(bodies::developer(), "name").to_string();
    let _ = post(&app.operator(), "/developers", "k", &bad).await.expect(422);
    let _ = post(&app.operator(), "/developers", "k", &bodies::developer().to_string()).await.expect(201);
    for key in ["", "two words", &"x".repeat(65)] {
        let _ = post(&app.operator(), "/developers", key, &bodies::developer().to_string()).await.expect_problem(422, "invalid-input");
    }
    assert_eq!(developers(&app).await, 1);
}

#[tokio::test]
async fn simultaneous_requests_of_one_key_have_one_effect() {
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let body = bodies::without(bodies::developer(), "phone").to_string();
    let replies = given::at_once((0..12).map(|_| {
        let (app, body) = (app.clone(), body.clone());
        async move { post(&app.operator(), "/developers", "k", &body).await }
    }))
    .await;
    let won: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 201).collect();
    assert!(!won.is_empty() && won.iter().all(|reply| reply.id() == won[0].id()));
    assert!(replies.iter().all(|reply| [201, 409].contains(&reply.status)), "{replies:?}");
    assert_eq!(developers(&app).await, 1);
}

#[tokio::test]
async fn a_reply_is_kept_for_a_day_by_the_clock() {
    let app = given::app().await;
    let first = bodies::client().to_string();
    let id = post(&app.operator(), "/clients", "k", &first).await.expect(201).id();
    app.set_clock("2026-12-01T23:59:00Z");
    assert_eq!(post(&app.operator(), "/clients", "k", &first).await.expect(201).id(), id);
    app.set_clock("2026-12-02T00:01:00Z");
    assert_ne!(post(&app.operator(), "/clients", "k", &bodies::client().to_string()).await.expect(201).id(), id);
}

#[tokio::test]
async fn every_step_of_the_chain_can_be_repeated() {
    let app = given::app().await;
    let (operator, client_id) = (app.operator(), given::client(&app).await);
    let client = app.client(&client_id);
    let twice = async |caller: &Caller, path: &str, body: Value| {
        let key = format!("once-{}", body.to_string().len());
        let first = post(caller, path, &key, &body.to_string()).await;
        assert!(first.status < 300, "{path}: {}", first.text());
        let again = post(caller, path, &key, &body.to_string()).await.expect(first.status);
        assert_eq!((again.header("idempotent-replayed"), &again.body), ("true", &first.body), "{path}");
        first
    };
    let developer_id = twice(&operator, "/developers", bodies::developer()).await.id();
    let developer = app.developer(&developer_id);
    let _ = twice(&operator, &format!("/developers/{developer_id}/vetting"), json!({ "decision": "vetted" })).await;
    let _ = twice(&developer, &format!("/developers/{developer_id}/pause"), json!({})).await;
    let _ = twice(&developer, &format!("/developers/{developer_id}/resume"), json!({})).await;
    let project = twice(&client, "/projects", bodies::hourly_project(&client_id)).await.id();
    let _ = twice(&client, &format!("/projects/{project}/matches"), json!({ "limit": 5 })).await;
    let engagement = twice(&operator, "/engagements", bodies::offer(&project, &developer_id)).await.id();
    let _ = twice(&developer, &format!("/engagements/{engagement}/accept"), json!({})).await;
    let path = format!("/engagements/{engagement}");
    let _ = twice(&developer, &format!("{path}/time-entries"), json!({ "date": "2027-01-04", "minutes": 480 })).await;
    let sheet = format!("{path}/timesheets/2027-01-04");
    let _ = twice(&developer, &format!("{sheet}/submit"), json!({})).await;
    let _ = twice(&client, &format!("{sheet}/reject"), json!({ "reason": "Whose?" })).await;
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = twice(&client, &format!("{sheet}/approve"), json!({})).await;
    let _ = twice(&operator, &format!("{sheet}/reopen"), json!({ "reason": "A slip." })).await;
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = client.post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    let _ = twice(&operator, &format!("{path}/pause"), json!({ "from": "2027-01-18" })).await;
    let _ = twice(&operator, &format!("{path}/resume"), json!({ "on": "2027-01-25" })).await;
    let _ = twice(&operator, &format!("{path}/leave"), json!({ "from": "2027-01-28", "to": "2027-01-29", "paid": true })).await;
    let rates = json!({ "effective_from": "2027-01-27", "pay_rate": { "amount": "2900", "currency": "INR", "per": "hour" } });
    let _ = twice(&operator, &format!("{path}/rates"), rates).await;
    let charge = json!({ "kind": "fee", "description": "Set-up", "amount": { "amount": "50.00", "currency": "AUD" } });
    let _ = twice(&operator, &format!("{path}/charges"), charge).await;
    let charges = operator.get(&format!("{path}/charges")).await.expect(200);
    assert_eq!(charges.body["items"].as_array().map(Vec::len), Some(1));
    let _ = twice(&client, &format!("{path}/end"), json!({ "ends_on": "2027-01-31", "reason": "Done." })).await;
    app.set_clock("2027-02-01T00:05:00Z");
    let demand = json!({ "engagement_id": engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let invoice = twice(&operator, "/invoices", demand).await.id();
    let payment = json!({ "amount": { "amount": "1.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "bank transfer" });
    let _ = twice(&operator, &format!("/invoices/{invoice}/payments"), payment).await;
    assert_eq!(operator.get(&format!("/invoices/{invoice}")).await.expect(200).body["paid"]["amount"], "1.00");
    let batch = json!({ "client_id": client_id, "period": { "from": "2027-01-01", "to": "2027-01-31" } });
    let _ = twice(&operator, "/invoices", batch).await;
}
