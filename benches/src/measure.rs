//! Times and memory.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long something took, again and again: by the clock, and what of it the processor worked for this thread. On a machine
/// that does other things as well only the latter tells how much work it is.
#[derive(Default)]
pub struct Times {
    elapsed: Vec<Duration>,
    worked: Vec<Duration>,
}

impl Times {
    /// Those of someone else's clock.
    pub fn of(elapsed: Vec<Duration>) -> Self {
        Self { elapsed, worked: Vec::new() }
    }

    pub fn time<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let (started, before) = (Instant::now(), worked());
        let result = run();
        self.worked.push(worked().saturating_sub(before));
        self.elapsed.push(started.elapsed());
        result
    }

    /// How many times the other's median this one's is: by the processor where that is known of both, else by the clock.
    pub fn times(&self, other: &Self) -> f64 {
        if self.worked.is_empty() || other.worked.is_empty() {
            milliseconds(&self.elapsed, 50) / milliseconds(&other.elapsed, 50)
        } else {
            milliseconds(&self.worked, 50) / milliseconds(&other.worked, 50)
        }
    }
}

/// The processor's time of this thread so far.
fn worked() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: it writes to what it is lent and keeps nothing.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(done, 0, "no clock for threads");
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("below a second"))
}

fn milliseconds(of: &[Duration], percent: usize) -> f64 {
    let mut sorted = of.to_vec();
    sorted.sort_unstable();
    let at = sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default();
    at.as_secs_f64() * 1e3
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "median {:.3} ms, p99 {:.3} ms", milliseconds(&self.elapsed, 50), milliseconds(&self.elapsed, 99))?;
        if !self.worked.is_empty() {
            write!(f, " (processor: {:.3}, {:.3})", milliseconds(&self.worked, 50), milliseconds(&self.worked, 99))?;
        }
        Ok(())
    }
}

/// Gigabytes a second that one thread reads from memory: the best of some passes over 256 MB.
pub fn bandwidth() -> f64 {
    let words = vec![1_u64; 32 << 20];
    let pass = || {
        let started = Instant::now();
        black_box(black_box(&words).iter().fold(0_u64, |sum, word| sum.wrapping_add(*word)));
        (words.len() * 8) as f64 / started.elapsed().as_secs_f64() / 1e9
    };
    (0..8).map(|_| pass()).fold(0.0, f64::max)
}

/// Gives freed memory back to the system, so that what is taken next shows in [`resident`].
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: the allocator lets go of what it does not use.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Bytes that this process holds in memory.
pub fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
