//! A function has one name: its folder, package, binary, sample event and, in CamelCase, its resource in the template.

use std::collections::BTreeSet;

use muster_tests::functions::SERVING_HTTP;
use serde_json::Value;

use crate::{template, tree};

#[test]
fn folder_package_and_binary_bear_one_name() {
    for function in tree::functions() {
        let manifest = tree::read(&format!("functions/{function}/Cargo.toml"));
        let named: Vec<&str> = manifest.lines().filter(|line| line.starts_with("name = ")).collect();
        assert_eq!(named, vec![format!("name = \"{function}\""); 2], "the package and its one binary, functions/{function}/Cargo.toml");
        assert!(manifest.contains("[lints]\nworkspace = true"), "functions/{function}/Cargo.toml lacks the workspace's lints");
        let main = tree::read(&format!("functions/{function}/src/main.rs"));
        let library = function.replace('-', "_");
        let served = [format!("muster::lambda::serve({library}::routes())"), format!("muster::lambda::serve_events({library}::")];
        assert!(served.iter().any(|call| main.contains(call.as_str())), "functions/{function}/src/main.rs serves none of {served:?}");
    }
}

#[test]
fn every_function_answers_http_or_is_invoked_by_its_name() {
    let http = SERVING_HTTP.iter().map(|(name, _)| (*name).to_owned());
    let invoked = muster_local::functions::all_functions();
    let known: Vec<String> = http.chain(invoked.names().map(str::to_owned)).collect();
    let distinct: BTreeSet<String> = known.iter().cloned().collect();
    assert_eq!(distinct.len(), known.len(), "a function is both: {known:?}");
    assert_eq!(distinct, tree::functions(), "muster_tests::functions and muster_local::functions against the folders");
}

#[test]
fn every_function_is_deployed_and_nothing_else_is() {
    let deployed: BTreeSet<String> = template::functions().into_keys().collect();
    let folders: BTreeSet<String> = tree::functions().iter().map(|folder| template::resource_name(folder)).collect();
    assert_eq!(deployed, folders, "template.yaml against the folders");
}

#[test]
fn every_function_is_built_by_cargo_lambda_for_one_architecture() {
    let template = template::template();
    assert_eq!(template["Globals"]["Function"]["Runtime"], "provided.al2023");
    let architectures = template["Globals"]["Function"]["Architectures"].as_array().expect("a list");
    assert_eq!(architectures.iter().map(|one| template::tagged(one, "Ref")).collect::<Vec<_>>(), [Some("Architecture")]);
    assert_eq!(template["Parameters"]["Architecture"]["Default"], "arm64");
    let resources = template::functions();
    for folder in tree::functions() {
        let resource = &resources[&template::resource_name(&folder)];
        assert_eq!(resource["Properties"]["CodeUri"], format!("functions/{folder}"), "{folder}");
        assert_eq!(resource["Properties"]["Handler"], "bootstrap", "{folder}");
        assert_eq!(resource["Metadata"]["BuildMethod"], "rust-cargolambda", "{folder}");
        for global in ["Runtime", "Architectures"] {
            assert_eq!(resource["Properties"].get(global), None, "{folder} has a {global} of its own");
        }
    }
}

#[test]
fn every_function_has_a_sample_event_of_one_of_its_routes() {
    let events: BTreeSet<String> = tree::functions().iter().map(|folder| format!("{folder}.json")).collect();
    assert_eq!(tree::names("events"), events, "events/ against functions/");
    let resources = template::functions();
    for folder in tree::functions() {
        let path = format!("events/{folder}.json");
        let event: Value = serde_json::from_str(&tree::read(&path)).unwrap_or_else(|error| panic!("{path} is no JSON: {error}"));
        let routes = template::routes(&resources[&template::resource_name(&folder)]);
        match event["routeKey"].as_str() {
            Some(key) => assert!(routes.contains(key), "{path}: {key} is none of {routes:?}"),
            None => assert_eq!(routes, BTreeSet::new(), "{path} names no route"),
        }
        assert_eq!(event["routeKey"], event["requestContext"]["routeKey"], "{path}");
    }
}

#[test]
fn the_template_sets_the_variables_that_are_read_and_no_others() {
    let template = template::template();
    let variables = template["Globals"]["Function"]["Environment"]["Variables"].as_object().expect("the template sets variables");
    let mut read = muster::config::Config::VARIABLES.map(str::to_owned).to_vec();
    read.sort();
    let mut set: Vec<String> = variables.keys().cloned().collect();
    set.sort();
    assert_eq!(set, read);
    for (name, resource) in template::functions() {
        assert_eq!(resource["Properties"].get("Environment"), None, "{name} has variables of its own");
    }
}

#[test]
fn a_variable_that_is_read_is_a_variable_that_is_listed() {
    let config = tree::read("shared/src/config.rs");
    let listed = [muster::config::Config::VARIABLES.as_slice(), &muster::config::Config::GIVEN].concat();
    for variable in &listed {
        let used = config.matches(&format!("(\"{variable}\")")).count();
        assert!(used > 0, "{variable} is listed and not read");
    }
    let calls = config.matches("required(\"").count() + config.matches("variable(\"").count();
    assert_eq!(calls, listed.len(), "config.rs reads a variable that it doesn't list, or one twice");
}
