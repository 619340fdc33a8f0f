//! L2: stages and base paths, and where `Location` points.

use serde_json::{Value, json};

use crate::wire::{Wire, body_of, event, on_stage, sample, with_json};

/// What may stand before a route, and on which stage.
const PREFIXES: [(&str, &str); 6] =
    [("", "$default"), ("/prod", "prod"), ("/v1", "$default"), ("/api/v1", "$default"), ("/v1", "prod"), ("/prod", "$default")];

#[tokio::test]
async fn a_route_is_the_same_behind_each_stage_and_base_path() {
    let wire = Wire::start().await;
    let client = body_of(&sample("register-client"));
    for (prefix, stage) in PREFIXES {
        let created = on_stage(with_json(event("POST /clients", &format!("{prefix}/clients")), &client), stage);
        let created = wire.ask("register-client", created).await.expect(201);
        let id = created.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(created.header("location"), format!("{prefix}/clients/{id}"), "{prefix} on {stage}");
        // Where it points there is the record.
        let found = on_stage(event("GET /clients/{client_id}", created.header("location")), stage);
        assert_eq!(wire.ask("register-client", found).await.expect(200).json()["id"], id);
    }
    let list = wire.ask("register-client", event("GET /clients", "/clients")).await.expect(200);
    assert_eq!(list.json()["items"].as_array().map(Vec::len), Some(PREFIXES.len()));
}

#[tokio::test]
async fn a_base_path_that_is_named_as_a_route_is_not_taken_for_it() {
    let wire = Wire::start().await;
    let id = "cli_01j00000000000000000000000";
    let missing = event("GET /clients/{client_id}", &format!("/clients/clients/{id}"));
    let _ = wire.ask("register-client", missing).await.expect_problem(404, "not-found");
    let list = event("GET /clients", "/clients/clients");
    assert_eq!(wire.ask("register-client", list).await.expect(200).json()["items"], json!([]));
}

#[tokio::test]
async fn the_default_route_answers_behind_a_stage_too() {
    let wire = Wire::start().await;
    for (path, stage, status, kind) in [
        ("/nowhere", "$default", 404, "not-found"),
        ("/prod/nowhere", "prod", 404, "not-found"),
        ("/prod", "prod", 404, "not-found"),
        ("/developers", "$default", 405, "method-not-allowed"),
        ("/prod/developers", "prod", 405, "method-not-allowed"),
    ] {
        let mut event = on_stage(event("$default", path), stage);
        event["requestContext"]["http"]["method"] = json!("DELETE");
        event["requestContext"].as_object_mut().expect("a context").remove("authorizer");
        let answer = wire.ask("describe-api", event).await;
        assert_eq!(answer.status, status, "{path}");
        let answer = answer.expect_problem(status, kind);
        if status == 405 {
            assert_eq!(answer.header("allow"), "GET,POST", "{path}");
        }
    }
}

#[tokio::test]
async fn no_path_makes_a_function_fail() {
    let wire = Wire::start().await;
    let long = format!("/{}", "x".repeat(9_000));
    for path in [
        "",
        "/",
        "//",
        "///developers",
        "developers",
        "/a b",
        "/é",
        "/%",
        "/%zz",
        "/%00",
        "/\u{0}",
        "/a%2Fb",
        "/{x}",
        "/a?b=c",
        "/a#b",
        "/..",
        "/a/../developers",
        "/\u{202e}",
        "/a\\b",
        "/a|b",
        "http://elsewhere.example/",
        "*",
        long.as_str(),
    ] {
        for stage in ["$default", "prod"] {
            let answer = wire.ask("describe-api", on_stage(event("$default", path), stage)).await;
            assert!(matches!(answer.status, 404 | 405), "{path:?} on {stage}: {} {}", answer.status, answer.text());
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let answer = wire.ask("register-developer", event("GET /developers/{developer_id}", &format!("/developers/{path}"))).await;
        assert!(matches!(answer.status, 200 | 404), "/developers/{path:?}: {} {}", answer.status, answer.text());
    }
    let mut pathless = event("$default", "/");
    pathless["rawPath"] = Value::Null;
    let _ = wire.ask("describe-api", pathless).await.expect_problem(404, "not-found");
}
