//! What every route does alike with methods and media types: `HEAD`, `OPTIONS`, `Allow`, `Accept`, `Content-Type`.

use muster_local::server::Options;
use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::json;

const ORIGIN: &str = "https://app.example";

async fn accepting(caller: &Caller, method: Method, path: &str, accept: &str) -> Reply {
    Reply::of(caller.request(method, path).header("accept", accept)).await
}

async fn posting(caller: &Caller, path: &str, accept: &str) -> Reply {
    Reply::of(caller.request(Method::POST, path).header("accept", accept).json(&bodies::developer())).await
}

#[tokio::test]
async fn head_is_answered_as_get_without_the_body() {
    let app = given::app().await;
    let id = given::vetted_developer(&app).await;
    let operator = app.operator();
    for path in ["/developers", &format!("/developers/{id}"), "/sellers/sel_au", "/exchange-rates/2026-11-30"] {
        let get = operator.get(path).await.expect(200);
        let head = Reply::of(operator.request(Method::HEAD, path)).await.expect(200);
        assert_eq!(head.bytes, b"", "{path}");
        for header in ["content-type", "etag", "vary", "cache-control"] {
            assert_eq!(head.header(header), get.header(header), "{header} of {path}");
        }
        assert_eq!(head.header("content-length"), get.bytes.len().to_string(), "{path}");
    }
}

#[tokio::test]
async fn head_is_refused_as_get_is() {
    let app = given::app().await;
    let head = async |caller: Caller, path: &'static str| Reply::of(caller.request(Method::HEAD, path)).await;
    let missing = head(app.operator(), "/clients/cli_01j00000000000000000000000").await.expect(404);
    assert_eq!((missing.header("content-type"), missing.bytes.len()), ("application/problem+json", 0));
    assert_ne!(missing.header("content-length"), "0");
    let _ = head(app.developer("dev_01j00000000000000000000000"), "/clients").await.expect(403);
    let _ = head(app.anyone(), "/clients").await.expect(401);
    let _ = head(app.operator(), "/nowhere").await.expect(404);
    assert_eq!(head(app.operator(), "/invoices/preview").await.expect(405).header("allow"), "POST");
}

#[tokio::test]
async fn another_method_is_405_and_told_which_there_are() {
    let app = given::app().await;
    let operator = app.operator();
    for (method, path, allowed) in [
        (Method::DELETE, "/developers", vec!["GET", "POST"]),
        (Method::POST, "/sellers/sel_au", vec!["GET", "PUT"]),
        (Method::OPTIONS, "/clients", vec!["GET", "POST"]),
        (Method::GET, "/invoices/preview", vec!["POST"]),
    ] {
        // Whatever is accepted: the refusal is a problem document.
        for accept in ["*/*", "text/html"] {
            let reply = accepting(&operator, method.clone(), path, accept).await;
            let reply = reply.expect_problem(405, "method-not-allowed");
            let mut allow: Vec<&str> = reply.header("allow").split(',').map(str::trim).filter(|method| *method != "HEAD").collect();
            allow.sort_unstable();
            assert_eq!(allow, allowed, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_the_caller_cannot_read_is_406() {
    let app = given::app().await;
    let operator = app.operator();
    for accept in ["*/*", "application/json", "application/*", "text/html, application/json;q=0.5", "application/problem+json"] {
        let _ = accepting(&operator, Method::GET, "/developers", accept).await.expect(200);
    }
    for accept in ["text/html", "application/json;q=0, */*", "*/*;q=0", "application/xml"] {
        let _ = accepting(&operator, Method::GET, "/developers", accept).await.expect_problem(406, "not-acceptable");
        let head = accepting(&operator, Method::HEAD, "/developers", accept).await.expect(406);
        assert!(head.bytes.is_empty());
        // Nothing has happened when it is refused.
        let _ = posting(&operator, "/developers", accept).await.expect_problem(406, "not-acceptable");
    }
    assert_eq!(operator.get("/developers").await.expect(200).body["items"], json!([]));
    let _ = posting(&operator, "/developers", "application/json").await.expect(201);
}

#[tokio::test]
async fn a_problem_is_told_whatever_is_accepted() {
    let app = given::app().await;
    let missing = "/clients/cli_01j00000000000000000000000";
    let _ = accepting(&app.operator(), Method::GET, missing, "text/html").await.expect_problem(404, "not-found");
    let developer = app.developer("dev_01j00000000000000000000000");
    let _ = accepting(&developer, Method::GET, "/clients", "image/png").await.expect_problem(403, "forbidden");
    let _ = accepting(&app.operator(), Method::GET, "/nowhere", "text/html").await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn what_leaves_nothing_to_read_is_done_whatever_is_accepted() {
    let app = given::app().await;
    let path = format!("/clients/{}/logins", given::client(&app).await);
    let _ = app.operator().put(&path, json!({ "issuer": "i", "subject": "s" })).await.expect(201);
    let _ = accepting(&app.operator(), Method::DELETE, &format!("{path}?issuer=i&subject=s"), "text/html").await.expect(204);
}

#[tokio::test]
async fn a_page_is_given_to_whom_accepts_pages() {
    let app = TestApp::start().await;
    for (accept, status) in [("text/html", 200), ("*/*", 200), ("text/html;q=0, */*", 406), ("application/json", 406)] {
        let reply = accepting(&app.anyone(), Method::GET, "/", accept).await;
        assert_eq!(reply.status, status, "{accept}");
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_415() {
    let app = given::app().await;
    for media in ["text/plain", "application/xml", "application/x-www-form-urlencoded"] {
        let request = app.operator().request(Method::POST, "/developers").header("content-type", media);
        let _ = Reply::of(request.body("{}")).await.expect_problem(415, "unsupported-media-type");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_for_the_configured_origins_alone() {
    let app = TestApp::start_with(Options { cors_origins: vec![ORIGIN.to_owned()], ..Options::default() }).await;
    let preflight = async |origin: &'static str| {
        let request = app.anyone().request(Method::OPTIONS, "/developers").header("origin", origin);
        Reply::of(request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization")).await
    };
    let allowed = preflight(ORIGIN).await.expect(204);
    assert_eq!(allowed.header("access-control-allow-origin"), ORIGIN);
    assert!(allowed.header("access-control-allow-methods").contains("PATCH"));
    assert!(allowed.header("access-control-allow-headers").contains("idempotency-key"));
    assert_eq!(allowed.header("access-control-max-age"), "600");
    let foreign = preflight("https://evil.example").await.expect(204);
    assert!(foreign.headers.keys().all(|name| !name.as_str().starts_with("access-control-")));

    let get = |origin: &'static str| Reply::of(app.operator().request(Method::GET, "/developers").header("origin", origin));
    let read = get(ORIGIN).await.expect(200);
    assert_eq!(read.header("access-control-allow-origin"), ORIGIN);
    assert!(read.header("access-control-expose-headers").contains("etag"));
    assert_eq!(get("https://evil.example").await.expect(200).header("access-control-allow-origin"), "");
    // What the gateway refuses by itself must be readable too.
    let refused = Reply::of(app.anyone().request(Method::GET, "/developers").header("origin", ORIGIN)).await.expect(401);
    assert_eq!(refused.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn without_configured_origins_no_page_may_call() {
    let app = TestApp::start().await;
    let request = app.anyone().request(Method::OPTIONS, "/developers").header("origin", ORIGIN);
    let reply = Reply::of(request.header("access-control-request-method", "GET")).await.expect(204);
    assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control-")));
}
