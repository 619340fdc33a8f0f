//! A body for each request and answer, made of the examples of its parts.

use serde_json::{Map, Value};

use super::each_operation;
use super::schemas::resolved;

/// Adds an example to every body that has none.
pub(super) fn add(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    each_operation(document, |method, _, operation| {
        let status = |status: &str| status.parse::<u64>().ok();
        if let Some(body) = operation.get_mut("requestBody") {
            fill(body, &schemas, None);
            if method == "patch" {
                shorten(body);
            }
        }
        for (code, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            fill(response, &schemas, status(code));
        }
    });
}

/// A patch rarely changes everything: an example of one field.
fn shorten(body: &mut Value) {
    for content in body["content"].as_object_mut().into_iter().flat_map(|content| content.values_mut()) {
        let changed =
            ["phone", "purchase_order", "description"].into_iter().find_map(|field| Some((field, content["example"].get(field)?.clone())));
        if let Some((field, value)) = changed {
            content["example"] = Map::from_iter([(field.to_owned(), value)]).into();
        }
    }
}

fn fill(holder: &mut Value, schemas: &Map<String, Value>, status: Option<u64>) {
    for (media_type, content) in holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        if content.get("example").is_some() {
            continue;
        }
        let mut example = example(&content["schema"], schemas);
        if media_type == "application/problem+json" {
            problem(&mut example, status.unwrap_or_default());
        }
        content["example"] = example;
    }
}

/// A problem of a status, in the words that `http/problem` has for the commonest kind.
fn problem(example: &mut Value, status: u64) {
    let (kind, title, detail) = match status {
        400 => ("malformed-body", "The body is not readable", "Not JSON: expected value at line 1 column 1."),
        401 => ("unauthenticated", "A valid token is needed", "Send a valid token as `Authorization: Bearer …`."),
        403 => ("forbidden", "Your role may not do this", "Callers of your role may not do this."),
        404 => ("not-found", "There is nothing here", "No such record, or it is not yours."),
        409 => ("conflict", "The record was changed meanwhile", "The record was changed by someone else; read it and try again."),
        412 => ("stale-version", "The version is stale", "The record is at version \"7\"."),
        413 => ("body-too-large", "The body is too large", "At most 262144 bytes are read."),
        415 => ("unsupported-media-type", "The media type is not supported", "Send `Content-Type: application/json`."),
        500 => ("internal", "Something went wrong on our side", "The request was not carried out; its id is in `instance`."),
        503 => ("unavailable", "Try again in a moment", "The table is busy; try again in a moment."),
        _ => return,
    };
    example["type"] = format!("/problems/{kind}").into();
    example["title"] = title.into();
    example["detail"] = detail.into();
    example["status"] = status.into();
    if let Some(fields) = example.as_object_mut() {
        fields.remove("errors");
    }
}

/// A value of a schema: its own example, or one made of its parts'.
fn example(schema: &Value, schemas: &Map<String, Value>) -> Value {
    if let Some(stated) = schema["examples"].as_array().and_then(|all| all.first()) {
        return stated.clone();
    }
    if let Some(default) = schema.get("default") {
        return default.clone();
    }
    let meant = resolved(schema, schemas);
    if meant != schema {
        return example(meant, schemas);
    }
    if let Some(choice) =
        schema["anyOf"].as_array().or(schema["allOf"].as_array()).and_then(|all| all.iter().find(|one| one["type"] != "null"))
    {
        return example(choice, schemas);
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].as_array().and_then(|kinds| kinds.iter().find_map(Value::as_str)));
    match kind {
        Some("object") => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            fields.map(|(name, schema)| (name.clone(), example(schema, schemas))).collect::<Map<_, _>>().into()
        }
        Some("array") => vec![example(&schema["items"], schemas)].into(),
        Some("integer" | "number") => schema["minimum"].as_u64().unwrap_or(1).max(1).into(),
        Some("boolean") => false.into(),
        Some("string") => match schema["format"].as_str() {
            Some("date") => "2027-01-04".into(),
            Some("date-time") => "2027-01-04T09:00:00Z".into(),
            _ => "…".into(),
        },
        _ => Value::Object(Map::new()),
    }
}
