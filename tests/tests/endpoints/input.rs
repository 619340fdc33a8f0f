//! Bodies that are no input at all: the answer is a problem document and nothing is stored, on every route that takes one.

use muster_tests::given::{self, Hired};
use muster_tests::{Caller, Reply, TestApp, bodies};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

/// Every route that takes a body.
fn routes(hired: &Hired) -> Vec<(Method, String)> {
    let sheet = hired.timesheet("2027-01-04");
    [
        (Method::POST, "/developers".to_owned()),
        (Method::POST, format!("/developers/{}/vetting", hired.developer)),
        (Method::POST, "/clients".to_owned()),
        (Method::PUT, "/sellers/sel_nz".to_owned()),
        (Method::PUT, "/exchange-rates/2026-12-30".to_owned()),
        (Method::POST, "/projects".to_owned()),
        (Method::POST, format!("/projects/{}/matches", hired.project)),
        (Method::POST, "/engagements".to_owned()),
        (Method::POST, hired.time_entries()),
        (Method::POST, format!("{sheet}/reject")),
        (Method::POST, format!("{sheet}/reopen")),
    ]
    .into()
}

async fn send(caller: &Caller, route: &(Method, String), media: &str, body: impl Into<reqwest::Body>) -> Reply {
    Reply::of(caller.request(route.0.clone(), &route.1).header(CONTENT_TYPE, media).body(body)).await
}

/// Nothing beside what the test began with.
async fn assert_nothing_stored(app: &TestApp, hired: &Hired) {
    for (list, count) in [("/developers", 1), ("/clients", 1), ("/sellers", 1), ("/projects", 1), ("/engagements", 1), ("/timesheets", 0)] {
        assert_eq!(app.operator().get(list).await.expect(200).body["items"].as_array().map(Vec::len), Some(count), "{list}");
    }
    let _ = app.operator().get("/exchange-rates/2026-12-30").await.expect_problem(404, "not-found");
    let _ = app.operator().get(&format!("/projects/{}/matches", hired.project)).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_a_400_on_every_route() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{{\"name\":{}1{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let bad: [&[u8]; 9] =
        [b"", b"{", b"{\"name\": \"a\",}", b"nope", b"{} {}", b"{\"a\": NaN}", b"\"\xff\xfe\"", deep.as_bytes(), nested.as_bytes()];
    for route in routes(&hired) {
        for body in bad {
            let reply = send(&app.operator(), &route, "application/json", body.to_vec()).await.expect_problem(400, "malformed-body");
            assert_eq!(reply.body["instance"], reply.header("apigw-requestid"));
        }
    }
    assert_nothing_stored(&app, &hired).await;
}

#[tokio::test]
async fn a_body_of_another_shape_is_a_422_on_every_route() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    for route in routes(&hired) {
        for body in ["null", "[]", "\"text\"", "7", "true"] {
            let _ = send(&app.operator(), &route, "application/json", body).await.expect_faults(&[""]);
        }
    }
    assert_nothing_stored(&app, &hired).await;
}

#[tokio::test]
async fn an_unknown_field_is_a_422_on_every_route() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    for route in routes(&hired) {
        let reply = send(&app.operator(), &route, "application/json", r#"{"colour":"red"}"#).await.expect_problem(422, "invalid-input");
        assert!(reply.text().contains("/colour"), "{} {}", route.1, reply.text());
    }
    assert_nothing_stored(&app, &hired).await;
}

#[tokio::test]
async fn another_media_type_is_a_415_on_every_route() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    for route in routes(&hired) {
        for media in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/xml"] {
            let _ = send(&app.operator(), &route, media, "{}").await.expect_problem(415, "unsupported-media-type");
        }
        let silent = Reply::of(app.operator().request(route.0.clone(), &route.1).body("{}")).await;
        let _ = silent.expect_problem(415, "unsupported-media-type");
    }
    let body = bodies::developer().to_string();
    let _ = send(&app.operator(), &(Method::POST, "/developers".to_owned()), "Application/JSON; charset=utf-8", body).await.expect(201);
}

#[tokio::test]
async fn a_body_past_256_kilobytes_is_a_413_on_every_route() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let padded = |length: usize| {
        let body = bodies::developer().to_string();
        format!("{body}{}", " ".repeat(length - body.len()))
    };
    for route in routes(&hired) {
        let _ = send(&app.operator(), &route, "application/json", padded(256 * 1024 + 1)).await.expect_problem(413, "body-too-large");
    }
    assert_nothing_stored(&app, &hired).await;
    let _ = send(&app.operator(), &(Method::POST, "/developers".to_owned()), "application/json", padded(256 * 1024)).await.expect(201);
}

#[tokio::test]
async fn an_id_that_cannot_be_one_is_a_404() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    for path in [
        "/developers/1",
        "/developers/prj_00000000000000000000000000",
        "/clients/%20",
        "/projects/prj_",
        "/engagements/..%2F",
        "/engagements/eng_🦀",
    ] {
        let _ = app.operator().get(path).await.expect_problem(404, "not-found");
    }
    for start in ["2027-02-30", "today", "2027-01-05"] {
        let _ = app.operator().get(&hired.timesheet(start)).await.expect_problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_byte_that_is_no_text_in_a_query_is_refused_and_not_a_fault_of_ours() {
    let app = given::app().await;
    let _ = app.operator().get("/developers?skill=%FF").await.expect(200);
    let _ = app.operator().get("/clients?q=%00").await.expect_faults(&["/q"]);
    assert_eq!(app.operator().get("/clients?q=%25").await.expect(200).body["items"], json!([]));
}
