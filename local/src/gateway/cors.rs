//! What the gateway does for browsers: it answers their preflights by itself, and says on every answer whether another origin's
//! page may read it. What it allows stands in `template.yaml`; which origins, whoever deploys says.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

/// What pages of other origins may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    /// The origins, such as `https://app.example`; none allows nobody.
    pub origins: Vec<String>,
    /// The methods, parted by commas.
    pub methods: String,
    /// The request headers, parted by commas.
    pub headers: String,
    /// The response headers that a page may read, parted by commas.
    pub exposed: String,
    /// For how many seconds a preflight's answer holds.
    pub max_age: u64,
}

impl Cors {
    /// The answer to a preflight; none for any other request. To an origin that is not allowed it allows nothing.
    pub(super) fn preflight(&self, parts: &Parts) -> Option<Response> {
        let asks = parts.method == Method::OPTIONS
            && parts.headers.contains_key(header::ORIGIN)
            && parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        asks.then(|| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            if let Some(origin) = self.allowed(parts) {
                let headers = response.headers_mut();
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, &self.methods);
                set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, &self.headers);
                set(&mut response, header::ACCESS_CONTROL_MAX_AGE, &self.max_age.to_string());
            }
            response
        })
    }

    /// The request's origin, if its pages may call.
    pub(super) fn allowed(&self, parts: &Parts) -> Option<HeaderValue> {
        let origin = parts.headers.get(header::ORIGIN)?;
        self.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes()).then(|| origin.clone())
    }

    /// Lets the pages of an origin read an answer.
    pub(super) fn open(&self, response: &mut Response, origin: HeaderValue) {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, &self.exposed);
    }
}

fn set(response: &mut Response, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().insert(name, value);
    }
}
