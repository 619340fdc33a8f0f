//! A table that fails: an interceptor of the SDK's calls, armed by a test for the calls that follow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// The operation that no table knows; a call that is to be throttled is sent under it, so that it has no effect.
const NOTHING: &str = "DynamoDB_20120810.Nothing";

/// The code that the present attempt is refused with, if it is.
#[derive(Debug)]
struct Refused(Option<&'static str>);

impl Storable for Refused {
    type Storer = StoreReplace<Self>;
}

/// Which calls to the table fail. Its clones are one and the same.
#[derive(Clone, Debug, Default)]
pub struct TableFaults(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// Calls until the one that finds the table away; 0 is never.
    away_in: AtomicI64,
    /// How many attempts are throttled from now on.
    throttled: AtomicI64,
    /// How many attempts of a single put are refused for others' transactions from now on.
    conflicting: AtomicI64,
    /// Attempts until the one with which the process dies; 0 is never, below it is dead.
    dies_in: AtomicI64,
    /// Whether what it dies with is still carried out.
    last_is_applied: AtomicBool,
}

impl TableFaults {
    /// The next call but `n - 1` finds the table out of reach; those before and after it succeed. 0 calls that off.
    pub fn away_at(&self, n: i64) {
        self.0.away_in.store(n, Ordering::SeqCst);
    }

    /// So many attempts are throttled from now on.
    pub fn throttle(&self, attempts: i64) {
        self.0.throttled.store(attempts, Ordering::SeqCst);
    }

    /// So many attempts of single puts meet someone's transaction on the same item from now on.
    pub fn conflict(&self, attempts: i64) {
        self.0.conflicting.store(attempts, Ordering::SeqCst);
    }

    /// Whether some of those are left.
    #[must_use]
    pub fn conflicts(&self) -> bool {
        self.0.conflicting.load(Ordering::SeqCst) > 0
    }

    /// The process dies at the n-th attempt from now: no answer of it or of any later one is heard until [`TableFaults::live`].
    /// The n-th itself is carried out, or not, as `applied` says.
    pub fn die_at(&self, n: i64, applied: bool) {
        self.0.last_is_applied.store(applied, Ordering::SeqCst);
        self.0.dies_in.store(n, Ordering::SeqCst);
    }

    /// Another process takes over; whether the one before had died.
    pub fn live(&self) -> bool {
        self.0.dies_in.swap(0, Ordering::SeqCst) < 0
    }

    /// As the server's options take it.
    #[must_use]
    pub fn interceptor(&self) -> SharedInterceptor {
        SharedInterceptor::new(self.clone())
    }
}

/// Where an attempt stands to the death of its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Death {
    Alive,
    Dying,
    Dead,
}

/// Whether the present attempt is the last of its process.
#[derive(Debug)]
struct Dying(bool);

impl Storable for Dying {
    type Storer = StoreReplace<Self>;
}

impl State {
    /// Counts an attempt down: at 1 the process dies, and stays dead below zero.
    fn next_to_death(&self) -> Death {
        let step = |left| match left {
            0 => None,
            1 => Some(-1),
            more if more > 1 => Some(more - 1),
            dead => Some(dead),
        };
        match self.dies_in.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step) {
            Ok(1) => Death::Dying,
            Ok(more) if more > 1 => Death::Alive,
            Ok(_) => Death::Dead,
            Err(_) => Death::Alive,
        }
    }
}

fn take(counter: &AtomicI64) -> i64 {
    counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| (left > 0).then(|| left - 1)).unwrap_or(0)
}

impl Intercept for TableFaults {
    fn name(&self) -> &'static str {
        "TableFaults"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if take(&self.0.away_in) == 1 {
            return Err("the table is away".into());
        }
        let death = self.0.next_to_death();
        if death == Death::Dead || death == Death::Dying && !self.0.last_is_applied.load(Ordering::SeqCst) {
            return Err("the process is gone".into());
        }
        bag.interceptor_state().store_put(Dying(death == Death::Dying));
        let puts = context.request().headers().get("x-amz-target").is_some_and(|target| target.ends_with(".PutItem"));
        let code = if take(&self.0.throttled) > 0 {
            Some("ThrottlingException")
        } else {
            (puts && take(&self.0.conflicting) > 0).then_some("TransactionConflictException")
        };
        bag.interceptor_state().store_put(Refused(code));
        if code.is_some() {
            context.request_mut().headers_mut().insert("x-amz-target", NOTHING);
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if bag.load::<Dying>().is_some_and(|attempt| attempt.0) {
            return Err("the answer is lost".into());
        }
        if let Some(code) = bag.load::<Refused>().and_then(|attempt| attempt.0) {
            let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"slow down"}}"#);
            let response = context.response_mut();
            *response.status_mut() = 400.try_into()?;
            *response.body_mut() = SdkBody::from(body);
        }
        Ok(())
    }
}
