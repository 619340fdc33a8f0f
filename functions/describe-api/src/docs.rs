//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    paths(describe_api, show_docs, find_docs_file),
    tags((name = "Description", description = "The API's description of itself, for anyone.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// Describe the API
///
/// This document.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "describeApi",
    tag = "Description",
    responses((status = 200, description = "The OpenAPI document.", body = serde_json::Value)),
)]
fn describe_api() {}

/// Show the documentation
///
/// This document as a page for a person.
#[utoipa::path(
    get,
    path = "/docs",
    operation_id = "showDocs",
    tag = "Description",
    responses((status = 200, description = "The page.", body = String, content_type = "text/html; charset=utf-8")),
)]
fn show_docs() {}

/// Find a file of the documentation
///
/// A script or a style of the page; scripts and styles may come compressed.
#[utoipa::path(
    get,
    path = "/docs/{file}",
    operation_id = "findDocsFile",
    tag = "Description",
    params(("file" = String, Path, description = "Which file.", example = "start.js")),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/javascript; charset=utf-8"),
            (String = "text/css; charset=utf-8"),
        )),
        (status = 404, description = "There is no such file."),
    ),
)]
fn find_docs_file() {}
