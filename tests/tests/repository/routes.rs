//! The routes of the code, of the template, of the local server and of the list that `describe-api` answers from are the same.

use std::collections::BTreeSet;

use muster::http::routes::Routes;
use muster_tests::functions::{SERVING_HTTP, routes_of};

use crate::{template, tree};

fn keys(routes: &Routes) -> BTreeSet<String> {
    let keys: Vec<String> = routes.table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let distinct: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(distinct.len(), keys.len(), "a route stands twice in {keys:?}");
    distinct
}

fn of_all_functions() -> BTreeSet<String> {
    SERVING_HTTP.iter().flat_map(|(_, routes)| keys(&routes())).collect()
}

#[test]
fn the_template_routes_to_a_function_what_the_function_routes() {
    let resources = template::functions();
    for folder in tree::functions() {
        let mut deployed = template::routes(&resources[&template::resource_name(&folder)]);
        // The gateway's $default is no route of the API: it is what is left.
        assert_eq!(deployed.remove("$default"), folder == "describe-api", "{folder}");
        let routed = routes_of(&folder).map(|routes| keys(&routes)).unwrap_or_default();
        assert_eq!(deployed, routed, "{folder}: template.yaml against routes()");
    }
}

#[test]
fn the_local_server_serves_every_route_once() {
    assert_eq!(keys(&muster_local::functions::all_routes()), of_all_functions(), "muster_local::functions::all_routes()");
}

/// The table that `cargo lambda watch` reads, a route a line: its path, its methods, its function.
#[test]
fn cargo_lambda_watches_the_routes_of_the_template() {
    let manifest = tree::read("Cargo.toml");
    let mut watched = BTreeSet::new();
    for line in manifest.lines().filter(|line| line.starts_with("  { path = \"")) {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        let [path, methods @ .., function] = words.as_slice() else { panic!("{line}") };
        for method in methods {
            assert!(watched.insert(format!("{function}: {method} {path}")), "{method} {path} stands twice");
        }
        assert_eq!(methods.is_empty(), (*path, *function) == ("/{*rest}", "describe-api"), "{line}");
    }
    let resources = template::functions();
    let routes = |folder: &String| {
        let routes = template::routes(&resources[&template::resource_name(folder)]);
        routes.into_iter().filter(|route| route != "$default").map(|route| format!("{folder}: {route}")).collect::<Vec<_>>()
    };
    let deployed: BTreeSet<String> = tree::functions().iter().flat_map(routes).collect();
    assert_eq!(watched, deployed, "Cargo.toml's [workspace.metadata.lambda.watch] against template.yaml");
}

#[test]
fn no_two_functions_share_a_route() {
    let all: usize = SERVING_HTTP.iter().map(|(_, routes)| routes().table().len()).sum();
    assert_eq!(all, of_all_functions().len());
}

#[test]
fn what_runs_by_schedule_has_no_routes() {
    assert!(routes_of("run-billing").is_none());
}

/// The list is a file, so that a cold start reads it and builds nothing. `UPDATE_GOLDEN=1` renews it.
#[test]
fn the_list_of_routes_is_current() {
    let current: String = of_all_functions().iter().map(|key| format!("{key}\n")).collect();
    let path = "functions/describe-api/routes.txt";
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it that the file is to be renewed")]
    let renew = std::env::var_os("UPDATE_GOLDEN").is_some();
    if renew {
        std::fs::write(tree::root().join(path), &current).expect("the repository can be written to");
        return;
    }
    let hint = "renew it with: UPDATE_GOLDEN=1 cargo test -p muster-tests --test repository the_list_of_routes_is_current";
    assert_eq!(tree::read(path), current, "{path} is not current; {hint}");
}
