//! What the endpoints are asked about: a client with projects, a match, an engagement, an invoice and a run.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// When everything begins.
pub(crate) const DECEMBER: &str = "2026-12-01T00:00:00Z";
/// The first day of work.
pub(crate) const MONDAY: &str = "2027-01-04";
/// When January is billed.
pub(crate) const FEBRUARY: &str = "2027-02-01T00:05:00Z";

/// A server with something of everything.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) hired: given::Hired,
    /// Those to be hired, each with an offer of a client of its own.
    hires: Vec<given::Hired>,
    /// Someone whose January is approved and not billed.
    pub(crate) unbilled: given::Hired,
    pub(crate) invoice: String,
    pub(crate) run: String,
    /// What takes a part of the invoice back.
    pub(crate) credit_note: String,
    /// An invoice of an Indian seller, by the id of its client and its own, and what takes a part of it back.
    pub(crate) indian: [String; 3],
    /// What pays a part of it.
    pub(crate) payment: String,
    /// Someone whose January is closed and invoiced in their place, and the id of that invoice.
    pub(crate) self_billed: (given::Hired, String),
    /// The invoices that there are when they are first asked for.
    issued: OnceCell<Vec<Value>>,
    /// The engagements for fixed prices, of those that were asked for.
    fixed: Mutex<BTreeMap<usize, Fixed>>,
}

/// An engagement for fixed prices with one milestone.
#[derive(Clone)]
pub(crate) struct Fixed {
    pub(crate) client: String,
    pub(crate) developer: String,
    pub(crate) path: String,
    milestone: String,
}

impl Fixed {
    pub(crate) fn milestone(&self) -> String {
        format!("{}/milestones/{}", self.path, self.milestone)
    }
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

    /// Has its caller's login looked up, which each does once and then is known for some minutes.
    pub(crate) async fn be_known(&self) {
        let _ = self.caller.get("/skills?q=a").await;
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
    /// A world in which so many developers can be matched and hired.
    pub(crate) async fn make(developers: usize) -> Self {
        let app = given::app().await;
        let mut hires = Vec::new();
        for _ in 1..developers {
            let (client, developer) = (given::client(&app).await, given::vetted_developer(&app).await);
            let project = given::project(&app, &client).await;
            let engagement = given::offer(&app, &project, &developer).await;
            hires.push(given::Hired { client, developer, project, engagement });
        }
        let hired = given::engagement(&app).await;
        let _ = given::approved_week(&app, &hired, "2027-01-04").await;
        let matched = format!("/projects/{}/matches", hired.project);
        let _ = app.client(&hired.client).post(&matched, json!({})).await.expect(200);
        app.set_clock(FEBRUARY);
        let run = app.invoke("run-billing", json!({})).await.expect(200).body;
        let (invoice, run) = (text(&run["issued"][0]), text(&run["run_id"]));
        let payment = app.operator().post(&format!("/invoices/{invoice}/payments"), payment("1.00")).await.expect(201).id();
        let credit = json!({ "lines": [{ "line": 1, "amount": aud("1.00") }], "reason": "Agreed" });
        let credit_note = app.operator().post(&format!("/invoices/{invoice}/credit-notes"), credit).await.expect(201).id();
        let indian = indian(&app).await;
        let _ = given::time(&app, &hired, "2027-02-08", 480).await;
        let submit = format!("{}/submit", hired.timesheet("2027-02-08"));
        let _ = app.developer(&hired.developer).post(&submit, json!({})).await.expect(200);
        app.set_clock(DECEMBER);
        let unbilled = given::engagement(&app).await;
        let _ = given::approved_week(&app, &unbilled, "2027-01-04").await;
        let self_billed = given::self_billed(&app).await;
        let _ = given::approved_week(&app, &self_billed, "2027-01-04").await;
        app.set_clock(FEBRUARY);
        let closed = app.operator().post(&format!("/developers/{}/statements/2027-01/close", self_billed.developer), json!({})).await;
        let self_billed = (self_billed, text(&closed.expect(201).body["self_billed_invoices"][0]["id"]));
        app.set_clock(DECEMBER);
        let (issued, fixed) = (OnceCell::new(), Mutex::default());
        Self { app, hired, hires, unbilled, invoice, run, credit_note, indian, payment, self_billed, issued, fixed }
    }

    pub(crate) fn operator(&self) -> Caller {
        self.app.operator()
    }

    pub(crate) fn client(&self) -> Caller {
        self.app.client(&self.hired.client)
    }

    /// Someone whom the endpoints hire, one after the other, and whose time they log, approve and bill.
    pub(crate) fn hire(&self, number: usize) -> given::Hired {
        self.hires[number].clone()
    }

    /// One of the invoices that were issued just before, by its id and its client's.
    pub(crate) async fn issued(&self, number: usize) -> (String, String) {
        let issued =
            self.issued.get_or_init(|| async { given::all_pages(&self.operator(), "/invoices?limit=100&seller_id=sel_au").await.0 }).await;
        let invoice = &issued[number % issued.len()];
        (text(&invoice["id"]), text(&invoice["client_id"]))
    }

    /// An engagement for fixed prices, the same one each time.
    pub(crate) async fn fixed(&self, number: usize) -> Fixed {
        let known = self.fixed.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned();
        if let Some(known) = known {
            return known;
        }
        let (client, developer) = (given::client(&self.app).await, given::vetted_developer(&self.app).await);
        let operator = self.operator();
        let project = bodies::with(bodies::hourly_project(&client), "/hiring_model", "fixed");
        let project = operator.post("/projects", project).await.expect(201).id();
        let offer = bodies::with(bodies::offer(&project, &developer), "/model", "fixed");
        let path = format!("/engagements/{}", operator.post("/engagements", offer).await.expect(201).id());
        let _ = self.app.developer(&developer).post(&format!("{path}/accept"), json!({})).await.expect(200);
        let body = json!({ "title": "Ledger import", "amount": aud("118.83") });
        let milestone = operator.post(&format!("{path}/milestones"), body).await.expect(201).id();
        let made = Fixed { client, developer, path, milestone };
        self.fixed.lock().unwrap_or_else(PoisonError::into_inner).insert(number, made.clone());
        made
    }

    /// The path of an agreement that one of them may have with the seller, as a developer of its country.
    pub(crate) async fn self_billing(&self, number: usize) -> String {
        let hired = &self.hires[number];
        let home = json!({ "country": "AU", "tax_ids": [{ "scheme": "abn", "value": "33102417032" }] });
        let _ = self.operator().patch(&format!("/developers/{}", hired.developer), home).await.expect(200);
        hired.self_billing()
    }

    /// Someone on the shortlist of a hire's project.
    pub(crate) async fn candidate(&self, hire: &given::Hired) -> String {
        let shortlist = self.app.client(&hire.client).get(&format!("/projects/{}/matches", hire.project)).await.expect(200).body;
        text(&shortlist["roles"][0]["candidates"][0]["developer_id"])
    }

    /// Another offer to them.
    pub(crate) async fn offer(&self, number: usize) -> String {
        let hired = &self.hires[number];
        given::offer(&self.app, &hired.project, &hired.developer).await
    }

    /// Has their developer log eight hours on Monday, 4 January 2027.
    pub(crate) async fn log(&self, number: usize) -> String {
        given::time(&self.app, &self.hires[number], MONDAY, 480).await.id()
    }

    /// Has a step taken on the week of that Monday.
    pub(crate) async fn step(&self, caller: Caller, number: usize, step: &str) {
        let _ = caller.post(&format!("{}/{step}", self.hires[number].timesheet(MONDAY)), json!({})).await.expect(200);
    }
}

/// The demand for January's invoice.
pub(crate) fn january(hired: &given::Hired) -> Value {
    json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } })
}

/// An amount of Australian dollars.
pub(crate) fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

/// A payment by bank transfer, in Australian dollars.
pub(crate) fn payment(amount: &str) -> Value {
    json!({ "amount": { "amount": amount, "currency": "AUD" }, "received_on": "2027-02-01", "method": "bank transfer" })
}

/// A login that nobody has.
pub(crate) fn login(number: usize) -> Value {
    json!({ "issuer": "https://login.example", "subject": format!("s{number}") })
}

/// The same in a query.
pub(crate) fn login_query(number: usize) -> String {
    format!("issuer=https%3A%2F%2Flogin.example&subject=s{number}")
}

/// A seller's body under another name.
pub(crate) fn seller() -> Value {
    bodies::seller_au()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text instead of {value}")).to_owned()
}

/// A client in India, its invoice, and a credit note on that.
async fn indian(app: &TestApp) -> [String; 3] {
    app.set_clock(DECEMBER);
    let _ = app.operator().put("/sellers/sel_in", bodies::seller_in()).await.expect(201);
    let invoice = given::january(app, bodies::client_in(), "INR").await.expect(201);
    let (client, invoice) = (text(&invoice.body["client_id"]), invoice.id());
    let rupee = json!({ "amount": "1.00", "currency": "INR" });
    let credit = json!({ "lines": [{ "line": 1, "amount": rupee }], "reason": "Agreed" });
    let credit_note = app.operator().post(&format!("/invoices/{invoice}/credit-notes"), credit).await.expect(201).id();
    [client, invoice, credit_note]
}
