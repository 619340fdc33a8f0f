//! An event in, an answer out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::Context;
use muster::http::routes::Routes;
use muster_local::server::Options;
use muster_tests::TestApp;
use muster_tests::functions::routes_of;
use serde_json::{Value, json};

use crate::faults::Faults;

/// One environment: what a function's instance borrows, over a store of its own.
#[derive(Debug)]
pub(crate) struct Wire {
    app: TestApp,
}

/// What a function answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u64,
    /// As it goes to the gateway.
    pub(crate) raw: Value,
    /// The body, decoded.
    pub(crate) bytes: Vec<u8>,
}

impl Wire {
    pub(crate) async fn start() -> Self {
        Self { app: TestApp::start().await }
    }

    /// Over a table that fails as it is told to.
    pub(crate) async fn failing(faults: &Faults) -> Self {
        Self { app: TestApp::start_with(Options { interceptors: vec![faults.interceptor()], ..Options::default() }).await }
    }

    /// Hands an event to the function of this name.
    pub(crate) async fn ask(&self, function: &str, event: Value) -> Answer {
        self.send(routes_of(function).unwrap_or_else(|| panic!("{function} serves no HTTP")), event).await
    }

    /// Hands an event to any routes.
    pub(crate) async fn send(&self, routes: Routes, event: Value) -> Answer {
        let edge = muster::lambda::edge(routes, self.app.server().app().clone());
        answer(&edge, event).await
    }

    pub(crate) fn app(&self) -> &TestApp {
        &self.app
    }
}

/// Hands an event to a function's edge.
pub(crate) async fn answer(edge: &muster::lambda::Edge, event: Value) -> Answer {
    let raw = muster::lambda::answer(edge, event, Context::default()).await.expect("an event of the gateway's has an answer");
    let text = raw["body"].as_str().unwrap_or_default();
    let bytes = if raw["isBase64Encoded"] == true { STANDARD.decode(text).expect("base64") } else { text.as_bytes().to_vec() };
    Answer { status: raw["statusCode"].as_u64().expect("a status"), raw, bytes }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.raw["headers"][name].as_str().unwrap_or_default()
    }

    /// The same answer, which must have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u64) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The same answer, which must be this problem, as text.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u64, kind: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.raw["isBase64Encoded"], false);
        assert_eq!(answer.json()["type"], format!("/problems/{kind}"));
        answer
    }
}

/// The sample event of a function.
pub(crate) fn sample(function: &str) -> Value {
    let path = format!("{}/../events/{function}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// An event of the operator: a real one, with another request in it.
pub(crate) fn event(route: &str, path: &str) -> Value {
    let mut event = sample("match-developers");
    let method = route.split(' ').next().filter(|method| *method != "$default").unwrap_or("GET");
    event["routeKey"] = json!(route);
    event["rawPath"] = json!(path);
    event["pathParameters"] = Value::Null;
    event["headers"]["accept"] = json!("*/*");
    let context = &mut event["requestContext"];
    context["routeKey"] = json!(route);
    context["http"]["path"] = json!(path);
    context["http"]["method"] = json!(method);
    event
}

/// The same event on a named stage.
pub(crate) fn on_stage(mut event: Value, stage: &str) -> Value {
    event["requestContext"]["stage"] = json!(stage);
    event
}

/// The same event with JSON in it.
pub(crate) fn with_json(mut event: Value, body: &Value) -> Value {
    event["headers"]["content-type"] = json!("application/json");
    event["body"] = json!(body.to_string());
    event
}

/// The body of a sample event, as JSON.
pub(crate) fn body_of(event: &Value) -> Value {
    let text = event["body"].as_str().expect("a body");
    let bytes = if event["isBase64Encoded"] == true { STANDARD.decode(text).expect("base64") } else { text.as_bytes().to_vec() };
    serde_json::from_slice(&bytes).expect("JSON")
}
