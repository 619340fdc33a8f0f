//! Many callers at once, and how long each waited.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// What became of the requests.
pub(crate) struct Load {
    took: Duration,
    /// Of each request that succeeded, in order of length.
    waits: Vec<Duration>,
    /// How often each status was answered.
    pub(crate) statuses: BTreeMap<u16, usize>,
    /// Why others failed, and how often.
    pub(crate) faults: BTreeMap<String, usize>,
}

/// What became of one request: its status, and why it failed if it did.
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) fault: Option<String>,
}

impl Load {
    /// Successes a second.
    pub(crate) fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// The time, in milliseconds, that so many of a hundred successes did not exceed.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let at = (self.waits.len() * percent).div_ceil(100).saturating_sub(1);
        self.waits.get(at).map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
    }
}

/// Has callers do things until all are done, or no further one is begun.
pub(crate) async fn load<T, F, R>(callers: usize, longest: Duration, things: Vec<T>, run: F) -> Load
where
    T: Send + 'static,
    F: Fn(T) -> R + Clone + Send + 'static,
    R: Future<Output = Outcome> + Send,
{
    let things = Arc::new(Mutex::new(things.into_iter()));
    let started = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..callers {
        let (things, run) = (things.clone(), run.clone());
        running.spawn(async move {
            let mut done = Vec::new();
            while started.elapsed() < longest {
                let Some(thing) = things.lock().unwrap_or_else(PoisonError::into_inner).next() else { break };
                let begun = Instant::now();
                let outcome = run(thing).await;
                done.push((begun.elapsed(), outcome));
            }
            done
        });
    }
    let done = running.join_all().await;
    let mut load = Load { took: started.elapsed(), waits: Vec::new(), statuses: BTreeMap::new(), faults: BTreeMap::new() };
    for (wait, outcome) in done.into_iter().flatten() {
        *load.statuses.entry(outcome.status).or_default() += 1;
        match outcome.fault {
            None => load.waits.push(wait),
            Some(fault) => *load.faults.entry(fault).or_default() += 1,
        }
    }
    load.waits.sort_unstable();
    load
}
