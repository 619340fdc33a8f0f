//! A server of one test.

use muster_local::server::{LocalServer, Options};
use muster_local::token::{Login, Role};
use serde_json::Value;

use crate::{Caller, Reply};

/// A running server with its own store. It ends when the test drops it.
#[derive(Debug)]
pub struct TestApp {
    server: LocalServer,
    http: reqwest::Client,
}

impl TestApp {
    /// Everything there is, over an empty store in memory.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// A server of other routes, functions or interceptors, or one that keeps its store.
    pub async fn start_with(options: Options) -> Self {
        let server = LocalServer::start(options).await.expect("a free port, and a store that nobody else uses");
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        Self { server, http: http.expect("a client without TLS needs nothing") }
    }

    /// The server itself: its store, its application, its address.
    #[must_use]
    pub fn server(&self) -> &LocalServer {
        &self.server
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
        Caller::new(self.http.clone(), self.server.base_url(), Some(token.into()))
    }

    /// Someone without a token.
    #[must_use]
    pub fn anyone(&self) -> Caller {
        Caller::new(self.http.clone(), self.server.base_url(), None)
    }

    /// Puts the clock to an instant such as `2027-02-01T00:05:00Z`, from which it runs on.
    pub fn set_clock(&self, now: &str) {
        self.server.app().clock.set(now.parse().expect("an instant with its offset"));
    }

    /// Invokes a function that no route reaches.
    pub async fn invoke(&self, function: &str, event: Value) -> Reply {
        self.anyone().post(&format!("/local/invoke/{function}"), event).await
    }

    /// Ends the server and waits for it, so that its folder and its port are free.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
