//! What a function borrows while it answers: the store, the clock, the keys of cursors. Built once, at cold start.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::http::caller::KnownLogins;
use crate::http::paging::CursorKeys;
use crate::pooling::HeldPool;
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
    /// The accounts of the logins that called a moment ago.
    pub logins: KnownLogins,
    /// The pool as the last match left it.
    pub pool: HeldPool,
    /// Whether developers and clients may register themselves.
    pub open_registration: bool,
}

impl App {
    /// The parts of a deployed function, from its environment.
    pub(crate) async fn from_config(config: &Config) -> Self {
        Self {
            store: Store::on_aws(&config.table_name, None, []).await,
            clock: Arc::new(Clock::system()),
            cursors: CursorKeys::new(&config.cursor_keys),
            logins: KnownLogins::default(),
            pool: HeldPool::default(),
            open_registration: config.open_registration,
        }
    }
}
