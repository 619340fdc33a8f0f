//! The whole chain, each of its requests killed at its first call, its second, and so on, until one gets through.

use std::collections::BTreeMap;

use muster_local::server::Options;
use muster_tests::{Caller, Reply, TableFaults, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};

/// How a request is disturbed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Disturbance {
    /// Not at all.
    None,
    /// The process dies before the n-th call is carried out.
    Before,
    /// The process dies after the n-th call was carried out, without hearing of it.
    After,
}

/// A server whose table can be made to fail, and how.
pub(crate) struct Trial {
    pub(crate) app: TestApp,
    pub(crate) faults: TableFaults,
    pub(crate) disturbance: Disturbance,
    /// How often a process died.
    pub(crate) deaths: u32,
}

impl Trial {
    pub(crate) async fn start(disturbance: Disturbance) -> Self {
        let faults = TableFaults::default();
        let app = TestApp::start_with(Options { interceptors: vec![faults.interceptor()], ..Options::default() }).await;
        given::ready(&app).await;
        Self { app, faults, disturbance, deaths: 0 }
    }

    /// Sends a request, again and again under one key, each time killed one call later, until it gets through.
    pub(crate) async fn send(&mut self, caller: &Caller, method: Method, path: &str, body: &Value) -> Reply {
        let key = format!("key-{}", body.to_string().len());
        for call in 1..=40 {
            match self.disturbance {
                Disturbance::None => {}
                Disturbance::Before => self.faults.die_at(call, false),
                Disturbance::After => self.faults.die_at(call, true),
            }
            let request = caller.request(method.clone(), path).header("idempotency-key", &key).json(body);
            let reply = Reply::of(request).await;
            let died = self.faults.live();
            self.deaths += u32::from(died);
            if reply.status < 300 {
                return reply;
            }
            assert!(died && reply.status == 503, "{path}, call {call}: {}", reply.text());
        }
        panic!("{path} never gets through");
    }

    pub(crate) async fn post(&mut self, caller: &Caller, path: &str, body: Value) -> Reply {
        self.send(caller, Method::POST, path, &body).await
    }

    /// What there is: how many items of each kind the table holds, and what a person would count.
    pub(crate) async fn state(&self, hired: &given::Hired) -> (BTreeMap<String, usize>, Value) {
        let operator = self.app.operator();
        let engagement = operator.get(&hired.path()).await.expect(200).body;
        let (invoices, _) = given::all_pages(&operator, "/invoices").await;
        let (entries, _) = given::all_pages(&operator, &hired.time_entries()).await;
        let documents: Vec<Value> = invoices
            .iter()
            .map(|invoice| {
                json!([
                    invoice["number"],
                    invoice["total"],
                    invoice["paid"],
                    invoice["credited"],
                    invoice["balance"],
                    invoice["status"],
                    invoice["period"]
                ])
            })
            .collect();
        let minutes: Vec<&Value> = entries.iter().map(|entry| &entry["minutes"]).collect();
        let (credits, _) = given::all_pages(&operator, "/credit-notes").await;
        let credits: Vec<Value> = credits.iter().map(|note| json!([note["number"], note["total"], note["unapplied"]])).collect();
        let (payments, _) = given::all_pages(&operator, "/payments").await;
        let payments: Vec<Value> =
            payments.iter().map(|own| json!([own["kind"], own["settled"], own["unapplied"], own["refunded"], own["reversed"]])).collect();
        let statement = operator.get(&format!("/clients/{}/statement?from=2027-01-01&to=2027-12-31", hired.client)).await.expect(200).body;
        let (written, _) = given::all_pages(&operator, &hired.self_billed_invoices()).await;
        let written: Vec<Value> = written.iter().map(|own| json!([own["number"], own["title"], own["total"], own["fx"]])).collect();
        let seen = json!({
            "written": written,
            "credits": credits,
            "payments": payments,
            "owed": statement["currencies"][0]["closing"],
            "invoices": documents,
            "minutes": minutes,
            "engagement": [engagement["status"], engagement["billed_through"], engagement["version"], engagement["hours_per_week"], engagement["pauses"]],
            "project": operator.get(&format!("/projects/{}", hired.project)).await.expect(200).body["status"],
            "headline": operator.get(&format!("/developers/{}", hired.developer)).await.expect(200).body["headline"],
        });
        (self.app.count_records().await, seen)
    }
}

/// From registration to payment.
pub(crate) async fn walk(trial: &mut Trial) -> given::Hired {
    let operator = trial.app.operator();
    let client_id = trial.post(&operator, "/clients", fixed(bodies::client(), "client@example.com")).await.id();
    let developer_id = trial.post(&operator, "/developers", at_home(fixed(bodies::developer(), "developer@example.com"))).await.id();
    let (client, developer) = (trial.app.client(&client_id), trial.app.developer(&developer_id));
    let _ = trial.post(&operator, &format!("/developers/{developer_id}/vetting"), json!({ "decision": "vetted" })).await;
    let _ = trial.send(&developer, Method::PATCH, &format!("/developers/{developer_id}"), &json!({ "headline": "Ledgers" })).await;
    let project = trial.post(&client, "/projects", bodies::hourly_project(&client_id)).await.id();
    let _ = trial.post(&client, &format!("/projects/{project}/matches"), json!({ "limit": 5 })).await;
    let _ = trial
        .post(&client, &format!("/projects/{project}/candidates/{developer_id}"), json!({ "role_id": "r1", "mark": "interested" }))
        .await;
    let engagement = trial.post(&operator, "/engagements", bodies::offer(&project, &developer_id)).await.id();
    let hired = given::Hired { client: client_id, developer: developer_id, project, engagement };
    let _ = trial.post(&developer, &format!("{}/accept", hired.path()), json!({})).await;
    let _ = trial.send(&operator, Method::PATCH, &hired.path(), &json!({ "hours_per_week": 38 })).await;
    let entry = json!({ "started_at": "2027-01-04T09:00", "ended_at": "2027-01-04T17:00" });
    let _ = trial.post(&developer, &hired.time_entries(), entry).await;
    let second = trial.post(&developer, &hired.time_entries(), json!({ "date": "2027-01-05", "minutes": 60 })).await.id();
    let _ = trial.post(&developer, &hired.time_entries(), json!({ "date": "2027-01-06", "minutes": 120 })).await;
    let _ = trial.send(&developer, Method::PATCH, &format!("{}/{second}", hired.time_entries()), &json!({ "minutes": 90 })).await;
    delete(trial, &developer, &format!("{}/{second}", hired.time_entries())).await;
    let sheet = hired.timesheet("2027-01-04");
    let _ = trial.post(&developer, &format!("{sheet}/submit"), json!({})).await;
    let _ = trial.post(&client, &format!("{sheet}/approve"), json!({})).await;
    let _ = trial.post(&operator, &format!("{}/pause", hired.path()), json!({ "from": "2027-01-18" })).await;
    let _ = trial.post(&operator, &format!("{}/resume", hired.path()), json!({ "on": "2027-01-25" })).await;
    let leave = json!({ "from": "2027-01-28", "to": "2027-01-29", "paid": true });
    let _ = trial.post(&operator, &format!("{}/leave", hired.path()), leave).await;
    let rates = json!({ "effective_from": "2027-01-27", "pay_rate": { "amount": "2900", "currency": "INR", "per": "hour" } });
    let _ = trial.post(&operator, &format!("{}/rates", hired.path()), rates).await;
    let billing = json!({ "effective_from": "2027-02-01", "billing": { "cycle": "fortnightly" } });
    let _ = trial.post(&operator, &format!("{}/billing", hired.path()), billing).await;
    let charge = json!({ "kind": "fee", "description": "Set-up", "amount": { "amount": "50.00", "currency": "AUD" } });
    let _ = trial.post(&operator, &format!("{}/charges", hired.path()), charge).await;
    let _ = trial.post(&client, &format!("{}/end", hired.path()), json!({ "ends_on": "2027-01-31", "reason": "Done." })).await;
    trial.app.set_clock("2027-02-01T00:05:00Z");
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let invoice = trial.post(&operator, "/invoices", demand).await.id();
    let payment = json!({ "amount": { "amount": "100.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "bank transfer" });
    let first = trial.post(&operator, &format!("/invoices/{invoice}/payments"), payment).await.id();
    account(trial, &operator, &hired, &invoice, &first).await;
    let rates = json!({ "base": "USD", "rates": { "INR": "88.10", "AUD": "1.53" } });
    let _ = trial.send(&operator, Method::PUT, "/exchange-rates/2027-01-31", &rates).await;
    let _ = trial.send(&operator, Method::PUT, &hired.self_billing(), &bodies::self_billing()).await;
    let _ = trial.post(&operator, &format!("/developers/{}/statements/2027-01/close", hired.developer), json!({})).await;
    hired
}

/// What happens to an invoice afterwards: a receipt with a surplus, a refund, a credit, a write-off, a reversal, another credit.
async fn account(trial: &mut Trial, operator: &Caller, hired: &given::Hired, invoice: &str, first: &str) {
    let aud = |amount: &str| json!({ "amount": amount, "currency": "AUD" });
    let client = format!("/clients/{}", hired.client);
    let receipt = json!({
        "amount": aud("500.00"), "received_on": "2027-02-03", "method": "cheque", "allocations": [{ "invoice_id": invoice, "amount": aud("300.00") }]
    });
    let _ = trial.post(operator, &format!("{client}/payments"), receipt).await;
    let refund = json!({ "amount": aud("50.00"), "refunded_on": "2027-02-04", "method": "bank transfer" });
    let _ = trial.post(operator, &format!("{client}/refunds"), refund).await;
    let part = json!({ "lines": [{ "line": 1, "amount": aud("80.00") }], "reason": "Agreed" });
    let _ = trial.post(operator, &format!("/invoices/{invoice}/credit-notes"), part).await;
    let _ = trial.post(operator, &format!("/invoices/{invoice}/write-off"), json!({ "amount": aud("1.00"), "reason": "Charges" })).await;
    let _ = trial.post(operator, &format!("/payments/{first}/reverse"), json!({ "reason": "Bounced" })).await;
    let _ = trial.post(operator, &format!("/invoices/{invoice}/credit-notes"), json!({ "full": true, "reason": "Wrong" })).await;
}

/// A deletion has no key: one that was carried out finds nothing the next time, which is as good.
async fn delete(trial: &mut Trial, caller: &Caller, path: &str) {
    for call in 1..=40 {
        match trial.disturbance {
            Disturbance::None => {}
            Disturbance::Before => trial.faults.die_at(call, false),
            Disturbance::After => trial.faults.die_at(call, true),
        }
        let reply = caller.delete(path).await;
        let died = trial.faults.live();
        trial.deaths += u32::from(died);
        if !died || [204, 404].contains(&reply.status) {
            assert!([204, 404].contains(&reply.status), "{path}: {}", reply.text());
            return;
        }
    }
    panic!("{path} never gets through");
}

/// A developer in Australia, whose invoices may be written by who buys.
fn at_home(body: Value) -> Value {
    bodies::with(bodies::with(body, "/country", "AU"), "/tax_ids", json!([{ "scheme": "abn", "value": "33102417032" }]))
}

/// A body with an e-mail address that is the same in every trial.
pub(crate) fn fixed(body: Value, email: &str) -> Value {
    bodies::with(body, "/email", email)
}

#[tokio::test]
async fn a_chain_killed_at_every_call_ends_as_one_that_was_not() {
    let mut calm = Trial::start(Disturbance::None).await;
    let hired = walk(&mut calm).await;
    let undisturbed = calm.state(&hired).await;
    assert_eq!(calm.deaths, 0);
    for disturbance in [Disturbance::Before, Disturbance::After] {
        let mut trial = Trial::start(disturbance).await;
        let hired = walk(&mut trial).await;
        assert!(trial.deaths > 40, "{disturbance:?}: only {} deaths", trial.deaths);
        assert_eq!(trial.state(&hired).await, undisturbed, "{disturbance:?}");
    }
}
