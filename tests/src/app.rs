//! A server of one test.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use muster::clock::Clock;
use muster_local::engine::TABLE;
use muster_local::server::{Keep, LocalServer, Options};
use muster_local::token::{Login, Role};
use serde_json::Value;

use crate::elsewhere::{self, Elsewhere};
use crate::{Caller, Hostile, RawTable, Reply};

/// A running server with its own store. It ends when the test drops it.
#[derive(Debug)]
pub struct TestApp {
    server: LocalServer,
    http: reqwest::Client,
    hostile: Option<Hostile>,
    /// After the server, so that it is dropped after it.
    elsewhere: Option<Elsewhere>,
}

impl TestApp {
    /// Everything there is, over an empty store in memory.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// A server of other routes, functions or interceptors, or one that keeps its store.
    pub async fn start_with(options: Options) -> Self {
        // A test with faults of its own counts calls, and sample data is loaded without patience.
        let gentle = !options.interceptors.is_empty() || options.keep != Keep::Memory || options.sample;
        Self::start_over(if gentle { None } else { Hostile::from_environment() }, options).await
    }

    /// Everything there is, over an empty store in memory that is as hostile as this.
    pub async fn start_hostile(hostile: Hostile) -> Self {
        Self::start_over(Some(hostile), Options::default()).await
    }

    async fn start_over(hostile: Option<Hostile>, mut options: Options) -> Self {
        options.interceptors.extend(hostile.as_ref().map(Hostile::interceptor));
        let elsewhere = match options.keep {
            Keep::Memory => Elsewhere::from_environment(format!("muster-test-{}", Clock::system().new_ulid())).await,
            Keep::Folder(_) => None,
        };
        if let Some(elsewhere) = &elsewhere {
            options.elsewhere = Some(elsewhere.store(options.interceptors.clone()).await);
        }
        let server = LocalServer::start(options).await.expect("a free port, and a store that nobody else uses");
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        Self { server, http: http.expect("a client without TLS needs nothing"), hostile, elsewhere }
    }

    /// The server itself: its store, its application, its address.
    #[must_use]
    pub fn server(&self) -> &LocalServer {
        &self.server
    }

    /// Whether this engine isolates transactions and knows their tokens, so that a race on it has one winner.
    #[must_use]
    pub fn may_race(&self) -> bool {
        self.elsewhere.as_ref().is_none_or(|elsewhere| elsewhere::is_aws(&elsewhere.endpoint))
    }

    /// Says that the test races: on an engine that need not isolate transactions it would prove nothing, and is not to be run.
    #[track_caller]
    pub fn must_isolate(&self) {
        assert!(
            self.may_race(),
            "the engine that MUSTER_TEST_ENDPOINT names need not isolate transactions: skip this test, as .ci/moto does"
        );
    }

    /// The table itself, behind the API's back.
    pub async fn raw_table(&self) -> RawTable {
        let own = (self.server.engine().endpoint(), TABLE);
        let (endpoint, table) = self.elsewhere.as_ref().map_or(own, |elsewhere| (elsewhere.endpoint.as_str(), elsewhere.table.as_str()));
        RawTable { client: elsewhere::client(endpoint).await, name: table.to_owned(), hostile: self.hostile.clone() }
    }

    /// Puts a text into an attribute that can't be one, behind the API's back.
    pub async fn corrupt(&self, partition: &str, sort: &str, attribute: &str) {
        self.raw_table().await.corrupt(partition, sort, attribute).await;
    }

    /// Every item of the table with its attributes, in the order of their keys, behind the API's back.
    pub async fn table(&self) -> Vec<BTreeMap<String, AttributeValue>> {
        self.raw_table().await.items().await
    }

    /// How many items of each kind of record the table holds.
    pub async fn count_records(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for item in self.table().await {
            let record = item.get("record").and_then(|record| record.as_s().ok()).cloned().unwrap_or_default();
            *counts.entry(record).or_default() += 1;
        }
        counts
    }

    /// An operator.
    #[must_use]
    pub fn operator(&self) -> Caller {
        self.login(&Login::operator())
    }

    /// Someone of a client, by its id.
    #[must_use]
    pub fn client(&self, id: impl ToString) -> Caller {
        self.login(&Login::of(Role::Client, id))
    }

    /// A developer, by its id.
    #[must_use]
    pub fn developer(&self, id: impl ToString) -> Caller {
        self.login(&Login::of(Role::Developer, id))
    }

    /// Any login.
    #[must_use]
    pub fn login(&self, login: &Login) -> Caller {
        self.bearer(self.server.token(login))
    }

    /// Someone with a token of any kind.
    #[must_use]
    pub fn bearer(&self, token: impl Into<String>) -> Caller {
        Caller::new(self.http.clone(), self.server.base_url(), Some(token.into()), self.hostile.clone())
    }

    /// Someone without a token.
    #[must_use]
    pub fn anyone(&self) -> Caller {
        Caller::new(self.http.clone(), self.server.base_url(), None, self.hostile.clone())
    }

    /// Puts the clock to an instant such as `2027-02-01T00:05:00Z`, from which it runs on.
    pub fn set_clock(&self, now: &str) {
        self.server.app().clock.set(now.parse().expect("an instant with its offset"));
    }

    /// Invokes a function that no route reaches.
    pub async fn invoke(&self, function: &str, event: Value) -> Reply {
        // The schedule makes up for a failed firing by the next; a test looks at the one it fired.
        self.steadily(async { self.anyone().post(&format!("/local/invoke/{function}"), event).await }).await
    }

    /// Something that nobody sends again: on a hostile table single attempts fail meanwhile, but no call fails at all of them.
    pub async fn steadily<T>(&self, run: impl Future<Output = T>) -> T {
        match &self.hostile {
            Some(hostile) => hostile.steadily(run).await,
            None => run.await,
        }
    }

    /// Ends the server and waits for it, so that its folder and its port are free.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
