//! A neighbour: someone else who does something at a given call to the table, just before it is carried out.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// What a neighbour does, told the operation, such as `Query`, and its body.
type Doing = dyn Fn(&str, &str) + Send + Sync;

/// Someone else.
#[derive(Clone)]
pub struct Neighbour(Arc<Doing>);

impl Debug for Neighbour {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Neighbour(…)")
    }
}

impl Neighbour {
    /// A neighbour who does this at each call. What it does may wait, see [`now`].
    pub fn interceptor(doing: impl Fn(&str, &str) + Send + Sync + 'static) -> SharedInterceptor {
        SharedInterceptor::new(Self(Arc::new(doing)))
    }
}

/// Carries a future out while everything else of this thread waits; only in a test of several threads.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}

impl Intercept for Neighbour {
    fn name(&self) -> &'static str {
        "Neighbour"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        let operation = request.headers().get("x-amz-target").and_then(|target| target.rsplit('.').next()).unwrap_or_default();
        let body = request.body().bytes().map(String::from_utf8_lossy).unwrap_or_default();
        (self.0)(operation, &body);
        Ok(())
    }
}
