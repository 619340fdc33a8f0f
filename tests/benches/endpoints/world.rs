//! What the endpoints are asked about: a client with projects, a match, an engagement, an invoice and a run.

use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// When everything begins.
pub(crate) const DECEMBER: &str = "2026-12-01T00:00:00Z";
/// When January is billed.
pub(crate) const FEBRUARY: &str = "2027-02-01T00:05:00Z";

/// A server with something of everything.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) hired: given::Hired,
    /// Someone whose January is approved and not billed.
    pub(crate) unbilled: given::Hired,
    pub(crate) invoice: String,
    pub(crate) run: String,
    /// The invoices that there are when they are first asked for.
    pub(crate) issued: OnceCell<Vec<Value>>,
}

/// A request that is ready to be sent.
pub(crate) struct Ready {
    caller: Caller,
    method: Method,
    path: String,
    body: Option<Value>,
}

impl Ready {
    pub(crate) fn get(caller: Caller, path: impl Into<String>) -> Self {
        Self { caller, method: Method::GET, path: path.into(), body: None }
    }

    pub(crate) fn delete(caller: Caller, path: impl Into<String>) -> Self {
        Self { caller, method: Method::DELETE, path: path.into(), body: None }
    }

    pub(crate) fn post(caller: Caller, path: impl Into<String>, body: Value) -> Self {
        Self { caller, method: Method::POST, path: path.into(), body: Some(body) }
    }

    pub(crate) fn put(caller: Caller, path: impl Into<String>, body: Value) -> Self {
        Self { caller, method: Method::PUT, path: path.into(), body: Some(body) }
    }

    pub(crate) fn patch(caller: Caller, path: impl Into<String>, body: Value) -> Self {
        Self { caller, method: Method::PATCH, path: path.into(), body: Some(body) }
    }

    pub(crate) async fn send(self) -> Reply {
        let request = self.caller.request(self.method, &self.path);
        Reply::of(match &self.body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }
}

impl World {
    /// A world in which so many developers can be matched.
    pub(crate) async fn make(developers: usize) -> Self {
        let app = given::app().await;
        for _ in 1..developers {
            let _ = given::vetted_developer(&app).await;
        }
        let hired = given::engagement(&app).await;
        let _ = given::approved_week(&app, &hired, "2027-01-04").await;
        let matched = format!("/projects/{}/matches", hired.project);
        let _ = app.client(&hired.client).post(&matched, json!({})).await.expect(200);
        app.set_clock(FEBRUARY);
        let run = app.invoke("run-billing", json!({})).await.expect(200).body;
        let (invoice, run) = (text(&run["issued"][0]), text(&run["run_id"]));
        let _ = app.operator().post(&format!("/invoices/{invoice}/payments"), payment("1.00")).await.expect(201);
        let _ = given::time(&app, &hired, "2027-02-08", 480).await;
        let submit = format!("{}/submit", hired.timesheet("2027-02-08"));
        let _ = app.developer(&hired.developer).post(&submit, json!({})).await.expect(200);
        app.set_clock(DECEMBER);
        let unbilled = given::engagement(&app).await;
        let _ = given::approved_week(&app, &unbilled, "2027-01-04").await;
        Self { app, hired, unbilled, invoice, run, issued: OnceCell::new() }
    }

    pub(crate) fn operator(&self) -> Caller {
        self.app.operator()
    }

    pub(crate) fn client(&self) -> Caller {
        self.app.client(&self.hired.client)
    }

    /// An offer to a new developer, for a new project of the client.
    pub(crate) async fn offered(&self) -> given::Hired {
        let (client, developer) = (self.hired.client.clone(), given::vetted_developer(&self.app).await);
        let project = given::project(&self.app, &client).await;
        let engagement = given::offer(&self.app, &project, &developer).await;
        given::Hired { client, developer, project, engagement }
    }

    /// An active engagement of a new client and a new developer.
    pub(crate) async fn engaged(&self) -> given::Hired {
        given::engagement(&self.app).await
    }

    /// The same with eight hours on Monday, 4 January 2027.
    pub(crate) async fn logged(&self) -> (given::Hired, String) {
        let hired = self.engaged().await;
        let entry = given::time(&self.app, &hired, "2027-01-04", 480).await.id();
        (hired, entry)
    }

    /// The same with the week handed in.
    pub(crate) async fn submitted(&self) -> given::Hired {
        let (hired, _) = self.logged().await;
        let path = format!("{}/submit", hired.timesheet("2027-01-04"));
        let _ = self.app.developer(&hired.developer).post(&path, json!({})).await.expect(200);
        hired
    }

    /// The same with the week approved.
    pub(crate) async fn approved(&self) -> given::Hired {
        let hired = self.engaged().await;
        let _ = given::approved_week(&self.app, &hired, "2027-01-04").await;
        hired
    }
}

/// The demand for January's invoice.
pub(crate) fn january(hired: &given::Hired) -> Value {
    json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } })
}

/// A payment by bank transfer, in Australian dollars.
pub(crate) fn payment(amount: &str) -> Value {
    json!({ "amount": { "amount": amount, "currency": "AUD" }, "received_on": "2027-02-01", "method": "bank transfer" })
}

/// A seller's body under another name.
pub(crate) fn seller() -> Value {
    bodies::seller_au()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text instead of {value}")).to_owned()
}
