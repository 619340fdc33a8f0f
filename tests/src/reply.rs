//! What came back.

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::Value;

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
    /// Sends a request and reads the whole answer.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the server answers");
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

    /// The record's id.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("an id in {}", self.text())).to_owned()
    }
}
