//! Taking turns: how those who want the same record at the same time wait for each other.

use std::time::Duration;

use tokio::time::Instant;

use crate::store::StoreError;

/// How long to go on trying.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest of the first pause, in milliseconds.
const FIRST: u64 = 25;
/// The longest of any pause, in milliseconds.
const LONGEST: u64 = 400;

/// The turns that someone takes until a write finds everything as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    deadline: Instant,
    longest_pause: u64,
}

impl Turns {
    /// None taken yet.
    #[must_use]
    pub fn new() -> Self {
        Self { deadline: Instant::now() + PATIENCE, longest_pause: FIRST }
    }

    /// Waits for the next turn. The more there are who want the same, the further apart they have to try.
    ///
    /// # Errors
    /// Busy, once patience is over.
    pub async fn wait(&mut self, why: &str) -> Result<(), StoreError> {
        if Instant::now() >= self.deadline {
            return Err(StoreError::Throttled(why.to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(fastrand::u64(1..=self.longest_pause))).await;
        self.longest_pause = (self.longest_pause * 2).min(LONGEST);
        Ok(())
    }
}

impl Default for Turns {
    fn default() -> Self {
        Self::new()
    }
}
