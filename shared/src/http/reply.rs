//! What goes out when a request succeeds.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::problem::{Answer, Problem};

/// A reply: a body, and the headers that go with it.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    status: StatusCode,
    location: Option<String>,
    version: Option<u64>,
    body: T,
}

impl<T> Reply<T> {
    /// 200.
    pub fn ok(body: T) -> Self {
        Self { status: StatusCode::OK, location: None, version: None, body }
    }

    /// 201, with the path of what was created.
    pub fn created(location: String, body: T) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location), version: None, body }
    }

    /// Adds the record's version as a strong entity tag.
    #[must_use]
    pub fn version(self, version: u64) -> Self {
        Self { version: Some(version), ..self }
    }
}

impl<T: Serialize> Reply<T> {
    /// The reply with its body as JSON: what is sent, and what is kept for a repeated request.
    ///
    /// # Errors
    /// The body does not serialise, which is a fault of ours.
    pub fn parts(&self) -> Answer<ReplyParts> {
        let body = serde_json::to_value(&self.body).map_err(Problem::internal)?;
        Ok(ReplyParts { status: self.status.as_u16(), location: self.location.clone(), version: self.version, body })
    }

    /// The same reply with its body as JSON, where callers of different kinds get bodies of different types.
    ///
    /// # Errors
    /// As for [`Reply::parts`].
    pub fn erased(self) -> Answer<Reply<Value>> {
        let body = serde_json::to_value(&self.body).map_err(Problem::internal)?;
        Ok(Reply { status: self.status, location: self.location, version: self.version, body })
    }
}

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        self.parts().map_or_else(Problem::into_response, ReplyParts::into_response)
    }
}

/// A reply as it is sent and kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReplyParts {
    status: u16,
    location: Option<String>,
    version: Option<u64>,
    body: Value,
}

impl IntoResponse for ReplyParts {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = (status, Json(self.body)).into_response();
        let headers = response.headers_mut();
        let location = self.location.and_then(|location| HeaderValue::from_str(&location).ok());
        if let Some(location) = location {
            headers.insert(header::LOCATION, location);
        }
        if let Some(tag) = self.version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

/// A page for a person. Nothing in it may load or run anything.
#[must_use]
pub fn page(html: String) -> Response {
    let mut response = Html(html).into_response();
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    response
}

/// A document in a form of its own, for its reader alone.
#[must_use]
pub fn document(media_type: &'static str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// A document as a PDF file, to be seen at once and kept under its number. It never changes; who may read it may.
#[must_use]
pub fn pdf(number: &str, bytes: Vec<u8>) -> Response {
    let name: String = number.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// 303: the form that the caller prefers is at this path.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::from_str(path) {
        headers.insert(header::LOCATION, location);
    }
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// 204: done, and nothing to say.
#[must_use]
pub fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// A file that is part of the program, for anyone; compressed ones were compressed with gzip when they were put there.
///
/// A browser that has it asks again only for its tag. A page may load and run what stands beside it, and nothing else.
#[must_use]
pub fn file(headers: &HeaderMap, media_type: &'static str, bytes: &'static [u8], compressed: bool) -> Response {
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(bytes)[..16]));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*"));
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { bytes.into_response() };
    let answer = response.headers_mut();
    if !fresh {
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if compressed {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(OWN_FILES_ONLY));
    response
}

/// The viewer writes styles into its elements and draws its icons from `data:`; it asks only the API that it describes.
const OWN_FILES_ONLY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                              connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
