//! L3: bodies in base64 and as text, in and out.

use axum::body::Bytes;
use axum::http::header;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use muster::http::reply::{Reply, no_content, page};
use muster::http::routes::Routes;
use serde_json::{Value, json};

use crate::wire::{Wire, body_of, event, sample, with_json};

/// The first bytes of a PDF, which are no text.
const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\xff";

fn routes() -> Routes {
    Routes::new()
        .post("/echo", |body: Bytes| async move { Reply::ok(json!({ "bytes": body.to_vec() })) })
        .get("/pdf", || async { ([(header::CONTENT_TYPE, "application/pdf")], PDF) })
        .get("/page", || async { page("<p>नमस्ते</p>".to_owned()) })
        .get("/json", || async { Reply::ok(json!({ "name": "Nguyễn" })) })
        .get("/created", || async { Reply::created("/json".to_owned(), json!({ "name": "王" })).version(3) })
        .get("/nothing", || async { no_content() })
}

#[tokio::test]
async fn a_body_in_base64_is_decoded_once() {
    let wire = Wire::start().await;
    let twice = STANDARD.encode(STANDARD.encode("x"));
    for (body, encoded, bytes) in [
        (STANDARD.encode(PDF), true, PDF.to_vec()),
        (twice, true, STANDARD.encode("x").into_bytes()),
        ("eA==".to_owned(), false, b"eA==".to_vec()),
        (String::new(), false, Vec::new()),
        ("é".to_owned(), false, "é".as_bytes().to_vec()),
    ] {
        let mut event = event("POST /echo", "/echo");
        event["body"] = json!(body);
        event["isBase64Encoded"] = json!(encoded);
        assert_eq!(wire.send(routes(), event).await.expect(200).json()["bytes"], json!(bytes), "{body}");
    }
    let mut bodiless = event("POST /echo", "/echo");
    bodiless["body"] = Value::Null;
    assert_eq!(wire.send(routes(), bodiless).await.expect(200).json()["bytes"], json!([]));
}

#[tokio::test]
async fn a_body_means_the_same_as_text_and_in_base64() {
    let wire = Wire::start().await;
    let encoded = sample("register-client");
    assert_eq!(encoded["isBase64Encoded"], true);
    let plain = with_json(event("POST /clients", "/clients"), &body_of(&encoded));
    let (one, other) = (wire.ask("register-client", encoded).await.expect(201), wire.ask("register-client", plain).await.expect(201));
    for field in ["name", "billing_contacts", "tax_ids", "address"] {
        assert_eq!(one.json()[field], other.json()[field], "{field}");
    }
}

#[tokio::test]
async fn binary_answers_are_in_base64_and_others_never_are() {
    let wire = Wire::start().await;
    let pdf = wire.send(routes(), event("GET /pdf", "/pdf")).await.expect(200);
    assert_eq!((pdf.raw["isBase64Encoded"].as_bool(), pdf.bytes.as_slice()), (Some(true), PDF));
    assert_eq!(pdf.raw["body"], STANDARD.encode(PDF));
    for path in ["/page", "/json", "/created", "/nothing"] {
        let answer = wire.send(routes(), event(&format!("GET {path}"), path)).await;
        assert_eq!(answer.raw["isBase64Encoded"], false, "{path}: {}", answer.raw);
    }
    let _ = wire.send(routes(), event("$default", "/missing")).await.expect_problem(404, "not-found");
    let broken = with_json(event("POST /clients", "/clients"), &json!({}));
    let _ = wire.ask("register-client", broken).await.expect_problem(422, "invalid-input");
}

#[tokio::test]
async fn an_answer_keeps_its_headers() {
    let wire = Wire::start().await;
    let created = wire.send(routes(), event("GET /created", "/created")).await.expect(201);
    assert_eq!((created.header("etag"), created.header("location")), ("\"3\"", "/json"));
    assert_eq!(created.header("content-type"), "application/json");
    assert_eq!(created.json()["name"], "王");
    let nothing = wire.send(routes(), event("GET /nothing", "/nothing")).await.expect(204);
    assert!(nothing.bytes.is_empty());
}

#[tokio::test]
async fn a_body_past_the_bound_is_a_problem() {
    let wire = Wire::start().await;
    let long = with_json(event("POST /clients", "/clients"), &json!({ "name": "x".repeat(300_000) }));
    let _ = wire.ask("register-client", long).await.expect_problem(413, "body-too-large");
    let mut other = with_json(event("POST /clients", "/clients"), &json!({}));
    other["headers"]["content-type"] = json!("text/plain");
    let _ = wire.ask("register-client", other).await.expect_problem(415, "unsupported-media-type");
    let mut broken = with_json(event("POST /clients", "/clients"), &json!({}));
    broken["body"] = json!("{\"name\": ");
    let _ = wire.ask("register-client", broken).await.expect_problem(400, "malformed-body");
}
