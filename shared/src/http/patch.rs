//! Changing a record: JSON Merge Patch (RFC 7396) over the form in which it would be sent, on the version that is there.

use std::future::Future;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use deserr::Deserr;
use serde_json::{Map, Value};

use super::input::{Faults, read_object};
use super::problem::{Answer, Problem, ProblemKind};
use crate::store::StoreError;

/// How often a patch is put to the newest version when others change the record at the same time.
const ATTEMPTS: usize = 6;

/// A patch: an object whose nulls remove and whose other values replace; arrays are replaced whole.
#[derive(Clone, Debug)]
pub struct MergePatch(Map<String, Value>);

/// The version that `If-Match` names, if it is sent.
#[derive(Clone, Debug)]
pub struct IfMatch(Option<String>);

impl<S: Sync> FromRequest<S> for MergePatch {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read_object(request, &["application/merge-patch+json", "application/json"]).await.map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let tags: Vec<&str> = parts.headers.get_all(header::IF_MATCH).iter().filter_map(|tags| tags.to_str().ok()).collect();
        Ok(Self((!tags.is_empty()).then(|| tags.join(","))))
    }
}

impl IfMatch {
    /// Demands that what is there, if anything is, has one of the versions named: for what is replaced as a whole or removed.
    ///
    /// # Errors
    /// 412, also where a version is named and nothing is there (RFC 9110 section 13.1.1).
    pub fn admit(&self, version: Option<u64>) -> Answer<()> {
        match version {
            Some(version) => self.check(version),
            None if self.0.is_some() => Err(Problem::new(ProblemKind::StaleVersion, "There is no such record yet.")),
            None => Ok(()),
        }
    }

    /// Demands that the version is one of those named. Weak tags name none (RFC 9110 section 13.1.1).
    fn check(&self, version: u64) -> Answer<()> {
        let tag = format!("\"{version}\"");
        match &self.0 {
            Some(tags) if !tags.split(',').map(str::trim).any(|named| named == "*" || named == tag) => {
                Err(Problem::new(ProblemKind::StaleVersion, format!("The record is at version {tag}.")))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl MergePatch {
    /// The record's form with the patch applied, read as a whole; faults point into the record.
    ///
    /// # Errors
    /// Every fault of the patched form: unknown and immutable fields, and what the rules of the record refuse.
    pub fn apply<T: Deserr<Faults>>(&self, form: &Value) -> Answer<T> {
        let mut faults = Faults::new();
        for field in self.fields().filter(|field| form.get(field).is_none()) {
            faults.add(format!("/{}", field.replace('~', "~0").replace('/', "~1")), "is not a field that can be changed");
        }
        faults.or(())?;
        let mut patched = form.clone();
        json_patch::merge(&mut patched, &Value::Object(self.0.clone()));
        deserr::deserialize(patched).map_err(|faults: Faults| Problem::invalid(faults.0))
    }

    /// The names of the fields that it changes or removes.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether one of the fields that the patch names differs between two forms of the record.
    fn meets(&self, one: &Value, other: &Value) -> bool {
        self.0.keys().any(|field| one.get(field) != other.get(field))
    }
}

/// A record that is about to be patched.
#[derive(Debug)]
pub struct Current<R> {
    /// The record.
    pub record: R,
    /// Its version.
    pub version: u64,
    /// The form in which it would be sent: what the patch is put to.
    pub form: Value,
}

/// Reads, patches and saves until nobody else was quicker. With `If-Match`, a stale version is refused; without it, the
/// patch is put to the newest version unless someone has changed the same fields meanwhile.
///
/// # Errors
/// 412 for a stale version, 409 when the same fields were changed, and whatever reading, patching and saving refuse.
pub async fn patch<R, T, Read, Reading, Save, Saving>(patch: &MergePatch, if_match: &IfMatch, read: Read, save: Save) -> Answer<T>
where
    Read: Fn() -> Reading,
    Reading: Future<Output = Answer<Current<R>>>,
    Save: Fn(R, Value) -> Saving,
    Saving: Future<Output = Answer<Result<T, StoreError>>>,
{
    let mut first: Option<Value> = None;
    for _ in 0..ATTEMPTS {
        let current = read().await?;
        if_match.check(current.version)?;
        match &first {
            Some(first) if patch.meets(first, &current.form) => {
                return Err(Problem::new(
                    ProblemKind::Conflict,
                    "Someone else changed the same fields at this moment; read the record and try again.",
                ));
            }
            Some(_) => {}
            None => first = Some(current.form.clone()),
        }
        match save(current.record, current.form).await? {
            Ok(saved) => return Ok(saved),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Throttled("the record is being changed all the time".to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_matched_strongly_and_among_several() {
        for (sent, fits) in [
            (None, true),
            (Some("\"7\""), true),
            (Some("*"), true),
            (Some("\"6\", \"7\""), true),
            (Some("\"6\""), false),
            (Some("W/\"7\""), false),
            (Some("7"), false),
        ] {
            let tags = IfMatch(sent.map(str::to_owned));
            assert_eq!((tags.check(7).is_ok(), tags.admit(Some(7)).is_ok()), (fits, fits), "{sent:?}");
            assert_eq!(tags.admit(None).is_ok(), sent.is_none(), "{sent:?} of what is not there");
        }
    }
}
