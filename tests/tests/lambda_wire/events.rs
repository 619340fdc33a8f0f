//! Every sample event has the answer that it should have.

use std::collections::BTreeSet;

use muster_tests::TestApp;
use serde_json::{Value, json};

use crate::wire::{Wire, sample};

/// The events that come over HTTP: status, and what stands where in the body.
fn expected() -> Vec<(&'static str, u64, &'static str, Value)> {
    vec![
        ("configure", 201, "/id", json!("sel_au")),
        ("describe-api", 404, "/type", json!("/problems/not-found")),
        ("hire-developer", 404, "/type", json!("/problems/not-found")),
        ("issue-invoice", 200, "/items", json!([])),
        ("log-time", 404, "/type", json!("/problems/not-found")),
        ("match-developers", 404, "/type", json!("/problems/not-found")),
        ("post-project", 200, "/items", json!([])),
        ("register-client", 201, "/billing_contacts/0/name", json!("Nguyễn Thị Ánh")),
        ("register-developer", 201, "/skills/0/name", json!("Node.js")),
    ]
}

#[tokio::test]
async fn every_sample_event_has_its_answer() {
    let wire = Wire::start().await;
    for (function, status, pointer, value) in expected() {
        let answer = wire.ask(function, sample(function)).await;
        assert_eq!(answer.status, status, "{function}: {}", answer.text());
        let body = answer.json();
        assert_eq!(body.pointer(pointer), Some(&value), "{function}: {body}");
        if status >= 400 {
            assert_eq!(body["instance"], sample(function)["requestContext"]["requestId"], "{function}");
        }
    }
}

#[tokio::test]
async fn the_sample_event_of_the_schedule_is_a_run_that_finds_nothing_due() {
    let app = TestApp::start().await;
    app.set_clock("2027-02-01T00:05:02Z");
    let _ = app.invoke("run-billing", sample("run-billing")).await.expect(200);
}

#[test]
fn every_function_with_a_sample_event_has_an_expectation() {
    let folder = format!("{}/../events", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the folder of events");
    let names: BTreeSet<String> =
        files.map(|file| file.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let expected = expected().into_iter().map(|(function, ..)| function.to_owned());
    assert_eq!(names, expected.chain(["run-billing".to_owned()]).collect());
}
