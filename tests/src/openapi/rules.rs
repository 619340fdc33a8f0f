//! What holds for every operation and is therefore said here: who may call, what is refused, which headers go with it.

use serde_json::{Map, Value, json};

use super::schemas::resolved;
use super::{each_operation, list, object};

/// The operations that need no token.
const OPEN: [&str; 3] = ["describeApi", "showDocs", "findDocsFile"];

/// The statuses that API Gateway may answer by itself, in its own plain form.
const GATEWAY: [&str; 5] = ["401", "413", "429", "500", "503"];

/// Adds to every operation what holds for it.
pub(super) fn complete(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    each_operation(document, |method, path, operation| {
        let open = OPEN.iter().any(|id| operation["operationId"] == *id);
        if open {
            operation["security"] = json!([]);
        }
        if method == "post" {
            if operation.get("parameters").is_none() {
                operation["parameters"] = json!([]);
            }
            list(&mut operation["parameters"]).push(idempotency_key());
        }
        if method == "patch" {
            list(&mut operation["parameters"]).push(if_match());
        }
        refuse(method, path, operation, open);
        headers(operation, open, &schemas);
        if let Some(body) = operation.get_mut("requestBody") {
            body["required"] = true.into();
        }
    });
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Sent again within 24 hours with the same body, it gets the first success again; with another body it is refused.",
        "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$" }
    })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "description": "The version that the change is meant for, as `ETag` gave it. Without it the change is put to the newest version, \
            unless someone else has changed the same fields meanwhile.",
        "required": false,
        "schema": { "type": "string" }
    })
}

fn refuse(method: &str, path: &str, operation: &mut Value, open: bool) {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let has = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
    let pages = parameters.iter().any(|parameter| parameter["name"] == "cursor");
    let body = operation.get("requestBody").is_some();
    let why = [
        ("400", body, "The body is not JSON."),
        ("400", pages, "The cursor is not one of this list."),
        ("401", !open, "A valid token is needed."),
        ("403", !open, "Callers of this role may not do this."),
        ("404", path.contains('{'), "There is no such record, or it is not yours."),
        ("409", method == "post", "A request with the same idempotency key is at work."),
        ("412", method == "patch", "`If-Match` names another version."),
        ("413", body || method == "post", "The body is over 256 KiB."),
        ("415", body, "The body is of another media type."),
        ("422", body || has("query") || method == "post", "The input is well-formed but not acceptable; `errors` names every fault."),
        ("429", true, "Too many requests."),
        ("500", true, "A fault of ours."),
        ("503", true, "Try again in a moment."),
    ];
    let responses = object(&mut operation["responses"]);
    for (status, _, description) in why.into_iter().filter(|(_, holds, _)| *holds) {
        responses.entry(status).or_insert_with(|| json!({ "description": description }));
    }
    for (status, response) in responses {
        if status.starts_with(['4', '5']) {
            response["content"] = refusal(status);
            if status == "503" {
                response["headers"] = json!({ "Retry-After": header("Seconds to wait.", false, json!({ "type": "integer" }), json!(1)) });
            }
        }
    }
}

/// What a refusal of a status looks like.
fn refusal(status: &str) -> Value {
    let mut content = Map::new();
    if status != "429" {
        content.insert("application/problem+json".to_owned(), json!({ "schema": { "$ref": "#/components/schemas/Problem" } }));
    }
    if GATEWAY.contains(&status) {
        content.insert("application/json".to_owned(), json!({ "schema": { "$ref": "#/components/schemas/GatewayMessage" } }));
    }
    content.into()
}

fn header(description: &str, required: bool, schema: Value, example: Value) -> Value {
    json!({ "description": description, "required": required, "schema": schema, "example": example })
}

fn headers(operation: &mut Value, open: bool, schemas: &Map<String, Value>) {
    let replayed = operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == "Idempotency-Key"));
    for (status, response) in object(&mut operation["responses"]).iter_mut().filter(|(status, _)| status.starts_with('2')) {
        let mut headers = Map::new();
        let text = || json!({ "type": "string" });
        let schema = resolved(&response["content"]["application/json"]["schema"], schemas);
        let versioned = schema["anyOf"].as_array().map_or(vec![schema], |all| all.iter().map(|one| resolved(one, schemas)).collect());
        if open || versioned.iter().any(|schema| schema["properties"].get("version").is_some()) {
            let says = "The version of what is answered, as a strong tag.";
            headers.insert("ETag".to_owned(), header(says, open, text(), json!("\"7\"")));
        }
        if !open && status != "204" {
            let says = "What the answer depends on besides the address.";
            headers.insert("Vary".to_owned(), header(says, true, text(), json!("Authorization, Accept")));
        }
        if status == "201" {
            let says = "Where to find what was created.";
            headers.insert(
                "Location".to_owned(),
                header(
                    says,
                    true,
                    json!({ "type": "string", "format": "uri-reference" }),
                    json!("/developers/dev_01k8zq4v6x2m9c7r3t5w8y0abc"),
                ),
            );
        }
        if replayed {
            let says = "That this is the first answer again.";
            headers.insert(
                "Idempotent-Replayed".to_owned(),
                header(says, false, json!({ "type": "string", "enum": ["true"] }), json!("true")),
            );
        }
        if !headers.is_empty() {
            response["headers"] = headers.into();
        }
    }
}
