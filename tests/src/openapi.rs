//! The OpenAPI document: what every function says of itself, put together, with what holds for all of them added.
//!
//! It is made here and not in a function: no program builds it, `describe-api` serves the file that a test holds current.
//! `schemas` and `rules` say what every schema and operation obeys, `patches` what a record's form becomes in a patch, `links`
//! what leads from an answer to the next request, `examples` a body for each.

mod examples;
mod links;
mod patches;
mod rules;
mod schemas;

use serde_json::{Map, Value, json};

use crate::functions::DESCRIBED;

/// The methods that a path may have.
pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The whole document.
///
/// # Panics
/// Two functions describe one operation, or two types under one name.
#[must_use]
pub fn document() -> Value {
    let mut document = frame();
    for (function, docs) in DESCRIBED {
        let part = serde_json::to_value(docs()).expect("a document is JSON");
        merge(&mut document, &part, function);
    }
    schemas::tidy(&mut document);
    rules::complete(&mut document);
    links::add(&mut document);
    schemas::prune(&mut document);
    examples::add(&mut document);
    document
}

fn frame() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Muster",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The back end of a company that hires out back-end developers.",
            "description": "Developers register and are vetted, clients post projects, matches are ranked and explained, engagements are \
                offered and accepted, time is logged and approved, and invoices follow from it.\n\n\
                Money is a decimal string with its currency, dates are inclusive at both ends, instants are UTC. Unknown fields are refused. \
                A field that a caller may not see is absent. Refusals are problem documents (RFC 9457) that name every fault.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "servers": [{ "url": ".", "description": "Where this document is." }],
        "security": [{ "login": [] }],
        "tags": [],
        "paths": {},
        "components": {
            "schemas": {},
            "securitySchemes": {
                "login": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "A token of the OpenID Connect issuer. Its `roles` (or `cognito:groups`) hold one of `operator`, `client` \
                        and `developer`; `muster_account` is the account of a client or developer."
                }
            }
        }
    })
}

fn merge(document: &mut Value, part: &Value, function: &str) {
    let tags = part["tags"].as_array().cloned().unwrap_or_default();
    list(&mut document["tags"]).extend(tags);
    for (path, item) in part["paths"].as_object().into_iter().flatten() {
        let known = object(&mut document["paths"]).entry(path).or_insert_with(|| json!({}));
        for (method, operation) in item.as_object().into_iter().flatten() {
            let before = object(known).insert(method.clone(), operation.clone());
            assert_eq!(before, None, "{function} describes {method} {path}, which is described already");
        }
    }
    for (name, schema) in part["components"]["schemas"].as_object().into_iter().flatten() {
        let before = object(&mut document["components"]["schemas"]).insert(name.clone(), schema.clone());
        assert!(before.is_none_or(|before| before == *schema), "{function} has another {name} than a function before it");
    }
}

/// The operations, each with its method and path.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(path, item)| METHODS.into_iter().filter_map(move |method| Some((method, path.as_str(), item.get(method)?))))
}

/// Changes each operation.
fn each_operation(document: &mut Value, mut change: impl FnMut(&str, &str, &mut Value)) {
    for (path, item) in object(&mut document["paths"]) {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                change(method, path, operation);
            }
        }
    }
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("an object")
}

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().expect("an array")
}

/// The name of the schema that a reference leads to.
fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}
