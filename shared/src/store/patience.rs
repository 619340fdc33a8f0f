//! How long what is busy is tried again before the caller is told: until shortly before the caller would be gone.

use std::time::Duration;

use tokio::time::Instant;

use super::error::StoreError;

tokio::task_local! {
    static DEADLINE: Instant;
}

/// How long to go on trying for a caller that names no deadline, as a billing run, which has minutes.
const USUAL: Duration = Duration::from_secs(20);

/// What is kept of the caller's time for a last call, however long, and the answer.
const RESERVE: Duration = Duration::from_secs(7);

/// The shortest and the longest pause where others write the same items.
const SHORTEST: u64 = 10;
const LONGEST: u64 = 200;

/// Runs something whose caller is gone at an instant; none where nothing bounds it.
pub(crate) async fn until<F: Future>(deadline: Option<Instant>, future: F) -> F::Output {
    match deadline {
        Some(deadline) => DEADLINE.scope(deadline, future).await,
        None => future.await,
    }
}

/// How long to go on trying, with full jitter.
pub(crate) struct Patience {
    deadline: Instant,
    longest: u64,
    most: u64,
}

impl Patience {
    /// Pauses of 10 to 200 ms: for those who meet by chance.
    pub(crate) fn new() -> Self {
        Self { deadline: deadline(), longest: LONGEST, most: LONGEST }
    }

    /// Pauses whose bound doubles up to `most`: for those who queue for one item, of whom there may be many.
    pub(crate) fn growing(most: Duration) -> Self {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX).max(2 * SHORTEST);
        Self { deadline: deadline(), longest: 2 * SHORTEST, most }
    }

    /// Waits before the next attempt.
    ///
    /// # Errors
    /// The time is up.
    pub(crate) async fn wait(&mut self, why: &str) -> Result<(), StoreError> {
        let pause = self.pause().ok_or_else(|| StoreError::Throttled(why.to_owned()))?;
        tokio::time::sleep(pause).await;
        Ok(())
    }

    /// The next pause; none when it would end past the deadline.
    fn pause(&mut self) -> Option<Duration> {
        let pause = Duration::from_millis(fastrand::u64(SHORTEST..=self.longest));
        self.longest = (self.longest * 2).min(self.most);
        (Instant::now() + pause <= self.deadline).then_some(pause)
    }
}

fn deadline() -> Instant {
    let usual = Instant::now() + USUAL;
    DEADLINE.try_with(|deadline| deadline.checked_sub(RESERVE).unwrap_or(usual)).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_goes_on_until_shortly_before_the_caller_is_gone() {
        // L5
        for (given, until_then) in [(None, 20), (Some(29), 22), (Some(3), 0)] {
            let begun = Instant::now();
            let deadline = given.map(|seconds| begun + Duration::from_secs(seconds));
            let mut patience = until(deadline, async { Patience::new() }).await;
            assert_eq!(patience.deadline.saturating_duration_since(begun).as_secs(), until_then, "{given:?}");
            assert_eq!(patience.pause().is_some(), until_then > 0, "{given:?}");
        }
    }

    #[tokio::test]
    async fn who_has_no_time_left_is_told_what_was_busy() {
        let error = until(Some(Instant::now()), async { Patience::new().wait("conflict").await }).await.expect_err("no time");
        assert_eq!(error.to_string(), "the table is busy: conflict");
    }

    #[tokio::test]
    async fn those_who_queue_come_back_ever_more_rarely_up_to_a_bound() {
        let mut patience = Patience::growing(Duration::from_secs(1));
        let bounds: Vec<u64> = (0..8).map(|_| (patience.longest, patience.pause()).0).collect();
        assert_eq!(bounds, [20, 40, 80, 160, 320, 640, 1_000, 1_000]);
    }
}
