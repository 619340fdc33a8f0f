//! The hostile table: as hard as DynamoDB can be, by a seed. The embedded engine knows no conflicts and no throttling, loses no
//! answer, and its indexes never lag; an interceptor of the SDK's calls makes up for that.
//!
//! `MUSTER_TEST_HOSTILE=<seed>` turns it on for every [`TestApp`](crate::TestApp) over memory that has no interceptors of its own. The
//! test's name is part of the seed, so that one test alone meets what it met among the others.
//! The callers of such a server are as patient as a good client: a 503 is sent again, a POST under the same `Idempotency-Key`.

mod answer;
mod call;
mod dice;
mod index;
mod interceptor;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
pub use dice::Fault;
use dice::Dice;
use index::Indexes;

/// A table's temper. Its clones are one and the same.
#[derive(Clone, Debug)]
pub struct Hostile(Arc<State>);

#[derive(Debug)]
struct State {
    dice: Mutex<Dice>,
    indexes: Mutex<Indexes>,
    /// Whether a request finds the indexes up to date when it begins.
    settling: bool,
    /// How many need that no call fails at every attempt.
    steady: AtomicUsize,
    /// Whether the server is being made ready: nothing is told then.
    calm: AtomicBool,
}

impl Hostile {
    /// A table of this seed. An index lacks the latest write only to requests that were under way with it.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(seed, true)
    }

    /// A table of this seed whose indexes lack the latest write until there is another, however long that takes.
    #[must_use]
    pub fn lagging(seed: u64) -> Self {
        Self::with(seed, false)
    }

    fn with(seed: u64, settling: bool) -> Self {
        Self(Arc::new(State {
            dice: Mutex::new(Dice::new(seed)),
            indexes: Mutex::default(),
            settling,
            steady: AtomicUsize::new(0),
            calm: AtomicBool::new(false),
        }))
    }

    /// The table that the environment asks for.
    ///
    /// # Panics
    /// `MUSTER_TEST_HOSTILE` is no whole number.
    pub(crate) fn from_environment() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it how hard the table is")]
        let seed = std::env::var("MUSTER_TEST_HOSTILE").ok().filter(|seed| !seed.is_empty())?;
        let seed: u64 = seed.parse().expect("MUSTER_TEST_HOSTILE is a whole number");
        // libtest names a test's thread after it.
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        Some(Self::new(test.bytes().fold(seed, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()))))
    }

    /// As the server's options take it.
    #[must_use]
    pub fn interceptor(&self) -> SharedInterceptor {
        SharedInterceptor::new(self.clone())
    }

    /// How often something happened.
    #[must_use]
    pub fn told(&self, fault: Fault) -> u64 {
        self.dice().told(fault)
    }

    /// Ends or begins a time in which nothing happens.
    pub fn be_calm(&self, calm: bool) {
        self.0.calm.store(calm, Ordering::SeqCst);
    }

    /// A moment passes, in which the indexes catch up.
    pub fn settle(&self) {
        self.indexes().settle();
    }

    /// What a request of a test begins with.
    pub(crate) fn begin_request(&self) {
        if self.0.settling {
            self.settle();
        }
    }

    /// Something that nobody sends again runs: single attempts fail, but no call fails at all of them.
    pub(crate) async fn steadily<T>(&self, run: impl Future<Output = T>) -> T {
        self.0.steady.fetch_add(1, Ordering::SeqCst);
        let done = run.await;
        self.0.steady.fetch_sub(1, Ordering::SeqCst);
        done
    }

    /// An attribute was changed behind the store's back.
    pub(crate) fn overwrite(&self, partition: &str, sort: &str, attribute: &str, text: &str) {
        self.indexes().overwrite(partition, sort, attribute, text);
    }

    fn dice(&self) -> MutexGuard<'_, Dice> {
        self.0.dice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn indexes(&self) -> MutexGuard<'_, Indexes> {
        self.0.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_calm(&self) -> bool {
        self.0.calm.load(Ordering::SeqCst)
    }

    fn is_steady(&self) -> bool {
        self.0.steady.load(Ordering::SeqCst) > 0
    }
}
