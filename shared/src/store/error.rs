//! What can go wrong between us and the table.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use thiserror::Error;

/// Why the table did not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Something that must be unique is there already.
    #[error("the {what} is taken")]
    Taken {
        /// What is taken, in a caller's words.
        what: &'static str,
    },
    /// Something changed since it was read.
    #[error("the {what} was changed meanwhile")]
    Stale {
        /// What changed, in a caller's words.
        what: &'static str,
    },
    /// Something that must be there is not.
    #[error("there is no such {what}")]
    Missing {
        /// What is missing, in a caller's words.
        what: &'static str,
    },
    /// A stored item does not read as what it should be. Loud, never skipped.
    #[error("the item {key} is corrupt: {fault}")]
    Corrupt {
        /// Its key.
        key: String,
        /// What is wrong with it.
        fault: String,
    },
    /// The table is busy, or the same items are being written by others.
    #[error("the table is busy: {0}")]
    Throttled(String),
    /// The table does not answer.
    #[error("the table is out of reach: {0}")]
    Unavailable(String),
    /// The table understood us and would not do it: a fault of ours.
    #[error("the table refused: {0}")]
    Refused(String),
}

impl StoreError {
    /// The meaning of an SDK error that is no failed condition.
    pub(super) fn from_sdk<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        R: std::fmt::Debug,
    {
        let Some(service) = error.as_service_error() else {
            return Self::Unavailable(describe(error));
        };
        let code = service.code().unwrap_or_default();
        let text = format!("{code}: {}", service.message().unwrap_or_default());
        match code {
            "ThrottlingException"
            | "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded"
            | "LimitExceededException"
            | "TransactionConflictException"
            | "TransactionInProgressException" => Self::Throttled(text),
            "InternalServerError" | "ServiceUnavailable" => Self::Unavailable(text),
            _ => Self::Refused(text),
        }
    }
}

fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
