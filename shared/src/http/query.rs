//! Reading a request's path and query. A path's id that cannot be one is 404; a query's faults are named like a body's.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::input::Faults;
use super::problem::{Fault, Problem};

/// The variables of a path.
#[derive(Clone, Copy, Debug)]
pub struct PathOf<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathOf<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // What cannot be an id is the id of nothing.
        Path::from_request_parts(parts, state).await.map(|Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}

/// The parameters of a query, each a string that its type parses.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Sync, T: Deserr<Faults>> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut fields = serde_json::Map::new();
        let mut faults = Faults::new();
        for (name, value) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            if fields.insert(name.to_string(), value.into_owned().into()).is_some() {
                faults.add(format!("/{name}"), "must be given once");
            }
        }
        faults.or(())?;
        deserr::deserialize(serde_json::Value::Object(fields)).map(Self).map_err(|faults: Faults| Problem::invalid(faults.0))
    }
}

/// How many items a page has: 1 to 100, 25 unless asked.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub u16);

/// The parameters of a list that has no filter: which page of it.
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichPage {
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

impl WhichPage {
    /// How many items it has at most.
    #[must_use]
    pub fn limit(&self) -> u16 {
        self.limit.0
    }

    /// Where it begins; none for the first.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(25)
    }
}

impl Deserr<Faults> for Limit {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let number = match value {
            Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
            _ => None,
        };
        number.filter(|number| (1..=100).contains(number)).map(Self).ok_or_else(|| {
            Faults(vec![Fault::new(format!("/{}", location.last_field().unwrap_or_default()), "must be a whole number from 1 to 100")])
        })
    }
}
