//! What a test begins with, made through the API as its users would.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{Reply, TestApp, bodies};

/// An active engagement and everyone it belongs to, by their ids.
#[derive(Clone, Debug)]
pub struct Hired {
    /// The client.
    pub client: String,
    /// The developer.
    pub developer: String,
    /// The project, of one seat.
    pub project: String,
    /// The engagement.
    pub engagement: String,
}

impl Hired {
    /// The path of the engagement.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/engagements/{}", self.engagement)
    }

    /// The path of the agreement by which `sel_au` writes the developer's invoices.
    #[must_use]
    pub fn self_billing(&self) -> String {
        format!("/developers/{}/self-billing/sel_au", self.developer)
    }

    /// The path of what is written under it.
    #[must_use]
    pub fn self_billed_invoices(&self) -> String {
        format!("/developers/{}/self-billed-invoices", self.developer)
    }

    /// The path of its time entries.
    #[must_use]
    pub fn time_entries(&self) -> String {
        format!("/engagements/{}/time-entries", self.engagement)
    }

    /// The path of the timesheet that starts on a day.
    #[must_use]
    pub fn timesheet(&self, start: &str) -> String {
        format!("/engagements/{}/timesheets/{start}", self.engagement)
    }
}

/// A server in December 2026, with the seller `sel_au` and the day's exchange rates.
pub async fn app() -> TestApp {
    let app = TestApp::start().await;
    ready(&app).await;
    app
}

/// The clock, the seller and the rates of [`app`], for a server that was started otherwise.
pub async fn ready(app: &TestApp) {
    app.set_clock("2026-12-01T00:00:00Z");
    seller_au(app).await;
    let rates = json!({ "base": "USD", "rates": { "INR": "88.10", "AUD": "1.53" } });
    let _ = app.operator().put("/exchange-rates/2026-11-30", rates).await.expect(201);
}

/// The Australian seller, unless it is there already.
pub async fn seller_au(app: &TestApp) -> String {
    if app.operator().get("/sellers/sel_au").await.status == 404 {
        let _ = app.operator().put("/sellers/sel_au", bodies::seller_au()).await.expect(201);
    }
    "sel_au".to_owned()
}

/// A client of that seller.
pub async fn client(app: &TestApp) -> String {
    seller_au(app).await;
    app.operator().post("/clients", bodies::client()).await.expect(201).id()
}

/// A vetted developer.
pub async fn vetted_developer(app: &TestApp) -> String {
    vetted(app, bodies::developer()).await
}

/// A vetted developer of a given body.
pub async fn vetted(app: &TestApp, body: Value) -> String {
    let id = app.operator().post("/developers", body).await.expect(201).id();
    let _ = app.operator().post(&format!("/developers/{id}/vetting"), json!({ "decision": "vetted" })).await.expect(200);
    id
}

/// The hourly project of a client.
pub async fn project(app: &TestApp, client: &str) -> String {
    app.operator().post("/projects", bodies::hourly_project(client)).await.expect(201).id()
}

/// An offer of the project's first role to a developer.
pub async fn offer(app: &TestApp, project: &str, developer: &str) -> String {
    app.operator().post("/engagements", bodies::offer(project, developer)).await.expect(201).id()
}

/// An active hourly engagement of a new client and a new developer.
pub async fn engagement(app: &TestApp) -> Hired {
    engagement_with(app, |offer| offer).await
}

/// An active hourly engagement whose offer is changed before it goes out.
pub async fn engagement_with(app: &TestApp, change: impl FnOnce(Value) -> Value) -> Hired {
    let (client, developer) = (client(app).await, vetted_developer(app).await);
    let project = project(app, &client).await;
    let engagement = app.operator().post("/engagements", change(bodies::offer(&project, &developer))).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    Hired { client, developer, project, engagement }
}

/// An active hourly engagement of a new client and a new developer in Sydney, who is paid AUD 40.00 an hour and whose invoices the
/// seller writes from December 2026 on.
pub async fn self_billed(app: &TestApp) -> Hired {
    let pay = json!({ "amount": "40.00", "currency": "AUD", "per": "hour" });
    let hired = engagement_with(app, |offer| bodies::with(offer, "/pay_rate", pay)).await;
    let home = json!({ "country": "AU", "tax_ids": [{ "scheme": "abn", "value": "33102417032" }] });
    let _ = app.operator().patch(&format!("/developers/{}", hired.developer), home).await.expect(200);
    let _ = app.operator().put(&hired.self_billing(), bodies::self_billing()).await.expect(201);
    hired
}

/// An active dedicated engagement of a new client and a new developer, from 1 January 2027 at AUD 5,000 a month, whose offer is
/// changed before it goes out.
pub async fn dedicated(app: &TestApp, change: impl FnOnce(Value) -> Value) -> Hired {
    let (client, developer) = (client(app).await, vetted_developer(app).await);
    let project = app.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    let offer = json!({
        "project_id": project, "role_id": "r1", "developer_id": developer, "model": "dedicated",
        "bill_rate": { "amount": "5000.00", "currency": "AUD", "per": "month" }, "pay_rate": { "amount": "100000", "currency": "INR", "per": "month" },
        "starts_on": "2027-01-01", "billing": { "time_zone": "Australia/Sydney" }
    });
    let engagement = app.operator().post("/engagements", change(offer)).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    Hired { client, developer, project, engagement }
}

/// Minutes on a day, logged by the developer.
pub async fn time(app: &TestApp, hired: &Hired, date: &str, minutes: u16) -> Reply {
    app.developer(&hired.developer).post(&hired.time_entries(), json!({ "date": date, "minutes": minutes })).await.expect(201)
}

/// Eight hours on a day, the timesheet that starts then handed in by the developer and approved by the client.
pub async fn approved_week(app: &TestApp, hired: &Hired, start: &str) -> Reply {
    let _ = time(app, hired, start, 480).await;
    let sheet = hired.timesheet(start);
    let _ = app.developer(&hired.developer).post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    app.client(&hired.client).post(&format!("{sheet}/approve"), json!({})).await.expect(200)
}

/// Hires one developer by the hour for the client of a body, and demands its January in this currency, of one approved week; what is
/// answered.
pub async fn january(app: &TestApp, client: Value, currency: &str) -> Reply {
    let client = app.operator().post("/clients", client).await.expect(201).id();
    let developer = vetted_developer(app).await;
    let project = project(app, &client).await;
    let offer = bodies::with(bodies::offer(&project, &developer), "/bill_rate/currency", currency);
    let engagement = app.operator().post("/engagements", offer).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    let hired = Hired { client, developer, project, engagement };
    let _ = approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    app.operator().post("/invoices", body).await
}

/// What several futures give, carried out at once; in no order.
pub async fn at_once<T: Send + 'static>(futures: impl IntoIterator<Item: Future<Output = T> + Send + 'static>) -> Vec<T> {
    futures.into_iter().collect::<JoinSet<T>>().join_all().await
}

/// Every item of a list, page by page, and how many pages there were.
pub async fn all_pages(caller: &crate::Caller, path: &str) -> (Vec<Value>, usize) {
    let (mut items, mut pages, mut cursor) = (Vec::new(), 0, None::<String>);
    let joint = if path.contains('?') { '&' } else { '?' };
    loop {
        let place = cursor.map_or_else(|| path.to_owned(), |cursor| format!("{path}{joint}cursor={cursor}"));
        let page = caller.get(&place).await.expect(200).body;
        items.extend(page["items"].as_array().expect("a list").iter().cloned());
        pages += 1;
        assert!(pages < 1_000, "the list {path} does not end");
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return (items, pages),
        }
    }
}
