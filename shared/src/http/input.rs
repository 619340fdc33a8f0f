//! Reading a request's body: bounded, JSON, and with every fault named by its pointer in one answer.
//!
//! The shape of a body is a `deserr` struct in its endpoint's file; this module says how the domain's types are read from it.

mod value;

use std::ops::ControlFlow;
use std::str::FromStr;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, MergeWithError, Value, ValueKind, ValuePointerRef};
use http_body_util::{BodyExt, Limited};
use jiff::Timestamp;
use jiff::civil::Date;

pub use value::{DecimalText, Keyed, List, Whole, refuse_repeats};

use super::problem::{Fault, Problem, ProblemKind};
use crate::domain::calendar::parse_date;

/// The largest body, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;

/// All the faults of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a fault.
    pub fn add(&mut self, pointer: impl Into<String>, detail: impl ToString) {
        self.0.push(Fault::new(pointer, detail));
    }

    /// Notes the fault of a result, or gives its value.
    pub fn check<T, E: ToString>(&mut self, pointer: impl Into<String>, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(pointer, error.to_string())).ok()
    }

    /// The value, unless there were faults.
    ///
    /// # Errors
    /// 422 with every fault noted.
    pub fn or<T>(self, value: T) -> Result<T, Problem> {
        if self.0.is_empty() { Ok(value) } else { Err(Problem::invalid(self.0)) }
    }
}

/// The pointer of a place (RFC 6901: `~` and `/` in a key are escaped).
fn pointer(location: ValuePointerRef<'_>) -> String {
    match location {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1")),
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

impl MergeWithError<Self> for Faults {
    fn merge(faults: Option<Self>, other: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut faults = faults.unwrap_or_default();
        faults.0.extend(other.0);
        ControlFlow::Continue(faults)
    }
}

impl DeserializeError for Faults {
    fn error<V: IntoValue>(faults: Option<Self>, error: ErrorKind<'_, V>, location: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut faults = faults.unwrap_or_default();
        match error {
            ErrorKind::MissingField { field } => faults.add(pointer(location.push_key(field)), "is required"),
            ErrorKind::UnknownKey { key, accepted } => {
                faults.add(pointer(location.push_key(key)), format!("is not a field here; the fields are {}", accepted.join(", ")));
            }
            ErrorKind::UnknownValue { accepted, .. } => faults.add(pointer(location), format!("must be one of {}", accepted.join(", "))),
            ErrorKind::IncorrectValueKind { accepted, .. } => {
                let kinds: Vec<&str> = accepted.iter().map(|kind| kind_name(*kind)).collect();
                faults.add(pointer(location), format!("must be {}", kinds.join(" or ")));
            }
            ErrorKind::BadSequenceLen { expected, .. } => faults.add(pointer(location), format!("must have {expected} items")),
            ErrorKind::Unexpected { msg } => faults.add(pointer(location), msg),
        }
        ControlFlow::Continue(faults)
    }
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "true or false",
        ValueKind::Integer => "a whole number of 0 or more",
        ValueKind::NegativeInteger => "a negative whole number",
        ValueKind::Float => "a number",
        ValueKind::String => "a string",
        ValueKind::Sequence => "an array",
        ValueKind::Map => "an object",
    }
}

/// Refuses a value at its place.
fn refuse<T>(location: ValuePointerRef<'_>, detail: impl ToString) -> Result<T, Faults> {
    Err(Faults(vec![Fault::new(pointer(location), detail)]))
}

/// Reads a string and parses it.
fn read_text<T: FromStr<Err: ToString>, V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<T, Faults> {
    match value {
        Value::String(text) => text.parse().or_else(|error: T::Err| refuse(location, error)),
        _ => refuse(location, "must be a string"),
    }
}

macro_rules! read_from_text {
    ($($type:ty),+ $(,)?) => {$(
        impl Deserr<Faults> for $type {
            fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
                read_text(value, location)
            }
        }
    )+};
}

read_from_text!(
    crate::domain::billing::report::Outcome,
    crate::domain::charge::ChargeKind,
    crate::domain::client::Sez,
    crate::domain::contact::Email,
    crate::domain::contact::Phone,
    crate::domain::country::Country,
    crate::domain::country::Region,
    crate::domain::developer::ClockTime,
    crate::domain::developer::DeveloperStatus,
    crate::domain::developer::English,
    crate::domain::developer::HiringModel,
    crate::domain::developer::Seniority,
    crate::domain::engagement::Cycle,
    crate::domain::engagement::EngagementStatus,
    crate::domain::engagement::Initiator,
    crate::domain::engagement::MinuteRounding,
    crate::domain::engagement::Proration,
    crate::domain::engagement::RoundingScope,
    crate::domain::engagement::SellerRole,
    crate::domain::engagement::Timing,
    crate::domain::id::ChargeId,
    crate::domain::id::ClientId,
    crate::domain::id::CreditNoteId,
    crate::domain::id::DeveloperId,
    crate::domain::id::EngagementId,
    crate::domain::id::InvoiceId,
    crate::domain::id::MilestoneId,
    crate::domain::id::ProjectId,
    crate::domain::id::SellerId,
    crate::domain::invoice::InvoiceStatus,
    crate::domain::login::ClaimText,
    crate::domain::matching::mark::Mark,
    crate::domain::skill::SkillId,
    crate::domain::money::Currency,
    crate::domain::money::Rounding,
    crate::domain::numbering::SeriesPattern,
    crate::domain::pay::Month,
    crate::domain::payment::WithholdingKind,
    crate::domain::project::Location,
    crate::domain::project::ProjectStatus,
    crate::domain::project::RoleId,
    crate::domain::rate::Per,
    crate::domain::seller::MonthDay,
    crate::domain::seller::TaxLevel,
    crate::domain::tax_id::TaxScheme,
    crate::domain::text::Description,
    crate::domain::text::Name,
    crate::domain::text::Note,
    crate::domain::text::Reference,
    crate::domain::text::SkillText,
    crate::domain::text::Title,
    crate::domain::timesheet::moment::Moment,
    crate::domain::timesheet::ShownStatus,
    crate::domain::zone::Zone,
);

impl Deserr<Faults> for Date {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let text: String = read_text(value, location)?;
        parse_date(&text).or_else(|error| refuse(location, error))
    }
}

impl Deserr<Faults> for Timestamp {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let text: String = read_text(value, location)?;
        text.parse().or_else(|_| refuse(location, "must be an instant with its offset (RFC 3339), such as 2027-01-04T09:00:00+11:00"))
    }
}

/// A request's body as JSON of a given shape.
#[derive(Clone, Debug)]
pub struct Input<T>(pub T);

impl<S: Sync, T: Deserr<Faults>> FromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        require_media(&request, &["application/json"])?;
        let json = read_json(request.into_body()).await?;
        deserr::deserialize(json).map(Self).map_err(|faults: Faults| Problem::invalid(faults.0))
    }
}

/// Reads a body of one of these media types that must be an object.
pub(crate) async fn read_object(request: Request, media: &[&str]) -> Result<serde_json::Map<String, serde_json::Value>, Problem> {
    require_media(&request, media)?;
    match read_json(request.into_body()).await? {
        serde_json::Value::Object(object) => Ok(object),
        _ => Err(Problem::invalid_at("", "must be an object")),
    }
}

fn require_media(request: &Request, accepted: &[&str]) -> Result<(), Problem> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
    if media.is_some_and(|media| accepted.contains(&media.as_str())) {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::UnsupportedMediaType, format!("Send `Content-Type: {}`.", accepted.join("` or `"))))
}

/// The media type without its parameters, in lower case.
pub(super) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Reads a body whole, unless it is larger than allowed.
pub(crate) async fn read_bytes(body: Body) -> Result<Bytes, Problem> {
    let collected = Limited::new(body, LARGEST_BODY).collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            Problem::new(ProblemKind::BodyTooLarge, format!("At most {LARGEST_BODY} bytes are read."))
        } else {
            Problem::new(ProblemKind::MalformedBody, "The body ended early.")
        }
    })?;
    Ok(collected.to_bytes())
}

async fn read_json(body: Body) -> Result<serde_json::Value, Problem> {
    let bytes = read_bytes(body).await?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::new(ProblemKind::MalformedBody, format!("Not JSON: {error}.")))
}
