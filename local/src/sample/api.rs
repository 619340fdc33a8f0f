//! Requests to the running server. A refusal is an error that shows what was sent where and what the answer was.

use jiff::Timestamp;
use lambda_http::Error;
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};

use crate::token::Role;

/// How many requests are under way at a time.
pub(super) const AT_ONCE: usize = 8;

/// The API at its address.
#[derive(Clone, Debug)]
pub(super) struct Api {
    http: Client,
    base_url: String,
}

/// The API as seen by one caller.
#[derive(Clone, Debug)]
pub(super) struct Session {
    api: Api,
    token: String,
}

impl Api {
    pub(super) fn new(base_url: &str) -> Result<Self, Error> {
        // The server is on this machine: no proxy is in between.
        let http = Client::builder().no_proxy().redirect(redirect::Policy::none()).build()?;
        Ok(Self { http, base_url: base_url.to_owned() })
    }

    /// The caller who bears a token.
    pub(super) fn session(&self, token: &str) -> Session {
        Session { api: self.clone(), token: token.to_owned() }
    }

    /// Someone of an account, with a token that the sandbox gives.
    pub(super) async fn login(&self, role: Role, account: &str) -> Result<Session, Error> {
        let answer = self.session("").send(Method::POST, "/local/token", Some(json!({ "role": role.name(), "account": account }))).await?;
        Ok(self.session(text(&answer, "/token")?))
    }

    /// The server's present instant.
    pub(super) async fn now(&self) -> Result<Timestamp, Error> {
        let answer = self.session("").get("/local/clock").await?;
        Ok(text(&answer, "/now")?.parse()?)
    }
}

impl Session {
    pub(super) async fn get(&self, path: &str) -> Result<Value, Error> {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.send(Method::PUT, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Error> {
        let mut request = self.api.http.request(method.clone(), format!("{}{path}", self.api.base_url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = &body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = response.status();
        if !status.is_success() {
            let sent = body.unwrap_or_default();
            return Err(format!("{method} {path} was answered with {status}: {} (sent: {sent})", response.text().await?).into());
        }
        Ok(response.json().await?)
    }
}

/// The text at a place of an answer.
pub(super) fn text<'a>(answer: &'a Value, pointer: &str) -> Result<&'a str, Error> {
    answer.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("no text at {pointer} in {answer}").into())
}
