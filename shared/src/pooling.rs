//! The pool in a function's memory: brought up to the table by one read at each match, and by its segments where they are new.

use std::fmt::{self, Debug, Formatter};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::domain::pool::Pool;
use crate::store::StoreError;

pub mod compact;

/// The pool as the last match left it. Its segments serve the next one.
#[derive(Default)]
pub struct HeldPool(Mutex<Arc<Pool>>);

impl Debug for HeldPool {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "HeldPool of {}", self.get().size())
    }
}

impl HeldPool {
    fn get(&self) -> Arc<Pool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the newer one of two.
    fn keep(&self, pool: &Arc<Pool>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.manifest().version <= pool.manifest().version {
            *held = pool.clone();
        }
    }
}

/// How often a manifest may be overtaken while its segments are read.
const MOST_TRIES: usize = 5;

/// The pool of now: every write to a developer that ended before this call shows in it, and so does every alias.
///
/// # Errors
/// The table fails.
pub async fn current(app: &App) -> Result<Arc<Pool>, StoreError> {
    for _ in 0..MOST_TRIES {
        let (state, aliases) = tokio::try_join!(app.store.read_pool(), app.store.skill_aliases())?;
        let mut pool = Pool::clone(&app.pool.get());
        let missing = pool.missing(&state.manifest);
        let brought = match app.store.find_segments(&missing).await {
            // Removed since the manifest was read: there is a newer one.
            Err(StoreError::Stale { .. }) => continue,
            brought => brought?,
        };
        if pool.update(state.manifest, brought, state.changes, aliases).is_ok() {
            let pool = Arc::new(pool);
            app.pool.keep(&pool);
            return Ok(pool);
        }
    }
    Err(StoreError::Throttled("the pool is made anew faster than it is read".to_owned()))
}
