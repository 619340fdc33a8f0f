//! L5, L6: what a caller sees of a table that is busy, or whose answers get lost.

use serde_json::{Value, json};

use crate::faults::{Fault, Faults};
use crate::wire::{Wire, event, sample};

fn conflict() -> Fault {
    Fault::cancelled(&["None", "TransactionConflict"])
}

/// How many developers there are.
async fn developers(wire: &Wire) -> Option<usize> {
    let list = wire.ask("register-developer", event("GET /developers", "/developers")).await.expect(200);
    list.json()["items"].as_array().map(Vec::len)
}

fn tokens(attempts: &[Value]) -> Vec<&str> {
    attempts.iter().filter_map(|attempt| attempt["ClientRequestToken"].as_str()).collect()
}

/// The sample registration, without the key that would have its first answer come again.
fn registration() -> Value {
    let mut event = sample("register-developer");
    event["headers"].as_object_mut().expect("headers").remove("idempotency-key");
    event
}

#[tokio::test]
async fn conflicts_and_throttling_are_tried_again_with_the_same_token() {
    for fault in [
        conflict(),
        Fault::cancelled(&["ThrottlingError", "TransactionConflict"]),
        Fault::cancelled(&["ProvisionedThroughputExceeded", "None"]),
        Fault::named("TransactionInProgressException", json!({})),
        Fault::named("ThrottlingException", json!({})),
    ] {
        let faults = Faults::default();
        let wire = Wire::failing(&faults).await;
        faults.next([fault.clone(), fault.clone()]);
        let _ = wire.ask("register-developer", registration()).await.expect(201);
        let attempts = faults.attempts();
        assert_eq!(attempts.len(), 3, "{fault:?}");
        assert!(attempts.iter().all(|attempt| *attempt == attempts[0]), "{fault:?}: each attempt sends the same bytes");
        assert_eq!(tokens(&attempts).len(), 3, "{fault:?}");
        assert_eq!(developers(&wire).await, Some(1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_table_that_stays_busy_is_told_as_such_and_nothing_is_written() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    faults.always(conflict());
    let busy = wire.ask("register-developer", registration()).await.expect_problem(503, "unavailable");
    assert_eq!(busy.header("retry-after"), "1");
    assert!(faults.attempts().len() > 5);
    faults.next([]);
    assert_eq!(developers(&wire).await, Some(0));
    // Later the same request succeeds.
    let _ = wire.ask("register-developer", registration()).await.expect(201);
}

#[tokio::test]
async fn a_failed_condition_keeps_its_meaning_and_is_not_tried_again() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    let _ = wire.ask("register-developer", registration()).await.expect(201);
    for busy in [vec![], vec![conflict()]] {
        let attempts = busy.len() + 1;
        faults.next(busy);
        let _ = wire.ask("register-developer", registration()).await.expect_problem(409, "taken");
        assert_eq!(faults.attempts().len(), attempts);
    }
    faults.next([Fault::cancelled(&["ConditionalCheckFailed", "TransactionConflict"])]);
    let _ = wire.ask("register-developer", registration()).await.expect_problem(409, "taken");
    assert_eq!(faults.attempts().len(), 1);
    assert_eq!(developers(&wire).await, Some(1));
}

#[tokio::test]
async fn a_fault_of_ours_is_not_tried_again_and_not_shown() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    for fault in [Fault::named("ValidationException", json!({})), Fault::cancelled(&["ValidationError", "None"])] {
        faults.next([fault]);
        let failed = wire.ask("register-developer", registration()).await.expect_problem(500, "internal");
        assert!(!failed.text().contains("as the test has it"), "{}", failed.text());
        assert_eq!(faults.attempts().len(), 1);
    }
}

#[tokio::test]
async fn a_transaction_whose_answer_was_lost_recognises_itself() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    for (lost, email) in [
        (vec![Fault::Lost], "first@example.com"),
        (vec![Fault::Lost, Fault::Lost], "second@example.com"),
        // The table no longer knows the token: the items themselves tell.
        (vec![Fault::Lost, Fault::Late], "third@example.com"),
        (vec![Fault::Lost, conflict(), Fault::Late], "fourth@example.com"),
    ] {
        faults.next(lost.clone());
        let mut event = registration();
        event["body"] = json!(event["body"].as_str().expect("a body").replace("priya@example.com", email));
        let created = wire.ask("register-developer", event).await.expect(201);
        assert!(faults.attempts().len() >= 2, "{lost:?}");
        assert!(created.header("location").ends_with(created.json()["id"].as_str().expect("an id")));
    }
    assert_eq!(developers(&wire).await, Some(4));
}

#[tokio::test]
async fn a_single_write_whose_answer_was_lost_recognises_itself() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    for lost in [vec![Fault::Lost], vec![Fault::Lost, Fault::Lost]] {
        let attempts = lost.len() + 1;
        faults.next(lost);
        let _ = wire.ask("register-client", sample("register-client")).await.expect(201);
        assert_eq!(faults.attempts().len(), attempts);
    }
    let list = wire.ask("register-client", event("GET /clients", "/clients")).await.expect(200);
    assert_eq!(list.json()["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_told_as_such() {
    let faults = Faults::default();
    let wire = Wire::failing(&faults).await;
    faults.always(Fault::Refused(500, json!({ "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError" })));
    let away = wire.ask("register-client", sample("register-client")).await.expect_problem(503, "unavailable");
    assert_eq!(away.header("retry-after"), "1");
    assert_eq!(faults.attempts().len(), 4, "the SDK's own attempts");
}
