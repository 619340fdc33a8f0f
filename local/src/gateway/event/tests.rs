//! The event's every part, for requests that a gateway treats in a way of its own.

use axum::http::Request;

use super::*;

fn stamp() -> Stamp {
    Stamp { request_id: "01J".to_owned(), now: "2027-02-01T00:05:00.250Z".parse().expect("an instant") }
}

fn of(request: axum::http::request::Builder, body: &[u8]) -> Value {
    let (parts, ()) = request.body(()).expect("a request").into_parts();
    let path = decoded_path(parts.uri.path());
    event(&parts, &path, body, None, None, &stamp())
}

#[test]
fn an_event_has_the_fields_of_payload_format_2() {
    let request = Request::post("/projects/prj_1?limit=5").header("host", "127.0.0.1:9000").header("user-agent", "a test");
    let (parts, ()) = request.header("content-type", "application/json").body(()).expect("a request").into_parts();
    let route = Taken {
        key: "POST /projects/{project_id}".to_owned(),
        parameters: vec![("project_id".to_owned(), "prj_1".to_owned())],
        open: false,
    };
    let Value::Object(claims) = json!({ "sub": "s", "roles": ["client"], "exp": 1_790_000_000 }) else {
        unreachable!("it is an object");
    };
    let event = event(&parts, "/projects/prj_1", b"{}", Some(&route), Some(&claims), &stamp());
    let expected = json!({
        "version": "2.0",
        "routeKey": "POST /projects/{project_id}",
        "rawPath": "/projects/prj_1",
        "rawQueryString": "limit=5",
        "queryStringParameters": { "limit": "5" },
        "pathParameters": { "project_id": "prj_1" },
        "headers": {
            "host": "127.0.0.1:9000",
            "user-agent": "a test",
            "content-type": "application/json",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "9000",
            "x-forwarded-proto": "http",
        },
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "authorizer": { "jwt": { "claims": { "sub": "s", "roles": "[client]", "exp": "1790000000" }, "scopes": null } },
            "domainName": "127.0.0.1",
            "domainPrefix": "local",
            "http": {
                "method": "POST",
                "path": "/projects/prj_1",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "a test",
            },
            "requestId": "01J",
            "routeKey": "POST /projects/{project_id}",
            "stage": "$default",
            "time": "01/Feb/2027:00:05:00 +0000",
            "timeEpoch": 1_801_440_300_250_i64,
        },
        "body": "{}",
        "isBase64Encoded": false,
    });
    assert_eq!(event, expected);
}

#[test]
fn a_request_without_route_goes_to_the_default_without_claims() {
    let event = of(Request::get("/nowhere"), b"");
    assert_eq!(event["routeKey"], "$default");
    assert_eq!(event["requestContext"]["routeKey"], "$default");
    for absent in ["/requestContext/authorizer", "/pathParameters", "/queryStringParameters", "/cookies", "/body"] {
        assert_eq!(event.pointer(absent), None, "{absent}");
    }
}

#[test]
fn claims_are_strings_and_arrays_stand_in_brackets() {
    // L1
    for (claim, text) in [
        (json!(["operator", "finance"]), "[operator finance]"),
        (json!([]), "[]"),
        (json!("operator"), "operator"),
        (json!(1_790_000_000), "1790000000"),
        (json!(true), "true"),
    ] {
        assert_eq!(claim_text(&claim), text);
    }
}

#[test]
fn a_body_that_is_not_text_is_base64() {
    // L3
    for (media, encoding, body, expected) in [
        ("application/json; charset=utf-8", None, &b"{}"[..], ("{}", false)),
        ("text/csv", None, b"a,b", ("a,b", false)),
        ("application/octet-stream", None, b"\x00\xff", ("AP8=", true)),
        ("application/x-www-form-urlencoded", None, b"a=b", ("YT1i", true)),
        ("application/json", Some("gzip"), b"{}", ("e30=", true)),
        ("application/json", None, b"\xff", ("/w==", true)),
    ] {
        let mut request = Request::post("/").header("content-type", media);
        if let Some(encoding) = encoding {
            request = request.header("content-encoding", encoding);
        }
        let event = of(request, body);
        assert_eq!((event["body"].as_str(), event["isBase64Encoded"].as_bool()), (Some(expected.0), Some(expected.1)), "{media}");
    }
}

#[test]
fn the_query_string_stays_raw_and_is_decoded_once_beside_it() {
    // L4
    let event = of(Request::get("/x?q=C%2B%2B&cursor=a%2Bb%3D&tag=1&tag=2"), b"");
    assert_eq!(event["rawQueryString"], "q=C%2B%2B&cursor=a%2Bb%3D&tag=1&tag=2");
    assert_eq!(event["queryStringParameters"], json!({ "q": "C++", "cursor": "a+b=", "tag": "1,2" }));
}

#[test]
fn the_path_is_decoded_and_cut_at_an_encoded_question_mark() {
    for (path, decoded) in [("/a%20b", "/a b"), ("/%C3%A9", "/é"), ("/me%3Fadmin", "/me"), ("/100%25", "/100%"), ("/%ff", "/\u{fffd}")] {
        assert_eq!(decoded_path(path), decoded);
    }
}

#[test]
fn headers_of_one_name_are_joined_and_cookies_go_apart() {
    let request = Request::get("/").header("Accept", "text/csv").header("accept", "*/*").header("connection", "close");
    let request = request.header("x-forwarded-for", "10.0.0.1").header("x-forwarded-proto", "https");
    let event = of(request.header("cookie", "a=1; b=2").header("cookie", "c=3"), b"");
    assert_eq!(event["headers"]["x-forwarded-for"], "10.0.0.1,127.0.0.1");
    assert_eq!(event["headers"]["x-forwarded-proto"], "http");
    assert_eq!(event["headers"]["accept"], "text/csv,*/*");
    assert_eq!(event["headers"].get("cookie"), None);
    assert_eq!(event["headers"].get("connection"), None);
    assert_eq!(event["cookies"], json!(["a=1", "b=2", "c=3"]));
}
