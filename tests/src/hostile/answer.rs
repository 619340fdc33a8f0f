//! What DynamoDB says when it does not do what it was asked.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};

/// A refusal as it comes over the wire.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    status: u16,
    body: Value,
}

impl Refusal {
    /// A busy table.
    pub(super) fn busy(code: &str) -> Self {
        let family = if code == "ThrottlingException" { "com.amazon.coral.service" } else { "com.amazonaws.dynamodb.v20120810" };
        Self { status: 400, body: json!({ "__type": format!("{family}#{code}"), "message": "Slow down." }) }
    }

    /// A failure of the table's own. A write may have been applied or not.
    pub(super) fn internal() -> Self {
        let code = "com.amazonaws.dynamodb.v20120810#InternalServerError";
        Self { status: 500, body: json!({ "__type": code, "message": "Internal server error" }) }
    }

    /// A single write to an item that is part of a transaction at this moment.
    pub(super) fn conflict() -> Self {
        let code = "com.amazonaws.dynamodb.v20120810#TransactionConflictException";
        Self { status: 400, body: json!({ "__type": code, "message": "Transaction is ongoing for the item" }) }
    }

    /// A transaction of so many operations that is cancelled because of one of them.
    pub(super) fn cancelled(operations: usize, at: usize, code: &str) -> Self {
        let reasons: Vec<Value> = (0..operations)
            .map(|number| if number == at { json!({ "Code": code, "Message": "Try again" }) } else { json!({ "Code": "None" }) })
            .collect();
        let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        let message = format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{code}]");
        Self { status: 400, body: json!({ "__type": kind, "Message": message, "CancellationReasons": reasons }) }
    }

    /// Puts it in the place of what came.
    pub(super) fn replace(&self, response: &mut Response<SdkBody>) -> Result<(), BoxError> {
        *response.status_mut() = self.status.try_into()?;
        *response.body_mut() = SdkBody::from(self.body.to_string());
        Ok(())
    }
}
