//! What a call asks of the table, as far as the table's temper depends on it; some are asked for less before they are sent.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemInput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemInput;
use aws_sdk_dynamodb::operation::put_item::PutItemInput;
use aws_sdk_dynamodb::operation::query::QueryInput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::{KeysAndAttributes, WriteRequest};
use aws_smithy_runtime_api::client::interceptors::context::Input;

use super::dice::{Dice, Fault};
use super::index::{Change, changes_of_put, changes_of_transaction};

/// What is asked.
#[derive(Debug)]
pub(super) enum Asked {
    /// One item is put.
    Put(Vec<Change>),
    /// Items are written together: so many operations, and whether the request they belong to may be repeated.
    Transaction { changes: Vec<Change>, operations: usize, repeatable: bool },
    /// A page of items.
    Page(Box<QueryInput>),
    /// Many items, without those that are left unread.
    Keys(HashMap<String, KeysAndAttributes>),
    /// Many items to be written, without those that are left unwritten.
    Items(HashMap<String, Vec<WriteRequest>>),
    /// Anything else.
    Other,
}

impl Asked {
    /// Reads a call, and takes from a batch what is to be left.
    pub(super) fn of(input: &mut Input, dice: &mut Dice) -> Self {
        if let Some(put) = input.downcast_ref::<PutItemInput>() {
            return Self::Put(changes_of_put(put));
        }
        if let Some(transaction) = input.downcast_ref::<TransactWriteItemsInput>() {
            let changes = changes_of_transaction(transaction);
            let repeatable = changes.iter().any(|change| change.partition.starts_with("idempotency#"));
            return Self::Transaction { operations: transaction.transact_items().len(), changes, repeatable };
        }
        if let Some(query) = input.downcast_ref::<QueryInput>() {
            return Self::Page(Box::new(query.clone()));
        }
        if let Some(batch) = input.downcast_mut::<BatchGetItemInput>() {
            return Self::Keys(leave_keys(batch, dice));
        }
        if let Some(batch) = input.downcast_mut::<BatchWriteItemInput>() {
            return Self::Items(leave_items(batch, dice));
        }
        Self::Other
    }

    /// What it changes, once it is carried out.
    pub(super) fn changes(&self) -> &[Change] {
        match self {
            Self::Put(changes) | Self::Transaction { changes, .. } => changes,
            Self::Page(_) | Self::Keys(_) | Self::Items(_) | Self::Other => &[],
        }
    }
}

/// Takes some of a batch's keys out, but never all.
fn leave_keys(batch: &mut BatchGetItemInput, dice: &mut Dice) -> HashMap<String, KeysAndAttributes> {
    let mut left = HashMap::new();
    for (table, asked) in batch.request_items.iter_mut().flatten() {
        if asked.keys.len() > 1 && dice.roll(Fault::UnprocessedKeys) {
            let kept = dice.up_to(asked.keys.len() - 1);
            let mut rest = asked.clone();
            rest.keys = asked.keys.split_off(kept);
            left.insert(table.clone(), rest);
        }
    }
    left
}

/// Takes some of a batch's items out, but never all.
fn leave_items(batch: &mut BatchWriteItemInput, dice: &mut Dice) -> HashMap<String, Vec<WriteRequest>> {
    let mut left = HashMap::new();
    for (table, asked) in batch.request_items.iter_mut().flatten() {
        if asked.len() > 1 && dice.roll(Fault::UnprocessedItems) {
            let kept = dice.up_to(asked.len() - 1);
            left.insert(table.clone(), asked.split_off(kept));
        }
    }
    left
}
