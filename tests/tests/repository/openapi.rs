//! The OpenAPI document is what the functions say of themselves, and describes every route of theirs.

use std::collections::BTreeSet;

use muster_tests::functions::{DESCRIBED, SERVING_HTTP};
use muster_tests::openapi::{document, operations, response};
use serde_json::Value;

use crate::{template, tree};

/// `UPDATE_GOLDEN=1` renews it.
#[test]
fn the_openapi_document_is_current() {
    let current = format!("{:#}\n", document());
    let path = "functions/describe-api/openapi.json";
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it that the file is to be renewed")]
    let renew = std::env::var_os("UPDATE_GOLDEN").is_some();
    if renew {
        std::fs::write(tree::root().join(path), &current).expect("the repository can be written to");
        return;
    }
    let hint = "renew it with: UPDATE_GOLDEN=1 cargo test -p muster-tests --test repository current";
    assert!(tree::read(path) == current, "{path} is not current; {hint}");
}

#[test]
fn every_route_is_described_by_the_function_that_has_it() {
    let named = |all: Vec<&'static str>| all.into_iter().collect::<BTreeSet<_>>();
    let described = named(DESCRIBED.iter().map(|(name, _)| *name).collect());
    assert_eq!(described, named(SERVING_HTTP.iter().map(|(name, _)| *name).collect()));
    for (name, routes) in SERVING_HTTP {
        let routed: BTreeSet<String> = routes().table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
        let (_, docs) = DESCRIBED.iter().find(|(described, _)| *described == name).expect("it was found above");
        let docs = serde_json::to_value(docs()).expect("a document is JSON");
        let described: BTreeSet<String> =
            operations(&docs).map(|(method, path, _)| format!("{} {path}", method.to_ascii_uppercase())).collect();
        assert_eq!(described, routed, "{name}: docs() against routes()");
    }
}

#[test]
fn the_document_has_the_routes_of_the_template_and_no_others() {
    let document = document();
    let described: BTreeSet<String> =
        operations(&document).map(|(method, path, _)| format!("{} {path}", method.to_ascii_uppercase())).collect();
    let mut deployed: BTreeSet<String> = template::functions().values().flat_map(template::routes).collect();
    // What is left to the gateway is no route of the API.
    assert!(deployed.remove("$default"));
    assert_eq!(described, deployed, "openapi.json against template.yaml");
}

#[test]
fn every_operation_has_a_name_of_its_own_examples_and_its_refusals() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        assert!(!id.is_empty() && ids.insert(id), "{method} {path} has no name of its own: {id:?}");
        assert!(operation["summary"].is_string() && operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{id}");
        let responses = operation["responses"].as_object().expect("responses");
        let open = operation["security"] == serde_json::json!([]);
        assert_eq!(open, path == "/openapi.json" || path.starts_with("/docs"), "{id}");
        assert_eq!(open, !responses.contains_key("401"), "{id}");
        for status in ["429", "500", "503"] {
            assert!(responses.contains_key(status), "{id} may answer {status}");
        }
        let bodies = responses.values().map(|given| response(&document, given)).chain(operation.get("requestBody"));
        let bodies = bodies.filter_map(|holder| holder["content"].as_object());
        for (media_type, content) in bodies.flatten() {
            assert!(content.get("example").is_some(), "{id}: {media_type} has no example");
        }
        for (status, given) in responses {
            let is_refusal = status.starts_with(['4', '5']);
            let problem =
                response(&document, given)["content"].as_object().is_some_and(|content| content.contains_key("application/problem+json"));
            assert_eq!(problem, is_refusal && status != "429", "{id}: {status}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                open.extend(map.values());
                if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                    let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                    assert!(target.is_some(), "{reference} leads nowhere");
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[test]
fn a_link_fills_the_path_it_leads_to() {
    let document = document();
    let parameters = |id: &str| -> Option<BTreeSet<String>> {
        let (_, path, _) = operations(&document).find(|(_, _, operation)| operation["operationId"] == id)?;
        Some(path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned).collect())
    };
    let responses = operations(&document).flat_map(|(_, _, operation)| operation["responses"].as_object().into_iter().flatten());
    let links: Vec<&Value> = responses.filter_map(|(_, response)| response["links"].as_object()).flat_map(|links| links.values()).collect();
    assert!(links.len() > 20);
    for link in links {
        let target = link["operationId"].as_str().unwrap_or_default();
        let given: BTreeSet<String> = link["parameters"].as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
        assert_eq!(parameters(target), Some(given), "a link to {target}");
    }
}
