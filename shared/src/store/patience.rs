//! How long a busy table is asked again before the caller is told.

use std::time::Duration;

use tokio::time::Instant;

use super::error::StoreError;

/// How long to go on trying: full jitter between 10 and 200 ms, for at most five seconds.
pub(super) struct Patience {
    deadline: Instant,
}

impl Patience {
    pub(super) fn new() -> Self {
        Self { deadline: Instant::now() + Duration::from_secs(5) }
    }

    /// Waits before the next attempt.
    ///
    /// # Errors
    /// The time is up.
    pub(super) async fn wait(&mut self, why: &str) -> Result<(), StoreError> {
        let pause = Duration::from_millis(fastrand::u64(10..=200));
        if Instant::now() + pause > self.deadline {
            return Err(StoreError::Throttled(why.to_owned()));
        }
        tokio::time::sleep(pause).await;
        Ok(())
    }
}
