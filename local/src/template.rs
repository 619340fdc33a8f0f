//! Reads out of `template.yaml` what the local server must do as the deployment does: the table's schema, which routes have no
//! authorizer, what pages of other origins may do, and what each function is granted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thiserror::Error;

use crate::gateway::Cors;
use crate::grants::{ByFunction, Grant};

/// The template that is deployed.
pub const TEMPLATE: &str = include_str!("../../template.yaml");

/// The template does not say what the local server must know.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// It is not YAML.
    #[error("template.yaml is not readable: {0}")]
    Unreadable(String),
    /// It holds no table, or several.
    #[error("template.yaml must hold one resource of type AWS::DynamoDB::Table; it holds {0}")]
    Tables(usize),
}

/// A template, with CloudFormation's tags (`!Ref`, `!If`, …) as objects of one key.
#[derive(Clone, Debug)]
pub struct Template(Value);

/// The table as the template has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSchema {
    /// The properties that `CreateTable` takes, without the table's name.
    pub create: Value,
    /// The attribute that holds the second at which an item expires.
    pub expires: Option<String>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// It is not YAML.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let unreadable = |error: &dyn std::fmt::Display| TemplateError::Unreadable(error.to_string());
        let yaml: serde_yaml_ng::Value = serde_yaml_ng::from_str(text).map_err(|error| unreadable(&error))?;
        serde_json::to_value(yaml).map(Self).map_err(|error| unreadable(&error))
    }

    /// The one table, by its type.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn table(&self) -> Result<TableSchema, TemplateError> {
        let tables: Vec<&Value> = self.resources("AWS::DynamoDB::Table").collect();
        let [properties] = tables.as_slice() else {
            return Err(TemplateError::Tables(tables.len()));
        };
        // What else a table has (recovery, encryption, protection, tags) changes nothing that a request could see. Nor does its
        // stream, which nobody reads here: the embedded engine keeps all of it and counts through it at every write.
        let mut create = json!({ "BillingMode": "PAY_PER_REQUEST" });
        for name in ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
            if let Some(value) = properties.get(name) {
                create[name] = value.clone();
            }
        }
        let expires = properties.pointer("/TimeToLiveSpecification/AttributeName").and_then(Value::as_str).map(str::to_owned);
        Ok(TableSchema { create, expires })
    }

    /// The route keys, such as `POST /payments/{provider}`, that the gateway lets through without a token.
    #[must_use]
    pub fn open_routes(&self) -> BTreeSet<String> {
        self.resources("AWS::Serverless::Function")
            .filter_map(|properties| properties.get("Events").and_then(Value::as_object))
            .flat_map(|events| events.values())
            .filter_map(|event| event.get("Properties"))
            .filter(|event| event.pointer("/Auth/Authorizer").and_then(Value::as_str) == Some("NONE"))
            .filter_map(route_key)
            .collect()
    }

    /// What pages of these origins may do.
    #[must_use]
    pub fn cors(&self, origins: Vec<String>) -> Cors {
        let settings = self.resources("AWS::Serverless::HttpApi").find_map(|api| api.get("CorsConfiguration"));
        let words = |name: &str| -> String {
            let list = settings.and_then(|settings| settings.get(name)).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
        };
        Cors {
            origins,
            methods: words("AllowMethods"),
            headers: words("AllowHeaders"),
            exposed: words("ExposeHeaders"),
            max_age: settings.and_then(|settings| settings.get("MaxAge")).and_then(Value::as_u64).unwrap_or_default(),
        }
    }

    /// The resource of the function that answers each route key, such as `GET /developers`, and of each function by its own name,
    /// such as `log-time`.
    #[must_use]
    pub fn functions(&self) -> BTreeMap<String, String> {
        let mut functions = BTreeMap::new();
        for (resource, properties) in self.named("AWS::Serverless::Function") {
            let events = properties.get("Events").and_then(Value::as_object).into_iter().flat_map(|events| events.values());
            let keys = events.filter_map(|event| route_key(event.get("Properties")?));
            functions.extend(keys.chain([folder_name(resource)]).map(|key| (key, resource.to_owned())));
        }
        functions
    }

    /// What each function may do to the table and to its indexes, by the function's resource.
    #[must_use]
    pub fn grants(&self) -> ByFunction {
        let statements = |function: &Value| {
            let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
            let policies = list(function.get("Policies")).into_iter();
            policies.flat_map(|policy| list(policy.get("Statement"))).filter_map(|statement| granted(&statement)).flatten().collect()
        };
        self.named("AWS::Serverless::Function").map(|(resource, function)| (resource.to_owned(), statements(function))).collect()
    }

    fn resources<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.named(kind).map(|(_, properties)| properties)
    }

    /// The resources of a kind: their names and properties.
    fn named<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let resources = self.0.get("Resources").and_then(Value::as_object).into_iter().flatten();
        resources
            .filter(move |(_, resource)| resource.get("Type").and_then(Value::as_str) == Some(kind))
            .filter_map(|(name, resource)| Some((name.as_str(), resource.get("Properties")?)))
    }
}

/// The key of the route of an event's properties; the gateway's `$default` has none.
fn route_key(event: &Value) -> Option<String> {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    Some(format!("{} {}", text("Method")?.to_ascii_uppercase(), text("Path")?))
}

/// `LogTimeFunction` is `log-time`.
fn folder_name(resource: &str) -> String {
    let stem = resource.strip_suffix("Function").unwrap_or(resource);
    let words = stem.char_indices().flat_map(|(at, letter)| {
        let dash = letter.is_ascii_uppercase() && at > 0;
        dash.then_some('-').into_iter().chain([letter.to_ascii_lowercase()])
    });
    words.collect()
}

/// What a policy's statement grants; nothing if it is of something else than the table.
fn granted(statement: &Value) -> Option<Vec<Grant>> {
    let allows = statement.get("Effect").and_then(Value::as_str) == Some("Allow");
    // A tag is spelled with its mark or without it.
    let tagged = |tag: &str| statement.pointer(&format!("/Resource/{tag}")).or_else(|| statement.pointer(&format!("/Resource/!{tag}")));
    let on_table = tagged("GetAtt").and_then(Value::as_str) == Some("Table.Arn");
    let on_indexes = tagged("Sub").and_then(Value::as_str) == Some("${Table.Arn}/index/*");
    let action = statement.get("Action")?;
    let actions = action.as_array().map_or_else(|| vec![action], |actions| actions.iter().collect());
    let actions = actions.into_iter().filter_map(Value::as_str);
    (allows && (on_table || on_indexes)).then(|| actions.map(|action| Grant { action: action.to_owned(), on_indexes }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "
Resources:
  Anything:
    Type: AWS::DynamoDB::Table
    Properties:
      DeletionProtectionEnabled: !If [Kept, !Ref Protect, false]
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
      TimeToLiveSpecification: { AttributeName: gone_at, Enabled: true }
  DescribeApiFunction:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt Role.Arn
      Events:
        Docs: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: get, Path: /docs, Auth: { Authorizer: NONE } } }
        Default: { Type: HttpApi, Properties: { ApiId: !Ref Api, Auth: { Authorizer: NONE } } }
        Closed: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: /closed } }
";

    #[test]
    fn the_table_is_found_by_its_type_among_tagged_values() {
        let table = Template::parse(SMALL).and_then(|template| template.table()).expect("a table");
        assert_eq!(table.expires.as_deref(), Some("gone_at"));
        let expected = json!({
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
        });
        assert_eq!(table.create, expected);
    }

    #[test]
    fn no_table_or_two_are_an_error() {
        let none = Template::parse("Resources: {}").expect("YAML");
        assert!(matches!(none.table(), Err(TemplateError::Tables(0))));
        let two = Template::parse("Resources: { A: &t { Type: AWS::DynamoDB::Table, Properties: {} }, B: *t }").expect("YAML");
        assert!(matches!(two.table(), Err(TemplateError::Tables(2))));
    }

    #[test]
    fn routes_without_an_authorizer_are_those_that_say_so() {
        let open = Template::parse(SMALL).expect("YAML").open_routes();
        assert_eq!(open, BTreeSet::from(["GET /docs".to_owned()]));
    }

    #[test]
    fn the_deployed_template_has_a_table_with_four_indexes() {
        let table = Template::parse(TEMPLATE).and_then(|template| template.table()).expect("a table");
        assert_eq!(table.create["GlobalSecondaryIndexes"].as_array().map(Vec::len), Some(4));
    }
}
