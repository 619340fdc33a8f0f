//! What the local server serves: the routes of every function that answers HTTP, and the functions that are invoked with an
//! event of their own.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};
use std::pin::Pin;
use std::sync::Arc;

use lambda_http::{Error, LambdaEvent};
use muster::app::App;
use muster::http::routes::Routes;
use serde_json::Value;

/// The routes of every function, merged.
#[must_use]
pub fn all_routes() -> Routes {
    Routes::new()
        .merge(register_developer::routes())
        .merge(register_client::routes())
        .merge(configure::routes())
        .merge(post_project::routes())
        .merge(match_developers::routes())
        .merge(hire_developer::routes())
        .merge(log_time::routes())
        .merge(issue_invoice::routes())
        .merge(render_invoice::routes())
        // Not its answers to unknown paths and methods: those the edge around all routes gives here.
        .merge(describe_api::own_routes())
}

/// Every function that no route reaches.
#[must_use]
pub fn all_functions() -> Functions {
    Functions::new().add("run-billing", run_billing::run).add("compact-pool", compact_pool::run)
}

type Run = dyn Fn(Arc<App>, LambdaEvent<Value>) -> Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>> + Send + Sync;

/// Functions by their names, such as `run-billing`.
#[derive(Clone, Default)]
pub struct Functions(BTreeMap<&'static str, Arc<Run>>);

impl Debug for Functions {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Functions {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function: the one that its binary hands to [`muster::lambda::serve_events`].
    #[must_use]
    pub fn add<F, R>(mut self, name: &'static str, run: F) -> Self
    where
        F: Fn(Arc<App>, LambdaEvent<Value>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Value, Error>> + Send + 'static,
    {
        self.0.insert(name, Arc::new(move |app, event| Box::pin(run(app, event))));
        self
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Starts a function; nothing if there is none of that name.
    pub(crate) fn invoke(
        &self,
        name: &str,
        app: Arc<App>,
        event: LambdaEvent<Value>,
    ) -> Option<impl Future<Output = Result<Value, Error>> + Send> {
        self.0.get(name).map(|run| run(app, event))
    }
}
