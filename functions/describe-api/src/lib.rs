//! The API's description of itself (`/openapi.json`, `/docs`), and the gateway's `$default`: every path and method that no
//! other function routes is answered as a problem here.

use std::collections::BTreeMap;

use muster::http::routes::Routes;

mod docs;
mod files;

pub use docs::docs;
pub use files::OPENAPI;

/// Every route of every function, a line each; a test holds it to be current.
pub const ROUTES: &str = include_str!("../routes.txt");

/// The routes that are this function's own.
#[must_use]
pub fn own_routes() -> Routes {
    Routes::new().get("/openapi.json", files::openapi).get("/docs", files::page).get("/docs/{file}", files::part)
}

/// What this function routes: its own, and each path of the others, so as to say which methods it has. Anything else is 404.
#[must_use]
pub fn routes() -> Routes {
    let own = own_routes();
    let mut methods: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for (method, path) in ROUTES.lines().filter_map(|line| line.split_once(' ')) {
        if own.table().iter().all(|route| route.path != path) {
            methods.entry(path).or_default().push(method);
        }
    }
    methods.into_iter().fold(own, |routes, (path, methods)| routes.elsewhere(path, &methods))
}
