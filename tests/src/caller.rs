//! Someone who calls the API.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::reply::PATIENT;
use crate::{Hostile, Reply};

/// A caller with a token, or without one.
#[derive(Clone, Debug)]
pub struct Caller {
    http: Client,
    base_url: String,
    token: Option<String>,
    /// The table behind the server, if it is a hostile one: this caller is patient then.
    hostile: Option<Hostile>,
}

impl Caller {
    pub(crate) fn new(http: Client, base_url: &str, token: Option<String>, hostile: Option<Hostile>) -> Self {
        Self { http, base_url: base_url.to_owned(), token, hostile }
    }

    /// Gets a path.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path)).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.request(Method::POST, path).json(&body)).await
    }

    /// Puts JSON.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.request(Method::PUT, path).json(&body)).await
    }

    /// Patches with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        Reply::of(self.request(Method::PATCH, path).json(&body)).await
    }

    /// Deletes what a path names.
    pub async fn delete(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::DELETE, path)).await
    }

    /// A request of this caller that a test completes (headers, a body that is no JSON) and hands to [`Reply::of`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base_url));
        if let Some(hostile) = &self.hostile {
            hostile.begin_request();
            request = request.header(PATIENT, "");
        }
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}
