//! What is served as it stands: the OpenAPI document, and the page that shows it with the viewer's own files beside it.

use axum::http::HeaderMap;
use axum::response::Response;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::file;

/// The OpenAPI document; a test holds it to be what the functions say of themselves.
pub const OPENAPI: &str = include_str!("../openapi.json");

pub(crate) async fn openapi(headers: HeaderMap) -> Response {
    file(&headers, "application/json", OPENAPI.as_bytes(), false)
}

pub(crate) async fn page(headers: HeaderMap) -> Response {
    file(&headers, "text/html; charset=utf-8", include_bytes!("../assets/docs.html"), false)
}

pub(crate) async fn part(PathOf(name): PathOf<String>, headers: HeaderMap) -> Answer<Response> {
    match name.as_str() {
        "start.js" => Ok(file(&headers, "text/javascript; charset=utf-8", include_bytes!("../assets/start.js"), false)),
        "swagger-ui.js" => Ok(file(&headers, "text/javascript; charset=utf-8", include_bytes!("../assets/swagger-ui.js.gz"), true)),
        "swagger-ui.css" => Ok(file(&headers, "text/css; charset=utf-8", include_bytes!("../assets/swagger-ui.css.gz"), true)),
        _ => Err(Problem::not_found()),
    }
}
