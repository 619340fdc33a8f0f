//! What refusals look like: our own problem documents, and the plain messages of API Gateway.

use utoipa::ToSchema;

use crate::http::problem::Fault;

/// Why a request was refused (RFC 9457).
#[derive(Debug, ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "it is only described: `http/problem` writes it")]
pub struct ProblemDocument {
    /// What kind of problem: a stable reference, relative to this API.
    #[schema(rename = "type", example = "/problems/invalid-input")]
    kind: String,
    /// The kind in words.
    #[schema(example = "The input is not acceptable")]
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    status: u16,
    /// What is wrong this time.
    #[schema(example = "The input has faults; `errors` names each with its place.")]
    detail: String,
    /// The id of the request, to be named when asking for help.
    #[schema(example = "Rk2NhgBwoAMEJ6w=")]
    instance: String,
    /// Every fault of the input; absent when the input is not at fault.
    #[schema(required = false)]
    errors: Vec<Fault>,
}

/// What API Gateway answers by itself.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it is only described: API Gateway writes it")]
pub struct GatewayMessage {
    /// What is wrong.
    #[schema(example = "Unauthorized")]
    message: String,
}
