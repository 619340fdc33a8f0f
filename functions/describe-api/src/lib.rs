//! The gateway's `$default`: every path and method that no other function routes is answered as a problem here.

use std::collections::BTreeMap;

use muster::http::routes::Routes;

/// Every route of every function, a line each; a test holds it to be current.
pub const ROUTES: &str = include_str!("../routes.txt");

/// What this function routes: each known path, so as to say which methods it has. Anything else is 404.
#[must_use]
pub fn routes() -> Routes {
    let mut methods: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for (method, path) in ROUTES.lines().filter_map(|line| line.split_once(' ')) {
        methods.entry(path).or_default().push(method);
    }
    methods.into_iter().fold(Routes::new(), |routes, (path, methods)| routes.elsewhere(path, &methods))
}
