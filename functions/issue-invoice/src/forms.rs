//! Which form of a document a caller prefers: JSON stays where it was asked for, every other form has an address below it.

use axum::http::HeaderMap;
use axum::response::Response;
use muster::http::accept::preferred;
use muster::http::reply::see_other;

use crate::xml;

/// The forms with media types of their own, and the last segment of each one's address; of those liked alike the first is taken.
const FORMS: [(&str, Option<&str>); 4] = [
    ("application/json", None),
    ("text/html", Some("html")),
    (xml::MEDIA_TYPE, Some("xml")),
    // What `render-invoice` answers there.
    ("application/pdf", Some("pdf")),
];

/// Where the preferred form of the document at this path is, if it is elsewhere.
pub(crate) fn elsewhere(headers: &HeaderMap, path: &str) -> Option<Response> {
    let media = preferred(headers, &FORMS.map(|(media, _)| media))?;
    let (_, segment) = FORMS.into_iter().find(|(form, _)| *form == media)?;
    segment.map(|segment| see_other(&format!("{path}/{segment}")))
}
