//! Invoices that a seller writes for its developers: under an agreement that the law allows, once, and seen by nobody else.

mod agreement;
mod documents;

use muster_tests::given::Hired;
use muster_tests::{Reply, TestApp};
use serde_json::{Value, json};

/// Closes a month of a developer at an instant.
async fn close(app: &TestApp, developer: &str, month: &str, at: &str) -> Reply {
    app.set_clock(at);
    app.operator().post(&format!("/developers/{developer}/statements/{month}/close"), json!({})).await
}

/// The documents that were written for someone, as they see them, newest first.
async fn documents(app: &TestApp, hired: &Hired) -> Vec<Value> {
    let list = app.developer(&hired.developer).get(&hired.self_billed_invoices()).await.expect(200).body;
    list["items"].as_array().expect("a list").clone()
}

/// What stands at some pointers of a document, as texts.
fn at(document: &Value, pointers: &[&str]) -> Vec<String> {
    let text = |pointer: &&str| match document.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        other => other.map(ToString::to_string).unwrap_or_default(),
    };
    pointers.iter().map(text).collect()
}
