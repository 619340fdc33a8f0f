//! What may be sent to change a record: a part of the form in which the record would be sent (JSON Merge Patch, RFC 7396).

use serde_json::{Map, Value, json};

use super::schemas::resolved;
use super::{each_operation, object, referred};

/// What a record's form has and its patch has not.
const IMMUTABLE: [&str; 1] = ["client_id"];

/// Turns the body of each `PATCH`, described by the record's form, into a patch of it.
pub(super) fn describe(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let mut patches = Map::new();
    each_operation(document, |method, _, operation| {
        if method != "patch" {
            return;
        }
        let form = referred(&operation["requestBody"]["content"]["application/json"]["schema"]).unwrap_or_default().to_owned();
        let name = format!("{}Patch", form.trim_start_matches("New").trim_end_matches("Change"));
        let mut patch = partial(&schemas[&form], &schemas);
        patch["description"] = "What is to change: null removes, an array is replaced whole.".into();
        if let Some(fields) = patch["properties"].as_object_mut() {
            fields.retain(|field, _| !IMMUTABLE.contains(&field.as_str()));
        }
        let body = json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } });
        operation["requestBody"]["content"] = json!({ "application/merge-patch+json": body, "application/json": body });
        patches.insert(name, patch);
    });
    object(&mut document["components"]["schemas"]).extend(patches);
}

/// The schema of a patch: objects in part, everything else as it is.
fn partial(schema: &Value, schemas: &Map<String, Value>) -> Value {
    if let Some(choices) = schema["anyOf"].as_array() {
        let choices: Vec<Value> = choices.iter().map(|choice| partial(choice, schemas)).collect();
        return json!({ "anyOf": choices });
    }
    let meant = resolved(schema, schemas);
    let Some(fields) = meant["properties"].as_object() else {
        let mut plain = schema.clone();
        plain.as_object_mut().into_iter().for_each(|plain| drop(plain.remove("default")));
        return plain;
    };
    let is_required = |name: &str| meant["required"].as_array().is_some_and(|all| all.iter().any(|required| required == name));
    let field = |(name, schema): (&String, &Value)| {
        let patched = partial(schema, schemas);
        (name.clone(), if is_required(name) { patched } else { or_null(patched) })
    };
    let fields: Map<String, Value> = fields.iter().map(field).collect();
    json!({ "type": "object", "properties": fields, "additionalProperties": false })
}

fn or_null(schema: Value) -> Value {
    let among = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
    let nullable = among("type").iter().any(|kind| kind == "null") || among("anyOf").iter().any(|choice| choice["type"] == "null");
    if nullable { schema } else { json!({ "anyOf": [schema, { "type": "null" }] }) }
}
