//! API Gateway's part: a request over HTTP becomes the event that Lambda would get, and a function's answer becomes a response.
//!
//! What the gateway decides by itself it decides here in the same plain form: tokens, sizes, time and the pages of other origins. Nothing else is decided here.

mod answer;
mod cors;
mod event;
mod route;

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use lambda_http::Context;
use muster::clock::Clock;
use muster::lambda::Edge;
use serde_json::{Map, Value, json};

pub use cors::Cors;
pub use route::RouteTable;

use crate::grants;
use crate::token::Issuer;
use event::Stamp;

/// The largest request body the gateway takes, in bytes.
pub const LARGEST_REQUEST: usize = 10 * 1024 * 1024;
/// The largest event or answer that Lambda carries, in bytes of JSON.
pub const LARGEST_PAYLOAD: usize = 6 * 1024 * 1024;
/// The most that the request line and the header values may come to, in bytes.
pub const LARGEST_HEAD: usize = 10_240;
/// How long the gateway waits for a function.
pub const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A gateway before one router.
pub struct Gateway {
    edge: Edge,
    routes: RouteTable,
    /// Who vouches for the tokens of the routes that need one; nobody where none needs one.
    authorizer: Option<std::sync::Arc<Issuer>>,
    /// What pages of other origins may do; nothing at all where it is left out.
    cors: Option<Cors>,
    wait: Duration,
    /// The wall clock: the gateway knows nothing of the business's.
    clock: Clock,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("routes", &self.routes).field("wait", &self.wait).finish_non_exhaustive()
    }
}

/// What the gateway answers by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Unauthorized,
    TooLong,
    HeadTooLarge,
    BrokenOff,
    Failed,
    TimedOut,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::TooLong => (StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long"),
            Self::HeadTooLarge => (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "Request Header Fields Too Large"),
            Self::BrokenOff => (StatusCode::BAD_REQUEST, "Bad Request"),
            Self::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
            Self::TimedOut => (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        let mut response = (status, axum::Json(json!({ "message": message }))).into_response();
        if self == Self::Unauthorized {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl Gateway {
    /// A gateway that asks the authorizer about every route that is not open.
    #[must_use]
    pub fn new(edge: Edge, routes: RouteTable, authorizer: Option<std::sync::Arc<Issuer>>, wait: Duration) -> Self {
        Self { edge, routes, authorizer, cors: None, wait, clock: Clock::system() }
    }

    /// Lets pages of other origins call, and answers their preflights.
    #[must_use]
    pub fn cors(self, cors: Cors) -> Self {
        Self { cors: Some(cors), ..self }
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request) -> Response {
        let stamp = Stamp { request_id: self.clock.new_ulid().to_string(), now: self.clock.now() };
        let (parts, body) = request.into_parts();
        let reader = self.cors.as_ref().and_then(|cors| Some((cors, cors.allowed(&parts)?)));
        let mut response = self.pass(&parts, body, &stamp).await.unwrap_or_else(Refusal::into_response);
        if let Some((cors, origin)) = reader {
            cors.open(&mut response, origin);
        }
        if let Ok(id) = HeaderValue::from_str(&stamp.request_id) {
            response.headers_mut().insert("apigw-requestid", id);
        }
        response
    }

    async fn pass(&self, parts: &Parts, body: Body, stamp: &Stamp) -> Result<Response, Refusal> {
        if let Some(preflight) = self.cors.as_ref().and_then(|cors| cors.preflight(parts)) {
            return Ok(preflight);
        }
        // Read whole before anything is refused, so that the caller is ready to read the answer.
        let body = read(body).await?;
        if head_size(parts) > LARGEST_HEAD {
            return Err(Refusal::HeadTooLarge);
        }
        let path = event::decoded_path(parts.uri.path());
        let route = self.routes.find(parts.method.as_str(), &path);
        let claims = match (&self.authorizer, &route) {
            (Some(authorizer), Some(route)) if !route.open => Some(verified(authorizer, parts).ok_or(Refusal::Unauthorized)?),
            _ => None,
        };
        let event = event::event(parts, &path, &body, route.as_ref(), claims.as_ref(), stamp);
        if size(&event) > LARGEST_PAYLOAD {
            return Err(Refusal::TooLong);
        }
        let answering = muster::lambda::answer(&self.edge, event, self.context(stamp));
        // Without a route it is the gateway's $default.
        let key = route.map_or_else(|| "$default".to_owned(), |route| route.key);
        let answer = tokio::time::timeout(self.wait, grants::serving(key, answering)).await;
        let answer = answer.map_err(|_| Refusal::TimedOut)?.map_err(|_| Refusal::Failed)?;
        if size(&answer) > LARGEST_PAYLOAD {
            return Err(Refusal::Failed);
        }
        answer::response(answer, parts.method == Method::HEAD).ok_or(Refusal::Failed)
    }

    fn context(&self, stamp: &Stamp) -> Context {
        let mut context = Context::default();
        context.request_id.clone_from(&stamp.request_id);
        context.deadline = deadline(stamp.now, self.wait);
        context
    }
}

/// The instant at which an invocation must be over, in milliseconds since 1970 by the wall clock.
pub(crate) fn deadline(now: jiff::Timestamp, wait: Duration) -> u64 {
    let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    u64::try_from(now.as_millisecond()).unwrap_or_default().saturating_add(wait)
}

async fn read(mut body: Body) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| Refusal::BrokenOff)?.into_data() {
            length = length.saturating_add(data.len());
            if length <= LARGEST_REQUEST {
                bytes.extend_from_slice(&data);
            }
        }
    }
    if length > LARGEST_REQUEST { Err(Refusal::TooLong) } else { Ok(bytes) }
}

/// The request line and the header values, in bytes.
fn head_size(parts: &Parts) -> usize {
    let target = parts.uri.path_and_query().map_or(1, |target| target.as_str().len());
    parts.method.as_str().len() + target + parts.headers.values().map(HeaderValue::len).sum::<usize>()
}

fn size(json: &Value) -> usize {
    json.to_string().len()
}

fn verified(authorizer: &Issuer, parts: &Parts) -> Option<Map<String, Value>> {
    let credentials = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = credentials.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| authorizer.verify(token.trim())).flatten()
}

#[cfg(test)]
mod tests;
