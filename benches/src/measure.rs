//! Times and memory.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long something took, again and again.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(durations: Vec<Duration>) -> Self {
        Self(durations)
    }

    /// In milliseconds.
    pub fn median(&self) -> f64 {
        self.at(50).as_secs_f64() * 1e3
    }

    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    pub fn time<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.0.push(started.elapsed());
        result
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "median {:.3} ms, p99 {:.3} ms", self.median(), self.at(99).as_secs_f64() * 1e3)
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

/// Bytes that this process holds in memory.
pub fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
