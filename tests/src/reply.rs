//! What came back.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, Request, RequestBuilder};
use serde_json::Value;

/// Marks a request of a caller that sends it again when it is told to come back, a POST under one key. It isn't sent itself.
pub(crate) const PATIENT: &str = "x-patient";

/// How often a patient caller tries.
const TRIES: u32 = 8;

const KEY: &str = "idempotency-key";

/// An answer over HTTP, whole.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null when there is none or it is not JSON.
    pub body: Value,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Sends a request and reads the whole answer; over a hostile table, the answer that a patient caller gets in the end.
    pub async fn of(request: RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let mut request = request.expect("a request that can be sent");
        let mut left = if request.headers_mut().remove(PATIENT).is_some() { TRIES } else { 1 };
        if left > 1 && request.method() == Method::POST && !request.headers().contains_key(KEY) {
            static NEXT: AtomicU64 = AtomicU64::new(0);
            let key = HeaderValue::from(NEXT.fetch_add(1, Ordering::Relaxed));
            request.headers_mut().insert(KEY, key);
        }
        loop {
            left -= 1;
            let again = request.try_clone();
            let reply = Self::sent(&client, request).await;
            match again {
                Some(again) if left > 0 && reply.status == 503 && !reply.header("retry-after").is_empty() => request = again,
                Some(_) | None => return reply,
            }
        }
    }

    async fn sent(client: &Client, request: Request) -> Self {
        let response = client.execute(request).await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("the answer is whole").to_vec();
        Self { status, headers, body: serde_json::from_slice(&bytes).unwrap_or_default(), bytes }
    }

    /// A header's text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The same reply, which must have this status: a failure shows the body.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The same reply, which must be a problem document of this status and kind, such as `not-found`.
    #[must_use]
    #[track_caller]
    pub fn expect_problem(self, status: u16, kind: &str) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.body["type"], format!("/problems/{kind}"));
        assert_eq!(reply.body["status"], status);
        reply
    }

    /// The same reply, which must be a 422 that names exactly these places, in any order, each with what is wrong there.
    #[must_use]
    #[track_caller]
    pub fn expect_faults(self, pointers: &[&str]) -> Self {
        let reply = self.expect_problem(422, "invalid-input");
        let faults = reply.body["errors"].as_array().unwrap_or_else(|| panic!("no faults in {}", reply.text()));
        let mut found: Vec<&str> = faults.iter().map(|fault| fault["pointer"].as_str().expect("a pointer")).collect();
        let mut wanted = pointers.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{}", reply.text());
        assert!(faults.iter().all(|fault| fault["detail"].as_str().is_some_and(|detail| !detail.is_empty())));
        reply
    }

    /// Every name that a field of the body has, at any depth.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<String> {
        fn walk(value: &Value, names: &mut BTreeSet<String>) {
            match value {
                Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                    names.insert(name.clone());
                    walk(value, names);
                }),
                Value::Array(items) => items.iter().for_each(|item| walk(item, names)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let mut names = BTreeSet::new();
        walk(&self.body, &mut names);
        names
    }

    /// The record's id.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("an id in {}", self.text())).to_owned()
    }
}
