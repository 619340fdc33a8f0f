//! The only place that reads the wall clock and makes new ids.
//!
//! In Lambda the clock is the system's. A local server and tests can move it: it runs on from where it was put.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use ulid::{Generator, Ulid};

use crate::domain::id::Id;

/// A source of the present instant and of ids in time order.
#[derive(Debug)]
pub struct Clock {
    shift_milliseconds: AtomicI64,
    generator: Mutex<Generator>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { shift_milliseconds: AtomicI64::new(0), generator: Mutex::new(Generator::new()) }
    }

    /// The present instant, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = wall_milliseconds().saturating_add(self.shift_milliseconds.load(Ordering::Relaxed));
        Timestamp::from_millisecond(now).unwrap_or(Timestamp::MAX)
    }

    /// Puts the clock to an instant, from which it runs on.
    pub fn set(&self, now: Timestamp) {
        let shift = now.as_millisecond().saturating_sub(wall_milliseconds());
        self.shift_milliseconds.store(shift, Ordering::Relaxed);
    }

    /// A new id: later than every one before it from this clock, unless the clock was put back.
    #[must_use]
    pub fn new_id<I: Id>(&self) -> I {
        I::from_ulid(self.new_ulid())
    }

    /// A new ULID.
    #[must_use]
    pub fn new_ulid(&self) -> Ulid {
        let milliseconds = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
        let mut generator = self.generator.lock().unwrap_or_else(PoisonError::into_inner);
        match generator.generate_from_datetime(time) {
            Ok(ulid) => ulid,
            Err(overflow) => overflow.commit_overflow_increment(),
        }
    }
}

/// How long it is until an instant of the wall clock, given in milliseconds of the epoch, as Lambda's deadlines are.
pub(crate) fn wall_time_until(milliseconds: u64) -> Duration {
    let now = u64::try_from(wall_milliseconds()).unwrap_or_default();
    Duration::from_millis(milliseconds.saturating_sub(now))
}

/// The wall clock, in milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
pub(crate) fn wall_milliseconds() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::DeveloperId;

    #[test]
    fn ids_of_one_moment_come_in_order() {
        let clock = Clock::system();
        let ids: Vec<DeveloperId> = (0..1_000).map(|_| clock.new_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_clock_runs_on_from_where_it_was_put() {
        let clock = Clock::system();
        let noon: Timestamp = "2027-02-01T12:00:00Z".parse().expect("an instant");
        clock.set(noon);
        assert!(clock.now() >= noon && clock.now().duration_since(noon).as_secs() < 60);
    }
}
