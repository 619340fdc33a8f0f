//! `PATCH`, `ETag` and `If-Match`: no change is ever lost silently.

use std::sync::Arc;

use muster_tests::{Caller, Reply, TestApp, given};
use reqwest::Method;
use serde_json::{Value, json};

async fn matching(caller: &Caller, path: &str, tag: &str, patch: &Value) -> Reply {
    let request = caller.request(Method::PATCH, path).header("content-type", "application/merge-patch+json").header("if-match", tag);
    Reply::of(request.body(patch.to_string())).await
}

async fn developer(app: &TestApp) -> String {
    format!("/developers/{}", given::vetted_developer(app).await)
}

#[tokio::test]
async fn null_removes_arrays_are_replaced_and_the_rest_stays() {
    let app = given::app().await;
    let path = developer(&app).await;
    let before = app.operator().get(&path).await.expect(200);
    let patch = json!({ "phone": null, "headline": "Ledgers", "skills": [{ "skill": "golang", "years": 3 }] });
    let after = matching(&app.operator(), &path, before.header("etag"), &patch).await.expect(200);
    assert_eq!((&after.body["phone"], &after.body["headline"], &after.body["status"]), (&Value::Null, &json!("Ledgers"), &json!("vetted")));
    assert_eq!(after.body["skills"], json!([{ "skill": "go", "name": "Go", "years": 3, "recognised": true }]));
    assert_eq!(after.body["pay_rate"], before.body["pay_rate"]);
    assert_eq!(after.header("etag"), format!("\"{}\"", before.body["version"].as_u64().expect("a version") + 1));
    assert_eq!(app.operator().get(&path).await.expect(200).body, after.body);
}

#[tokio::test]
async fn unknown_immutable_and_wrong_fields_are_refused_with_their_places() {
    let app = given::app().await;
    let path = developer(&app).await;
    let operator = app.operator();
    let _ = operator.patch(&path, json!({ "nick": "P" })).await.expect_faults(&["/nick"]);
    let _ = operator.patch(&path, json!({ "id": "dev_x", "status": "pending" })).await.expect_faults(&["/id", "/status"]);
    let _ = operator.patch(&path, json!({ "name": null })).await.expect_faults(&["/name"]);
    let _ = operator
        .patch(&path, json!({ "pay_rate": { "hourly": { "amount": "1.005", "currency": "INR" } } }))
        .await
        .expect_faults(&["/pay_rate/hourly/amount"]);
    let _ = operator.patch(&path, json!([])).await.expect(422);
    assert_eq!(operator.get(&path).await.expect(200).body["version"], 2);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_a_patch_that_changes_nothing_is_no_change() {
    let app = given::app().await;
    let path = developer(&app).await;
    let _ = app.operator().patch(&path, json!({ "headline": "A" })).await.expect(200);
    let _ = matching(&app.operator(), &path, "\"2\"", &json!({ "headline": "B" })).await.expect_problem(412, "stale-version");
    let _ = matching(&app.operator(), &path, "W/\"3\"", &json!({ "headline": "B" })).await.expect_problem(412, "stale-version");
    let same = matching(&app.operator(), &path, "\"3\"", &json!({ "headline": "A" })).await.expect(200);
    assert_eq!(same.header("etag"), "\"3\"");
}

#[tokio::test]
async fn of_fifty_racing_patches_none_is_lost_silently() {
    let app = Arc::new(given::app().await);
    app.must_isolate();
    let path = developer(&app).await;
    let before = app.operator().get(&path).await.expect(200).body;
    let fields = ["headline", "phone", "english", "seniority", "name"];
    let values = |at: usize| match at % 5 {
        0 => json!(format!("Headline {at}")),
        1 => json!(format!("+64 9 000 {at:04}")),
        2 => json!(["A1", "A2", "B1", "B2", "C1"][at / 10]),
        3 => json!(["junior", "mid", "senior", "lead"][(at / 10) % 4]),
        _ => json!(format!("Name {at}")),
    };
    let replies = given::at_once((0..50).map(|at| {
        let (app, path, patch) = (app.clone(), path.clone(), json!({ (fields[at % 5]): values(at) }));
        async move { (at, app.operator().patch(&path, patch).await) }
    }))
    .await;
    assert!(replies.iter().all(|(_, reply)| [200, 409, 503].contains(&reply.status)), "{replies:?}");
    assert!(replies.iter().any(|(_, reply)| reply.status == 200), "{replies:?}");
    let last = app.operator().get(&path).await.expect(200).body;
    for field in fields {
        let mut accepted: Vec<&Reply> =
            replies.iter().filter(|(at, reply)| fields[at % 5] == field && reply.status == 200).map(|(_, reply)| reply).collect();
        accepted.sort_by_key(|reply| reply.body["version"].as_u64());
        let newest = accepted.last().map_or(&before[field], |reply| &reply.body[field]);
        assert_eq!(&last[field], newest, "{field}");
    }
}

#[tokio::test]
async fn a_new_e_mail_address_is_taken_and_the_old_one_given_free() {
    let app = given::app().await;
    let (one, two) = (developer(&app).await, developer(&app).await);
    let taken = app.operator().get(&two).await.expect(200).body["email"].clone();
    let old = app.operator().get(&one).await.expect(200).body["email"].clone();
    let _ = app.operator().patch(&one, json!({ "email": taken })).await.expect_problem(409, "taken");
    let _ = app.operator().patch(&one, json!({ "email": "fresh-one@example.com" })).await.expect(200);
    let _ = app.operator().patch(&two, json!({ "email": old })).await.expect(200);
}

#[tokio::test]
async fn a_client_changes_how_it_is_reached_and_not_its_terms() {
    let app = given::app().await;
    let id = given::client(&app).await;
    let path = format!("/clients/{id}");
    let own = app.client(&id).patch(&path, json!({ "purchase_order": "PO-9", "phone": "+61 2 0000 0000" })).await.expect(200);
    assert_eq!(own.body["purchase_order"], "PO-9");
    let _ = app.client(&id).patch(&path, json!({ "payment_terms_days": 365 })).await.expect_problem(403, "forbidden");
    let _ = app.client(given::client(&app).await).patch(&path, json!({ "phone": null })).await.expect_problem(404, "not-found");
    let _ = app.operator().patch(&path, json!({ "payment_terms_days": 30, "seller_id": "sel_none" })).await.expect_faults(&["/seller_id"]);
    assert_eq!(app.operator().patch(&path, json!({ "payment_terms_days": 30 })).await.expect(200).body["payment_terms_days"], 30);
}

#[tokio::test]
async fn roles_keep_their_ids_and_one_that_is_filled_cannot_go() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let path = format!("/projects/{}", hired.project);
    let project = app.operator().get(&path).await.expect(200).body;
    assert_eq!(project["status"], "staffed");
    let role = json!({ "title": "Tester", "seniority": "mid" });
    let kept = json!({ "role_id": "r1", "title": "Lead developer", "seniority": "lead", "headcount": 2 });
    let changed = app.client(&hired.client).patch(&path, json!({ "roles": [role, kept] })).await.expect(200).body;
    let ids: Vec<&Value> = changed["roles"].as_array().expect("roles").iter().map(|role| &role["role_id"]).collect();
    assert_eq!((ids, &changed["status"]), (vec![&json!("r2"), &json!("r1")], &json!("open")));
    assert_eq!(changed["roles"][1]["filled"][0]["engagement_id"], json!(hired.engagement));
    let operator = app.operator();
    let _ = operator.patch(&path, json!({ "roles": [role] })).await.expect_problem(409, "wrong-state");
    let _ = operator.patch(&path, json!({ "hiring_model": "dedicated" })).await.expect_problem(409, "wrong-state");
    let _ = operator
        .patch(&path, json!({ "roles": [{ "role_id": "r9", "title": "X", "seniority": "mid" }] }))
        .await
        .expect_faults(&["/roles/0/role_id"]);
    let _ = operator.patch(&path, json!({ "client_id": hired.client })).await.expect_faults(&["/client_id"]);
}

#[tokio::test]
async fn more_hours_than_the_developer_has_are_refused() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = app.operator().patch(&hired.path(), json!({ "hours_per_week": 50 })).await.expect_problem(409, "overbooked");
    let changed = app
        .operator()
        .patch(&hired.path(), json!({ "hours_per_week": 30, "weekly_cap_minutes": null, "purchase_order": "PO-1" }))
        .await
        .expect(200);
    assert_eq!((&changed.body["hours_per_week"], &changed.body["weekly_cap_minutes"]), (&json!(30), &Value::Null));
    let _ = app.operator().patch(&hired.path(), json!({ "bill_rate": null })).await.expect_faults(&["/bill_rate"]);
    let _ = app.client(&hired.client).patch(&hired.path(), json!({ "hours_per_week": 10 })).await.expect_problem(403, "forbidden");
}
