//! What a cancelled transaction means.

use aws_sdk_dynamodb::types::CancellationReason;

use super::{Operation, Refusal};
use crate::store::error::StoreError;
use crate::store::item::{Item, WRITE_ID};

/// What came of a transaction that was cancelled.
#[derive(Debug)]
pub(super) enum Verdict {
    /// An earlier attempt had been applied.
    Applied,
    /// It can't be done as it is.
    Failed(Refusal),
    /// It may be tried again.
    Busy(String),
}

/// A failed condition keeps its own meaning; conflicts and throttling are tried again. As a transaction is applied whole or not at
/// all, one item that carries this write's id tells that all of it was applied.
pub(super) fn verdict(operations: &[Operation], reasons: &[CancellationReason], write_id: &str) -> Verdict {
    let failed = || operations.iter().zip(reasons).filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"));
    if failed().any(|(_, reason)| is_ours(reason.item.as_ref(), write_id)) {
        return Verdict::Applied;
    }
    if let Some((operation, reason)) = failed().next() {
        return Verdict::Failed(Refusal::of(operation.meaning, reason.item.clone()));
    }
    let codes: Vec<&str> = reasons.iter().filter_map(|reason| reason.code()).filter(|code| *code != "None").collect();
    let passing = codes.iter().all(|code| matches!(*code, "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"));
    let text = codes.join(", ");
    if passing { Verdict::Busy(text) } else { Verdict::Failed(StoreError::Refused(text).into()) }
}

/// Whether the item that is there was put by this very write.
pub(super) fn is_ours(old: Option<&Item>, write_id: &str) -> bool {
    old.and_then(|item| item.get(WRITE_ID)).and_then(|value| value.as_s().ok()).is_some_and(|id| id == write_id)
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::super::{Action, Expectation, Meaning};
    use super::*;
    use crate::domain::id::{DeveloperId, Id};
    use crate::store::key;

    /// Two operations, of which the first creates a name and the second replaces a thing.
    fn operations() -> [Operation; 2] {
        let key = key::developer(DeveloperId::from_ulid(ulid::Ulid::nil()));
        let operation = |meaning| Operation { action: Action::Check(key.clone()), expects: Expectation::Absent, meaning };
        [operation(Meaning::Taken("name")), operation(Meaning::Stale("thing"))]
    }

    fn reason(code: &str, written_by: Option<&str>) -> CancellationReason {
        let item = written_by.map(|id| Item::from([(WRITE_ID.to_owned(), AttributeValue::S(id.to_owned()))]));
        CancellationReason::builder().code(code).set_item(item).build()
    }

    fn told(first: (&str, Option<&str>), second: (&str, Option<&str>)) -> String {
        match verdict(&operations(), &[reason(first.0, first.1), reason(second.0, second.1)], "mine") {
            Verdict::Applied => "applied".to_owned(),
            Verdict::Failed(refusal) => format!("failed: {}", refusal.error),
            Verdict::Busy(text) => format!("busy: {text}"),
        }
    }

    #[test]
    fn a_failed_condition_keeps_its_meaning_beside_conflicts() {
        // L5
        let failed = ("ConditionalCheckFailed", Some("another's"));
        assert_eq!(told(("None", None), failed), "failed: the thing was changed meanwhile");
        assert_eq!(told(failed, ("TransactionConflict", None)), "failed: the name is taken");
        assert_eq!(told(("ThrottlingError", None), ("ConditionalCheckFailed", None)), "failed: the thing was changed meanwhile");
    }

    #[test]
    fn conflicts_and_throttling_are_tried_again_and_faults_of_ours_are_not() {
        // L5
        assert_eq!(told(("None", None), ("TransactionConflict", None)), "busy: TransactionConflict");
        let both = told(("ThrottlingError", None), ("ProvisionedThroughputExceeded", None));
        assert_eq!(both, "busy: ThrottlingError, ProvisionedThroughputExceeded");
        assert_eq!(
            told(("ValidationError", None), ("TransactionConflict", None)),
            "failed: the table refused: ValidationError, TransactionConflict"
        );
    }

    #[test]
    fn a_write_that_was_applied_recognises_itself_by_any_item_it_left() {
        let ours = ("ConditionalCheckFailed", Some("mine"));
        assert_eq!(told(ours, ours), "applied");
        // The other was deleted by this write, or has been replaced since.
        assert_eq!(told(ours, ("ConditionalCheckFailed", None)), "applied");
        assert_eq!(told(("ConditionalCheckFailed", Some("later")), ours), "applied");
    }
}
