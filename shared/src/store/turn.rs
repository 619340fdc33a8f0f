//! Whose turn it is to take the next number of a series: for a few seconds one of many, while the others wait.
//!
//! It only keeps the many apart. That a number is given once is the counter's own condition, whoever has the turn or asks for none;
//! so a turn that is never given back, since its function is gone, holds up the others until it is over and does no other harm.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::Store;
use super::error::StoreError;
use super::item::Stored;
use super::key::{self, Key};
use super::series::SeriesCounter;
use super::transaction::Transaction;
use crate::domain::id::SellerId;
use crate::domain::numbering::SeriesPattern;

/// How a turn that is someone else's names itself.
const TURN: &str = "turn";

/// How long a turn lasts: the time of some transactions, in seconds.
const LASTS: i64 = 4;

/// What is kept of an id's random part: half of what is bounded by its type, so that one more always fits.
const MARKS: u128 = (u64::MAX / 2) as u128;

/// A turn at the counter of one series in one fiscal year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    seller_id: SellerId,
    pattern: SeriesPattern,
    start_year: i16,
    /// Tells it from all others.
    mark: u64,
    /// The second of the epoch at which it was taken.
    taken_at: i64,
    /// The second of the epoch from which it counts as absent.
    expires_at: i64,
}

impl Turn {
    /// A turn at a counter from an instant on.
    #[must_use]
    pub fn new(counter: &SeriesCounter, id: Ulid, now: Timestamp) -> Self {
        let SeriesCounter { seller_id, pattern, start_year, .. } = counter.clone();
        let taken_at = now.as_second();
        let mark = u64::try_from(id.random() & MARKS).expect("it is below the bound of its type");
        Self { seller_id, pattern, start_year, mark, taken_at, expires_at: taken_at.saturating_add(LASTS) }
    }

    /// Whether it is a turn at this counter.
    #[must_use]
    pub fn is_at(&self, counter: &SeriesCounter) -> bool {
        (&self.seller_id, &self.pattern, self.start_year) == (&counter.seller_id, &counter.pattern, counter.start_year)
    }

    /// Whether it is over at an instant.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at <= now.as_second()
    }
}

impl Stored for Turn {
    const KIND: &'static str = "turn";
    fn key(&self) -> Key {
        key::turn(&self.seller_id, &self.pattern, self.start_year)
    }
    fn revision(&self) -> u64 {
        self.mark
    }
}

impl Store {
    /// Takes a turn, if it is nobody else's at the moment.
    ///
    /// # Errors
    /// It is taken, or the table fails.
    pub async fn take_turn(&self, turn: &Turn, write: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.create_expiring(turn, turn.taken_at, TURN);
        self.commit(transaction).await
    }

    /// Gives a turn back by ending it, unless it is over and someone else's by now.
    ///
    /// # Errors
    /// The table fails.
    pub async fn give_turn_back(&self, turn: &Turn, write: Ulid) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(&Turn { mark: turn.mark + 1, expires_at: turn.taken_at, ..turn.clone() }, TURN);
        match self.commit(transaction).await {
            Err(StoreError::Stale { .. }) => Ok(()),
            given => given,
        }
    }
}
