//! The matrix itself: a row for every route of the OpenAPI document, with what each caller meets there.
//!
//! A row's request is one that the route's owner can send, so that a refusal is about the caller. What a row does to the records is
//! left there for the rows after it.

mod money;

use muster_tests::bodies;
use reqwest::Method;
use serde_json::{Value, json};

use super::world::World;

/// What a caller meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Let in: whatever is answered, it is about the request and not about the caller.
    In,
    /// 403: the role may never do it.
    Never,
    /// 404: the record is not the caller's.
    Hidden,
}
use Is::{Hidden, In, Never};

/// Who calls, besides an operator, who is let in everywhere, and callers without a valid token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The client that the records belong to.
    Client,
    /// The developer that the records belong to.
    Developer,
    /// Another client.
    OtherClient,
    /// Another developer.
    OtherDeveloper,
    /// A login of the issuer with no role and no account.
    Newcomer,
}

impl By {
    pub(super) const ALL: [Self; 5] = [Self::Client, Self::Developer, Self::OtherClient, Self::OtherDeveloper, Self::Newcomer];
}

/// Who is let in to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// Everyone, without a token.
    Anyone,
    /// The operator alone.
    Operators,
    /// The operator and whoever has no account yet.
    Newcomers,
    /// The operator and the client whose record it is.
    ClientSide,
    /// The operator and the developer whose record it is.
    DeveloperSide,
    /// The operator and both of them.
    BothSides,
    /// A list of the caller's own records: the operator and every client.
    AnyClient,
    /// A list of the caller's own records: everyone with a role.
    AnyRole,
}

impl For {
    /// What a caller meets.
    pub(super) fn meets(self, by: By) -> Is {
        match (self, by) {
            (Self::Anyone, _) | (Self::Newcomers, By::Newcomer) => In,
            (_, By::Newcomer) | (Self::Operators | Self::Newcomers, _) => Never,
            (Self::ClientSide | Self::BothSides | Self::AnyClient | Self::AnyRole, By::Client) => In,
            (Self::ClientSide | Self::AnyClient, By::Developer | By::OtherDeveloper) => Never,
            (Self::ClientSide | Self::BothSides, By::OtherClient) => Hidden,
            (Self::DeveloperSide, By::Client | By::OtherClient) => Never,
            (Self::DeveloperSide | Self::BothSides, By::Developer) => In,
            (Self::DeveloperSide | Self::BothSides, By::OtherDeveloper) => Hidden,
            (Self::AnyClient, By::OtherClient) | (Self::AnyRole, By::Developer | By::OtherClient | By::OtherDeveloper) => In,
        }
    }
}

/// A route with a request to it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The route as the OpenAPI document spells it, such as `GET /clients/{client_id}`.
    pub(super) route: &'static str,
    /// The path of the request, with its query.
    pub(super) path: String,
    /// Its body; null for none.
    pub(super) body: Value,
    /// Who is let in.
    pub(super) admits: For,
}

impl Row {
    pub(super) fn method(&self) -> Method {
        self.route.split(' ').next().and_then(|method| method.parse().ok()).expect("a route begins with its method")
    }
}

/// Every row, in an order in which the owners' requests find what they need.
pub(super) fn rows(world: &World) -> Vec<Row> {
    [
        accounts(world),
        settings(),
        projects(world),
        engagements(world),
        prices(world),
        time(world),
        money::invoices(world),
        money::accounts(world),
        money::reports(world),
        money::self_billing(world),
        description(),
    ]
    .concat()
}

fn row(route: &'static str, path: impl Into<String>, body: Value, admits: For) -> Row {
    Row { route, path: path.into(), body, admits }
}

fn get(route: &'static str, path: impl Into<String>, admits: For) -> Row {
    row(route, path, Value::Null, admits)
}

fn accounts(world: &World) -> Vec<Row> {
    let (developer, client) = (format!("/developers/{}", world.hired.developer), format!("/clients/{}", world.hired.client));
    let login = |subject: &str| json!({ "issuer": "i", "subject": subject });
    vec![
        row("POST /developers", "/developers", bodies::developer(), For::Newcomers),
        get("GET /developers", "/developers", For::Operators),
        get("GET /developers/{developer_id}", &developer, For::BothSides),
        row("PATCH /developers/{developer_id}", &developer, json!({ "headline": "Ledgers" }), For::DeveloperSide),
        row("POST /developers/{developer_id}/vetting", format!("{developer}/vetting"), json!({ "decision": "vetted" }), For::Operators),
        row("POST /developers/{developer_id}/pause", format!("{developer}/pause"), Value::Null, For::DeveloperSide),
        row("POST /developers/{developer_id}/resume", format!("{developer}/resume"), Value::Null, For::DeveloperSide),
        row("PUT /developers/{developer_id}/logins", format!("{developer}/logins"), login("dev"), For::Operators),
        get("GET /developers/{developer_id}/logins", format!("{developer}/logins"), For::Operators),
        get("DELETE /developers/{developer_id}/logins", format!("{developer}/logins?issuer=i&subject=dev"), For::Operators),
        row("POST /clients", "/clients", bodies::without(bodies::client(), "seller_id"), For::Newcomers),
        get("GET /clients", "/clients", For::Operators),
        get("GET /clients/{client_id}", &client, For::ClientSide),
        row("PATCH /clients/{client_id}", &client, json!({ "phone": "+61 2 5550 0000" }), For::ClientSide),
        row("PUT /clients/{client_id}/logins", format!("{client}/logins"), login("cli"), For::Operators),
        get("GET /clients/{client_id}/logins", format!("{client}/logins"), For::Operators),
        get("DELETE /clients/{client_id}/logins", format!("{client}/logins?issuer=i&subject=cli"), For::Operators),
    ]
}

fn settings() -> Vec<Row> {
    let rates = json!({ "base": "USD", "rates": { "AUD": "1.5" } });
    vec![
        row("PUT /sellers/{seller_id}", "/sellers/sel_au", bodies::seller_au(), For::Operators),
        get("GET /sellers", "/sellers", For::Operators),
        get("GET /sellers/{seller_id}", "/sellers/sel_au", For::Operators),
        row("PUT /exchange-rates/{date}", "/exchange-rates/2026-12-02", rates, For::Operators),
        get("GET /exchange-rates/{date}", "/exchange-rates/2026-12-02", For::Operators),
        get("GET /matching/weights", "/matching/weights", For::Operators),
        row("PUT /matching/weights", "/matching/weights", json!({ "points": bodies::points() }), For::Operators),
        get("GET /skills", "/skills?q=node", For::AnyRole),
        get("GET /skills/unrecognised", "/skills/unrecognised", For::Operators),
        row("PUT /skills/aliases/{text}", "/skills/aliases/koob%20control", json!({ "skill": "kubernetes" }), For::Operators),
        get("GET /skills/aliases", "/skills/aliases", For::Operators),
        get("DELETE /skills/aliases/{text}", "/skills/aliases/koob%20control", For::Operators),
    ]
}

fn projects(world: &World) -> Vec<Row> {
    let hired = &world.hired;
    let project = format!("/projects/{}", hired.project);
    let candidate = format!("{project}/candidates/{}", hired.developer);
    vec![
        row("POST /projects", "/projects", bodies::project(&hired.client), For::ClientSide),
        get("GET /projects", "/projects", For::AnyClient),
        get("GET /projects", format!("/projects?client_id={}", hired.client), For::ClientSide),
        get("GET /projects/{project_id}", &project, For::BothSides),
        row("PATCH /projects/{project_id}", &project, json!({ "title": "General ledger" }), For::ClientSide),
        row("POST /projects/{project_id}/matches", format!("{project}/matches"), json!({}), For::ClientSide),
        get("GET /projects/{project_id}/matches", format!("{project}/matches"), For::ClientSide),
        get("GET /developers/{developer_id}/projects", format!("/developers/{}/projects", hired.developer), For::DeveloperSide),
        row(
            "POST /projects/{project_id}/candidates/{developer_id}",
            candidate,
            json!({ "role_id": "r1", "mark": "interested" }),
            For::ClientSide,
        ),
        row("POST /projects/{project_id}/team", format!("/projects/{}/team", world.spare_project), json!({}), For::ClientSide),
        row("POST /projects/{project_id}/cancel", format!("/projects/{}/cancel", world.spare_project), Value::Null, For::ClientSide),
    ]
}

fn engagements(world: &World) -> Vec<Row> {
    let hired = &world.hired;
    let (engagement, offered) = (hired.path(), format!("/engagements/{}", world.offered));
    let narrowed = format!("/engagements?client_id={}&developer_id={}", hired.client, hired.developer);
    let rates = json!({ "effective_from": "2027-10-01", "pay_rate": { "amount": "2713.37", "currency": "INR", "per": "hour" } });
    let leave = json!({ "from": "2027-09-06", "to": "2027-09-10", "paid": false });
    let ending = json!({ "ends_on": "2027-12-31", "reason": "Done." });
    let open = [
        ("POST /engagements/{engagement_id}/accept", "accept", For::DeveloperSide),
        ("POST /engagements/{engagement_id}/decline", "decline", For::DeveloperSide),
        ("POST /engagements/{engagement_id}/withdraw", "withdraw", For::Operators),
    ];
    let mut rows = vec![
        row("POST /engagements", "/engagements", bodies::offer(&hired.project, &hired.developer), For::Operators),
        get("GET /engagements", "/engagements", For::AnyRole),
        get("GET /engagements", narrowed, For::BothSides),
        get("GET /engagements/{engagement_id}", &engagement, For::BothSides),
        row("PATCH /engagements/{engagement_id}", &engagement, json!({ "weekly_cap_minutes": 2_700 }), For::Operators),
        row("POST /engagements/{engagement_id}/pause", format!("{engagement}/pause"), json!({ "from": "2027-06-01" }), For::Operators),
        row("POST /engagements/{engagement_id}/resume", format!("{engagement}/resume"), json!({ "on": "2027-06-15" }), For::Operators),
        row("POST /engagements/{engagement_id}/rates", format!("{engagement}/rates"), rates, For::Operators),
        row("POST /engagements/{engagement_id}/leave", format!("{engagement}/leave"), leave, For::Operators),
        row(
            "POST /engagements/{engagement_id}/billing",
            format!("{engagement}/billing"),
            json!({ "effective_from": "2027-11-01", "billing": { "cycle": "weekly" } }),
            For::Operators,
        ),
        row("POST /engagements/{engagement_id}/end", format!("{engagement}/end"), ending, For::ClientSide),
    ];
    rows.extend(open.map(|(route, step, admits)| row(route, format!("{offered}/{step}"), Value::Null, admits)));
    rows
}

fn prices(world: &World) -> Vec<Row> {
    let charges = format!("{}/charges", world.hired.path());
    let (fixed, milestone) = (format!("{}/milestones", world.fixed.0), format!("{}/milestones/{}", world.fixed.0, world.fixed.1));
    let charge = json!({ "kind": "discount", "description": "Loyalty", "percent": "5" });
    let price = json!({ "title": "Reports", "amount": { "amount": "119.71", "currency": "AUD" } });
    let returned = json!({ "reason": "Rows are missing." });
    vec![
        row("POST /engagements/{engagement_id}/charges", &charges, charge, For::Operators),
        get("GET /engagements/{engagement_id}/charges", &charges, For::ClientSide),
        get("DELETE /engagements/{engagement_id}/charges/{charge_id}", format!("{charges}/{}", world.charge), For::Operators),
        row("POST /engagements/{engagement_id}/milestones", fixed, price, For::Operators),
        row(DELIVER, format!("{milestone}/deliver"), Value::Null, For::DeveloperSide),
        row("POST /engagements/{engagement_id}/milestones/{milestone_id}/return", format!("{milestone}/return"), returned, For::ClientSide),
        row(DELIVER, format!("{milestone}/deliver"), Value::Null, For::DeveloperSide),
        row(
            "POST /engagements/{engagement_id}/milestones/{milestone_id}/accept",
            format!("{milestone}/accept"),
            Value::Null,
            For::ClientSide,
        ),
    ]
}

const DELIVER: &str = "POST /engagements/{engagement_id}/milestones/{milestone_id}/deliver";

fn time(world: &World) -> Vec<Row> {
    let (entries, sheet) = (world.hired.time_entries(), world.hired.timesheet(World::OPEN_WEEK));
    let entry = json!({ "date": "2027-02-02", "minutes": 10, "note": "Reviewed" });
    let reason = json!({ "reason": "Wrong" });
    let sheets = [
        ("POST /engagements/{engagement_id}/timesheets/{start}/submit", "submit", Value::Null, For::DeveloperSide),
        ("POST /engagements/{engagement_id}/timesheets/{start}/approve", "approve", Value::Null, For::ClientSide),
        ("POST /engagements/{engagement_id}/timesheets/{start}/reject", "reject", reason.clone(), For::ClientSide),
        ("POST /engagements/{engagement_id}/timesheets/{start}/reopen", "reopen", reason, For::Operators),
    ];
    let mut rows = vec![
        row("POST /engagements/{engagement_id}/time-entries", &entries, entry, For::DeveloperSide),
        get("GET /engagements/{engagement_id}/time-entries", &entries, For::BothSides),
        row(
            "PATCH /engagements/{engagement_id}/time-entries/{time_entry_id}",
            format!("{entries}/{}", world.entry),
            json!({ "note": "Refunds" }),
            For::DeveloperSide,
        ),
        get("DELETE /engagements/{engagement_id}/time-entries/{time_entry_id}", format!("{entries}/{}", world.entry), For::DeveloperSide),
        get("GET /engagements/{engagement_id}/timesheets/{start}", &sheet, For::BothSides),
        get("GET /timesheets", "/timesheets", For::AnyRole),
    ];
    rows.extend(sheets.map(|(route, step, body, admits)| row(route, format!("{sheet}/{step}"), body, admits)));
    rows
}

fn description() -> Vec<Row> {
    vec![
        get("GET /openapi.json", "/openapi.json", For::Anyone),
        get("GET /docs", "/docs", For::Anyone),
        get("GET /docs/{file}", "/docs/swagger-ui.css", For::Anyone),
    ]
}
