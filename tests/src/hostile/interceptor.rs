//! The interceptor: what happens to each attempt of each call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
    FinalizerInterceptorContextMut, Output,
};
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::Hostile;
use super::answer::Refusal;
use super::call::Asked;
use super::dice::{Dice, Fault};

/// The operation that no table knows; an attempt that is not to be carried out is sent under it.
const NOTHING: &str = "DynamoDB_20120810.Nothing";

/// How many attempts a call has: `store/connect.rs` says so. The last one succeeds, unless all fail.
const ATTEMPTS: u32 = 4;

/// A call, through all of its attempts.
#[derive(Clone, Debug)]
struct Call(Arc<CallState>);

#[derive(Debug)]
struct CallState {
    asked: Asked,
    /// What happens to every attempt.
    all: Option<Fault>,
    /// Whether an attempt was carried out.
    applied: AtomicBool,
}

/// What happens to one attempt.
#[derive(Clone, Debug)]
enum Fate {
    Served,
    /// It is carried out, but the answer is lost.
    Lost,
    Refused(Refusal),
    /// Answered by something else than the table.
    Answered(Box<QueryOutput>),
}

impl Storable for Call {
    type Storer = StoreReplace<Self>;
}

impl Storable for Fate {
    type Storer = StoreReplace<Self>;
}

impl Hostile {
    /// What happens to every attempt of a call. A write's answers are all lost only where the caller can send it again.
    fn fate_of_all(&self, asked: &Asked, dice: &mut Dice) -> Option<Fault> {
        if self.is_steady() {
            return None;
        }
        let lost = matches!(asked, Asked::Transaction { repeatable: true, .. }) && dice.roll(Fault::LostOutage);
        if lost { Some(Fault::LostOutage) } else { dice.roll(Fault::Outage).then_some(Fault::Outage) }
    }

    fn fate(&self, call: &CallState, attempt: u32) -> Fate {
        match call.all {
            Some(Fault::LostOutage) => return Fate::Lost,
            Some(_) => return Fate::Refused(Refusal::internal()),
            None if attempt >= ATTEMPTS => return Fate::Served,
            None => {}
        }
        let mut dice = self.dice();
        if dice.roll(Fault::Throttled) {
            let codes = ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"];
            return Fate::Refused(Refusal::busy(dice.one_of(&codes)));
        }
        if dice.roll(Fault::Failed) {
            return Fate::Refused(Refusal::internal());
        }
        match &call.asked {
            Asked::Put(_) if dice.roll(Fault::Conflict) => Fate::Refused(Refusal::conflict()),
            Asked::Transaction { operations, .. } if dice.roll(Fault::Conflict) => {
                Fate::Refused(Refusal::cancelled(*operations, dice.up_to(*operations) - 1, "TransactionConflict"))
            }
            Asked::Transaction { operations, .. } if dice.roll(Fault::ItemThrottled) => {
                let code = dice.one_of(&["ThrottlingError", "ProvisionedThroughputExceeded"]);
                Fate::Refused(Refusal::cancelled(*operations, dice.up_to(*operations) - 1, code))
            }
            Asked::Put(_) | Asked::Transaction { .. } if dice.roll(Fault::Lost) => Fate::Lost,
            Asked::Page(query) => self.page(query, &mut dice),
            Asked::Put(_) | Asked::Transaction { .. } | Asked::Keys(_) | Asked::Items(_) | Asked::Other => Fate::Served,
        }
    }

    /// An empty page goes on where it began; an index may not know of the latest write.
    fn page(&self, query: &QueryInput, dice: &mut Dice) -> Fate {
        let start = query.exclusive_start_key();
        if start.is_some() && dice.roll_page(Fault::EmptyPage, &run_of(query)) {
            let page = QueryOutput::builder().set_items(Some(Vec::new())).count(0).scanned_count(0);
            return Fate::Answered(Box::new(page.set_last_evaluated_key(start.cloned()).build()));
        }
        match self.indexes().answer(query).filter(|_| dice.roll(Fault::StaleIndex)) {
            Some(stale) => Fate::Answered(Box::new(stale)),
            None => Fate::Served,
        }
    }

    /// Tells the indexes of a write, once.
    fn note(&self, call: &CallState) {
        if !call.asked.changes().is_empty() && !call.applied.swap(true, Ordering::SeqCst) {
            self.indexes().write(call.asked.changes());
        }
    }
}

/// What a query's pages have in common.
fn run_of(query: &QueryInput) -> String {
    let mut values: Vec<String> = query.expression_attribute_values().into_iter().flatten().map(|pair| format!("{pair:?}")).collect();
    values.sort();
    format!("{:?} {}", query.index_name(), values.join(" "))
}

/// Asks a query for fewer items than it has room for.
fn shorten(query: &mut QueryInput, dice: &mut Dice) {
    let (run, most) = (run_of(query), query.limit.unwrap_or(4));
    if most > 1 && dice.roll_page(Fault::ShortPage, &run) {
        let fewer = dice.up_to(usize::try_from(most).unwrap_or(1) - 1);
        query.limit = i32::try_from(fewer).ok();
    } else {
        dice.whole_page(&run);
    }
}

impl Intercept for Hostile {
    fn name(&self) -> &'static str {
        "Hostile"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        let mut dice = self.dice();
        if let Some(query) = input.downcast_mut::<QueryInput>() {
            shorten(query, &mut dice);
        }
        let asked = Asked::of(input, &mut dice);
        let call = CallState { all: self.fate_of_all(&asked, &mut dice), asked, applied: AtomicBool::new(false) };
        bag.interceptor_state().store_put(Call(Arc::new(call)));
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let attempt = bag.load::<RequestAttempts>().map_or(1, |attempts| attempts.attempts());
        let Some(Call(call)) = bag.load::<Call>().cloned() else { return Ok(()) };
        let fate = self.fate(&call, attempt);
        if matches!(fate, Fate::Refused(_) | Fate::Answered(_)) {
            context.request_mut().headers_mut().insert("x-amz-target", NOTHING);
        }
        bag.interceptor_state().store_put(fate);
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (Some(Call(call)), Some(fate)) = (bag.load::<Call>(), bag.load::<Fate>()) else { return Ok(()) };
        let response = context.response_mut();
        match fate {
            Fate::Refused(refusal) => return refusal.replace(response),
            Fate::Answered(_) => return Ok(()),
            Fate::Served | Fate::Lost => {}
        }
        if response.status().is_success() {
            self.note(call);
        }
        if matches!(fate, Fate::Lost) {
            return Refusal::internal().replace(response);
        }
        Ok(())
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (Some(Call(call)), Some(fate)) = (bag.load::<Call>(), bag.load::<Fate>()) else { return Ok(()) };
        let Some(result) = context.output_or_error_mut() else { return Ok(()) };
        if let Fate::Answered(page) = fate {
            *result = Ok(Output::erase(QueryOutput::clone(page)));
        }
        let Ok(output) = result else { return Ok(()) };
        match &call.asked {
            Asked::Keys(left) if !left.is_empty() => {
                if let Some(output) = output.downcast_mut::<BatchGetItemOutput>() {
                    output.unprocessed_keys.get_or_insert_default().extend(left.clone());
                }
            }
            Asked::Items(left) if !left.is_empty() => {
                if let Some(output) = output.downcast_mut::<BatchWriteItemOutput>() {
                    output.unprocessed_items.get_or_insert_default().extend(left.clone());
                }
            }
            Asked::Put(_) | Asked::Transaction { .. } | Asked::Page(_) | Asked::Keys(_) | Asked::Items(_) | Asked::Other => {}
        }
        Ok(())
    }
}
