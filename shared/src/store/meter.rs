//! What calls to the table come to: their number, how many of them waited for one another, and the capacity they used.
//!
//! An interceptor of the SDK adds up the calls of whatever a [`Meter`] runs; calls outside of one are not counted.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef, Input, Output,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

tokio::task_local! {
    static RUNNING: Meter;
}

/// What calls to the table came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// The calls, each attempt counted.
    pub calls: u32,
    /// The longest chain of calls of which each began after the one before had ended.
    pub round_trips: u32,
    /// The time during which a call was under way, one or several at once.
    pub waited: Duration,
    /// The read capacity units of the calls that succeeded.
    pub read_units: f64,
    /// The write capacity units of the calls that succeeded.
    pub write_units: f64,
}

/// Adds up the calls of what it runs. Its clones are one and the same.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Mutex<Tally>>);

#[derive(Debug, Default)]
struct Tally {
    usage: Usage,
    /// When the last call of the chain ended.
    chain_end: Option<Instant>,
    /// How many calls are under way, and since when one is.
    under_way: u32,
    since: Option<Instant>,
}

impl Meter {
    /// Runs something and counts its calls. A meter within this one counts for itself alone.
    pub async fn over<F: Future>(&self, future: F) -> F::Output {
        RUNNING.scope(self.clone(), future).await
    }

    /// What there was so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).usage
    }

    /// A call begins.
    fn begin(&self, at: Instant) {
        let mut tally = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tally.under_way += 1;
        tally.since.get_or_insert(at);
    }

    /// Counts a call that has ended. Calls come in the order of their ends, by which the longest chain is had by taking each that fits.
    #[expect(clippy::float_arithmetic, reason = "the table gives its capacity units as floats, in halves")]
    fn count(&self, started: Instant, ended: Instant, read_units: f64, write_units: f64) {
        let mut tally = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tally.usage.calls += 1;
        tally.usage.read_units += read_units;
        tally.usage.write_units += write_units;
        if tally.chain_end.is_none_or(|end| started >= end) {
            tally.usage.round_trips += 1;
            tally.chain_end = Some(ended);
        }
        tally.under_way = tally.under_way.saturating_sub(1);
        if tally.under_way == 0 {
            let waited = tally.since.take().map(|since| ended - since);
            tally.usage.waited += waited.unwrap_or_default();
        }
    }
}

/// When the present attempt began.
#[derive(Debug)]
struct Started(Instant);

impl Storable for Started {
    type Storer = StoreReplace<Self>;
}

/// Asks each call what it used, and tells the meter that runs.
#[derive(Debug)]
pub(super) struct Counting;

impl Intercept for Counting {
    fn name(&self) -> &'static str {
        "Counting"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(asked) = asked(context.input_mut()) {
            *asked = Some(ReturnConsumedCapacity::Total);
        }
        Ok(())
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let now = Instant::now();
        bag.interceptor_state().store_put(Started(now));
        // Nobody counts outside of a meter.
        let _ = RUNNING.try_with(|meter| meter.begin(now));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let ended = Instant::now();
        let started = bag.load::<Started>().map_or(ended, |started| started.0);
        let (read, write) = context.output_or_error().and_then(Result::ok).map(units).unwrap_or_default();
        // Nobody counts outside of a meter.
        let _ = RUNNING.try_with(|meter| meter.count(started, ended, read, write));
        Ok(())
    }
}

/// Where a call says that it wants to know what it used.
fn asked(input: &mut Input) -> Option<&mut Option<ReturnConsumedCapacity>> {
    // Looked at before it is borrowed for the answer.
    if input.downcast_ref::<GetItemInput>().is_some() {
        input.downcast_mut::<GetItemInput>().map(|input| &mut input.return_consumed_capacity)
    } else if input.downcast_ref::<QueryInput>().is_some() {
        input.downcast_mut::<QueryInput>().map(|input| &mut input.return_consumed_capacity)
    } else if input.downcast_ref::<BatchGetItemInput>().is_some() {
        input.downcast_mut::<BatchGetItemInput>().map(|input| &mut input.return_consumed_capacity)
    } else if input.downcast_ref::<PutItemInput>().is_some() {
        input.downcast_mut::<PutItemInput>().map(|input| &mut input.return_consumed_capacity)
    } else {
        input.downcast_mut::<TransactWriteItemsInput>().map(|input| &mut input.return_consumed_capacity)
    }
}

/// The read and the write units of an answer.
fn units(output: &Output) -> (f64, f64) {
    if let Some(output) = output.downcast_ref::<GetItemOutput>() {
        (total(&output.consumed_capacity), 0.0)
    } else if let Some(output) = output.downcast_ref::<QueryOutput>() {
        (total(&output.consumed_capacity), 0.0)
    } else if let Some(output) = output.downcast_ref::<BatchGetItemOutput>() {
        (total(output.consumed_capacity()), 0.0)
    } else if let Some(output) = output.downcast_ref::<PutItemOutput>() {
        (0.0, total(&output.consumed_capacity))
    } else if let Some(output) = output.downcast_ref::<TransactWriteItemsOutput>() {
        // One that was sent a second time is answered for the price of reading.
        let read = output.consumed_capacity().iter().filter_map(|used| used.read_capacity_units).sum();
        let written = output.consumed_capacity().iter().filter(|used| used.read_capacity_units.is_none());
        (read, total(written))
    } else {
        (0.0, 0.0)
    }
}

fn total<'a>(used: impl IntoIterator<Item = &'a ConsumedCapacity>) -> f64 {
    used.into_iter().filter_map(|used| used.capacity_units).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_at_once_are_waited_for_once() {
        let zero = Instant::now();
        let at = |milliseconds| zero + Duration::from_millis(milliseconds);
        let meter = Meter::default();
        meter.begin(at(0));
        meter.begin(at(5));
        meter.count(at(0), at(10), 0.0, 0.0);
        meter.count(at(5), at(20), 0.0, 0.0);
        meter.begin(at(30));
        meter.count(at(30), at(31), 0.0, 0.0);
        assert_eq!(meter.usage().waited, Duration::from_millis(21));
    }

    #[test]
    fn the_chain_is_the_longest_of_calls_that_wait_for_one_another() {
        let zero = Instant::now();
        let at = |milliseconds| zero + Duration::from_millis(milliseconds);
        // (begin, end) of calls in the order of their ends, and the length of the chain.
        for (calls, chain) in [
            (vec![], 0),
            (vec![(0, 5)], 1),
            (vec![(0, 5), (0, 6), (1, 7)], 1),
            (vec![(0, 5), (5, 6), (6, 9)], 3),
            (vec![(0, 2), (2, 4), (0, 9), (9, 10)], 3),
        ] {
            let meter = Meter::default();
            for (begin, end) in &calls {
                meter.count(at(*begin), at(*end), 0.5, 1.0);
            }
            let usage = meter.usage();
            assert_eq!((usage.round_trips, usage.calls as usize), (chain, calls.len()), "{calls:?}");
        }
    }
}
