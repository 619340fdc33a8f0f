//! `template.yaml`, and what it says of each function.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The template; CloudFormation's tags (`!Ref`, `!Sub`, …) are objects of one key.
pub(crate) fn template() -> Value {
    let yaml: serde_yaml_ng::Value = serde_yaml_ng::from_str(muster_local::template::TEMPLATE).expect("the template is YAML");
    serde_json::to_value(yaml).expect("its keys are strings")
}

/// A value under a tag such as `GetAtt`, whether or not the tag is spelled with its mark.
pub(crate) fn tagged<'a>(value: &'a Value, tag: &str) -> Option<&'a str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get(tag).or_else(|| object.get(&format!("!{tag}"))).and_then(Value::as_str)
}

/// The functions' resources, by their names in the template.
pub(crate) fn functions() -> BTreeMap<String, Value> {
    let template = template();
    let resources = template["Resources"].as_object().expect("the template has resources");
    let functions = resources.iter().filter(|(_, resource)| resource["Type"] == "AWS::Serverless::Function");
    functions.map(|(name, resource)| (name.clone(), resource.clone())).collect()
}

/// What a function's folder is called in the template: `log-time` is `LogTimeFunction`.
pub(crate) fn resource_name(folder: &str) -> String {
    let words = folder.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect::<String>() + "Function"
}

/// The routes of a function's resource, such as `GET /developers`; `$default` for the one without a path.
pub(crate) fn routes(function: &Value) -> BTreeSet<String> {
    let events = function["Properties"]["Events"].as_object().cloned().unwrap_or_default();
    let http = events.values().filter(|event| event["Type"] == "HttpApi");
    let key = |event: &Value| match (event["Properties"]["Method"].as_str(), event["Properties"]["Path"].as_str()) {
        (Some(method), Some(path)) => format!("{method} {path}"),
        _ => "$default".to_owned(),
    };
    let routes: Vec<String> = http.map(key).collect();
    let distinct: BTreeSet<String> = routes.iter().cloned().collect();
    assert_eq!(distinct.len(), routes.len(), "a route stands twice in {routes:?}");
    distinct
}
