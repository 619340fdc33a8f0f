//! Billing runs: the record of a run, and its results as pages of child items.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key::{self, IndexKey, Key};
use super::read::{Order, Page, Position};
use super::transaction::Transaction;
use crate::domain::billing::report::{RunResult, RunSummary};
use crate::domain::id::RunId;

/// A billing run that did something.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunRecord {
    /// Its id.
    pub id: RunId,
    /// What it was started for.
    pub time: Timestamp,
    /// What came of it.
    #[serde(flatten)]
    pub summary: RunSummary,
    /// When it ended.
    pub ended_at: Timestamp,
}

impl Stored for RunRecord {
    const KIND: &'static str = "run";
    fn key(&self) -> Key {
        key::billing_run(self.id)
    }
    fn revision(&self) -> u64 {
        1
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, self.id)]
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct ResultRecord {
    run_id: RunId,
    number: usize,
    #[serde(flatten)]
    result: RunResult,
}

impl Stored for ResultRecord {
    const KIND: &'static str = "run-result";
    fn key(&self) -> Key {
        key::run_result(self.run_id, self.number)
    }
    fn revision(&self) -> u64 {
        1
    }
}

impl Store {
    /// Keeps a run and its results: the results first, and the run last, so that one that is there is whole.
    ///
    /// # Errors
    /// The table fails.
    pub async fn create_run(&self, run: &RunRecord, results: &[RunResult], mut write_id: impl FnMut() -> Ulid) -> Result<(), StoreError> {
        for (batch, results) in results.chunks(90).enumerate() {
            let mut transaction = Transaction::new(write_id());
            for (at, result) in results.iter().enumerate() {
                transaction.create(&ResultRecord { run_id: run.id, number: batch * 90 + at, result: result.clone() }, "result");
            }
            self.commit(transaction).await?;
        }
        let mut transaction = Transaction::new(write_id());
        transaction.create(run, "run");
        self.commit(transaction).await
    }

    /// A run.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_run(&self, id: RunId) -> Result<Option<RunRecord>, StoreError> {
        self.get(&key::billing_run(id)).await
    }

    /// A page of all runs, newest first. It may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_runs(&self, limit: u16, from: Option<Position>) -> Result<Page<RunRecord>, StoreError> {
        self.page(&key::all_of_kind(RunRecord::KIND), Order::Descending, limit, from, |_| true).await
    }

    /// A page of the results of a run, in their order.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_results(
        &self,
        run: RunId,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&RunResult) -> bool,
    ) -> Result<Page<RunResult>, StoreError> {
        let page = self.page(&key::run_results(run), Order::Ascending, limit, from, |record: &ResultRecord| keep(&record.result)).await?;
        Ok(page.map(|record| record.result))
    }
}
