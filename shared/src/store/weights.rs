//! The weights of matching: every version that was ever set, each an item of its own that never changes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::read::Order;
use super::transaction::{Transaction, Write};
use crate::domain::matching::Weights;

/// Weights as they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsRecord {
    /// The weights.
    #[serde(flatten)]
    pub weights: Weights,
    /// When they were set; never, where the operator has set none.
    pub set_at: Option<Timestamp>,
}

impl Stored for WeightsRecord {
    const KIND: &'static str = "weights";
    fn key(&self) -> Key {
        key::weights(self.weights.version())
    }
    fn revision(&self) -> u64 {
        1
    }
}

impl Store {
    /// The weights that hold now.
    ///
    /// # Errors
    /// The table fails.
    pub async fn latest_weights(&self) -> Result<WeightsRecord, StoreError> {
        let page = self.query(&key::all_weights(), Order::Descending, Some(1), None, None).await?;
        let latest = page.items.into_iter().next().map(from_item).transpose()?;
        Ok(latest.unwrap_or(WeightsRecord { weights: Weights::FIRST, set_at: None }))
    }

    /// Sets weights under a version that nobody has set.
    ///
    /// # Errors
    /// Someone else has set that version meanwhile, or the table fails.
    pub async fn create_weights(&self, weights: &WeightsRecord, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.save(weights, "weights");
        self.commit(transaction).await
    }
}
