//! Why a request was refused: problem documents (RFC 9457) from one closed list. Only this module and `reply` know status codes.

mod electronic_form;

use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::store::StoreError;
use crate::store::idempotency::REPLY;

/// The kinds of problem. Each has one type URI, one title and one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The body is not JSON.
    MalformedBody,
    /// The cursor is tampered with, or belongs to another list.
    BadCursor,
    /// No verified token.
    Unauthenticated,
    /// A caller of this role may never do this.
    Forbidden,
    /// Absent, or not the caller's.
    NotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The caller accepts none of the forms that the answer has.
    NotAcceptable,
    /// Something unique is taken already.
    Taken,
    /// A request with this idempotency key is being answered at this moment.
    KeyInUse,
    /// The idempotency key was used for another request.
    KeyReused,
    /// The record's present state does not allow it.
    WrongState,
    /// Someone else changed the record at the same moment.
    Conflict,
    /// `If-Match` names another version.
    StaleVersion,
    /// A timesheet is locked.
    TimesheetLocked,
    /// Hours of the developer or seats of the role are used up.
    Overbooked,
    /// The time overlaps other time of the developer.
    TimeOverlaps,
    /// Time is logged on days that would be taken away.
    TimeLogged,
    /// The billing period is not over.
    PeriodOpen,
    /// There is nothing to bill in the period.
    NothingToBill,
    /// The body is larger than allowed.
    BodyTooLarge,
    /// The body is of another media type.
    UnsupportedMediaType,
    /// Well-formed, but not acceptable; `errors` name every fault.
    InvalidInput,
    /// No tax treatment is known for this combination of parties.
    NoTaxTreatment,
    /// No team fills the seats within the budget.
    NoTeam,
    /// No usable exchange rate is recorded.
    NoExchangeRate,
    /// Something that an invoice must show is not known.
    InvoiceIncomplete,
    /// The document cannot be said in the electronic form that was asked for.
    NoElectronicForm,
    /// The table is busy or away; try again.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl ProblemKind {
    /// Status, last part of the type URI, and title.
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::MalformedBody => (StatusCode::BAD_REQUEST, "malformed-body", "The body is not readable"),
            Self::BadCursor => (StatusCode::BAD_REQUEST, "bad-cursor", "The cursor is not valid here"),
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", "A valid token is needed"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "Your role may not do this"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here"),
            Self::NotAcceptable => (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "The answer has no form that you accept"),
            Self::Taken => (StatusCode::CONFLICT, "taken", "It exists already"),
            Self::KeyInUse => (StatusCode::CONFLICT, "idempotency-key-in-use", "The idempotency key is in use"),
            Self::KeyReused => {
                (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The idempotency key was used for another request")
            }
            Self::WrongState => (StatusCode::CONFLICT, "wrong-state", "The present state does not allow this"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "The record was changed meanwhile"),
            Self::StaleVersion => (StatusCode::PRECONDITION_FAILED, "stale-version", "The version is stale"),
            Self::TimesheetLocked => (StatusCode::CONFLICT, "timesheet-locked", "The timesheet is locked"),
            Self::Overbooked => (StatusCode::CONFLICT, "overbooked", "There is no room for this engagement"),
            Self::TimeOverlaps => (StatusCode::CONFLICT, "time-overlaps", "The time overlaps other time"),
            Self::TimeLogged => (StatusCode::CONFLICT, "time-logged", "Time is logged on those days"),
            Self::PeriodOpen => (StatusCode::CONFLICT, "period-open", "The period is not over"),
            Self::NothingToBill => (StatusCode::CONFLICT, "nothing-to-bill", "There is nothing to bill"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large"),
            Self::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The media type is not supported"),
            Self::InvalidInput => (StatusCode::UNPROCESSABLE_ENTITY, "invalid-input", "The input is not acceptable"),
            Self::NoTaxTreatment => (StatusCode::UNPROCESSABLE_ENTITY, "no-tax-treatment", "No tax treatment is known"),
            Self::NoTeam => (StatusCode::UNPROCESSABLE_ENTITY, "no-team", "There is no such team"),
            Self::NoExchangeRate => (StatusCode::UNPROCESSABLE_ENTITY, "no-exchange-rate", "No exchange rate is recorded"),
            Self::InvoiceIncomplete => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invoice-incomplete", "The invoice would lack something it must show")
            }
            Self::NoElectronicForm => (StatusCode::CONFLICT, "no-electronic-form", "The document has no such electronic form"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again in a moment"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side"),
        }
    }
}

/// One fault of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where in the body, as a JSON Pointer (RFC 6901); a query parameter's name stands as a pointer of one segment.
    #[schema(example = "/roles/0/required_skills/1/min_years")]
    pub pointer: String,
    /// What is wrong with it.
    #[schema(example = "must be a whole number from 0 to 50")]
    pub detail: String,
}

impl Fault {
    /// A fault at a place.
    #[must_use]
    pub fn new(pointer: impl Into<String>, detail: impl ToString) -> Self {
        Self { pointer: pointer.into(), detail: detail.to_string() }
    }
}

/// A refusal. What goes out and what is only logged are two fields, so that nothing internal shows by accident.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: ProblemKind,
    detail: String,
    errors: Vec<Fault>,
    allow: Option<String>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// What a handler answers: its reply, or a problem.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A problem with a detail for the caller.
    #[must_use]
    pub fn new(kind: ProblemKind, detail: impl ToString) -> Self {
        Self { kind, detail: detail.to_string(), errors: Vec::new(), allow: None, cause: None }
    }

    /// Absent, or not the caller's: the two are never told apart.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, "No such record, or it is not yours.")
    }

    /// The path has other methods: these, parted by commas.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        Self {
            allow: Some(allow.to_owned()),
            ..Self::new(ProblemKind::MethodNotAllowed, "The path has other methods; `Allow` names them.")
        }
    }

    /// Faults of the input, all of them.
    #[must_use]
    pub fn invalid(errors: Vec<Fault>) -> Self {
        Self { errors, ..Self::new(ProblemKind::InvalidInput, "The input has faults; `errors` names each with its place.") }
    }

    /// The fault of one place.
    #[must_use]
    pub fn invalid_at(pointer: &str, detail: impl ToString) -> Self {
        Self::invalid(vec![Fault::new(pointer, detail)])
    }

    /// A fault of ours: the cause is logged and never shown.
    #[must_use]
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        let detail = "The request was not carried out; its id is in `instance`.";
        Self { cause: Some(Arc::new(cause)), ..Self::new(ProblemKind::Internal, detail) }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken { what: REPLY } => {
                Self::new(ProblemKind::KeyInUse, "The same request is being answered; send it again in a moment.")
            }
            StoreError::Taken { what } => Self::new(ProblemKind::Taken, format!("The {what} is taken already.")),
            StoreError::Stale { what } => {
                Self::new(ProblemKind::Conflict, format!("The {what} was changed by someone else; read it and try again."))
            }
            StoreError::Missing { what } => Self::new(ProblemKind::WrongState, format!("There is no such {what}.")),
            StoreError::Throttled(_) | StoreError::Unavailable(_) => {
                // No word on whether anything was changed: a write whose answer was lost may have been applied.
                Self { cause: Some(Arc::new(error)), ..Self::new(ProblemKind::Unavailable, "The table is busy; try again in a moment.") }
            }
            StoreError::Corrupt { .. } | StoreError::Refused(_) => Self::internal(error),
        }
    }
}

impl From<crate::domain::money::MoneyError> for Problem {
    fn from(error: crate::domain::money::MoneyError) -> Self {
        Self::new(ProblemKind::InvalidInput, format!("An amount {error}."))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // The document itself is written by `render`, which knows the request's id.
        let mut response = self.kind.parts().0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The document as it goes out.
#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'a [Fault],
}

/// What the log says of a problem.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// The last part of its type's URI.
    pub(crate) slug: &'static str,
    /// The chain of what led to it, where it is a fault of ours.
    pub(crate) cause: Option<String>,
}

/// Writes the problem document of a response that carries a problem, and gives what the log says of it.
pub(crate) fn render(mut response: Response, request_id: &str) -> (Response, Option<Reason>) {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return (response, None) };
    let (status, slug, title) = problem.kind.parts();
    let reason = Reason { slug, cause: problem.cause.as_deref().map(chain).filter(|_| status.is_server_error()) };
    let document = Document {
        r#type: format!("/problems/{slug}"),
        title,
        status: status.as_u16(),
        detail: &problem.detail,
        instance: request_id,
        errors: &problem.errors,
    };
    let body = serde_json::to_vec(&document).expect("strings and numbers always serialise");
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(allow) = problem.allow.as_deref().and_then(|allow| HeaderValue::from_str(allow).ok()) {
        headers.insert(header::ALLOW, allow);
    }
    if problem.kind == ProblemKind::Unavailable {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    (response, Some(reason))
}

fn chain(error: &(dyn Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
