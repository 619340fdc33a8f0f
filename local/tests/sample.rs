//! The sample data of a new store: all of it is there, and what the greeting shows works.

use std::collections::BTreeSet;

use muster_local::greeting::{account, greeting};
use muster_local::sample::{Accounts, accounts, load};
use muster_local::server::{LocalServer, Options};
use muster_local::token::{Login, Role};
use serde_json::Value;

struct Filled {
    server: LocalServer,
    http: reqwest::Client,
    accounts: Accounts,
}

impl Filled {
    async fn start() -> Self {
        Self::of(LocalServer::start(Options { sample: true, ..Options::default() }).await.expect("the sample data is taken")).await
    }

    /// One that was filled at an instant.
    async fn start_at(now: &str) -> Self {
        let server = LocalServer::start(Options::default()).await.expect("a store in memory");
        server.app().clock.set(now.parse().expect("an instant"));
        load(server.base_url(), &server.token(&Login::operator())).await.expect("the sample data is taken");
        Self::of(server).await
    }

    async fn of(server: LocalServer) -> Self {
        let accounts = accounts(server.base_url(), &server.token(&Login::operator())).await.expect("they are found");
        let http = reqwest::Client::builder().no_proxy().build().expect("a client without TLS needs nothing");
        Self { server, http, accounts }
    }

    fn token(&self, role: Role) -> String {
        self.server.token(&Login { role: Some(role), account: account(&self.accounts, role).map(ToOwned::to_owned), subject: None })
    }

    async fn get(&self, role: Role, path: &str) -> Value {
        let request = self.http.get(format!("{}{path}", self.server.base_url())).bearer_auth(self.token(role));
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        response.json().await.expect("JSON")
    }

    /// Every item of a list.
    async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let mut page = self.get(Role::Operator, &format!("{path}{cursor}")).await;
            items.append(page["items"].as_array_mut().expect("items"));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

fn count(items: &[Value], field: &str, value: &str) -> usize {
    items.iter().filter(|item| item[field] == value).count()
}

/// The links of a text that a browser would open.
fn links(text: &str, base_url: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with("http://"));
    let links: Vec<String> = lines.map(ToOwned::to_owned).collect();
    assert!(links.iter().all(|link| link.starts_with(base_url)), "{text}");
    links
}

// One server for all of it: filling a store takes seconds.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_store_is_full_of_life() {
    let filled = Filled::start().await;
    everybody_is_there(&filled).await;
    work_is_done_and_billed(&filled).await;
    the_greeting_holds(&filled).await;
    billing_goes_on_from_there(&filled).await;
    filled.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_can_be_new_on_a_day_that_is_in_two_months_and_years_at_once() {
    // New Year's morning in Sydney and Bengaluru, New Year's Eve in Austin.
    let filled = Filled::start_at("2027-01-01T00:30:00Z").await;
    work_is_done_and_billed(&filled).await;
    filled.server.stop().await;
}

async fn everybody_is_there(filled: &Filled) {
    let developers = filled.all("/developers?limit=100").await;
    assert!(developers.len() >= 60, "{}", developers.len());
    for status in ["vetted", "pending", "declined", "paused"] {
        assert!(count(&developers, "status", status) > 0, "{status}");
    }
    let skills: Vec<&Value> = developers.iter().filter_map(|developer| developer["skills"].as_array()).flatten().collect();
    let unknown = skills.iter().filter(|skill| skill["recognised"] == false).count();
    assert!(unknown > 0 && unknown * 10 < skills.len(), "{unknown} of {} skills are unknown", skills.len());
    assert_eq!(filled.all("/sellers?limit=100").await.len(), 4);
    let registered = developers.iter().find(|developer| developer["tax_ids"][0]["scheme"] == "abn").expect("one in Australia");
    let agreements = format!("/developers/{}/self-billing?", registered["id"].as_str().expect("an id"));
    assert_eq!(count(&filled.all(&agreements).await, "seller_id", "sel_au"), 1);
    let clients = filled.all("/clients?limit=100").await;
    let countries: BTreeSet<&str> = clients.iter().filter_map(|client| client["country"].as_str()).collect();
    assert_eq!((clients.len(), countries), (3, BTreeSet::from(["AU", "IN", "US"])));
    let projects = filled.all("/projects?limit=100").await;
    assert_eq!(projects.len(), 5);
    for project in &projects {
        let matched = filled.get(Role::Operator, &format!("/projects/{}/matches", project["id"].as_str().expect("an id"))).await;
        for role in matched["roles"].as_array().expect("roles") {
            assert!(role["eligible"].as_u64() >= Some(2), "{} in {}", role["eligible"], project["title"]);
        }
    }
}

async fn work_is_done_and_billed(filled: &Filled) {
    let engagements = filled.all("/engagements?limit=100").await;
    assert_eq!((count(&engagements, "status", "active"), count(&engagements, "status", "offered")), (5, 1));
    assert_eq!((count(&engagements, "model", "hourly"), count(&engagements, "model", "dedicated")), (4, 2));
    let waiting = filled.all("/timesheets?status=submitted&limit=100").await;
    assert!(!waiting.is_empty());
    let invoices = filled.all("/invoices?limit=100").await;
    for status in ["issued", "partly_paid", "paid"] {
        assert_eq!(count(&invoices, "status", status), 1, "{status}");
    }
}

async fn the_greeting_holds(filled: &Filled) {
    let tokens = Role::ALL.map(|role| filled.token(role));
    let text = greeting(filled.server.base_url(), &filled.accounts, &tokens, filled.server.app().clock.now());
    let links = links(&text, filled.server.base_url());
    assert_eq!(links.len(), 7 + usize::from(text.contains("/docs")), "{text}");
    for link in links {
        let status = filled.http.get(&link).send().await.expect("an answer").status();
        assert_eq!(status, 200, "{link}");
    }
    for line in text.lines().filter(|line| line.contains("Authorization: Bearer")) {
        let (role, path) = line.split_once("Bearer $").and_then(|(_, rest)| rest.split_once("\" ")).expect("a role and an address");
        let path = path.trim_matches('\'').strip_prefix(filled.server.base_url()).expect("its own address");
        let found = filled.get(role.parse().expect("a role"), path).await;
        assert_ne!(found["items"], serde_json::json!([]), "{path}");
    }
}

/// What a newcomer tries next: the dedicated engagement and the approved part of the others are due.
async fn billing_goes_on_from_there(filled: &Filled) {
    let run = filled.http.post(format!("{}/local/invoke/run-billing", filled.server.base_url()));
    let run: Value = run.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(run["counts"]["failed"], 0, "{run}");
    assert!(run["counts"]["issued"].as_u64() >= Some(1), "{run}");
}
