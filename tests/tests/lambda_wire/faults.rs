//! A table whose writes fail as a test says, before or after they have had their effect.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use serde_json::{Value, json};

/// What befalls one attempt at a write.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// It has no effect, and this is the answer.
    Refused(u16, Value),
    /// It has its effect, and its answer is lost.
    Lost,
    /// It comes so late that the table has forgotten the token of the one before it.
    Late,
}

impl Fault {
    /// A cancelled transaction with a reason for each of its operations.
    pub(crate) fn cancelled(reasons: &[&str]) -> Self {
        let reasons: Vec<Value> = reasons.iter().map(|code| json!({ "Code": code })).collect();
        Self::named("TransactionCanceledException", json!({ "CancellationReasons": reasons }))
    }

    /// An error of this name.
    pub(crate) fn named(name: &str, mut more: Value) -> Self {
        more["__type"] = json!(format!("com.amazonaws.dynamodb.v20120810#{name}"));
        more["message"] = json!("as the test has it");
        Self::Refused(400, more)
    }
}

/// The faults of the writes that follow. Its clones are one and the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    next: VecDeque<Fault>,
    /// What befalls those after them.
    then: Option<Fault>,
    /// The bodies of the attempts so far.
    attempts: Vec<Value>,
    /// What is being answered. A test writes one thing at a time.
    present: Option<Fault>,
}

impl Faults {
    /// What befalls the next attempts, one after another.
    pub(crate) fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.with(|plan| *plan = Plan { next: faults.into_iter().collect(), ..Plan::default() });
    }

    /// What befalls every attempt from now on.
    pub(crate) fn always(&self, fault: Fault) {
        self.with(|plan| *plan = Plan { then: Some(fault), ..Plan::default() });
    }

    /// What was sent since.
    pub(crate) fn attempts(&self) -> Vec<Value> {
        self.with(|plan| plan.attempts.clone())
    }

    pub(crate) fn interceptor(&self) -> SharedInterceptor {
        SharedInterceptor::new(self.clone())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Plan) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Intercept for Faults {
    fn name(&self) -> &'static str {
        "Faults"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        if !["PutItem", "TransactWriteItems"].iter().any(|write| target.ends_with(&format!(".{write}"))) {
            return Ok(());
        }
        let mut body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default())?;
        let fault = self.with(|plan| {
            plan.attempts.push(body.clone());
            let fault = plan.next.pop_front().or_else(|| plan.then.clone()).unwrap_or(Fault::None);
            plan.present = Some(fault.clone());
            fault
        });
        match fault {
            Fault::None | Fault::Lost => {}
            // An operation that no table knows has no effect.
            Fault::Refused(..) => drop(request.headers_mut().insert("x-amz-target", "DynamoDB_20120810.Nothing")),
            Fault::Late => {
                body.as_object_mut().expect("a request is an object").remove("ClientRequestToken");
                let text = body.to_string();
                request.headers_mut().insert("content-length", text.len().to_string());
                *request.body_mut() = SdkBody::from(text);
            }
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (status, body) = match self.with(|plan| plan.present.take()) {
            Some(Fault::Refused(status, body)) => (status, body),
            Some(Fault::Lost) => (500, json!({ "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError" })),
            Some(Fault::None | Fault::Late) | None => return Ok(()),
        };
        let response = context.response_mut();
        *response.status_mut() = status.try_into()?;
        // The checksum is that of the answer which is thrown away.
        response.headers_mut().remove("x-amz-crc32");
        *response.body_mut() = SdkBody::from(body.to_string());
        Ok(())
    }
}
