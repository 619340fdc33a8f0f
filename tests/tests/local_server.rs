//! The local server: what it adds to the API, and that it treats a request as the deployment's gateway does.

use axum::extract::{OriginalUri, Path};
use lambda_http::LambdaEvent;
use muster::domain::id::{ClientId, DeveloperId};
use muster::http::caller::Caller;
use muster::http::reply::Reply as Answer;
use muster::http::routes::Routes;
use muster_local::functions::Functions;
use muster_local::server::{Keep, LocalServer, Options};
use muster_tests::{Reply, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

/// One route that tells what reached it.
fn echo() -> Options {
    let routes = Routes::new()
        .get("/echo/{word}", |caller: Caller, Path(word): Path<String>, OriginalUri(uri): OriginalUri| async move {
            Answer::ok(json!({ "caller": caller.label(), "word": word, "path": uri.path(), "query": uri.query() }))
        })
        .post("/length", |_: Caller, body: axum::body::Bytes| async move { body.len().to_string() });
    let functions = Functions::new()
        .add("run-billing", |app, event: LambdaEvent<Value>| async move {
            Ok(json!({ "event": event.payload, "now": app.clock.now().to_string(), "deadline": event.context.deadline > 0 }))
        })
        .add("always-fails", |_, _| async { Err("it always does".into()) });
    Options { routes, functions, ..Options::default() }
}

#[tokio::test]
async fn the_token_endpoint_gives_a_token_for_a_role_and_an_account() {
    let app = TestApp::start_with(echo()).await;
    let account: ClientId = app.server().app().clock.new_id();
    let given = app.anyone().post("/local/token", json!({ "role": "client", "account": account.to_string() })).await.expect(200);
    let token = given.body["token"].as_str().expect("a token");
    let reply = app.bearer(token).get("/echo/x").await.expect(200);
    assert_eq!(reply.body["caller"], format!("client:{account}"));
    let operator = app.anyone().post("/local/token", json!({ "role": "operator" })).await.expect(200);
    let reply = app.bearer(operator.body["token"].as_str().expect("a token")).get("/echo/x").await.expect(200);
    assert_eq!(reply.body["caller"], "operator");
    let unknown = app.anyone().post("/local/token", json!({ "role": "king" })).await.expect_problem(422, "invalid-input");
    assert_eq!(unknown.body["errors"][0]["pointer"], "/role");
    let stray = app.anyone().post("/local/token", json!({ "rôle": "client" })).await;
    let _ = stray.expect_problem(422, "invalid-input");
}

#[tokio::test]
async fn the_callers_of_the_harness_are_who_they_say() {
    let app = TestApp::start_with(echo()).await;
    let (client, developer): (ClientId, DeveloperId) = (app.server().app().clock.new_id(), app.server().app().clock.new_id());
    for (caller, label) in [
        (app.operator(), "operator".to_owned()),
        (app.client(client), format!("client:{client}")),
        (app.developer(developer), format!("developer:{developer}")),
    ] {
        assert_eq!(caller.get("/echo/x").await.expect(200).body["caller"], label);
    }
}

#[tokio::test]
async fn the_clock_runs_on_from_where_it_is_put() {
    let app = TestApp::start_with(echo()).await;
    let put = app.anyone().put("/local/clock", json!({ "now": "2027-02-01T11:05:00+11:00" })).await.expect(200);
    assert!(put.body["now"].as_str().is_some_and(|now| now.starts_with("2027-02-01T00:05:")), "{}", put.body);
    let got = app.anyone().get("/local/clock").await.expect(200);
    assert!(got.body["now"].as_str().is_some_and(|now| now.starts_with("2027-02-01T00:0")), "{}", got.body);
    let _ = app.anyone().put("/local/clock", json!({ "now": "noon" })).await.expect_problem(422, "invalid-input");
    app.set_clock("2031-01-01T00:00:00Z");
    let got = app.anyone().get("/local/clock").await.expect(200);
    assert!(got.body["now"].as_str().is_some_and(|now| now.starts_with("2031-01-01T00:0")), "{}", got.body);
}

#[tokio::test]
async fn a_token_outlives_a_moved_clock() {
    let app = TestApp::start_with(echo()).await;
    let operator = app.operator();
    app.set_clock("2040-01-01T00:00:00Z");
    let _ = operator.get("/echo/x").await.expect(200);
}

#[tokio::test]
async fn a_function_is_invoked_with_its_event() {
    let app = TestApp::start_with(echo()).await;
    app.set_clock("2027-02-01T00:05:00Z");
    let reply = app.invoke("run-billing", json!({ "time": "2027-02-01T00:05:00Z" })).await.expect(200);
    assert_eq!(reply.body["event"]["time"], "2027-02-01T00:05:00Z");
    assert_eq!(reply.body["deadline"], true);
    assert!(reply.body["now"].as_str().is_some_and(|now| now.starts_with("2027-02-01T00:05:")));
    let _ = app.invoke("run-nothing", json!({})).await.expect_problem(404, "not-found");
    let _ = app.invoke("always-fails", json!({})).await.expect_problem(500, "internal");
}

#[tokio::test]
async fn a_route_without_a_valid_token_is_the_gateways_plain_401() {
    let app = TestApp::start_with(echo()).await;
    for caller in [app.anyone(), app.bearer("nonsense")] {
        let reply = caller.get("/echo/x").await.expect(401);
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(reply.body, json!({ "message": "Unauthorized" }));
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problem_documents_with_the_requests_id() {
    let app = TestApp::start_with(echo()).await;
    for caller in [app.anyone(), app.operator()] {
        let missing = caller.get("/nowhere").await.expect_problem(404, "not-found");
        assert_eq!(missing.body["instance"], missing.header("apigw-requestid"));
        let wrong = caller.delete("/echo/x").await.expect_problem(405, "method-not-allowed");
        assert!(wrong.header("allow").contains("GET"));
    }
    let _ = app.anyone().get("/local/nothing").await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn paths_and_queries_arrive_decoded_once() {
    // L4
    let app = TestApp::start_with(echo()).await;
    let reply = app.operator().get("/echo/a%20b%C3%A9?q=C%2B%2B&cursor=a%2Bb%3D").await.expect(200);
    assert_eq!(reply.body["word"], "a bé");
    assert_eq!(reply.body["query"], "q=C%2B%2B&cursor=a%2Bb%3D");
    for (path, word) in [("/echo/100%25", "100%"), ("/echo/a%23b", "a#b"), ("/echo/%7Bx%7D", "{x}"), ("/echo/a%3Fb", "a")] {
        assert_eq!(app.operator().get(path).await.expect(200).body["word"], word, "{path}");
    }
}

#[tokio::test]
async fn a_body_past_ten_megabytes_is_the_gateways_plain_413() {
    let app = TestApp::start_with(echo()).await;
    let post = |length: usize| Reply::of(app.operator().request(Method::POST, "/length").body(vec![0_u8; length]));
    assert_eq!(post(1_000).await.expect(200).text(), "1000");
    let reply = post(10 * 1024 * 1024 + 1).await.expect(413);
    assert_eq!(reply.body, json!({ "message": "Request Too Long" }));
}

#[tokio::test]
async fn the_index_page_names_every_route() {
    let app = TestApp::start_with(echo()).await;
    let page = app.anyone().get("/").await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().contains("GET /echo/{word}"));
}

#[tokio::test]
async fn two_servers_side_by_side_share_nothing() {
    let (one, other) = tokio::join!(TestApp::start_with(echo()), TestApp::start_with(echo()));
    one.set_clock("2031-01-01T00:00:00Z");
    let now = other.anyone().get("/local/clock").await.expect(200).body["now"].to_string();
    assert!(!now.contains("2031"), "{now}");
    write(one.server(), "kept").await;
    assert!(holds(one.server(), "kept").await && !holds(other.server(), "kept").await);
    // A token of one is nothing to the other.
    let token = one.anyone().post("/local/token", json!({ "role": "operator" })).await.expect(200);
    let token = token.body["token"].as_str().expect("a token");
    let _ = one.bearer(token).get("/echo/x").await.expect(200);
    let _ = other.bearer(token).get("/echo/x").await.expect(401);
}

#[tokio::test]
async fn what_is_in_a_folder_and_its_tokens_outlive_a_restart() {
    let folder = std::env::temp_dir().join(format!("muster-restart-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let kept = || Options { keep: Keep::Folder(folder.clone()), ..echo() };
    let first = TestApp::start_with(kept()).await;
    write(first.server(), "kept").await;
    let token = first.server().token(&muster_local::token::Login::operator());
    first.stop().await;
    let second = TestApp::start_with(kept()).await;
    assert!(holds(second.server(), "kept").await && !holds(second.server(), "never written").await);
    let _ = second.bearer(token).get("/echo/x").await.expect(200);
    second.stop().await;
    std::fs::remove_dir_all(&folder).expect("nothing holds the folder any more");
}

#[tokio::test]
async fn a_server_that_is_stopped_or_dropped_listens_no_more() {
    let stopped = TestApp::start_with(echo()).await;
    let _ = stopped.anyone().get("/local/clock").await.expect(200);
    let (server, store) = (stopped.server().base_url().to_owned(), stopped.server().engine().endpoint().to_owned());
    stopped.stop().await;
    for url in [server, store] {
        let address = url.strip_prefix("http://").expect("a URL");
        assert!(tokio::net::TcpStream::connect(address).await.is_err(), "{address}");
    }
    let dropped = TestApp::start_with(echo()).await;
    let address = dropped.server().base_url().strip_prefix("http://").expect("a URL").to_owned();
    drop(dropped);
    // Its task ends as soon as it is next run.
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

/// Writes an item past the API, as it stands for any record.
async fn write(server: &LocalServer, id: &str) {
    let item = json!({ "TableName": "muster", "Item": { "pk": { "S": id }, "sk": { "S": "record" } } });
    let _ = dynamo(server, "PutItem", item).await.expect(200);
}

async fn holds(server: &LocalServer, id: &str) -> bool {
    let key = json!({ "TableName": "muster", "Key": { "pk": { "S": id }, "sk": { "S": "record" } } });
    dynamo(server, "GetItem", key).await.expect(200).body.get("Item").is_some()
}

/// One call in DynamoDB's own protocol: the engine looks for a signature but verifies none.
async fn dynamo(server: &LocalServer, action: &str, request: Value) -> Reply {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client without TLS needs nothing");
    let signature = "AWS4-HMAC-SHA256 Credential=a/20270101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=b";
    let call = http
        .post(server.engine().endpoint())
        .header("x-amz-target", format!("DynamoDB_20120810.{action}"))
        .header("x-amz-date", "20270101T000000Z")
        .header("authorization", signature)
        .header("content-type", "application/x-amz-json-1.0")
        .body(request.to_string());
    Reply::of(call).await
}
