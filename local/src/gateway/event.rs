//! A request as API Gateway's event for an HTTP API, payload format 2.0. Pure: same request and stamp, same event.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::route::Taken;

/// What the gateway gives a request of its own.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    /// Unique.
    pub(super) request_id: String,
    /// By the wall clock.
    pub(super) now: Timestamp,
}

/// Headers of one connection only, which never get past a gateway.
pub(super) const CONNECTION: [HeaderName; 5] =
    [header::CONNECTION, header::TE, header::TRAILER, header::TRANSFER_ENCODING, header::UPGRADE];

/// Headers that the gateway writes itself, whatever the caller says. (It adds to `x-forwarded-for`.)
const OVERRIDDEN: [&str; 2] = ["x-forwarded-port", "x-forwarded-proto"];

/// The path as an HTTP API hands it over: decoded, and cut off at a question mark that was encoded.
pub(super) fn decoded_path(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    decoded.split('?').next().unwrap_or_default().to_owned()
}

/// The event. `path` is decoded; without a route the event goes to `$default`.
pub(super) fn event(
    parts: &Parts,
    path: &str,
    body: &[u8],
    route: Option<&Taken>,
    claims: Option<&Map<String, Value>>,
    stamp: &Stamp,
) -> Value {
    let key = route.map_or("$default", |route| route.key.as_str());
    let query = parts.uri.query().unwrap_or_default();
    let text = |name: HeaderName| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let host = text(header::HOST).unwrap_or_else(|| "127.0.0.1".to_owned());
    let (body, is_base64) = encoded_body(&parts.headers, body);
    let mut event = json!({
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(&parts.headers, &host),
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": host.split(':').next(),
            "domainPrefix": "local",
            "http": {
                "method": parts.method.as_str(),
                "path": path,
                "protocol": format!("{:?}", parts.version),
                "sourceIp": "127.0.0.1",
                "userAgent": text(header::USER_AGENT).unwrap_or_default(),
            },
            "requestId": stamp.request_id,
            "routeKey": key,
            "stage": "$default",
            "time": stamp.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": stamp.now.as_millisecond(),
        },
        "isBase64Encoded": is_base64,
    });
    if let Some(claims) = claims {
        let claims: Map<String, Value> = claims.iter().map(|(name, claim)| (name.clone(), claim_text(claim).into())).collect();
        event["requestContext"]["authorizer"] = json!({ "jwt": { "claims": claims, "scopes": null } });
    }
    if let Some(cookies) = cookies(&parts.headers) {
        event["cookies"] = cookies.into();
    }
    if !query.is_empty() {
        event["queryStringParameters"] = joined(form_urlencoded::parse(query.as_bytes()).into_owned());
    }
    if let Some(route) = route.filter(|route| !route.parameters.is_empty()) {
        event["pathParameters"] = joined(route.parameters.iter().cloned());
    }
    if let Some(body) = body {
        event["body"] = body.into();
    }
    event
}

/// A claim as the authorizer hands it over: everything is a string, and an array is a list in brackets, parted by spaces.
fn claim_text(claim: &Value) -> String {
    match claim {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(claim_text).collect::<Vec<_>>().join(" ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => claim.to_string(),
    }
}

/// Headers by their names in small letters, those of one name joined by commas; cookies go apart.
fn headers(headers: &HeaderMap, host: &str) -> Value {
    let dropped = |name: &HeaderName| name == header::COOKIE || CONNECTION.contains(name) || OVERRIDDEN.contains(&name.as_str());
    let sent = headers.iter().filter(|(name, _)| !dropped(name));
    let sent = sent.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let port = host.rsplit_once(':').map_or("80", |(_, port)| port);
    let added = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-port", port), ("x-forwarded-proto", "http")];
    joined(sent.chain(added.map(|(name, value)| (name.to_owned(), value.to_owned()))))
}

fn joined(pairs: impl Iterator<Item = (String, String)>) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for (name, value) in pairs {
        let value = match all.get(&name).and_then(Value::as_str) {
            Some(first) => format!("{first},{value}"),
            None => value,
        };
        all.insert(name, value.into());
    }
    all.into()
}

fn cookies(headers: &HeaderMap) -> Option<Vec<String>> {
    let all: Vec<String> = headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|value| String::from_utf8_lossy(value.as_bytes()).split(';').map(|cookie| cookie.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cookie| !cookie.is_empty())
        .collect();
    (!all.is_empty()).then_some(all)
}

/// The body, and whether it is in base64: all that is not one of the gateway's text types, is compressed, or is not UTF-8.
fn encoded_body(headers: &HeaderMap, body: &[u8]) -> (Option<String>, bool) {
    if body.is_empty() {
        return (None, false);
    }
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = media.starts_with("text/") || ["application/json", "application/javascript", "application/xml"].contains(&media.as_str());
    match std::str::from_utf8(body) {
        Ok(text) if is_text && !headers.contains_key(header::CONTENT_ENCODING) => (Some(text.to_owned()), false),
        _ => (Some(STANDARD.encode(body)), true),
    }
}

#[cfg(test)]
mod tests;
