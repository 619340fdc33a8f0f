//! Reads out of `template.yaml` what the local server must do as the deployment does: the table's schema, which routes have no
//! authorizer, and what pages of other origins may do.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use thiserror::Error;

use crate::gateway::Cors;

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
        // What else a table has (recovery, encryption, protection, tags) changes nothing that a request could see.
        let mut create = json!({ "BillingMode": "PAY_PER_REQUEST" });
        for name in ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
            if let Some(value) = properties.get(name) {
                create[name] = value.clone();
            }
        }
        if let Some(view) = properties.pointer("/StreamSpecification/StreamViewType") {
            create["StreamSpecification"] = json!({ "StreamEnabled": true, "StreamViewType": view });
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
            .filter_map(|event| {
                let text = |name: &str| event.get(name).and_then(Value::as_str);
                Some(format!("{} {}", text("Method")?.to_ascii_uppercase(), text("Path")?))
            })
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

    fn resources<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        let resources = self.0.get("Resources").and_then(Value::as_object).into_iter().flat_map(|resources| resources.values());
        resources
            .filter(move |resource| resource.get("Type").and_then(Value::as_str) == Some(kind))
            .filter_map(|resource| resource.get("Properties"))
    }
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
            "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" },
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
