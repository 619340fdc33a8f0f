//! What each function is granted is what it does: no less, which every test would meet as a 503, and no more.

use std::collections::BTreeSet;

use muster_local::grants::{ByFunction, Grant};
use muster_local::token::ISSUER;
use muster_tests::{Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};

/// A request that may be repeated: its reply is kept, and read first.
async fn once(app: &TestApp, path: &str, body: Value) -> Reply {
    Reply::of(app.operator().request(Method::POST, path).header("idempotency-key", path).json(&body)).await.expect(201)
}

/// Links a login to an account, lists it and unlinks it.
async fn logins(app: &TestApp, account: &str) {
    let path = format!("{account}/logins");
    let _ = app.operator().put(&path, json!({ "issuer": ISSUER, "subject": account })).await.expect(201);
    let login = given::all_pages(&app.operator(), &path).await.0[0]["subject"].clone();
    assert_eq!(login, account);
    let _ = app.operator().delete(&format!("{path}?issuer={ISSUER}&subject={account}")).await.expect(204);
}

/// Registering and hiring.
async fn hire(app: &TestApp) -> given::Hired {
    let operator = app.operator();
    let hired = given::engagement(app).await;
    let (developer, client) = (format!("/developers/{}", hired.developer), format!("/clients/{}", hired.client));
    let _ = once(app, "/developers", bodies::developer()).await;
    let _ = once(app, "/clients", bodies::client()).await;
    for account in [&developer, &client] {
        logins(app, account).await;
        let _ = operator.patch(account, json!({ "name": "Another Name" })).await.expect(200);
    }
    let _ = operator.post(&format!("{developer}/pause"), Value::Null).await.expect(200);
    let _ = operator.post(&format!("{developer}/resume"), Value::Null).await.expect(200);
    let project = once(app, "/projects", bodies::project(&hired.client)).await.id();
    let project = format!("/projects/{project}");
    // The pool is read from what has changed, then from a segment.
    let _ = operator.post(&format!("{project}/matches"), json!({})).await.expect(200);
    let _ = app.invoke("compact-pool", json!({ "all": true })).await.expect(200);
    let _ = operator.post(&format!("{project}/matches"), json!({})).await.expect(200);
    let _ = operator.get(&format!("{developer}/projects")).await.expect(200);
    let _ = app.client(&hired.client).get(&developer).await.expect(200);
    let _ = operator.get(&format!("{project}/matches")).await.expect(200);
    // A second external id gives the first one free.
    for path in [&client, &developer, &project, &hired.path()] {
        for external_id in ["one", "two"] {
            let _ = operator.patch(path, json!({ "external_id": external_id })).await.expect(200);
        }
    }
    for list in ["/clients", "/developers"] {
        assert_eq!(given::all_pages(&operator, &format!("{list}?external_id=two")).await.0.len(), 1);
    }
    let _ = operator.post(&format!("{project}/cancel"), Value::Null).await.expect(200);
    let alias = "/skills/aliases/koob";
    let _ = operator.put(alias, json!({ "skill": "kubernetes" })).await.expect(201);
    let _ = operator.delete(alias).await.expect(204);
    for list in ["/skills/aliases", "/skills/unrecognised"] {
        let _ = operator.get(list).await.expect(200);
    }
    hired
}

/// A week's time, and its invoice.
async fn bill(app: &TestApp, hired: &given::Hired) {
    let operator = app.operator();
    let entry = given::time(app, hired, "2027-01-11", 60).await.id();
    let _ = operator.delete(&format!("{}/{entry}", hired.time_entries())).await.expect(204);
    let _ = given::approved_week(app, hired, "2027-01-04").await;
    // Whoever owes this seller something is looked at by the next run.
    let reminding = bodies::with(bodies::seller_au(), "/dunning", json!({ "reminder_days": [7] }));
    let _ = operator.put("/sellers/sel_au", reminding).await.expect(200);
    app.set_clock("2027-02-01T00:05:00Z");
    let january = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let _ = operator.post("/invoices/preview", january.clone()).await.expect(200);
    let invoice = once(app, "/invoices", january).await;
    let invoice = format!("/invoices/{}", invoice.id());
    let paid = json!({ "amount": { "amount": "1.00", "currency": "AUD" }, "received_on": "2027-02-01", "method": "bank transfer" });
    let _ = once(app, &format!("{invoice}/payments"), paid).await;
    let _ = given::approved_week(app, hired, "2027-02-01").await;
    let run = app.invoke("run-billing", json!({ "time": "2027-03-01T00:05:00Z" })).await.expect(200);
    assert_eq!(run.body["counts"]["issued"], 1, "{}", run.text());
    let _ = app.invoke("compact-pool", json!({ "rebuild": true })).await.expect(200);
    let run = format!("/billing-runs/{}", run.body["run_id"].as_str().expect("a run that is kept"));
    for path in ["/billing-runs", &run, &format!("{run}/results")] {
        let _ = operator.get(path).await.expect(200);
    }
    // A pause looks at the timesheets from its day on, of which there is one without an entry.
    let entry = given::time(app, hired, "2027-03-15", 60).await.id();
    let _ = operator.delete(&format!("{}/{entry}", hired.time_entries())).await.expect(204);
    let _ = operator.post(&format!("{}/pause", hired.path()), json!({ "from": "2027-03-15" })).await.expect(200);
    let home = json!({ "country": "AU", "tax_ids": [{ "scheme": "abn", "value": "33102417032" }] });
    let _ = operator.patch(&format!("/developers/{}", hired.developer), home).await.expect(200);
    let _ = operator.put(&hired.self_billing(), bodies::self_billing()).await.expect(201);
    let _ = operator.delete(&hired.self_billing()).await.expect(204);
    for path in [format!("{invoice}/html"), format!("{invoice}/pdf"), format!("{invoice}/payments"), hired.timesheet("2027-01-04")] {
        let _ = operator.get(&path).await.expect(200);
    }
}

#[tokio::test]
async fn each_function_uses_all_that_it_is_granted_and_asks_for_nothing_else() {
    let app = given::app().await;
    let hired = hire(&app).await;
    bill(&app, &hired).await;
    for list in ["/developers", "/clients", "/sellers", "/projects", "/engagements", "/timesheets", "/invoices"] {
        let _ = app.operator().get(list).await.expect(200);
        let _ = app.client(&hired.client).get(list).await;
    }
    let grants = app.server().grants();
    let idle: ByFunction = grants
        .granted()
        .iter()
        .map(|(function, granted)| {
            let used: BTreeSet<Grant> = grants.used().remove(function).unwrap_or_default();
            (function.clone(), granted.difference(&used).cloned().collect::<BTreeSet<Grant>>())
        })
        .filter(|(_, idle)| !idle.is_empty())
        .collect();
    assert!(idle.is_empty(), "granted in template.yaml and never used: {idle:?}");
}
