//! Indexes that lack the latest write: they nominate, and what they nominate wrongly does no harm.

use muster_tests::{Fault, Hostile, TestApp, bodies, given};
use serde_json::{Value, json};

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

async fn app() -> (TestApp, Hostile) {
    let hostile = Hostile::only(Fault::StaleIndex);
    let app = TestApp::start_hostile(hostile.clone()).await;
    given::ready(&app).await;
    (app, hostile)
}

async fn shortlist(app: &TestApp, client: &str, project: &str) -> Vec<Value> {
    let found = app.client(client).post(&format!("/projects/{project}/matches"), json!({ "limit": 5 })).await.expect(200).body;
    let candidates = found["roles"][0]["candidates"].as_array().expect("a shortlist").clone();
    candidates.into_iter().map(|candidate| candidate["developer_id"].clone()).collect()
}

#[tokio::test]
async fn a_list_lacks_the_latest_write_until_a_moment_has_passed() {
    let (app, hostile) = app().await;
    let (first, second) = (given::client(&app).await, given::client(&app).await);
    let listed = async || -> Vec<Value> {
        let items = given::all_pages(&app.operator(), "/clients").await.0;
        items.iter().map(|client| client["id"].clone()).collect()
    };
    assert_eq!(listed().await, [json!(first)]);
    hostile.settle();
    assert_eq!(listed().await, [json!(first), json!(second)]);
}

#[tokio::test]
async fn a_developer_whom_the_index_wrongly_shows_as_available_is_not_shortlisted() {
    let (app, hostile) = app().await;
    let client = given::client(&app).await;
    let project = given::project(&app, &client).await;
    let (one, other) = (given::vetted_developer(&app).await, given::vetted_developer(&app).await);
    hostile.settle();
    let _ = app.developer(&one).post(&format!("/developers/{one}/pause"), json!({})).await.expect(200);
    assert_eq!(shortlist(&app, &client, &project).await, [json!(other)]);
    // Nor does one rank by what it no longer is.
    hostile.settle();
    let _ = app.operator().patch(&format!("/developers/{other}"), json!({ "skills": [{ "skill": "COBOL" }] })).await.expect(200);
    assert_eq!(shortlist(&app, &client, &project).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_developer_whom_the_index_does_not_show_yet_is_shortlisted_all_the_same() {
    let (app, _) = app().await;
    let client = given::client(&app).await;
    let project = given::project(&app, &client).await;
    let developer = given::vetted(&app, bodies::developer()).await;
    // A match asks no index.
    assert_eq!(shortlist(&app, &client, &project).await, [json!(developer)]);
}

#[tokio::test]
async fn what_the_index_still_shows_as_due_is_not_billed_again() {
    let (app, hostile) = app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    hostile.settle();
    app.set_clock(FEBRUARY);
    // The invoice on demand is the latest write: the index shows its engagement as due.
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let _ = app.operator().post("/invoices", demand).await.expect(201);
    let before = hostile.told(Fault::StaleIndex);
    for _ in 0..3 {
        let run = app.invoke("run-billing", json!({ "time": FEBRUARY })).await.expect(200).body;
        assert_eq!(run["counts"]["issued"], 0, "{run}");
    }
    assert!(hostile.told(Fault::StaleIndex) > before, "the index was up to date");
    let (invoices, _) = given::all_pages(&app.client(&hired.client), "/invoices").await;
    assert_eq!(invoices.len(), 1);
}
