//! What answers when no handler does: no route, no such method, or a handler that panicked.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use super::problem::{Problem, ProblemKind};
use crate::telemetry::panics;

/// Answers a path that no route has.
pub(crate) async fn no_such_route() -> Problem {
    Problem::new(ProblemKind::NotFound, "No route has this path.")
}

/// Answers a method that a path does not have; the router adds `Allow`.
pub(crate) async fn method_not_allowed() -> Problem {
    Problem::new(ProblemKind::MethodNotAllowed, "The path has other methods; `Allow` names them.")
}

/// Answers a request whose handler panicked (L8): once logged, once answered, and the next request is served.
pub(crate) fn from_panic(panic: Box<dyn Any + Send>) -> Response {
    // A message that was put together may hold what the caller sent; the place tells as much.
    let message = panic.downcast_ref::<&'static str>().copied().unwrap_or("its message is not logged");
    let place = panics::take_place().unwrap_or_else(|| "an unknown place".to_owned());
    Problem::internal(Panicked { message, place }).into_response()
}

#[derive(Debug, thiserror::Error)]
#[error("a handler panicked at {place}: {message}")]
struct Panicked {
    place: String,
    message: &'static str,
}
