//! Every function that answers HTTP, by its name: what its binary serves in Lambda.

use muster::http::routes::Routes;

/// What makes a function's routes.
pub type MakeRoutes = fn() -> Routes;

/// The functions and their routes, by name.
pub const SERVING_HTTP: [(&str, MakeRoutes); 9] = [
    ("configure", configure::routes),
    ("describe-api", describe_api::routes),
    ("hire-developer", hire_developer::routes),
    ("issue-invoice", issue_invoice::routes),
    ("log-time", log_time::routes),
    ("match-developers", match_developers::routes),
    ("post-project", post_project::routes),
    ("register-client", register_client::routes),
    ("register-developer", register_developer::routes),
];

/// The routes of one function; none for a function that no route reaches.
#[must_use]
pub fn routes_of(name: &str) -> Option<Routes> {
    SERVING_HTTP.iter().find(|(served, _)| *served == name).map(|(_, routes)| routes())
}
