//! `…/logins`: which logins act for which account, and how a login registers itself.

use muster_local::server::Options;
use muster_local::token::{ISSUER, Login, Role};
use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::{Method, Url};
use serde_json::{Value, json};

use bodies::{with, without};

/// A caller whose token names neither role nor account.
fn stranger(app: &TestApp, subject: &str) -> Caller {
    app.login(&Login { subject: Some(subject.to_owned()), ..Login::default() })
}

/// A caller of a role, whose token names no account.
fn of_role(app: &TestApp, role: Role, subject: &str) -> Caller {
    app.login(&Login { role: Some(role), account: None, subject: Some(subject.to_owned()) })
}

/// A caller of a role and an account.
fn claiming(app: &TestApp, role: Role, account: &str, subject: &str) -> Caller {
    app.login(&Login { role: Some(role), account: Some(account.to_owned()), subject: Some(subject.to_owned()) })
}

fn login(subject: &str) -> Value {
    json!({ "issuer": ISSUER, "subject": subject })
}

async fn link(app: &TestApp, path: &str, subject: &str) -> Reply {
    app.operator().put(&format!("{path}/logins"), login(subject)).await
}

async fn unlink(app: &TestApp, path: &str, subject: &str) -> Reply {
    let url = Url::parse_with_params(app.server().base_url(), [("issuer", ISSUER), ("subject", subject)]).expect("an address");
    app.operator().delete(&format!("{path}/logins?{}", url.query().unwrap_or_default())).await
}

/// A client, a developer, and their paths.
async fn accounts(app: &TestApp) -> (String, String) {
    (format!("/clients/{}", given::client(app).await), format!("/developers/{}", given::vetted_developer(app).await))
}

/// What a newcomer sends to become a client.
fn own_client() -> Value {
    without(bodies::client(), "seller_id")
}

#[tokio::test]
async fn a_linked_login_acts_for_its_account_without_a_role_in_its_token() {
    let app = given::app().await;
    for path in <[String; 2]>::from(accounts(&app).await) {
        let subject = format!("auth0|{path}");
        let caller = stranger(&app, &subject);
        let _ = caller.get(&path).await.expect_problem(403, "forbidden");
        let linked = link(&app, &path, &subject).await.expect(201);
        assert_eq!(linked.header("location"), format!("{path}/logins"));
        assert_eq!(linked.body["subject"], subject);
        // A miss is never kept: it counts at once.
        assert_eq!(caller.get(&path).await.expect(200).id(), path.rsplit('/').next().expect("an id"));
        let _ = caller.get("/developers").await.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_role_without_an_account_takes_it_from_the_link() {
    let app = given::app().await;
    let (client, developer) = accounts(&app).await;
    let caller = of_role(&app, Role::Client, "7");
    let _ = caller.get(&client).await.expect_problem(403, "forbidden");
    let _ = link(&app, &client, "7").await.expect(201);
    let _ = caller.get(&client).await.expect(200);
    let _ = link(&app, &developer, "8").await.expect(201);
    let _ = of_role(&app, Role::Developer, "8").get(&developer).await.expect(200);
}

#[tokio::test]
async fn a_token_that_disagrees_with_the_link_is_nobodys() {
    let app = given::app().await;
    let (client, developer) = accounts(&app).await;
    let (client_id, other) = (client.replace("/clients/", ""), given::client(&app).await);
    let agreeing = claiming(&app, Role::Client, &client_id, "7");
    let disagreeing = claiming(&app, Role::Client, &other, "7");
    // Without a link the claims stand.
    let _ = disagreeing.get(&format!("/clients/{other}")).await.expect(200);
    let _ = link(&app, &client, "7").await.expect(201);
    let _ = agreeing.get(&client).await.expect(200);
    let _ = disagreeing.get(&format!("/clients/{other}")).await.expect_problem(403, "forbidden");
    let _ = of_role(&app, Role::Developer, "7").get(&developer).await.expect_problem(403, "forbidden");
    let _ = of_role(&app, Role::Operator, "7").get("/clients").await.expect_problem(403, "forbidden");
    let _ = stranger(&app, "7").get(&client).await.expect(200);
}

#[tokio::test]
async fn a_login_has_one_account_and_an_account_many_logins() {
    let app = given::app().await;
    let (client, developer) = accounts(&app).await;
    for subject in ["a", "b", "A"] {
        let _ = link(&app, &client, subject).await.expect(201);
        let again = link(&app, &client, subject).await.expect(200);
        assert_eq!(again.body["subject"], subject);
        let _ = link(&app, &developer, subject).await.expect_problem(409, "taken");
    }
    let list = app.operator().get(&format!("{client}/logins")).await.expect(200);
    let subjects: Vec<&str> = list.body["items"].as_array().expect("items").iter().filter_map(|login| login["subject"].as_str()).collect();
    assert_eq!(subjects, ["a", "b", "A"]);
    assert!(list.body["items"][0]["issuer"] == ISSUER && list.body["next_cursor"].is_null());
    assert_eq!(app.operator().get(&format!("{developer}/logins")).await.expect(200).body["items"], json!([]));
    // The same subject of another issuer is another login.
    let foreign = json!({ "issuer": "https://login.example/", "subject": "a" });
    let _ = app.operator().put(&format!("{developer}/logins"), foreign).await.expect(201);
}

#[tokio::test]
async fn an_unlinked_login_is_nobodys_and_free_for_another_account() {
    let app = given::app().await;
    let (client, developer) = accounts(&app).await;
    let _ = link(&app, &client, "auth0|a b").await.expect(201);
    let caller = stranger(&app, "auth0|a b");
    let _ = caller.get(&client).await.expect(200);
    let _ = unlink(&app, &developer, "auth0|a b").await.expect_problem(404, "not-found");
    assert!(unlink(&app, &client, "auth0|a b").await.expect(204).bytes.is_empty());
    let _ = unlink(&app, &client, "auth0|a b").await.expect_problem(404, "not-found");
    let _ = caller.get(&client).await.expect_problem(403, "forbidden");
    let _ = link(&app, &developer, "auth0|a b").await.expect(201);
    let _ = caller.get(&developer).await.expect(200);
    assert_eq!(app.operator().get(&format!("{client}/logins")).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn a_link_is_gone_by_for_five_minutes_at_most() {
    let app = given::app().await;
    let (client, _) = accounts(&app).await;
    let _ = link(&app, &client, "7").await.expect(201);
    let caller = stranger(&app, "7");
    let _ = caller.get(&client).await.expect(200);
    // Removed behind the server's back, as another instance would.
    let login = muster::domain::login::Login { issuer: ISSUER.parse().expect("an issuer"), subject: "7".parse().expect("a subject") };
    let server = app.server().app().clone();
    let account = server.store.find_login_account(&login).await.expect("the table answers").expect("an account");
    let links = server.store.logins_of(account).await.expect("the table answers");
    server.store.delete_login(&links[0], server.clock.new_ulid()).await.expect("it is there");
    let _ = caller.get(&client).await.expect(200);
    app.set_clock("2026-12-01T01:00:00Z");
    let _ = caller.get(&client).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn faults_of_a_login_are_named() {
    let app = given::app().await;
    let (client, _) = accounts(&app).await;
    let path = format!("{client}/logins");
    let _ = app
        .operator()
        .put(&path, json!({ "issuer": "", "subject": " a", "email": "x" }))
        .await
        .expect_faults(&["/issuer", "/subject", "/email"]);
    let _ = app.operator().put(&path, json!({})).await.expect_faults(&["/issuer", "/subject"]);
    let _ = app.operator().delete(&format!("{path}?subject=a")).await.expect_faults(&["/issuer"]);
    for path in ["/clients/cli_01j00000000000000000000000", "/developers/dev_01j00000000000000000000000", "/clients/x"] {
        let _ = link(&app, path, "7").await.expect_problem(404, "not-found");
        let _ = app.operator().get(&format!("{path}/logins")).await.expect_problem(404, "not-found");
    }
}

#[tokio::test]
async fn an_account_has_at_most_twenty_logins() {
    let app = given::app().await;
    let (client, _) = accounts(&app).await;
    for number in 1..=20 {
        let _ = link(&app, &client, &number.to_string()).await.expect(201);
    }
    let _ = link(&app, &client, "21").await.expect_problem(409, "wrong-state");
    let _ = link(&app, &client, "20").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_accounts_that_claim_a_login_at_once_one_gets_it() {
    let app = given::app().await;
    app.must_isolate();
    let mut paths = Vec::new();
    for _ in 0..10 {
        paths.push(format!("/clients/{}/logins", given::client(&app).await));
    }
    let attempts = paths.clone().into_iter().map(|path| {
        let operator = app.operator();
        async move { operator.put(&path, login("7")).await.status }
    });
    let mut statuses = given::at_once(attempts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[201].as_slice(), &[409; 9]].concat());
    let mut linked = 0;
    for path in paths {
        linked += app.operator().get(&path).await.expect(200).body["items"].as_array().map_or(0, Vec::len);
    }
    assert_eq!(linked, 1);
}

#[tokio::test]
async fn a_newcomer_registers_itself_once_and_is_then_that_account() {
    let app = given::app().await;
    for (path, body, other) in
        [("/developers", bodies::developer(), ("/clients", own_client())), ("/clients", own_client(), ("/developers", bodies::developer()))]
    {
        let caller = stranger(&app, path);
        let registered = caller.post(path, body.clone()).await.expect(201);
        assert!(!registered.fields().contains("vetting_note"));
        let own = format!("{path}/{}", registered.id());
        assert_eq!(caller.get(&own).await.expect(200).body, registered.body);
        let _ = caller.post(path, with(body, "/email", bodies::fresh_email())).await.expect_problem(409, "taken");
        let _ = caller.post(other.0, other.1).await.expect_problem(409, "taken");
        let logins = app.operator().get(&format!("{own}/logins")).await.expect(200);
        assert_eq!(logins.body["items"][0]["subject"], path);
        assert_eq!(app.operator().get(path).await.expect(200).body["items"].as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_registrations_of_a_login_at_once_one_succeeds() {
    let app = given::app().await;
    app.must_isolate();
    let attempts = (0..10).map(|at| {
        let caller = stranger(&app, "7");
        let (path, body) = if at % 2 == 0 { ("/developers", bodies::developer()) } else { ("/clients", own_client()) };
        async move { caller.post(path, body).await.status }
    });
    let mut statuses = given::at_once(attempts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[201].as_slice(), &[409; 9]].concat());
}

#[tokio::test]
async fn a_registration_that_is_sent_again_with_its_key_is_answered_again() {
    let app = given::app().await;
    let caller = stranger(&app, "7");
    let body = bodies::developer();
    let send = || Reply::of(caller.request(Method::POST, "/developers").header("idempotency-key", "k1").json(&body));
    let first = send().await.expect(201);
    let second = send().await.expect(201);
    assert_eq!(second.header("idempotent-replayed"), "true");
    assert_eq!(second.body, first.body);
    // Another login's key of that name is another key.
    let other = stranger(&app, "8").request(Method::POST, "/developers").header("idempotency-key", "k1").json(&body);
    let _ = Reply::of(other).await.expect_problem(409, "taken");
}

#[tokio::test]
async fn a_newcomer_sets_nothing_that_is_the_operators() {
    let app = given::app().await;
    let caller = stranger(&app, "7");
    let _ = caller.post("/clients", bodies::client()).await.expect_faults(&["/seller_id"]);
    let _ = caller.post("/clients", with(own_client(), "/payment_terms_days", 365)).await.expect_faults(&["/payment_terms_days"]);
    let _ = caller.post("/clients", with(own_client(), "/payment_terms_days", 7)).await.expect(201);
    let _ = app.operator().post("/clients", with(bodies::client(), "/payment_terms_days", 365)).await.expect(201);
}

#[tokio::test]
async fn a_newcomer_may_do_nothing_else() {
    let app = given::app().await;
    let (client, developer) = accounts(&app).await;
    let caller = stranger(&app, "7");
    for path in ["/developers", "/clients", "/projects", "/engagements", "/invoices", "/sellers", &client, &developer] {
        let _ = caller.get(path).await.expect_problem(403, "forbidden");
    }
    let _ = caller.put(&format!("{client}/logins"), login("7")).await.expect_problem(403, "forbidden");
    let _ = caller.post("/projects", json!({})).await.expect_problem(403, "forbidden");
    // A role that has no account yet is no newcomer.
    let _ = of_role(&app, Role::Developer, "8").post("/developers", bodies::developer()).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn nobody_registers_where_registration_is_closed() {
    let app = TestApp::start_with(Options { open_registration: false, ..Options::default() }).await;
    given::ready(&app).await;
    let caller = stranger(&app, "7");
    for (path, body) in [("/developers", bodies::developer()), ("/clients", own_client())] {
        let _ = caller.post(path, body.clone()).await.expect_problem(403, "forbidden");
        let keyed = caller.request(Method::POST, path).header("idempotency-key", "k").json(&body);
        let _ = Reply::of(keyed).await.expect_problem(403, "forbidden");
        assert_eq!(app.operator().get(path).await.expect(200).body["items"], json!([]));
    }
    let (client, _) = accounts(&app).await;
    let _ = link(&app, &client, "7").await.expect(201);
    let _ = caller.post("/developers", bodies::developer()).await.expect_problem(403, "forbidden");
    let _ = caller.get(&client).await.expect(200);
}
