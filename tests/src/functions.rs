//! Every function that answers HTTP, by its name: what its binary serves in Lambda.

use muster::http::routes::Routes;

/// What makes a function's routes.
pub type MakeRoutes = fn() -> Routes;

/// The functions and their routes, by name.
pub const SERVING_HTTP: [(&str, MakeRoutes); 10] = [
    ("configure", configure::routes),
    ("describe-api", describe_api::routes),
    ("hire-developer", hire_developer::routes),
    ("issue-invoice", issue_invoice::routes),
    ("log-time", log_time::routes),
    ("match-developers", match_developers::routes),
    ("post-project", post_project::routes),
    ("register-client", register_client::routes),
    ("register-developer", register_developer::routes),
    ("render-invoice", render_invoice::routes),
];

/// What describes a function's operations.
pub type MakeDocs = fn() -> utoipa::openapi::OpenApi;

/// The same functions and what each says of itself.
pub const DESCRIBED: [(&str, MakeDocs); 10] = [
    ("register-developer", register_developer::docs),
    ("register-client", register_client::docs),
    ("post-project", post_project::docs),
    ("match-developers", match_developers::docs),
    ("hire-developer", hire_developer::docs),
    ("log-time", log_time::docs),
    ("issue-invoice", issue_invoice::docs),
    ("render-invoice", render_invoice::docs),
    ("configure", configure::docs),
    ("describe-api", describe_api::docs),
];

/// The routes of one function; none for a function that no route reaches.
#[must_use]
pub fn routes_of(name: &str) -> Option<Routes> {
    SERVING_HTTP.iter().find(|(served, _)| *served == name).map(|(_, routes)| routes())
}
