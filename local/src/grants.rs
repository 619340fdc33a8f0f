//! IAM's part: what the template grants a function, held against every call to the table that it makes.
//!
//! A transaction is authorised by the actions of its items, and a query of an index apart from one of the table. What no function
//! of the template does (the sandbox, a test's own route) is not held against anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug, Display, Formatter};
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::template::{TEMPLATE, Template, TemplateError};

tokio::task_local! {
    /// The route that is being answered or the function that was invoked.
    static SERVING: String;
}

/// Runs what answers a route, by its key such as `GET /developers`, or what a function without routes does, by its name.
pub(crate) async fn serving<F: Future>(what: String, future: F) -> F::Output {
    SERVING.scope(what, future).await
}

/// An action on the table or, apart from it, on its indexes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// Such as `dynamodb:PutItem`.
    pub action: String,
    /// Whether it is on the indexes.
    pub on_indexes: bool,
}

impl Display for Grant {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} on the {}", self.action, if self.on_indexes { "indexes" } else { "table" })
    }
}

/// Grants by the name of a function's resource, such as `LogTimeFunction`.
pub type ByFunction = BTreeMap<String, BTreeSet<Grant>>;

/// What the functions of a template may do, and what they did. Its clones are one and the same.
#[derive(Clone)]
pub struct Grants(Arc<State>);

struct State {
    /// Which function answers a route, or is invoked by a name.
    functions: BTreeMap<String, String>,
    granted: ByFunction,
    used: Mutex<ByFunction>,
}

impl Debug for Grants {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grants").field("granted", &self.0.granted).finish_non_exhaustive()
    }
}

impl Grants {
    /// Those of the template that is deployed.
    ///
    /// # Errors
    /// It is not YAML.
    pub fn deployed() -> Result<Self, TemplateError> {
        Template::parse(TEMPLATE).map(|template| Self::of(&template))
    }

    /// Those of a template.
    #[must_use]
    pub fn of(template: &Template) -> Self {
        Self(Arc::new(State { functions: template.functions(), granted: template.grants(), used: Mutex::default() }))
    }

    /// What each function may do.
    #[must_use]
    pub fn granted(&self) -> &ByFunction {
        &self.0.granted
    }

    /// What each function did so far.
    #[must_use]
    pub fn used(&self) -> ByFunction {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// It refuses what is not granted, as AWS does, and notes what is.
    #[must_use]
    pub fn interceptor(&self) -> SharedInterceptor {
        SharedInterceptor::new(self.clone())
    }

    fn hold(&self, serving: &str, asked: BTreeSet<Grant>) -> Result<(), String> {
        let Some(function) = self.0.functions.get(serving) else { return Ok(()) };
        let granted = self.0.granted.get(function);
        if let Some(missing) = asked.iter().find(|grant| granted.is_none_or(|granted| !granted.contains(grant))) {
            return Err(format!("{function} is not granted {missing} in template.yaml"));
        }
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner).entry(function.clone()).or_default().extend(asked);
        Ok(())
    }
}

impl Intercept for Grants {
    fn name(&self) -> &'static str {
        "Grants"
    }

    // Before what tests do to single attempts.
    fn read_after_serialization(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let serving = SERVING.try_with(Clone::clone);
        serving.map_or(Ok(()), |serving| self.hold(&serving, asked(context.request())?).map_err(BoxError::from))
    }
}

/// What of a call's body decides which actions it needs.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Body {
    transact_items: Vec<BTreeMap<String, IgnoredAny>>,
    index_name: Option<IgnoredAny>,
}

/// The actions that AWS asks for before it carries a call out.
fn asked(request: &HttpRequest) -> Result<BTreeSet<Grant>, BoxError> {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    let body: Body = serde_json::from_slice(request.body().bytes().unwrap_or_default())?;
    let on = |action: &str| Grant { action: format!("dynamodb:{action}"), on_indexes: body.index_name.is_some() };
    if !operation.starts_with("Transact") {
        return Ok(BTreeSet::from([on(operation)]));
    }
    let items = body.transact_items.iter().flat_map(BTreeMap::keys);
    Ok(items.map(|kind| on(if kind == "ConditionCheck" { "ConditionCheckItem" } else { kind })).map(itemised).collect())
}

/// A transaction's `Put` is authorised as `PutItem`.
fn itemised(grant: Grant) -> Grant {
    if grant.action.ends_with("Item") { grant } else { Grant { action: grant.action + "Item", ..grant } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;

    const SMALL: &str = "
Resources:
  LogTimeFunction:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - Statement:
            - { Effect: Allow, Action: [dynamodb:GetItem, dynamodb:PutItem], Resource: !GetAtt Table.Arn }
            - { Effect: Allow, Action: dynamodb:Query, Resource: !Sub '${Table.Arn}/index/*' }
      Events:
        Log: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: POST, Path: /time } }
  RunBillingFunction:
    Type: AWS::Serverless::Function
    Properties: { Events: { Daily: { Type: ScheduleV2 } } }
";

    fn call(operation: &str, body: &str) -> BTreeSet<Grant> {
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.headers_mut().insert("x-amz-target", format!("DynamoDB_20120810.{operation}"));
        asked(&request).expect("a body of JSON")
    }

    fn named(asked: &BTreeSet<Grant>) -> Vec<String> {
        asked.iter().map(Grant::to_string).collect()
    }

    #[test]
    fn a_call_asks_for_its_action_and_a_transaction_for_those_of_its_items() {
        assert_eq!(named(&call("GetItem", "{}")), ["dynamodb:GetItem on the table"]);
        assert_eq!(named(&call("Query", r#"{"IndexName":"one"}"#)), ["dynamodb:Query on the indexes"]);
        let items = r#"{"TransactItems":[{"Put":{"Item":{}}},{"ConditionCheck":{}},{"Put":{}},{"Delete":{}},{"Get":{}}]}"#;
        let expected = ["ConditionCheckItem", "DeleteItem", "GetItem", "PutItem"].map(|action| format!("dynamodb:{action} on the table"));
        assert_eq!(named(&call("TransactWriteItems", items)), expected);
    }

    #[test]
    fn what_is_not_granted_is_refused_and_what_is_done_is_noted() {
        let grants = Grants::of(&Template::parse(SMALL).expect("YAML"));
        assert_eq!(grants.hold("POST /time", call("GetItem", "{}")), Ok(()));
        assert_eq!(grants.hold("POST /time", call("Query", r#"{"IndexName":"one"}"#)), Ok(()));
        let refused = grants.hold("POST /time", call("Query", "{}")).expect_err("the table itself may not be queried");
        assert_eq!(refused, "LogTimeFunction is not granted dynamodb:Query on the table in template.yaml");
        assert!(grants.hold("run-billing", call("GetItem", "{}")).is_err(), "it is granted nothing");
        assert_eq!(grants.hold("POST /local/token", call("GetItem", "{}")), Ok(()), "no function of the template");
        let used = grants.used();
        assert_eq!(named(&used["LogTimeFunction"]), ["dynamodb:GetItem on the table", "dynamodb:Query on the indexes"]);
    }

    #[test]
    fn a_denial_or_another_table_grants_nothing() {
        let denied = SMALL.replace("Effect: Allow, Action: dynamodb:Query", "Effect: Deny, Action: dynamodb:Query");
        let elsewhere = SMALL.replace("'${Table.Arn}/index/*'", "'${Other.Arn}/index/*'");
        for text in [denied, elsewhere] {
            let grants = Grants::of(&Template::parse(&text).expect("YAML"));
            assert!(grants.hold("POST /time", call("Query", r#"{"IndexName":"one"}"#)).is_err());
            assert_eq!(grants.hold("POST /time", call("PutItem", "{}")), Ok(()));
        }
    }
}
