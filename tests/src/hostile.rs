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

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use dice::Dice;
pub use dice::Fault;
use index::{Change, Indexes};

use crate::raw_table::Item as RawItem;

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
}

impl Hostile {
    /// A table of this seed. An index lacks the latest write only to requests that were under way with it.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(Dice::new(seed), true)
    }

    /// A table of this seed whose indexes lack the latest write until there is another, however long that takes.
    #[must_use]
    pub fn lagging(seed: u64) -> Self {
        Self::with(Dice::new(seed), false)
    }

    /// A table to whose calls one thing happens whenever it can, and nothing else; indexes lag as in [`Hostile::lagging`].
    #[must_use]
    pub fn only(fault: Fault) -> Self {
        Self::with(Dice::only(fault), false)
    }

    fn with(dice: Dice, settling: bool) -> Self {
        let (dice, indexes) = (Mutex::new(dice), Mutex::default());
        Self(Arc::new(State { dice, indexes, settling, steady: AtomicUsize::new(0) }))
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
        self.begin_request();
        self.0.steady.fetch_add(1, Ordering::SeqCst);
        let done = run.await;
        self.0.steady.fetch_sub(1, Ordering::SeqCst);
        done
    }

    /// An item was put or deleted behind the store's back.
    pub(crate) fn written_elsewhere(&self, partition: &str, sort: &str, item: Option<RawItem>) {
        let mut indexes = self.indexes();
        indexes.write(&[Change { partition: partition.to_owned(), sort: sort.to_owned(), item }]);
        indexes.settle();
    }

    fn dice(&self) -> MutexGuard<'_, Dice> {
        self.0.dice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn indexes(&self) -> MutexGuard<'_, Indexes> {
        self.0.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_steady(&self) -> bool {
        self.0.steady.load(Ordering::SeqCst) > 0
    }
}
