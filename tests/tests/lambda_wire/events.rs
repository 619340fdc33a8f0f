//! Every sample event has the answer that it should have. `.ci/lambda` holds the deployed binaries to the same answers.

use std::collections::{BTreeMap, BTreeSet};

use muster_tests::TestApp;
use serde_json::Value;

use crate::wire::{Wire, sample};

/// What a sample event is answered with, over an empty table.
#[derive(Debug)]
struct Expected {
    /// The status; none for a function that doesn't speak HTTP.
    status: Option<u64>,
    /// Where in the body a value stands.
    pointer: String,
    value: Value,
}

fn expected() -> BTreeMap<String, Expected> {
    let answers: Value = serde_json::from_str(include_str!("../../sample_answers.json")).expect("the file is JSON");
    let answers = answers.as_object().expect("the file is an object by function").clone().into_iter();
    let expected = answers.map(|(function, answer)| {
        let pointer = answer["pointer"].as_str().expect("a pointer").to_owned();
        (function, Expected { status: answer["status"].as_u64(), pointer, value: answer["value"].clone() })
    });
    expected.collect()
}

#[tokio::test]
async fn every_sample_event_has_its_answer() {
    let wire = Wire::start().await;
    for (function, expected) in expected() {
        let Some(status) = expected.status else { continue };
        let answer = wire.ask(&function, sample(&function)).await;
        assert_eq!(answer.status, status, "{function}: {}", answer.text());
        let body = answer.json();
        assert_eq!(body.pointer(&expected.pointer), Some(&expected.value), "{function}: {body}");
        if status >= 400 {
            assert_eq!(body["instance"], sample(&function)["requestContext"]["requestId"], "{function}");
        }
    }
}

#[tokio::test]
async fn the_sample_event_of_the_schedule_is_a_run_that_finds_nothing_due() {
    let app = TestApp::start().await;
    app.set_clock("2027-02-01T00:05:02Z");
    let run = app.invoke("run-billing", sample("run-billing")).await.expect(200);
    let expected = &expected()["run-billing"];
    assert_eq!(run.body.pointer(&expected.pointer), Some(&expected.value), "{}", run.body);
}

#[tokio::test]
async fn the_sample_event_of_the_compactor_folds_nothing_where_there_is_little() {
    let app = TestApp::start().await;
    let run = app.invoke("compact-pool", sample("compact-pool")).await.expect(200);
    let expected = &expected()["compact-pool"];
    assert_eq!(run.body.pointer(&expected.pointer), Some(&expected.value), "{}", run.body);
}

#[test]
fn every_function_with_a_sample_event_has_an_expectation() {
    let folder = format!("{}/../events", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the folder of events");
    let names: BTreeSet<String> =
        files.map(|file| file.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let (http, invoked): (Vec<_>, Vec<_>) = expected().into_iter().partition(|(_, expected)| expected.status.is_some());
    assert_eq!(invoked.iter().map(|(function, _)| function.as_str()).collect::<Vec<_>>(), ["compact-pool", "run-billing"]);
    assert_eq!(names, http.into_iter().chain(invoked).map(|(function, _)| function).collect());
}
