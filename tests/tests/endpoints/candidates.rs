//! `/projects/{project_id}/candidates/{developer_id}`.

use muster_tests::bodies::{self, with};
use muster_tests::{Reply, TestApp, given};
use serde_json::{Value, json};

/// A project of two roles of a new client, matched with three developers.
async fn matched(app: &TestApp) -> (String, String, Vec<String>) {
    let client = given::client(app).await;
    let body = bodies::project(&client);
    let body = with(body, "/roles/0/headcount", 1);
    let role = body["roles"][0].clone();
    let id = app.operator().post("/projects", with(body, "/roles/1", role)).await.expect(201).id();
    let mut developers = Vec::new();
    for _ in 0..3 {
        developers.push(given::vetted_developer(app).await);
    }
    let path = format!("/projects/{id}");
    let _ = app.client(&client).post(&format!("{path}/matches"), json!({})).await.expect(200);
    (client, path, developers)
}

fn shortlist(reply: &Reply, role: usize) -> Vec<&str> {
    let all = reply.body["roles"][role]["candidates"].as_array().expect("candidates");
    all.iter().map(|candidate| candidate["developer_id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn whoever_is_rejected_does_not_come_back_for_that_role() {
    let app = given::app().await;
    let (client, path, developers) = matched(&app).await;
    let by_client = app.client(&client);
    let rejected = json!({ "role_id": "r1", "mark": "rejected", "reason": "We need someone for nights." });
    let reply = by_client.post(&format!("{path}/candidates/{}", developers[0]), rejected).await.expect(200);
    assert_eq!(
        reply.body,
        json!({
            "project_id": path.trim_start_matches("/projects/"), "role_id": "r1", "developer_id": developers[0], "mark": "rejected",
            "reason": "We need someone for nights.", "at": reply.body["at"], "by": { "kind": "client", "id": client }
        })
    );
    let shown = by_client.get(&format!("{path}/matches")).await.expect(200);
    assert_eq!(shown.body["roles"][0]["candidates"][0]["mark"]["mark"], "rejected");
    assert_eq!(shown.body["roles"][1]["candidates"][0]["mark"], Value::Null);
    let again = by_client.post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(shortlist(&again, 0), [developers[1].as_str(), developers[2].as_str()]);
    assert_eq!(shortlist(&again, 1), developers);
    for (role, count) in [(0, 1), (1, 0)] {
        assert_eq!(again.body["roles"][role]["excluded"]["rejected_by_client"], count);
    }
    let team = by_client.post(&format!("{path}/team"), json!({})).await.expect(200);
    assert_eq!(team.body["members"][0]["developer_id"], developers[1]);
    assert_eq!(team.body["members"][1]["developer_id"], developers[0]);
    // On second thoughts.
    let interested = json!({ "role_id": "r1", "mark": "interested" });
    let _ = by_client.post(&format!("{path}/candidates/{}", developers[0]), interested).await.expect(200);
    let again = by_client.post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(shortlist(&again, 0), developers);
    assert_eq!(again.body["roles"][0]["candidates"][0]["mark"]["mark"], "interested");
    assert_eq!(again.body, by_client.get(&format!("{path}/matches")).await.expect(200).body);
}

#[tokio::test]
async fn a_client_marks_only_whom_it_may_see_and_for_a_role_there_is() {
    let app = given::app().await;
    let (client, path, developers) = matched(&app).await;
    let unseen = given::vetted_developer(&app).await;
    let mark = |role: &str| json!({ "role_id": role, "mark": "interested" });
    let _ = app.client(&client).post(&format!("{path}/candidates/{unseen}"), mark("r1")).await.expect_problem(404, "not-found");
    let other = given::client(&app).await;
    let _ = app.client(&other).post(&format!("{path}/candidates/{}", developers[0]), mark("r1")).await.expect_problem(404, "not-found");
    let _ = app.client(&client).post(&format!("{path}/candidates/{}", developers[0]), mark("r3")).await.expect_faults(&["/role_id"]);
    let bad = json!({ "role_id": "one", "mark": "maybe", "note": "?" });
    let faults = ["/role_id", "/mark", "/note"];
    let _ = app.client(&client).post(&format!("{path}/candidates/{}", developers[0]), bad).await.expect_faults(&faults);
    let nobody = "dev_01k8zq4v6x2m9c7r3t5w8y0abc";
    let _ = app.operator().post(&format!("{path}/candidates/{nobody}"), mark("r1")).await.expect_problem(404, "not-found");
    let by_operator = app.operator().post(&format!("{path}/candidates/{unseen}"), mark("r2")).await.expect(200);
    assert_eq!(by_operator.body["by"], json!({ "kind": "operator", "id": "operator" }));
}

#[tokio::test]
async fn marks_at_the_same_moment_are_all_kept_or_refused() {
    let app = given::app().await;
    app.must_isolate();
    let (client, path, developers) = matched(&app).await;
    let place = format!("{path}/candidates/{}", developers[0]);
    let sent = (0..6).map(|number| {
        let (caller, place) = (app.client(&client), place.clone());
        let body = json!({ "role_id": "r1", "mark": if number % 2 == 0 { "rejected" } else { "interested" } });
        async move { caller.post(&place, body).await.status }
    });
    let statuses = given::at_once(sent).await;
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
}
