//! No function may do more to the table than the store does.

use serde_json::Value;

use crate::template::{self, tagged};
use crate::tree;

/// What a function may be granted, and how the store asks for it.
const ACTIONS: [(&str, &[&str]); 7] = [
    ("dynamodb:BatchGetItem", &[".batch_get_item()"]),
    ("dynamodb:ConditionCheckItem", &["ConditionCheck::builder()"]),
    ("dynamodb:DeleteItem", &[".delete_item()", "Delete::builder()"]),
    ("dynamodb:GetItem", &[".get_item()"]),
    ("dynamodb:PutItem", &[".put_item()", "Put::builder()"]),
    ("dynamodb:Query", &[".query()"]),
    ("dynamodb:UpdateItem", &[".update_item()", "Update::builder()"]),
];

fn statements(function: &Value) -> Vec<Value> {
    let policies = function["Properties"]["Policies"].as_array().cloned().unwrap_or_default();
    policies
        .iter()
        .flat_map(|policy| policy["Statement"].as_array().unwrap_or_else(|| panic!("{policy} is no policy of statements")).clone())
        .collect()
}

fn actions(statement: &Value) -> Vec<&str> {
    match &statement["Action"] {
        Value::Array(actions) => actions.iter().filter_map(Value::as_str).collect(),
        action => action.as_str().into_iter().collect(),
    }
}

#[test]
fn each_function_is_granted_listed_actions_on_the_table_alone() {
    for (name, function) in template::functions() {
        assert_eq!(function["Properties"].get("Role"), None, "{name} has a role of its own");
        for statement in statements(&function) {
            assert_eq!(statement["Effect"], "Allow", "{name}");
            let actions = actions(&statement);
            assert!(!actions.is_empty(), "{name}: {statement}");
            for action in &actions {
                assert!(ACTIONS.iter().any(|(known, _)| known == action), "{name} is granted {action}");
            }
            let on_indexes = tagged(&statement["Resource"], "Sub") == Some("${Table.Arn}/index/*");
            let on_table = tagged(&statement["Resource"], "GetAtt") == Some("Table.Arn");
            assert!(on_indexes || on_table, "{name} is granted {actions:?} on {}", statement["Resource"]);
            if on_indexes {
                assert_eq!(actions, ["dynamodb:Query"], "{name}: an index can only be queried");
            }
        }
    }
}

#[test]
fn what_is_granted_is_what_the_store_does() {
    let store: String =
        tree::sources().iter().filter(|source| source.is_under("shared/src/store")).map(|source| source.text.as_str()).collect();
    for (name, function) in template::functions() {
        for statement in statements(&function) {
            for action in actions(&statement) {
                let (_, calls) = ACTIONS.iter().find(|(known, _)| *known == action).expect("another test holds the list");
                assert!(calls.iter().any(|call| store.contains(call)), "{name} is granted {action}, which the store never asks for");
            }
        }
    }
    assert!(!store.contains(".scan()"), "nothing scans the table");
}

#[test]
fn what_only_answers_unknown_paths_may_do_nothing() {
    assert_eq!(statements(&template::functions()["DescribeApiFunction"]), Vec::<Value>::new());
}

#[test]
fn only_what_describes_the_api_is_open_to_callers_without_a_token() {
    let api = &template::template()["Resources"]["Api"]["Properties"]["Auth"]["DefaultAuthorizer"];
    assert_eq!(api, "Login");
    for (name, function) in template::functions() {
        let events = function["Properties"]["Events"].as_object().cloned().unwrap_or_default();
        for (event, properties) in events.iter().filter(|(_, event)| event["Type"] == "HttpApi") {
            let open = properties["Properties"].get("Auth").is_some();
            assert_eq!(open, name == "DescribeApiFunction", "{name}: {event}");
        }
    }
}
