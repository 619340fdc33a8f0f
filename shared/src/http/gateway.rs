//! What API Gateway does to a request, undone, and what it needs of a response, done.
//!
//! Its events carry the stage or a custom domain's base path in front of the path, claims in several shapes, and raw
//! characters that no URI may hold.

use axum::extract::Request;
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;
use serde_json::Value;

use super::problem;
use crate::telemetry::request::Watch;

/// What stood before the route's own path: a stage or a base path. Empty on a bare domain.
#[derive(Clone, Debug, Default)]
struct BasePath(String);

/// The id that API Gateway gave the request; it is a problem's `instance`.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);

/// Makes an event readable: claims become strings, characters that no URI may hold are percent-encoded, and the headers of which
/// the adapter would build a URI go, since it stops at one that makes none: the gateway's own domain name stands in the context.
pub(crate) fn tidy_event(event: &mut Value) {
    for field in ["rawPath", "rawQueryString"] {
        if let Some(Value::String(text)) = event.get_mut(field) {
            *text = percent_encode_stray(text);
        }
    }
    if let Some(Value::Object(headers)) = event.get_mut("headers") {
        headers.retain(|name, _| !["host", "x-forwarded-proto", "x-forwarded-port"].iter().any(|built| name.eq_ignore_ascii_case(built)));
    }
    if let Some(Value::Object(claims)) = event.pointer_mut("/requestContext/authorizer/jwt/claims") {
        for claim in claims.values_mut() {
            if !claim.is_string() {
                *claim = Value::String(claim.to_string());
            }
        }
    }
}

fn percent_encode_stray(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Takes the stage or base path off the path and notes it and the request's id.
pub(crate) fn unwrap_request(request: lambda_http::Request) -> Request {
    let raw = request.raw_http_path().to_owned();
    let (base, id) = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            (base_path(&raw, context.route_key.as_deref(), context.stage.as_deref()), context.request_id.clone().unwrap_or_default())
        }
        _ => (String::new(), String::new()),
    };
    let mut request = request.map(axum::body::Body::new);
    let path = raw.strip_prefix(base.as_str()).filter(|path| path.starts_with('/')).unwrap_or("/");
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(uri) = format!("{path}{query}").parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(BasePath(base));
    request.extensions_mut().insert(RequestId(id));
    request
}

/// What stands in `raw` before the route's own path. A route key tells how many segments the route has; under `$default`
/// only the stage can stand before it.
fn base_path(raw: &str, route_key: Option<&str>, stage: Option<&str>) -> String {
    let route = route_key.and_then(|key| key.split_once(' ')).map(|(_, path)| path);
    if let Some(route) = route {
        let own = route.split('/').count() - 1;
        let all: Vec<&str> = raw.split('/').skip(1).collect();
        return all[..all.len().saturating_sub(own)].iter().map(|segment| format!("/{segment}")).collect();
    }
    match stage {
        Some(stage) if stage != "$default" => {
            let prefix = format!("/{stage}");
            let follows = raw.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if follows { prefix } else { String::new() }
        }
        _ => String::new(),
    }
}

/// Completes the response: problem documents get the request's id, `Location` the base path in front of it. Then its line is logged.
pub(crate) async fn finish_response(request: Request, next: Next) -> Response {
    let base = request.extensions().get::<BasePath>().cloned().unwrap_or_default();
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let watch = Watch::of(&request, &id.0);
    let mut response = watch.over(next.run(request)).await;
    let location =
        response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok()).map(|path| format!("{}{path}", base.0));
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    let (response, reason) = problem::render(response, &id.0);
    watch.answered(response.status().as_u16(), reason.as_ref());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_whatever_stands_before_the_route() {
        // L2
        for (raw, key, stage, base) in [
            ("/projects/prj_1", Some("GET /projects/{project_id}"), Some("$default"), ""),
            ("/prod/projects/prj_1", Some("GET /projects/{project_id}"), Some("prod"), "/prod"),
            ("/prod/prod/projects", Some("GET /projects"), Some("prod"), "/prod/prod"),
            ("/v1/api/projects/prj_1", Some("GET /projects/{project_id}"), Some("$default"), "/v1/api"),
            ("/prod/nowhere", Some("$default"), Some("prod"), "/prod"),
            ("/product", Some("$default"), Some("prod"), ""),
            ("/prod", Some("$default"), Some("prod"), "/prod"),
            ("", Some("GET /projects"), None, ""),
        ] {
            assert_eq!(base_path(raw, key, stage), base, "{raw}");
        }
    }

    #[test]
    fn stray_characters_are_encoded_once_and_encoded_ones_are_left_alone() {
        // L4
        assert_eq!(percent_encode_stray("q=C%2B%2B&a=b c&d=é"), "q=C%2B%2B&a=b%20c&d=%C3%A9");
    }
}
