//! A function's answer (payload format 2.0) as a response over HTTP.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::event::CONNECTION;

/// The response; nothing if the answer is not one that the gateway understands. Only an answer to `HEAD` states a length of its own,
/// that of the body which `GET` would bring.
pub(super) fn response(answer: Value, to_head: bool) -> Option<Response> {
    let status = answer.get("statusCode")?.as_u64().and_then(|status| u16::try_from(status).ok())?;
    let body = match answer.get("body") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) if answer.get("isBase64Encoded").and_then(Value::as_bool) == Some(true) => STANDARD.decode(text).ok()?,
        Some(Value::String(text)) => text.clone().into_bytes(),
        Some(_) => return None,
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).ok()?;
    // Format 2.0 has no headers of several values: what is in `multiValueHeaders` would be lost behind the real gateway too.
    for (name, value) in answer.get("headers").and_then(Value::as_object)? {
        let name: HeaderName = name.parse().ok()?;
        if (to_head || name != header::CONTENT_LENGTH) && !CONNECTION.contains(&name) {
            response.headers_mut().append(name, HeaderValue::from_str(value.as_str()?).ok()?);
        }
    }
    for cookie in answer.get("cookies").and_then(Value::as_array).into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(cookie.as_str()?).ok()?);
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use serde_json::json;

    async fn body(response: Response) -> Vec<u8> {
        response.into_body().collect().await.expect("a body in memory").to_bytes().to_vec()
    }

    #[tokio::test]
    async fn a_binary_answer_is_decoded_once() {
        // L3
        let answer =
            json!({ "statusCode": 200, "headers": { "content-type": "application/pdf" }, "body": "JVBERg==", "isBase64Encoded": true });
        let response = response(answer, false).expect("a response");
        assert_eq!(response.headers()["content-type"], "application/pdf");
        assert_eq!(body(response).await, b"%PDF");
    }

    #[tokio::test]
    async fn text_that_looks_like_base64_is_left_alone() {
        let response = response(json!({ "statusCode": 404, "headers": {}, "body": "JVBERg==", "isBase64Encoded": false }), false);
        let response = response.expect("a response");
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(body(response).await, b"JVBERg==");
    }

    #[test]
    fn each_cookie_is_a_header_of_its_own_and_a_stated_length_is_not_believed() {
        let answer = json!({ "statusCode": 204, "headers": { "content-length": "7" }, "cookies": ["a=1", "b=2"] });
        let response = response(answer, false).expect("a response");
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
        assert!(!response.headers().contains_key("content-length"));
    }

    #[test]
    fn an_answer_to_head_states_the_length_of_what_it_leaves_out() {
        let head = response(json!({ "statusCode": 200, "headers": { "content-length": "7" } }), true).expect("a response");
        assert_eq!(head.headers()["content-length"], "7");
    }

    #[test]
    fn what_is_not_an_answer_is_none() {
        for wrong in
            [json!({}), json!("text"), json!({ "statusCode": 99, "headers": {} }), json!({ "statusCode": 200, "headers": { "a b": "c" } })]
        {
            assert!(response(wrong.clone(), false).is_none(), "{wrong}");
        }
    }
}
