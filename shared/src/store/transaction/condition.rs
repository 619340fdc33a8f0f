//! What must be there for a write to happen, and how DynamoDB is told so.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::store::idempotency::EXPIRES_AT;
use crate::store::item::{Item, REVISION};

/// What must be there.
pub(super) enum Expectation {
    /// No item at all.
    Absent,
    /// An item, whatever its revision.
    Present,
    /// An item of this revision.
    Revision(u64),
    /// Absent, or of a revision below this one.
    Below(u64),
    /// Absent, or with a time to live that was over at this second of the epoch.
    Expired(i64),
}

/// A condition's text, the attributes it names and the values it compares with.
pub(super) type Expression = (String, HashMap<String, String>, Option<Item>);

impl Expectation {
    /// The condition as DynamoDB takes it.
    pub(super) fn expression(&self) -> Expression {
        let named = |name: &str| HashMap::from([("#expected".to_owned(), name.to_owned())]);
        let valued = |value| Some(Item::from([(":expected".to_owned(), value)]));
        match self {
            Self::Absent => ("attribute_not_exists(#expected)".to_owned(), named("pk"), None),
            Self::Present => ("attribute_exists(#expected)".to_owned(), named("pk"), None),
            Self::Revision(revision) => {
                ("#expected = :expected".to_owned(), named(REVISION), valued(AttributeValue::N(revision.to_string())))
            }
            Self::Below(revision) => (
                "attribute_not_exists(#expected) OR #expected < :expected".to_owned(),
                named(REVISION),
                valued(AttributeValue::N(revision.to_string())),
            ),
            Self::Expired(second) => (
                "attribute_not_exists(#expected) OR #expected <= :expected".to_owned(),
                named(EXPIRES_AT),
                valued(AttributeValue::N(second.to_string())),
            ),
        }
    }
}
