//! The schemas: as they are derived they repeat themselves and know neither what is refused nor what is always there.

use std::collections::{BTreeMap, BTreeSet};

use muster::http::schema::INLINE;
use serde_json::{Map, Value, json};

use super::{object, operations, referred};

type Schemas = Map<String, Value>;

/// Makes the schemas say what holds: requests are closed, replies always have what may be null, and no schema stands twice.
pub(super) fn tidy(document: &mut Value) {
    each_schema(document, &mut |schema| {
        if let Some(choices) = schema.remove("oneOf") {
            // Whoever may see more gets more of the same: several may fit.
            schema.insert("anyOf".to_owned(), choices);
        }
        // A parameter has an example too, and a schema beside it.
        if !schema.contains_key("schema")
            && let Some(example) = schema.remove("example")
        {
            schema.insert("examples".to_owned(), json!([example]));
        }
    });
    let inlined = take_inlined(document);
    each_schema(document, &mut |schema| write_out(schema, &inlined));
    name_lists(document);
    let requests = reachable(document, |operation| vec![&operation["requestBody"]]);
    let replies = reachable(document, |operation| vec![&operation["responses"]]);
    for (name, schema) in object(&mut document["components"]["schemas"]) {
        if replies.contains(name) && !requests.contains(name) {
            within(schema, &mut require_nullable);
        }
    }
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    each_schema(document, &mut |schema| flatten(schema, &schemas));
    for (name, schema) in object(&mut document["components"]["schemas"]) {
        if requests.contains(name) && schema.get("properties").is_some() {
            object(schema).insert("additionalProperties".to_owned(), false.into());
        }
    }
    refer(document);
    super::patches::describe(document);
    open_parameters(document);
}

/// Removes what nothing refers to.
pub(super) fn prune(document: &mut Value) {
    let used = reachable(document, |operation| vec![operation]);
    object(&mut document["components"]["schemas"]).retain(|name, _| used.contains(name));
}

/// Changes every schema, those within others first.
fn each_schema(document: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    within(&mut document["components"]["schemas"], change);
    within(&mut document["paths"], change);
}

fn within(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(|value| within(value, change));
            change(map);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| within(item, change)),
        _ => {}
    }
}

fn take_inlined(document: &mut Value) -> BTreeMap<String, Value> {
    let schemas = object(&mut document["components"]["schemas"]);
    let names: Vec<String> = schemas.keys().filter(|name| name.starts_with(INLINE)).cloned().collect();
    names.into_iter().filter_map(|name| schemas.remove_entry(&name)).collect()
}

fn write_out(schema: &mut Map<String, Value>, inlined: &BTreeMap<String, Value>) {
    let name = referred(&Value::Object(schema.clone())).map(str::to_owned);
    if let Some(Value::Object(meant)) = name.and_then(|name| inlined.get(&name)) {
        schema.remove("$ref");
        for (key, value) in meant {
            schema.entry(key).or_insert_with(|| value.clone());
        }
    }
}

/// `ListReply_Developer` is a `DeveloperList`.
fn name_lists(document: &mut Value) {
    let schemas = object(&mut document["components"]["schemas"]);
    let lists: Vec<String> = schemas.keys().filter(|name| name.contains('_')).cloned().collect();
    let mut names = BTreeMap::new();
    for old in lists {
        let (generic, item) = old.split_once('_').expect("it has one");
        let new = if generic == "ListReply" { format!("{}List", item.trim_end_matches("Seen")) } else { format!("{generic}Of{item}") };
        let schema = schemas.remove(&old).expect("it was there");
        schemas.insert(new.clone(), schema);
        names.insert(old, new);
    }
    each_schema(document, &mut |schema| {
        let new = referred(&Value::Object(schema.clone())).and_then(|old| names.get(old)).cloned();
        if let Some(new) = new {
            schema.insert("$ref".to_owned(), format!("#/components/schemas/{new}").into());
        }
    });
}

/// The schemas that some part of the operations leads to.
fn reachable(document: &Value, parts: impl Fn(&Value) -> Vec<&Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = operations(document).flat_map(|(_, _, operation)| parts(operation)).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                open.extend(map.values());
                if let Some(name) = referred(value)
                    && found.insert(name.to_owned())
                {
                    open.extend(document["components"]["schemas"].get(name));
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

fn is_null(schema: &Value) -> bool {
    schema["type"] == "null"
}

fn is_nullable(schema: &Value) -> bool {
    let among = |key: &str, fits: fn(&Value) -> bool| schema[key].as_array().is_some_and(|all| all.iter().any(fits));
    among("type", |word| word == "null") || among("anyOf", is_null)
}

/// In a reply, what may be null is always there: what may be absent is never null.
fn require_nullable(schema: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = schema.get("properties") else { return };
    let nullable = properties.iter().filter(|(_, schema)| is_nullable(schema)).map(|(name, _)| name.clone());
    let stated = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned));
    let required: BTreeSet<String> = nullable.chain(stated).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
}

/// A reply that is put together of several is one object; a part that may be missing makes no field required.
fn flatten(schema: &mut Map<String, Value>, schemas: &Schemas) {
    let Some(Value::Array(parts)) = schema.get("allOf").cloned() else { return };
    let mut properties = Map::new();
    let mut required = BTreeSet::new();
    for part in &parts {
        let choices = part["anyOf"].as_array();
        let there = choices.and_then(|choices| choices.iter().find(|choice| !is_null(choice)));
        let part = resolved(there.unwrap_or(part), schemas);
        let mut part = part.as_object().cloned().unwrap_or_default();
        flatten(&mut part, schemas);
        let Some(Value::Object(fields)) = part.remove("properties") else { return };
        properties.extend(fields);
        if there.is_none() {
            required
                .extend(part.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    schema.remove("allOf");
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("required".to_owned(), json!(required));
}

/// The schema itself, or the one it refers to.
pub(super) fn resolved<'a>(schema: &'a Value, schemas: &'a Schemas) -> &'a Value {
    referred(schema).and_then(|name| schemas.get(name)).unwrap_or(schema)
}

/// An object that is described under a name is referred to by it.
fn refer(document: &mut Value) {
    let named = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let mut names: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (name, schema) in named.iter().filter(|(_, schema)| schema.get("properties").is_some()) {
        names.entry(shape(schema)).or_default().push(name);
    }
    let mut change = |schema: &mut Map<String, Value>| {
        let known = schema.get("properties").and_then(|_| names.get(&shape(&Value::Object(schema.clone()))));
        if let Some([name]) = known.map(Vec::as_slice) {
            *schema = Map::from_iter([("$ref".to_owned(), format!("#/components/schemas/{name}").into())]);
        }
    };
    for schema in object(&mut document["components"]["schemas"]).values_mut() {
        // Not the named one itself, but what is in it.
        match schema {
            Value::Object(map) => map.values_mut().for_each(|value| within(value, &mut change)),
            _ => within(schema, &mut change),
        }
    }
    within(&mut document["paths"], &mut change);
}

/// What tells two object schemas apart; the rules that hold for requests or replies are applied to named ones alone.
fn shape(schema: &Value) -> String {
    let fields: Vec<&String> = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    format!("{fields:?}")
}

/// A parameter that is not given is not there: none is null.
fn open_parameters(document: &mut Value) {
    super::each_operation(document, |_, _, operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let schema = &mut parameter["schema"];
            if let Some(Value::Array(choices)) = schema.get("anyOf").cloned()
                && let [one] = choices.iter().filter(|choice| !is_null(choice)).collect::<Vec<_>>()[..]
            {
                *schema = one.clone();
            }
            if let Some(Value::Array(types)) = schema.get("type").cloned() {
                schema["type"] = types.into_iter().find(|word| word != "null").unwrap_or_default();
            }
        }
    });
}
