//! What a function borrows while it answers: the store, the clock, the keys of cursors. Built once, at cold start.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::http::paging::CursorKeys;
use crate::store::Store;

/// Everything a handler needs besides its request.
#[derive(Debug)]
pub struct App {
    /// The table.
    pub store: Store,
    /// The clock, and the source of new ids.
    pub clock: Arc<Clock>,
    /// What authenticates the cursors of lists.
    pub cursors: CursorKeys,
}

impl App {
    /// The parts of a deployed function, from its environment.
    pub(crate) async fn from_config(config: &Config) -> Self {
        Self {
            store: Store::on_aws(&config.table_name, None, []).await,
            clock: Arc::new(Clock::system()),
            cursors: CursorKeys::new(&config.cursor_keys),
        }
    }
}
