//! Every write: conditional, labelled, and able to recognise itself after a time-out.
//!
//! A transaction is built from operations on records; a second operation on one item is refused when it is built. One
//! operation is sent as a plain put, several as `TransactWriteItems`. A failed condition becomes the named error of the
//! operation it belongs to, unless the item that is there already carries this very write's id: then an earlier attempt
//! was applied and its answer lost.

mod condition;
mod refusal;
mod verdict;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use ulid::Ulid;

use super::Store;
use super::error::StoreError;
use super::idempotency::{REPLY, SavedReply};
use super::item::{Item, Stored, key_item, to_item};
use super::key::Key;
use super::patience::Patience;
use condition::Expectation;
use refusal::Meaning;
pub(super) use refusal::Refusal;
use verdict::{Verdict, is_ours, verdict};

/// The most operations that DynamoDB takes in one transaction.
pub const MOST_OPERATIONS: usize = 100;

enum Action {
    Put(Item),
    Delete(Key),
    Check(Key),
}

struct Operation {
    action: Action,
    /// The revision that must be there; none at all when absent.
    expects: Expectation,
    meaning: Meaning,
}

/// Writes that happen together or not at all.
pub struct Transaction {
    write_id: String,
    operations: Vec<Operation>,
    fault: Option<StoreError>,
}

/// What a write is known by, and the reply that is kept together with it for a request that may be repeated.
#[derive(Clone, Debug)]
pub struct Write {
    id: Ulid,
    reply: Option<SavedReply>,
}

impl Write {
    /// A write that keeps its request's reply.
    #[must_use]
    pub fn with_reply(id: Ulid, reply: SavedReply) -> Self {
        Self { id, reply: Some(reply) }
    }
}

impl From<Ulid> for Write {
    fn from(id: Ulid) -> Self {
        Self { id, reply: None }
    }
}

impl Transaction {
    /// None yet, under a write id of its own; with the reply of its request, if that is to be kept.
    #[must_use]
    pub fn new(write: impl Into<Write>) -> Self {
        let Write { id, reply } = write.into();
        let mut transaction = Self { write_id: id.to_string(), operations: Vec::new(), fault: None };
        if let Some(reply) = reply {
            transaction.create_expiring(&reply, reply.saved_at, REPLY);
        }
        transaction
    }

    /// How many operations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Creates a record; `what` is taken if one is there.
    pub(super) fn create<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        self.put(record, Expectation::Absent, Meaning::Taken(what))
    }

    /// Creates a record in place of none, or of one whose time to live was over at this second of the epoch; `what` is taken
    /// otherwise.
    pub(super) fn create_expiring<T: Stored>(&mut self, record: &T, second: i64, what: &'static str) -> &mut Self {
        self.put(record, Expectation::Expired(second), Meaning::Taken(what))
    }

    /// Replaces a record that must still have the revision before this one's.
    pub(super) fn replace<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        let before = record.revision().saturating_sub(1);
        self.put(record, Expectation::Revision(before), Meaning::Stale(what))
    }

    /// Creates the record at its first revision, replaces it later.
    pub(super) fn save<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        if record.revision() <= 1 { self.put(record, Expectation::Absent, Meaning::Stale(what)) } else { self.replace(record, what) }
    }

    /// Puts a record unless one of its revision or a later one is there.
    pub(super) fn renew<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        self.put(record, Expectation::Below(record.revision()), Meaning::Stale(what))
    }

    /// Deletes a record that must still have this revision.
    pub(super) fn delete<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        self.push(Action::Delete(record.key()), Expectation::Revision(record.revision()), Meaning::Stale(what))
    }

    /// Demands that a record still has this revision, without writing it.
    pub(super) fn check<T: Stored>(&mut self, record: &T, what: &'static str) -> &mut Self {
        self.push(Action::Check(record.key()), Expectation::Revision(record.revision()), Meaning::Stale(what))
    }

    /// Demands that a record is there, whatever its revision; `what` is missing otherwise.
    pub(super) fn require(&mut self, key: Key, what: &'static str) -> &mut Self {
        self.push(Action::Check(key), Expectation::Present, Meaning::Missing(what))
    }

    fn put<T: Stored>(&mut self, record: &T, expects: Expectation, meaning: Meaning) -> &mut Self {
        match to_item(record, &self.write_id) {
            Ok(item) => self.push(Action::Put(item), expects, meaning),
            Err(fault) => {
                self.fault.get_or_insert(fault);
                self
            }
        }
    }

    fn push(&mut self, action: Action, expects: Expectation, meaning: Meaning) -> &mut Self {
        let key = key_of(&action);
        if self.operations.iter().any(|operation| key_of(&operation.action) == key) {
            self.fault.get_or_insert(StoreError::Refused(format!("two operations on {key} in one transaction")));
        }
        self.operations.push(Operation { action, expects, meaning });
        self
    }
}

fn key_of(action: &Action) -> Key {
    match action {
        Action::Put(item) => super::read::key_of(item),
        Action::Delete(key) | Action::Check(key) => key.clone(),
    }
}

impl Store {
    /// Carries a transaction out.
    ///
    /// # Errors
    /// The named error of the first failed condition; busy or out of reach when trying again did not help.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), StoreError> {
        self.try_commit(transaction).await.map_err(|refusal| refusal.error)
    }

    /// Carries a transaction out, as [`commit`](Self::commit) does; a failed condition tells also what is there instead.
    pub(super) async fn try_commit(&self, transaction: Transaction) -> Result<(), Refusal> {
        let Transaction { write_id, mut operations, fault } = transaction;
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        if operations.len() > MOST_OPERATIONS {
            return Err(StoreError::Refused(format!("{} operations in one transaction", operations.len())).into());
        }
        match operations.pop() {
            None => Ok(()),
            Some(Operation { action: Action::Put(item), expects, meaning }) if operations.is_empty() => {
                self.put_one(item, &expects, meaning, &write_id).await
            }
            Some(last) => {
                operations.push(last);
                self.transact(&operations, &write_id).await
            }
        }
    }

    async fn put_one(&self, item: Item, expects: &Expectation, meaning: Meaning, write_id: &str) -> Result<(), Refusal> {
        let (condition, names, values) = expects.expression();
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let mut patience = Patience::new();
        loop {
            match put.clone().send().await {
                Ok(_) => return Ok(()),
                Err(SdkError::ServiceError(error)) if matches!(error.err(), PutItemError::ConditionalCheckFailedException(_)) => {
                    return match error.err() {
                        PutItemError::ConditionalCheckFailedException(failed) if is_ours(failed.item.as_ref(), write_id) => Ok(()),
                        PutItemError::ConditionalCheckFailedException(failed) => Err(Refusal::of(meaning, failed.item.clone())),
                        _ => Err(Refusal::of(meaning, None)),
                    };
                }
                // A conflict with someone's transaction is no answer that the SDK tries again by itself.
                Err(error) => match StoreError::from_sdk(&error) {
                    StoreError::Throttled(text) => patience.wait(&text).await?,
                    other => return Err(other.into()),
                },
            }
        }
    }

    async fn transact(&self, operations: &[Operation], write_id: &str) -> Result<(), Refusal> {
        let items = operations.iter().map(|operation| self.transact_item(operation)).collect::<Result<Vec<_>, _>>()?;
        let mut patience = Patience::new();
        loop {
            // The same token sends the same bytes: an attempt that was applied is answered, not applied again.
            let sent =
                self.client.transact_write_items().set_transact_items(Some(items.clone())).client_request_token(write_id).send().await;
            let error = match sent {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let reasons = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled.cancellation_reasons().to_vec(),
                _ => match StoreError::from_sdk(&error) {
                    StoreError::Throttled(text) => {
                        patience.wait(&text).await?;
                        continue;
                    }
                    other => return Err(other.into()),
                },
            };
            match verdict(operations, &reasons, write_id) {
                Verdict::Applied => return Ok(()),
                Verdict::Failed(refusal) => return Err(refusal),
                Verdict::Busy(text) => patience.wait(&text).await?,
            }
        }
    }

    fn transact_item(&self, operation: &Operation) -> Result<TransactWriteItem, StoreError> {
        let refused = |error: aws_sdk_dynamodb::error::BuildError| StoreError::Refused(error.to_string());
        let (condition, names, values) = operation.expects.expression();
        let old = ReturnValuesOnConditionCheckFailure::AllOld;
        let item = TransactWriteItem::builder();
        Ok(match &operation.action {
            Action::Put(put) => item.put(
                Put::builder()
                    .table_name(&self.table)
                    .set_item(Some(put.clone()))
                    .condition_expression(condition)
                    .set_expression_attribute_names(Some(names))
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old)
                    .build()
                    .map_err(refused)?,
            ),
            Action::Delete(key) => item.delete(
                Delete::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_item(key)))
                    .condition_expression(condition)
                    .set_expression_attribute_names(Some(names))
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old)
                    .build()
                    .map_err(refused)?,
            ),
            Action::Check(key) => item.condition_check(
                ConditionCheck::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_item(key)))
                    .condition_expression(condition)
                    .set_expression_attribute_names(Some(names))
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(old)
                    .build()
                    .map_err(refused)?,
            ),
        }
        .build())
    }
}
