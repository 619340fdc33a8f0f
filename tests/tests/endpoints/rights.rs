//! Who may do what: each route for the operator, for the client and the developer it is about, for others, and without a token.

use muster_tests::bodies;
use muster_tests::given;
use muster_tests::{Caller, Reply, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

/// What a caller meets.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// Let in: whatever is answered, it is about the request and not about the caller.
    In,
    /// 403: the role may never do it.
    Never,
    /// 404: the record is not the caller's.
    Hidden,
}
use Is::{Hidden, In, Never};

struct World {
    app: TestApp,
    hired: given::Hired,
    /// An entry of eight hours in the timesheet of 4 January.
    entry: String,
    other_client: String,
    other_developer: String,
}

/// Route, body, and what the client and the developer it is about, then another client and another developer meet.
type Row = (Method, String, Value, [Is; 4]);

fn rows(world: &World) -> Vec<Row> {
    let hired = &world.hired;
    let (developer, client) = (format!("/developers/{}", hired.developer), format!("/clients/{}", hired.client));
    let (project, engagement) = (format!("/projects/{}", hired.project), hired.path());
    let sheet = hired.timesheet("2027-01-04");
    let get = |path: String, others| (Method::GET, path, Value::Null, others);
    let post = |path: String, body: Value, others| (Method::POST, path, body, others);
    let nobody = [Never, Never, Never, Never];
    let client_side = [In, Never, Hidden, Never];
    let developer_side = [Never, In, Never, Hidden];
    let both = [In, In, Hidden, Hidden];
    let login = |subject: &str| json!({ "issuer": "i", "subject": subject });
    let reason = || json!({ "reason": "Wrong" });
    vec![
        post("/developers".into(), bodies::developer(), nobody),
        get("/developers".into(), nobody),
        get(developer.clone(), both),
        post(format!("{developer}/vetting"), json!({ "decision": "vetted" }), nobody),
        post(format!("{developer}/pause"), Value::Null, developer_side),
        post(format!("{developer}/resume"), Value::Null, developer_side),
        post("/clients".into(), bodies::client(), nobody),
        get("/clients".into(), nobody),
        get(client.clone(), client_side),
        get(format!("{developer}/logins"), nobody),
        get(format!("{client}/logins"), nobody),
        (Method::PUT, format!("{developer}/logins"), login("dev"), nobody),
        (Method::PUT, format!("{client}/logins"), login("cli"), nobody),
        (Method::DELETE, format!("{developer}/logins?issuer=i&subject=dev"), Value::Null, nobody),
        (Method::DELETE, format!("{client}/logins?issuer=i&subject=cli"), Value::Null, nobody),
        (Method::PUT, "/sellers/sel_au".into(), bodies::seller_au(), nobody),
        get("/sellers".into(), nobody),
        get("/sellers/sel_au".into(), nobody),
        (Method::PUT, "/exchange-rates/2026-12-01".into(), json!({ "base": "USD", "rates": { "AUD": "1.5" } }), nobody),
        get("/exchange-rates/2026-12-01".into(), nobody),
        post("/projects".into(), bodies::project(&hired.client), client_side),
        get("/projects".into(), [In, Never, In, Never]),
        get(format!("/projects?client_id={}", hired.client), client_side),
        get(project.clone(), both),
        post(format!("{project}/matches"), json!({}), client_side),
        get(format!("{project}/matches"), client_side),
        post(format!("{project}/cancel"), Value::Null, client_side),
        post("/engagements".into(), bodies::offer(&hired.project, &hired.developer), nobody),
        get("/engagements".into(), [In; 4]),
        get(format!("/engagements?client_id={}&developer_id={}", hired.client, hired.developer), both),
        get(engagement.clone(), both),
        post(format!("{engagement}/accept"), Value::Null, developer_side),
        post(format!("{engagement}/decline"), Value::Null, developer_side),
        post(format!("{engagement}/withdraw"), Value::Null, nobody),
        post(format!("{engagement}/pause"), json!({ "from": "2027-03-01" }), nobody),
        post(format!("{engagement}/resume"), json!({ "on": "2027-03-15" }), nobody),
        post(format!("{engagement}/end"), json!({ "ends_on": "2027-06-30", "reason": "Done." }), client_side),
        post(hired.time_entries(), json!({ "date": "2027-01-12", "minutes": 10 }), developer_side),
        get(hired.time_entries(), both),
        (Method::DELETE, format!("{}/{}", hired.time_entries(), world.entry), Value::Null, developer_side),
        get(sheet.clone(), both),
        post(format!("{sheet}/submit"), Value::Null, developer_side),
        post(format!("{sheet}/approve"), Value::Null, client_side),
        post(format!("{sheet}/reject"), reason(), client_side),
        post(format!("{sheet}/reopen"), reason(), nobody),
        get("/timesheets".into(), [In; 4]),
    ]
}

async fn world() -> World {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let entry = given::time(&app, &hired, "2027-01-04", 480).await.id();
    let (other_client, other_developer) = (given::client(&app).await, given::vetted_developer(&app).await);
    World { app, hired, entry, other_client, other_developer }
}

async fn send(caller: &Caller, (method, path, body, _): &Row) -> Reply {
    Reply::of(caller.request(method.clone(), path).json(body)).await
}

#[tokio::test]
async fn every_route_admits_whom_the_contract_names_and_no_one_else() {
    // F60, F61
    let world = world().await;
    let callers = [
        world.app.client(&world.hired.client),
        world.app.developer(&world.hired.developer),
        world.app.client(&world.other_client),
        world.app.developer(&world.other_developer),
    ];
    for row in rows(&world) {
        let (method, path, _, expected) = &row;
        assert_eq!(send(&world.app.anyone(), &row).await.status, 401, "{method} {path}");
        // Strangers first: what the owner does afterwards shows that they changed nothing.
        for (at, (caller, is)) in callers.iter().zip(expected).enumerate().rev() {
            let reply = send(caller, &row).await;
            match is {
                In => assert!(![401, 403, 404].contains(&reply.status), "{method} {path} for caller {at}: {}", reply.text()),
                Never => assert_eq!(reply.status, 403, "{method} {path} for caller {at}: {}", reply.text()),
                Hidden => assert_eq!(reply.status, 404, "{method} {path} for caller {at}: {}", reply.text()),
            }
        }
        let reply = send(&world.app.operator(), &row).await;
        let gone = row.0 == Method::DELETE;
        assert!(gone || ![401, 403, 404].contains(&reply.status), "{method} {path} for the operator: {}", reply.text());
    }
}

#[tokio::test]
async fn the_role_is_checked_before_the_input() {
    let world = world().await;
    for row in rows(&world) {
        for (caller, is) in [world.app.client(&world.other_client), world.app.developer(&world.other_developer)].iter().zip(&row.3[2..]) {
            if matches!(is, Never) {
                let reply = Reply::of(caller.request(row.0.clone(), &row.1).body("not json")).await;
                let _ = reply.expect_problem(403, "forbidden");
            }
        }
    }
}

#[tokio::test]
async fn no_answer_shows_a_caller_what_it_may_not_see() {
    // F59
    let world = world().await;
    let hired = &world.hired;
    let _ = world.app.operator().post(&format!("/projects/{}/matches", hired.project), json!({})).await.expect(200);
    let hidden_from_clients =
        ["pay_rate", "margin", "vetting_note", "external_id", "commitments", "hourly", "monthly", "next_billing_at", "last_skip"];
    let hidden_from_developers = [
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
        "billable_minutes",
        "invoice_id",
    ];
    let (client, developer) = (world.app.client(&hired.client), world.app.developer(&hired.developer));
    for row in rows(&world).iter().filter(|row| row.0 == Method::GET) {
        for (caller, hidden) in [(&client, hidden_from_clients.as_slice()), (&developer, hidden_from_developers.as_slice())] {
            let reply = caller.get(&row.1).await;
            let own = row.1.starts_with("/developers/") && std::ptr::eq(caller, &developer);
            for field in hidden.iter().filter(|field| !own || **field == "vetting_note") {
                assert!(!reply.fields().contains(*field), "{field} in {}: {}", row.1, reply.text());
            }
        }
    }
    // A developer's tax numbers are its own; a client's are the client's.
    let shown = client.get(&format!("/developers/{}", hired.developer)).await.expect(200);
    assert!(!shown.fields().contains("tax_ids"));
}

#[tokio::test]
async fn a_token_without_one_role_or_an_account_may_do_nothing() {
    let app = given::app().await;
    for id in ["dev_1", "cli_1"] {
        let _ = app.client(id).get("/engagements").await.expect_problem(403, "forbidden");
        let _ = app.developer(id).get("/engagements").await.expect_problem(403, "forbidden");
    }
    for token in ["", "x", "a.b.c"] {
        let _ = app.bearer(token).get("/engagements").await.expect(401);
    }
}
