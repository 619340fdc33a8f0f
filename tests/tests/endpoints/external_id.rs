//! External ids: what the operator's other systems call a record.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

use bodies::with;

/// A body that carries an external id.
fn known_as(body: Value, external_id: &str) -> Value {
    with(body, "/external_id", external_id)
}

/// The ids of what is found under an external id.
async fn found(app: &TestApp, path: &str) -> Vec<String> {
    let items = given::all_pages(&app.operator(), path).await.0;
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn a_record_is_found_by_its_external_id_at_once_and_no_other_of_its_kind_can_have_it() {
    let app = given::app().await;
    let developer = app.operator().post("/developers", known_as(bodies::developer(), " ats-991 ")).await.expect(201);
    assert_eq!(developer.body["external_id"], "ats-991");
    let client = app.operator().post("/clients", known_as(bodies::client(), "ats-991")).await.expect(201);
    assert_eq!(found(&app, "/developers?external_id=ats-991").await, [developer.id()]);
    assert_eq!(found(&app, "/clients?external_id=ats-991").await, [client.id()]);
    assert_eq!(found(&app, "/clients?external_id=ats-991&q=harbour").await, [client.id()]);
    for nothing in
        ["/clients?external_id=ats-991&q=nobody", "/developers?external_id=ATS-991", "/developers?external_id=ats-991&country=NZ"]
    {
        assert!(found(&app, nothing).await.is_empty(), "{nothing}");
    }
    let before = app.table().await;
    let _ = app.operator().post("/developers", known_as(bodies::developer(), "ats-991")).await.expect_problem(409, "taken");
    let _ = app.operator().post("/clients", known_as(bodies::client(), "ats-991")).await.expect_problem(409, "taken");
    assert_eq!(app.table().await, before);
}

#[tokio::test]
async fn projects_and_engagements_have_theirs_within_one_client() {
    let app = given::app().await;
    let developer = given::vetted_developer(&app).await;
    let (mut projects, mut engagements, mut clients) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..2 {
        let client = given::client(&app).await;
        let project = app.operator().post("/projects", known_as(bodies::hourly_project(&client), "po/7")).await.expect(201).id();
        let offer = known_as(bodies::offer(&project, &developer), "po/7");
        engagements.push(app.operator().post("/engagements", offer.clone()).await.expect(201).id());
        let _ = app.operator().post("/engagements", offer).await.expect_problem(409, "taken");
        let again = known_as(bodies::hourly_project(&client), "po/7");
        let _ = app.operator().post("/projects", again).await.expect_problem(409, "taken");
        projects.push(project);
        clients.push(client);
    }
    assert_eq!(found(&app, "/projects?external_id=po/7").await, projects);
    assert_eq!(found(&app, "/projects?external_id=po/7&limit=1").await, projects);
    assert_eq!(found(&app, &format!("/projects?external_id=po/7&client_id={}", clients[1])).await, projects[1..]);
    assert_eq!(found(&app, "/engagements?external_id=po/7").await, engagements);
    assert_eq!(found(&app, &format!("/engagements?external_id=po/7&project_id={}", projects[0])).await, engagements[..1]);
}

#[tokio::test]
async fn a_patch_takes_one_external_id_and_gives_the_other_free() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let paths = [
        format!("/developers/{}", hired.developer),
        format!("/clients/{}", hired.client),
        format!("/projects/{}", hired.project),
        hired.path(),
    ];
    for path in &paths {
        let list = path.rsplit_once('/').expect("a list").0.to_owned();
        let id = path.rsplit_once('/').expect("an id").1;
        let operator = app.operator();
        let set = |external_id: Value| operator.patch(path, json!({ "external_id": external_id }));
        for external_id in ["one", "two"] {
            assert_eq!(set(json!(external_id)).await.expect(200).body["external_id"], external_id);
        }
        assert!(found(&app, &format!("{list}?external_id=one")).await.is_empty(), "{path}");
        assert_eq!(found(&app, &format!("{list}?external_id=two")).await, [id]);
        // The same again changes nothing, and null gives it free.
        let _ = set(json!("two")).await.expect(200);
        assert!(set(Value::Null).await.expect(200).body["external_id"].is_null());
        assert!(found(&app, &format!("{list}?external_id=two")).await.is_empty(), "{path}");
    }
    let taken = app.operator().post("/developers", known_as(bodies::developer(), "three")).await.expect(201).id();
    let _ = app.operator().patch(&paths[0], json!({ "external_id": "three" })).await.expect_problem(409, "taken");
    assert_eq!(found(&app, "/developers?external_id=three").await, [taken]);
}

#[tokio::test]
async fn only_the_operator_sets_asks_for_and_sees_it() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let (client, developer) = (app.client(&hired.client), app.developer(&hired.developer));
    let (client_path, developer_path) = (format!("/clients/{}", hired.client), format!("/developers/{}", hired.developer));
    for path in [&client_path, &developer_path, &format!("/projects/{}", hired.project), &hired.path()] {
        let _ = app.operator().patch(path, json!({ "external_id": "secret-of-the-operator" })).await.expect(200);
    }
    let own = json!({ "external_id": "mine" });
    let _ = developer.patch(&developer_path, own.clone()).await.expect_faults(&["/external_id"]);
    let _ = client.patch(&client_path, own.clone()).await.expect_problem(403, "forbidden");
    let _ = client.patch(&format!("/projects/{}", hired.project), own).await.expect_faults(&["/external_id"]);
    let _ = client.post("/projects", known_as(bodies::hourly_project(&hired.client), "mine")).await.expect_faults(&["/external_id"]);
    for list in ["/projects", "/engagements"] {
        let _ = client.get(&format!("{list}?external_id=secret-of-the-operator")).await.expect_problem(403, "forbidden");
    }
    for path in [client_path, "/projects".into(), "/engagements".into(), hired.path()] {
        let reply = client.get(&path).await.expect(200);
        assert!(!reply.text().contains("secret-of-the-operator"), "{path}: {}", reply.text());
    }
    for path in [developer_path, "/engagements".into(), format!("/projects/{}", hired.project), hired.path()] {
        let reply = developer.get(&path).await.expect(200);
        assert!(!reply.text().contains("secret-of-the-operator"), "{path}: {}", reply.text());
    }
    // A change of its own leaves what it does not see.
    let _ =
        app.developer(&hired.developer).patch(&format!("/developers/{}", hired.developer), json!({ "headline": "New" })).await.expect(200);
    assert_eq!(found(&app, "/developers?external_id=secret-of-the-operator").await, std::slice::from_ref(&hired.developer));
}

#[tokio::test]
async fn of_registrations_at_the_same_moment_one_gets_it() {
    let app = std::sync::Arc::new(given::app().await);
    app.must_isolate();
    let replies = given::at_once((0..6).map(|_| {
        let app = app.clone();
        async move { app.operator().post("/developers", known_as(bodies::developer(), "ats-1")).await.status }
    }))
    .await;
    assert_eq!(replies.iter().filter(|status| **status == 201).count(), 1, "{replies:?}");
    assert_eq!(replies.iter().filter(|status| **status == 409).count(), 5, "{replies:?}");
    assert_eq!(found(&app, "/developers?external_id=ats-1").await.len(), 1);
}
