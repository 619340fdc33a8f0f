//! L1: claims in every shape that authorizers give them.

use axum::extract::State;
use muster::http::caller::{Caller, OperatorOnly};
use muster::http::routes::Routes;
use serde_json::{Value, json};

use crate::wire::{Wire, event};

fn routes() -> Routes {
    Routes::new()
        .get("/who", |caller: Caller| async move { caller.label() })
        .get("/ours", |State(_): State<std::sync::Arc<muster::app::App>>, OperatorOnly: OperatorOnly| async { "ours" })
}

fn with_claims(claims: Value) -> Value {
    let mut event = event("GET /who", "/who");
    event["requestContext"]["authorizer"]["jwt"]["claims"] = claims;
    event
}

#[tokio::test]
async fn a_role_is_the_same_in_each_form() {
    let wire = Wire::start().await;
    for claims in [
        json!({ "cognito:groups": "[operator finance]", "exp": "1796087700" }),
        json!({ "cognito:groups": "[finance operator]" }),
        json!({ "roles": "[operator]" }),
        json!({ "roles": "operator" }),
        json!({ "roles": "operator,finance" }),
        json!({ "roles": "operator, finance" }),
        json!({ "roles": "[\"operator\",\"finance\"]" }),
        json!({ "roles": ["operator", "finance"], "exp": 1_796_087_700 }),
        json!({ "roles": "[operator]", "cognito:groups": "[operator]" }),
        json!({ "roles": "[operator]", "email_verified": true, "address": { "country": "AU" }, "nothing": null }),
    ] {
        let answer = wire.send(routes(), with_claims(claims.clone())).await.expect(200);
        assert_eq!(answer.text(), "operator", "{claims}");
    }
}

#[tokio::test]
async fn an_account_goes_with_the_roles_that_have_one() {
    let wire = Wire::start().await;
    let (client, developer) = ("cli_01j00000000000000000000000", "dev_01j00000000000000000000000");
    for (claims, label) in [
        (json!({ "roles": "[client]", "muster_account": client }), format!("client:{client}")),
        (json!({ "cognito:groups": ["developer"], "muster_account": developer }), format!("developer:{developer}")),
    ] {
        let answer = wire.send(routes(), with_claims(claims)).await.expect(200);
        assert_eq!(answer.text(), label);
    }
}

#[tokio::test]
async fn what_only_contains_a_role_is_none() {
    let wire = Wire::start().await;
    for claims in [
        json!({ "cognito:groups": "[not-operator]" }),
        json!({ "cognito:groups": "[operators]" }),
        json!({ "roles": "[]" }),
        json!({ "roles": "" }),
        json!({ "roles": null }),
        json!({ "roles": "Operator" }),
        json!({ "scope": "operator" }),
        json!({ "roles": "[client]" }),
        json!({ "roles": "[client]", "muster_account": "dev_01j00000000000000000000000" }),
        json!({ "roles": "[operator client]", "muster_account": "cli_01j00000000000000000000000" }),
        json!({}),
    ] {
        let answer = wire.send(routes(), with_claims(claims.clone())).await;
        assert_eq!(answer.status, 403, "{claims}: {}", answer.text());
        let _ = answer.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn without_verified_claims_nobody_calls_whatever_the_headers_say() {
    let wire = Wire::start().await;
    for authorizer in [Value::Null, json!({}), json!({ "lambda": { "roles": "operator" } })] {
        let mut event = event("GET /who", "/who");
        event["requestContext"]["authorizer"] = authorizer.clone();
        event["headers"]["roles"] = json!("operator");
        let _ = wire.send(routes(), event).await.expect_problem(401, "unauthenticated");
    }
    let mut event = event("GET /who", "/who");
    event["requestContext"].as_object_mut().expect("a context").remove("authorizer");
    let _ = wire.send(routes(), event).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn another_role_is_refused_where_only_operators_are_admitted() {
    let wire = Wire::start().await;
    let mut client = event("GET /ours", "/ours");
    client["requestContext"]["authorizer"]["jwt"]["claims"] =
        json!({ "roles": "client", "muster_account": "cli_01j00000000000000000000000" });
    let _ = wire.send(routes(), client).await.expect_problem(403, "forbidden");
    let _ = wire.send(routes(), event("GET /ours", "/ours")).await.expect(200);
}
