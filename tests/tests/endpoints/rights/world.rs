//! The records that the matrix asks about, with a mark on everything that one side must not see.

use muster_tests::{Caller, TestApp, bodies, given};
use serde_json::json;

use super::matrix::By;
use bodies::with;

/// Figures and words that no client may see: what a developer is paid, and what the operator keeps to itself.
pub(super) const HIDDEN_FROM_CLIENTS: [&str; 5] = ["2713.37", "413713.37", "29AAGCB7383J1Z4", "33102417032", "a note of vetting"];

/// Figures and words that no developer may see: what a client pays, its own papers, and what the operator keeps to itself.
pub(super) const HIDDEN_FROM_DEVELOPERS: [&str; 6] =
    ["61.83", "119.71", "118.83", "PO-of-the-client", "accounts-of-the-client", "a note of vetting"];

/// Names of fields that no client may see.
pub(super) const FIELDS_HIDDEN_FROM_CLIENTS: [&str; 10] =
    ["pay_rate", "margin", "vetting_note", "external_id", "commitments", "hourly", "monthly", "next_billing_at", "last_skip", "weights"];

/// Names of fields that no developer may see.
pub(super) const FIELDS_HIDDEN_FROM_DEVELOPERS: [&str; 15] = [
    "bill_rate",
    "margin",
    "team_budget",
    "max_rate",
    "vetting_note",
    "external_id",
    "billing",
    "seller_id",
    "purchase_order",
    "place_of_supply",
    "payment_terms_days",
    "next_billing_at",
    "last_skip",
    "filled",
    "invoice_id",
];

/// A client, a developer it has hired, billed time, an open week, and two strangers.
pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) hired: given::Hired,
    /// An open project of the same client.
    pub(super) spare_project: String,
    /// An offer of another seat to the same developer.
    pub(super) offered: String,
    /// The path of an engagement of theirs for fixed prices, and a milestone of it.
    pub(super) fixed: (String, String),
    /// A charge of the engagement that is on no invoice.
    pub(super) charge: String,
    /// An entry in the open week.
    pub(super) entry: String,
    pub(super) invoice: String,
    pub(super) run: String,
    /// What takes a part of the invoice back.
    pub(super) credit_note: String,
    /// What pays a part of it, and more of nothing.
    pub(super) payment: String,
    /// What the seller wrote in the developer's place for January.
    pub(super) self_billed: String,
    other_client: String,
    other_developer: String,
}

impl World {
    /// The first day of the week whose timesheet is open.
    pub(super) const OPEN_WEEK: &str = "2027-02-01";

    pub(super) async fn new() -> Self {
        let app = given::app().await;
        let pay = json!({ "hourly": { "amount": "2713.37", "currency": "INR" }, "monthly": { "amount": "413713.37", "currency": "INR" } });
        let developer = with(with(bodies::developer(), "/pay_rate", pay), "/availability/hours_per_week", 60);
        let developer = app.operator().post("/developers", developer).await.expect(201).id();
        let vetting = json!({ "decision": "vetted", "note": "a note of vetting" });
        let _ = app.operator().post(&format!("/developers/{developer}/vetting"), vetting).await.expect(200);
        let client = with(bodies::client(), "/email", "accounts-of-the-client@example.com");
        let client = app.operator().post("/clients", client).await.expect(201).id();
        let mut seats = Vec::new();
        for hours in [30, 10] {
            let project = with(bodies::hourly_project(&client), "/team_budget/amount", "119.71");
            let project = with(with(project, "/roles/0/max_rate/amount", "118.83"), "/roles/0/hours_per_week", hours);
            let project = app.operator().post("/projects", project).await.expect(201).id();
            let offer = with(bodies::offer(&project, &developer), "/hours_per_week", hours);
            let offer = with(with(offer, "/bill_rate/amount", "61.83"), "/pay_rate/amount", "2713.37");
            let offer = app.operator().post("/engagements", with(offer, "/purchase_order", "PO-of-the-client")).await.expect(201).id();
            seats.push((project, offer));
        }
        let (offered, engagement) = (seats.pop().expect("two").1, seats.pop().expect("two"));
        let hired = given::Hired { client, developer, project: engagement.0, engagement: engagement.1 };
        let _ = app.developer(&hired.developer).post(&format!("{}/accept", hired.path()), json!({})).await.expect(200);
        let _ = given::approved_week(&app, &hired, "2027-01-04").await;
        app.set_clock("2027-02-01T00:05:00Z");
        let run = app.invoke("run-billing", json!({ "time": "2027-02-01T00:05:00Z" })).await.expect(200).body;
        let entry = given::time(&app, &hired, Self::OPEN_WEEK, 480).await.id();
        let fixed = Self::fixed(&app, &hired).await;
        let charge = json!({ "kind": "expense", "description": "Flight", "amount": { "amount": "61.83", "currency": "AUD" } });
        let charge = app.operator().post(&format!("{}/charges", hired.path()), charge).await.expect(201).id();
        let spare_project = given::project(&app, &hired.client).await;
        let (other_client, other_developer) = (given::client(&app).await, given::vetted_developer(&app).await);
        let text = |value: &serde_json::Value| value.as_str().expect("a run that issued one").to_owned();
        let (run, invoice) = (text(&run["run_id"]), text(&run["issued"][0]));
        let aud = |amount: &str| json!({ "amount": amount, "currency": "AUD" });
        let credit = json!({ "lines": [{ "line": 1, "amount": aud("1.00") }], "reason": "Agreed" });
        let credit_note = app.operator().post(&format!("/invoices/{invoice}/credit-notes"), credit).await.expect(201).id();
        let receipt = json!({
            "amount": aud("9.00"), "received_on": "2027-02-01", "method": "cheque", "allocations": [{ "invoice_id": invoice, "amount": aud("2.00") }]
        });
        let payment = app.operator().post(&format!("/clients/{}/payments", hired.client), receipt).await.expect(201).id();
        let self_billed = Self::self_bill(&app, &hired).await;
        Self {
            app,
            hired,
            spare_project,
            offered,
            fixed,
            charge,
            entry,
            invoice,
            run,
            credit_note,
            payment,
            self_billed,
            other_client,
            other_developer,
        }
    }

    /// Has the seller write the developer's invoices, and January closed.
    async fn self_bill(app: &TestApp, hired: &given::Hired) -> String {
        let operator = app.operator();
        let numbers = json!([{ "scheme": "gstin", "value": "29AAGCB7383J1Z4" }, { "scheme": "abn", "value": "33102417032" }]);
        let own = format!("/developers/{}", hired.developer);
        let _ = operator.patch(&own, json!({ "country": "AU", "tax_ids": numbers })).await.expect(200);
        let _ = operator.put(&hired.self_billing(), bodies::self_billing()).await.expect(201);
        let rates = json!({ "base": "USD", "rates": { "INR": "88.10", "AUD": "1.53" } });
        let _ = operator.put("/exchange-rates/2027-01-31", rates).await.expect(201);
        let closed = operator.post(&format!("{own}/statements/2027-01/close"), json!({})).await.expect(201).body;
        closed["self_billed_invoices"][0]["id"].as_str().expect("a document").to_owned()
    }

    async fn fixed(app: &TestApp, hired: &given::Hired) -> (String, String) {
        let project = with(bodies::hourly_project(&hired.client), "/hiring_model", "fixed");
        let project = app.operator().post("/projects", project).await.expect(201).id();
        let offer = with(with(bodies::offer(&project, &hired.developer), "/model", "fixed"), "/hours_per_week", 5);
        let offer = with(with(offer, "/bill_rate/amount", "61.83"), "/pay_rate/amount", "2713.37");
        let path = format!("/engagements/{}", app.operator().post("/engagements", offer).await.expect(201).id());
        let _ = app.developer(&hired.developer).post(&format!("{path}/accept"), json!({})).await.expect(200);
        let milestone = json!({
            "title": "Ledger import", "amount": { "amount": "118.83", "currency": "AUD" }, "pay_amount": { "amount": "2713.37", "currency": "INR" }
        });
        let milestone = app.operator().post(&format!("{path}/milestones"), milestone).await.expect(201).id();
        (path, milestone)
    }

    /// A caller; a newcomer is another one for each route, since one that registers is none any more.
    pub(super) fn caller(&self, by: By, route: &str) -> Caller {
        match by {
            By::Client => self.app.client(&self.hired.client),
            By::Developer => self.app.developer(&self.hired.developer),
            By::OtherClient => self.app.client(&self.other_client),
            By::OtherDeveloper => self.app.developer(&self.other_developer),
            By::Newcomer => {
                let subject = Some(format!("a newcomer to {route}"));
                self.app.login(&muster_local::token::Login { subject, ..muster_local::token::Login::default() })
            }
        }
    }
}
