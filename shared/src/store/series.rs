//! The counters of the series that documents are numbered by: one for each series and fiscal year, among its seller's items.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::transaction::Refusal;
use crate::domain::id::SellerId;
use crate::domain::numbering::{FiscalYear, SeriesPattern};

/// How a counter that has moved names itself.
pub const SERIES: &str = "series of numbers";

/// The counter of one series in one fiscal year. It moves only together with the document that takes its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesCounter {
    /// The seller.
    pub seller_id: SellerId,
    /// The series.
    pub pattern: SeriesPattern,
    /// The year in which the fiscal year begins.
    pub start_year: i16,
    /// The next number.
    pub next: u64,
    /// The day of the latest document, before which none is dated.
    pub last_issued_on: Option<Date>,
    /// Raised by one with each document; 0 before the first.
    pub version: u64,
}

impl SeriesCounter {
    /// The counter before the first document.
    #[must_use]
    pub fn first(seller_id: SellerId, pattern: SeriesPattern, year: FiscalYear) -> Self {
        Self { seller_id, pattern, start_year: year.start_year(), next: 1, last_issued_on: None, version: 0 }
    }

    /// Whether it counts the same series in the same year.
    #[must_use]
    pub fn counts(&self, pattern: &SeriesPattern, year: FiscalYear) -> bool {
        self.pattern == *pattern && self.start_year == year.start_year()
    }

    /// The counter once its next number is given to a document of a day.
    #[must_use]
    pub fn past(&self, issued_on: Date) -> Self {
        self.past_many(1, issued_on)
    }

    /// The counter once so many numbers are given to documents of a day that are stored together.
    #[must_use]
    pub fn past_many(&self, numbers: u64, issued_on: Date) -> Self {
        Self { next: self.next + numbers, last_issued_on: Some(issued_on), version: self.version + 1, ..self.clone() }
    }
}

impl Stored for SeriesCounter {
    const KIND: &'static str = "counter";
    fn key(&self) -> Key {
        key::counter(&self.seller_id, &self.pattern, self.start_year)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// Why an invoice was not issued.
#[derive(Debug, Error)]
pub enum NotIssued {
    /// Another document took its number, and nothing else has changed: this is the counter now.
    #[error("the number is taken")]
    Overtaken(Box<SeriesCounter>),
    /// Anything else.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// The counters of all series and years of a seller.
    ///
    /// # Errors
    /// The table fails.
    pub async fn counters_of(&self, seller: &SellerId) -> Result<Vec<SeriesCounter>, StoreError> {
        self.query_all(&key::counters(seller)).await?.into_iter().map(from_item).collect()
    }

    /// The counter of a series in a fiscal year; a new one before its first document.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_counter(&self, seller: &SellerId, pattern: &SeriesPattern, year: FiscalYear) -> Result<SeriesCounter, StoreError> {
        let stored = self.get(&key::counter(seller, pattern, year.start_year())).await?;
        Ok(stored.unwrap_or_else(|| SeriesCounter::first(seller.clone(), pattern.clone(), year)))
    }

    /// What a refused issue means. The counter that is there came back with the refusal; only where it did not, it is read.
    pub(super) async fn not_issued(&self, tried: &SeriesCounter, refusal: Refusal) -> NotIssued {
        match refusal {
            Refusal { error: StoreError::Stale { what: SERIES }, found: Some(item) } => {
                from_item(item).map_or_else(NotIssued::Store, |counter| NotIssued::Overtaken(Box::new(counter)))
            }
            Refusal { error: StoreError::Stale { what: SERIES }, found: None } => match self.get(&tried.key()).await {
                Ok(Some(counter)) => NotIssued::Overtaken(Box::new(counter)),
                Ok(None) => NotIssued::Store(StoreError::Stale { what: SERIES }),
                Err(error) => NotIssued::Store(error),
            },
            Refusal { error, .. } => NotIssued::Store(error),
        }
    }
}
