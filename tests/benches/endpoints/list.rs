//! Every endpoint: what is sent to it, and how many calls to the table may wait for one another.
//!
//! A read and a new record take one round trip, a change one to read and one to write, a match three. Where more are needed,
//! [`Endpoint::why`] says what each waits for.

macro_rules! endpoint {
    ($route:literal, $most:literal, |$world:ident, $number:pat_param| $make:expr) => {
        endpoint!($route, $most, DECEMBER, |$world, $number| $make)
    };
    ($route:literal, $most:literal, $at:ident, |$world:ident, $number:pat_param| $make:expr) => {
        Endpoint { route: $route, most: $most, at: $at, make: |$world, $number| Box::pin(async move { $make }) }
    };
}

mod course;
mod people;
mod reports;

use std::pin::Pin;
use std::sync::Arc;

use muster_tests::{bodies, given};
use serde_json::json;
use tokio::task::JoinSet;

use crate::world::{DECEMBER, FEBRUARY, MONDAY, Ready, World, january, payment};

type Making = Pin<Box<dyn Future<Output = Ready> + Send>>;

/// An endpoint.
pub(crate) struct Endpoint {
    pub(crate) route: &'static str,
    /// The most round trips to the table that it should take.
    pub(crate) most: u64,
    /// When it is asked.
    at: &'static str,
    make: fn(Arc<World>, usize) -> Making,
}

/// How many requests are made ready at once.
const AT_ONCE: usize = 16;

impl Endpoint {
    /// Whether it changes nothing, so that it can be asked the same thing again.
    pub(crate) fn reads(&self) -> bool {
        self.route.starts_with("GET ") || self.route.ends_with("/preview")
    }

    /// Why it takes more round trips than others of its kind, if it does.
    pub(crate) fn why(&self) -> Option<&'static str> {
        WHY.iter().find(|(route, _)| *route == self.route).map(|(_, why)| *why)
    }

    /// So many requests, with what each needs.
    pub(crate) async fn prepare(&self, world: &Arc<World>, count: usize) -> Vec<Ready> {
        world.app.set_clock(DECEMBER);
        let (mut making, mut made, mut number) = (JoinSet::new(), Vec::new(), 0);
        while made.len() < count {
            while number < count && making.len() < AT_ONCE {
                making.spawn((self.make)(world.clone(), number));
                number += 1;
            }
            made.extend(making.join_next().await.map(|ready| ready.expect("a request is made ready")));
        }
        world.app.set_clock(self.at);
        made
    }
}

/// What cannot be asked before something else is answered.
const WHY: [(&str, &str); 33] = [
    ("GET /projects", LIST),
    ("GET /engagements", LIST),
    ("GET /invoices", LIST),
    ("GET /timesheets", "a timesheet is shown with its engagement's terms, which it names"),
    ("GET /projects/{project_id}/matches", "the match names its candidates, whose names are kept in their profiles alone"),
    ("POST /projects", "a project is of its client's country, and of a client with a seller"),
    ("POST /projects/{project_id}/matches", "ranked from the pool, then the profiles of the best, then it is stored"),
    ("POST /engagements", "the project names its client, whose terms the offer takes over"),
    ("POST /engagements/{engagement_id}/accept", "the engagement names the project and the developer"),
    ("POST /invoices/preview", "the engagement names the client, the seller and the developer"),
    ("POST /invoices", "the engagement names the client, the seller and the developer"),
    ("GET /credit-notes", LIST),
    ("GET /payments", LIST),
    ("GET /invoices/{invoice_id}/payments", LIST),
    ("GET /invoices/{invoice_id}/time", "the invoice names the engagements, and they and its lines the weeks"),
    ("GET /clients/{client_id}/statement", LIST),
    ("GET /reports/unbilled", WORK),
    ("GET /reports/margins", WORK),
    ("GET /exports/taxes.csv", "a page of invoices that has room left goes on with credit notes"),
    ("GET /developers/{developer_id}/statements", "that the month is open, then pointers, engagements and their weeks"),
    ("POST /developers/{developer_id}/statements/{month}/close", "pointers, engagements and their weeks, then it is stored"),
    ("GET /developers/{developer_id}/projects", "the open projects name their clients, whose sellers' markups make the rates"),
    ("POST /engagements/{engagement_id}/pause", WEEKS),
    ("POST /engagements/{engagement_id}/resume", WEEKS),
    ("POST /engagements/{engagement_id}/billing", WEEKS),
    ("POST /engagements/{engagement_id}/end", "the engagement names the project and the developer"),
    ("POST /invoices/{invoice_id}/payments", "the invoice names the account that a surplus is credit of"),
    ("POST /invoices/{invoice_id}/credit-notes", "the invoice names the engagements that are free again, and they their weeks"),
    ("POST /clients/{client_id}/payments", "the invoices name the account that a surplus is credit of"),
    ("POST /clients/{client_id}/refunds", "the client names its seller, whose credit names the receipts it is of"),
    ("POST /payments/{payment_id}/reverse", "the receipt names the invoices"),
    ("PUT /developers/{developer_id}/logins", CHANGE),
    ("PUT /clients/{client_id}/logins", CHANGE),
];
const LIST: &str = "the owner's pointers name the records, of which there is one copy, so that a change is one write";
const CHANGE: &str = "decided from what is there";
const WEEKS: &str = "the weeks that must have no time are read after the engagement, whose revision tells of new ones";
const WORK: &str = "a page of engagements, then their weeks; both again where of some of them nothing is to be told";

/// All of them.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = reads();
    all.extend(people::people());
    all.extend(people::logins());
    all.extend(people::self_billing());
    all.extend(work());
    all.extend(time());
    all.extend(course::course());
    all.extend(money());
    all.extend(course::accounts());
    all.extend(reports::reports());
    all
}

fn reads() -> Vec<Endpoint> {
    vec![
        endpoint!("GET /openapi.json", 0, |w, _| Ready::get(w.operator(), "/openapi.json")),
        endpoint!("GET /docs", 0, |w, _| Ready::get(w.operator(), "/docs")),
        endpoint!("GET /docs/{file}", 0, |w, _| Ready::get(w.operator(), "/docs/start.js")),
        endpoint!("GET /sellers", 1, |w, _| Ready::get(w.operator(), "/sellers")),
        endpoint!("GET /sellers/{seller_id}", 1, |w, _| Ready::get(w.operator(), "/sellers/sel_au")),
        endpoint!("GET /exchange-rates/{date}", 1, |w, _| Ready::get(w.operator(), "/exchange-rates/2026-11-30")),
        endpoint!("GET /skills", 1, |w, _| Ready::get(w.client(), "/skills?q=pos")),
        endpoint!("GET /skills/aliases", 1, |w, _| Ready::get(w.operator(), "/skills/aliases")),
        endpoint!("GET /skills/unrecognised", 1, |w, _| Ready::get(w.operator(), "/skills/unrecognised")),
        endpoint!("GET /matching/weights", 1, |w, _| Ready::get(w.operator(), "/matching/weights")),
        endpoint!("GET /developers/{developer_id}/projects", 3, |w, _| {
            Ready::get(w.app.developer(&w.hired.developer), format!("/developers/{}/projects", w.hired.developer))
        }),
        endpoint!("GET /developers", 1, |w, _| Ready::get(w.operator(), "/developers")),
        endpoint!("GET /developers/{developer_id}", 1, |w, _| Ready::get(w.client(), format!("/developers/{}", w.hired.developer))),
        endpoint!("GET /developers/{developer_id}/logins", 1, |w, _| {
            Ready::get(w.operator(), format!("/developers/{}/logins", w.hired.developer))
        }),
        endpoint!("GET /clients/{client_id}/logins", 1, |w, _| Ready::get(w.operator(), format!("/clients/{}/logins", w.hired.client))),
        endpoint!("GET /clients", 1, |w, _| Ready::get(w.operator(), "/clients")),
        endpoint!("GET /clients/{client_id}", 1, |w, _| Ready::get(w.client(), format!("/clients/{}", w.hired.client))),
        endpoint!("GET /projects", 2, |w, _| Ready::get(w.client(), "/projects")),
        endpoint!("GET /projects/{project_id}", 1, |w, _| Ready::get(w.client(), format!("/projects/{}", w.hired.project))),
        endpoint!("GET /projects/{project_id}/matches", 2, |w, _| Ready::get(w.client(), format!("/projects/{}/matches", w.hired.project))),
        endpoint!("GET /engagements", 2, |w, _| Ready::get(w.client(), "/engagements")),
        endpoint!("GET /engagements/{engagement_id}", 1, |w, _| Ready::get(w.client(), w.hired.path())),
        endpoint!("GET /engagements/{engagement_id}/time-entries", 1, |w, _| Ready::get(w.client(), w.hired.time_entries())),
        endpoint!("GET /engagements/{engagement_id}/timesheets/{start}", 1, |w, _| Ready::get(w.client(), w.hired.timesheet("2027-01-04"))),
        endpoint!("GET /timesheets", 2, |w, _| Ready::get(w.operator(), "/timesheets?status=submitted")),
        endpoint!("GET /invoices", 2, |w, _| Ready::get(w.client(), "/invoices")),
        endpoint!("GET /invoices/{invoice_id}", 1, |w, _| Ready::get(w.client(), format!("/invoices/{}", w.invoice))),
        endpoint!("GET /invoices/{invoice_id}/html", 1, |w, _| Ready::get(w.client(), format!("/invoices/{}/html", w.invoice))),
        endpoint!("GET /invoices/{invoice_id}/xml", 1, |w, _| Ready::get(w.client(), format!("/invoices/{}/xml", w.invoice))),
        endpoint!("GET /invoices/{invoice_id}/inv01", 1, |w, _| {
            let [client, invoice, _] = &w.indian;
            Ready::get(w.app.client(client), format!("/invoices/{invoice}/inv01"))
        }),
        endpoint!("GET /invoices/{invoice_id}/pdf", 1, |w, _| Ready::get(w.client(), format!("/invoices/{}/pdf", w.invoice))),
        endpoint!("GET /invoices/{invoice_id}/payments", 2, |w, _| Ready::get(w.client(), format!("/invoices/{}/payments", w.invoice))),
        endpoint!("GET /engagements/{engagement_id}/charges", 1, |w, _| Ready::get(w.client(), format!("{}/charges", w.hired.path()))),
        endpoint!("GET /credit-notes", 2, |w, _| Ready::get(w.client(), "/credit-notes")),
        endpoint!("GET /credit-notes/{credit_note_id}", 1, |w, _| Ready::get(w.client(), format!("/credit-notes/{}", w.credit_note))),
        endpoint!("GET /credit-notes/{credit_note_id}/html", 1, |w, _| {
            Ready::get(w.client(), format!("/credit-notes/{}/html", w.credit_note))
        }),
        endpoint!("GET /credit-notes/{credit_note_id}/xml", 1, |w, _| {
            Ready::get(w.client(), format!("/credit-notes/{}/xml", w.credit_note))
        }),
        endpoint!("GET /credit-notes/{credit_note_id}/inv01", 1, |w, _| {
            let [client, _, credit_note] = &w.indian;
            Ready::get(w.app.client(client), format!("/credit-notes/{credit_note}/inv01"))
        }),
        endpoint!("GET /credit-notes/{credit_note_id}/pdf", 1, |w, _| {
            Ready::get(w.client(), format!("/credit-notes/{}/pdf", w.credit_note))
        }),
        endpoint!("GET /payments", 2, |w, _| Ready::get(w.client(), "/payments")),
        endpoint!("GET /payments/{payment_id}", 1, |w, _| Ready::get(w.client(), format!("/payments/{}", w.payment))),
        endpoint!("GET /clients/{client_id}/statement", 2, |w, _| {
            Ready::get(w.client(), format!("/clients/{}/statement?from=2027-01-01&to=2027-12-31", w.hired.client))
        }),
        endpoint!("GET /billing-runs", 1, |w, _| Ready::get(w.operator(), "/billing-runs")),
        endpoint!("GET /billing-runs/{run_id}", 1, |w, _| Ready::get(w.operator(), format!("/billing-runs/{}", w.run))),
        endpoint!("GET /billing-runs/{run_id}/results", 1, |w, _| Ready::get(w.operator(), format!("/billing-runs/{}/results", w.run))),
    ]
}

fn work() -> Vec<Endpoint> {
    vec![
        endpoint!("POST /projects", 2, |w, _| Ready::post(w.operator(), "/projects", bodies::hourly_project(&w.hired.client))),
        endpoint!("PATCH /projects/{project_id}", 2, |w, _| {
            let project = given::project(&w.app, &w.hired.client).await;
            Ready::patch(w.client(), format!("/projects/{project}"), json!({ "title": "Ledgers" }))
        }),
        endpoint!("POST /projects/{project_id}/cancel", 2, |w, _| {
            let project = given::project(&w.app, &w.hired.client).await;
            Ready::post(w.client(), format!("/projects/{project}/cancel"), json!({}))
        }),
        endpoint!("POST /projects/{project_id}/matches", 3, |w, _| {
            let project = given::project(&w.app, &w.hired.client).await;
            Ready::post(w.client(), format!("/projects/{project}/matches"), json!({}))
        }),
        endpoint!("POST /projects/{project_id}/team", 3, |w, _| {
            let project = given::project(&w.app, &w.hired.client).await;
            Ready::post(w.client(), format!("/projects/{project}/team"), json!({}))
        }),
        endpoint!("POST /projects/{project_id}/candidates/{developer_id}", 2, |w, number| {
            let hire = w.hire(number);
            let client = w.app.client(&hire.client);
            let _ = client.post(&format!("/projects/{}/matches", hire.project), json!({ "limit": 50 })).await.expect(200);
            let path = format!("/projects/{}/candidates/{}", hire.project, w.candidate(&hire).await);
            Ready::post(client, path, json!({ "role_id": "r1", "mark": "interested" }))
        }),
        endpoint!("POST /engagements", 3, |w, number| {
            let hire = w.hire(number);
            Ready::post(w.operator(), "/engagements", bodies::offer(&hire.project, &hire.developer))
        }),
        endpoint!("POST /engagements/{engagement_id}/decline", 2, |w, number| {
            let path = format!("/engagements/{}/decline", w.offer(number).await);
            Ready::post(w.app.developer(&w.hire(number).developer), path, json!({}))
        }),
        endpoint!("POST /engagements/{engagement_id}/withdraw", 2, |w, number| {
            Ready::post(w.operator(), format!("/engagements/{}/withdraw", w.offer(number).await), json!({}))
        }),
        endpoint!("POST /engagements/{engagement_id}/accept", 3, |w, number| {
            let hire = w.hire(number);
            Ready::post(w.app.developer(&hire.developer), format!("{}/accept", hire.path()), json!({}))
        }),
        endpoint!("PATCH /engagements/{engagement_id}", 2, |w, number| {
            Ready::patch(w.operator(), w.hire(number).path(), json!({ "purchase_order": "PO-9" }))
        }),
    ]
}

/// Each goes on from where the one before left the week.
fn time() -> Vec<Endpoint> {
    vec![
        endpoint!("POST /engagements/{engagement_id}/time-entries", 2, |w, number| {
            let hire = w.hire(number);
            Ready::post(w.app.developer(&hire.developer), hire.time_entries(), json!({ "date": "2027-01-05", "minutes": 480 }))
        }),
        endpoint!("PATCH /engagements/{engagement_id}/time-entries/{time_entry_id}", 2, |w, number| {
            let (hire, entry) = (w.hire(number), w.log(number).await);
            Ready::patch(w.app.developer(&hire.developer), format!("{}/{entry}", hire.time_entries()), json!({ "minutes": 60 }))
        }),
        endpoint!("DELETE /engagements/{engagement_id}/time-entries/{time_entry_id}", 2, |w, number| {
            let (hire, entry) = (w.hire(number), w.log(number).await);
            Ready::delete(w.app.developer(&hire.developer), format!("{}/{entry}", hire.time_entries()))
        }),
        endpoint!("POST /engagements/{engagement_id}/timesheets/{start}/submit", 2, |w, number| {
            let hire = w.hire(number);
            Ready::post(w.app.developer(&hire.developer), format!("{}/submit", hire.timesheet(MONDAY)), json!({}))
        }),
        endpoint!("POST /engagements/{engagement_id}/timesheets/{start}/reject", 2, |w, number| {
            let (hire, body) = (w.hire(number), json!({ "reason": "Which day was it?" }));
            Ready::post(w.app.client(&hire.client), format!("{}/reject", hire.timesheet(MONDAY)), body)
        }),
        endpoint!("POST /engagements/{engagement_id}/timesheets/{start}/approve", 2, |w, number| {
            let hire = w.hire(number);
            w.step(w.app.developer(&hire.developer), number, "submit").await;
            Ready::post(w.app.client(&hire.client), format!("{}/approve", hire.timesheet(MONDAY)), json!({}))
        }),
        endpoint!("POST /engagements/{engagement_id}/timesheets/{start}/reopen", 2, |w, number| {
            let body = json!({ "reason": "A day was left out." });
            Ready::post(w.operator(), format!("{}/reopen", w.hire(number).timesheet(MONDAY)), body)
        }),
    ]
}

fn money() -> Vec<Endpoint> {
    vec![
        endpoint!("POST /invoices/preview", 2, FEBRUARY, |w, _| Ready::post(w.operator(), "/invoices/preview", january(&w.unbilled))),
        endpoint!("POST /invoices", 3, FEBRUARY, |w, number| {
            let hire = w.hire(number);
            w.step(w.app.developer(&hire.developer), number, "submit").await;
            w.step(w.app.client(&hire.client), number, "approve").await;
            Ready::post(w.operator(), "/invoices", january(&hire))
        }),
        endpoint!("POST /invoices/{invoice_id}/payments", 3, FEBRUARY, |w, number| {
            // Each on one of those that were issued just before, so that payments do not wait for one another.
            Ready::post(w.operator(), format!("/invoices/{}/payments", w.issued(number).await.0), payment("0.01"))
        }),
    ]
}
