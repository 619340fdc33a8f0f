//! What a sandbox has and a deployment doesn't: tokens for the asking, a clock to move, functions to invoke, answers to look at in
//! a browser. All of it stands under `/local/`, beside an index page; none of it is in `template.yaml`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use deserr::Deserr;
use jiff::Timestamp;
use lambda_http::{Context, LambdaEvent};
use maud::{DOCTYPE, html};
use muster::app::App;
use muster::clock::Clock;
use muster::http::input::{Faults, Input};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::Query;
use muster::http::reply::{Reply, page};
use muster::http::routes::{Route, Routes};
use serde_json::{Value, json};

use crate::functions::Functions;
use crate::gateway::{Gateway, deadline};
use crate::grants;
use crate::token::{Issuer, Login, Role};
use crate::view::{Asked, Viewer, href};

/// The longest that Lambda lets a function run.
pub const LONGEST_INVOCATION: Duration = Duration::from_secs(15 * 60);

/// The lists that the index page leads to.
const LISTS: [&str; 7] = ["/invoices", "/timesheets?status=submitted", "/engagements", "/projects", "/clients", "/developers", "/sellers"];

/// Whether a path is the sandbox's.
pub(crate) fn owns(path: &str) -> bool {
    path == "/" || path == "/local" || path.starts_with("/local/")
}

/// The sandbox's own routes; `listed` are those of the API, which the index page shows.
pub(crate) fn routes(issuer: Arc<Issuer>, functions: Functions, listed: &[Route], api: Arc<Gateway>) -> Routes {
    let viewer = Viewer::new(api, issuer.clone());
    let index = index(listed, &functions);
    Routes::new()
        .get("/", move || std::future::ready(page(index.clone())))
        .post("/local/token", move |Input(raw): Input<RawLogin>| std::future::ready(token(&issuer, raw)))
        .get("/local/view", move |Query(asked): Query<Asked>| viewer.clone().show(asked))
        .get("/local/clock", |State(app): State<Arc<App>>| async move { time(&app) })
        .put("/local/clock", |State(app): State<Arc<App>>, Input(raw): Input<RawClock>| async move {
            app.clock.set(raw.now);
            time(&app)
        })
        .post("/local/invoke/{function}", move |State(app): State<Arc<App>>, Path(name): Path<String>, body: Bytes| {
            invoke(functions.clone(), app, name, body)
        })
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawLogin {
    #[deserr(default)]
    role: Option<String>,
    #[deserr(default)]
    account: Option<String>,
    #[deserr(default)]
    subject: Option<String>,
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawClock {
    now: Timestamp,
}

fn token(issuer: &Issuer, raw: RawLogin) -> Answer<Reply<Value>> {
    let role: Option<Role> = raw.role.map(|role| role.parse()).transpose().map_err(|fault: &str| Problem::invalid_at("/role", fault))?;
    let login = Login { role, account: raw.account, subject: raw.subject };
    Ok(Reply::ok(json!({ "token": issuer.issue(&login, Clock::system().now()) })))
}

fn time(app: &App) -> Reply<Value> {
    Reply::ok(json!({ "now": app.clock.now().to_string() }))
}

async fn invoke(functions: Functions, app: Arc<App>, name: String, body: Bytes) -> Answer<Reply<Value>> {
    let event = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&body) };
    let event: Value = event.map_err(|error| Problem::new(ProblemKind::MalformedBody, format!("Not JSON: {error}.")))?;
    let mut context = Context::default();
    let clock = Clock::system();
    context.request_id = clock.new_ulid().to_string();
    context.deadline = deadline(clock.now(), LONGEST_INVOCATION);
    let Some(running) = functions.invoke(&name, app, LambdaEvent::new(event, context)) else {
        let names: Vec<&str> = functions.names().collect();
        return Err(Problem::new(ProblemKind::NotFound, format!("No function has this name; there are: {}.", names.join(", "))));
    };
    grants::serving(name.clone(), running)
        .await
        .map(Reply::ok)
        .map_err(|error| Problem::internal(Failed { name, cause: error.to_string() }))
}

/// An invoked function answered with an error, as Lambda would report it.
#[derive(Debug, thiserror::Error)]
#[error("{name} failed: {cause}")]
struct Failed {
    name: String,
    cause: String,
}

fn index(listed: &[Route], functions: &Functions) -> String {
    let mut listed = listed.to_vec();
    listed.sort_unstable();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Muster, locally" } }
            body {
                h1 { "Muster, locally" }
                p { "Look around as the operator. Ids in the answers lead on." }
                ul {
                    @for list in LISTS { li { a href=(href(list)) { code { (list) } } } }
                }
                h2 { "The sandbox" }
                ul {
                    @if listed.iter().any(|route| route.path == "/docs") {
                        li { a href="/docs" { "The API's documentation" } }
                        li { a href="/openapi.json" { "Its OpenAPI document" } }
                    }
                    li { "Any answer, in a browser, as whomever: " code { "GET /local/view?path=/projects&role=client&account=cli_…" } }
                    li { a href="/local/clock" { "The clock" } ", moved by " code { "PUT /local/clock" } }
                    li { "A token: " code { "POST /local/token" } }
                    @for name in functions.names() {
                        li { "A function that no route reaches: " code { "POST /local/invoke/" (name) } }
                    }
                }
                h2 { "Routes" }
                ul {
                    @for route in &listed { li { code { (route.method) " " (route.path) } } }
                }
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_owns_the_index_and_what_stands_under_local() {
        for (path, own) in [("/", true), ("/local", true), ("/local/clock", true), ("/locals", false), ("/projects", false)] {
            assert_eq!(owns(path), own, "{path}");
        }
    }

    #[test]
    fn the_index_lists_every_route_and_function() {
        let functions = Functions::new().add("run-billing", |_, event| async move { Ok(event.payload) });
        let index = index(&[Route { path: "/projects/{project_id}", method: "GET" }], &functions);
        assert!(index.contains("GET /projects/{project_id}") && index.contains("/local/invoke/run-billing"));
        assert!(!index.contains("/openapi.json"), "it is not among the routes");
    }
}
