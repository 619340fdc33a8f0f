//! The pool in the table: whatever is written, compacted, killed or repeated in whatever order, what a match sees is what the
//! profiles say.

use std::sync::Arc;

use muster::app::App;
use muster::domain::developer::Developer;
use muster::domain::id::DeveloperId;
use muster::domain::pool::Facts;
use muster::http::caller::KnownLogins;
use muster::http::paging::CursorKeys;
use muster::pooling::{HeldPool, current};
use muster::store::Scope;
use muster_local::server::Options;
use muster_tests::{Hostile, TableFaults, TestApp, given};

mod compaction;
mod matches;
mod relevance;
mod rounds;
mod torn;

/// A server, whom it has registered, and its table's faults.
struct World {
    server: TestApp,
    faults: TableFaults,
    ids: Vec<DeveloperId>,
}

impl World {
    async fn of(developers: usize) -> Self {
        Self::over(developers, None).await
    }

    /// Over a table that is hard in some way.
    async fn over(developers: usize, hostile: Option<&Hostile>) -> Self {
        let faults = TableFaults::default();
        let interceptors = std::iter::once(faults.interceptor()).chain(hostile.map(Hostile::interceptor)).collect();
        let server = TestApp::start_with(Options { interceptors, ..Options::default() }).await;
        given::ready(&server).await;
        let mut world = Self { server, faults, ids: Vec::new() };
        for _ in 0..developers {
            world.register().await;
        }
        world
    }

    async fn register(&mut self) {
        let id = given::vetted_developer(&self.server).await;
        self.ids.push(id.parse().expect("an id"));
    }

    fn app(&self) -> &Arc<App> {
        self.server.server().app()
    }

    /// Another process over the same table, that has seen nothing yet.
    fn cold(&self) -> App {
        let app = self.app();
        App {
            store: app.store.clone(),
            clock: app.clock.clone(),
            cursors: CursorKeys::new(&["cold".to_owned()]),
            logins: KnownLogins::default(),
            pool: HeldPool::default(),
            open_registration: false,
        }
    }

    async fn change(&self, at: usize, change: impl FnOnce(&mut Developer)) {
        let Some(id) = self.ids.get(at % self.ids.len().max(1)) else { return };
        let mut developer = self.app().store.find_developer(*id, Scope::All).await.expect("a table").expect("registered");
        change(&mut developer);
        developer.revision += 1;
        self.app().store.replace_developer(&developer, self.app().clock.new_ulid()).await.expect("nobody else writes");
    }

    fn wait(&self, seconds: u64) {
        let clock = &self.app().clock;
        clock.set(clock.now() + std::time::Duration::from_secs(seconds));
    }

    /// What the profiles say.
    async fn profiles(&self) -> Vec<Facts> {
        let developers = self.app().store.find_developers(self.ids.iter().copied()).await.expect("a table");
        let mut facts: Vec<Facts> = developers.iter().filter_map(Facts::of).collect();
        facts.sort_by_key(|facts| facts.id);
        facts
    }

    /// What a function that is warm sees, and one that is cold, is what the profiles say.
    async fn check(&self, when: &str) {
        let wanted = self.profiles().await;
        for (how, pool) in [("warm", current(self.app()).await), ("cold", current(&self.cold()).await)] {
            assert_eq!(pool.expect("a table").facts(), wanted, "{how}, {when}");
        }
    }
}
