//! `Accept`: what a caller can read, held against what a route answers with.
//!
//! Every route gives one form, so there is nothing to choose: either the caller takes it or the answer is 406. A request that has
//! an effect is refused before it has one; what is only read is refused by the form of the answer. Problems go out whatever the
//! caller accepts.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Problem, ProblemKind};

/// What every route answers with, unless it is read-only and has another form.
const JSON: &str = "application/json";

/// Who takes problems as JSON takes JSON.
const PROBLEM: &str = "application/problem+json";

/// The layer around each handler.
pub(crate) async fn negotiate(request: Request, next: Next) -> Response {
    let accepted = Accepted::of(request.headers());
    match *request.method() {
        Method::GET | Method::HEAD => {
            let response = next.run(request).await;
            let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(super::input::essence);
            match media {
                Some(media) if response.status().is_success() && !accepted.has(&media) => refusal(&media),
                _ => response,
            }
        }
        // What is deleted leaves nothing to read.
        Method::DELETE => next.run(request).await,
        _ if accepted.has(JSON) => next.run(request).await,
        _ => refusal(JSON),
    }
}

fn refusal(media: &str) -> Response {
    Problem::new(ProblemKind::NotAcceptable, format!("The answer is {media}, which `Accept` leaves out.")).into_response()
}

/// The media ranges of a request, each with whether it is wanted (a weight of 0 says that it is not).
struct Accepted(Vec<(String, bool)>);

impl Accepted {
    /// Reads them (RFC 9110, section 12.5.1). What is no media range is passed over.
    fn of(headers: &HeaderMap) -> Self {
        let texts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        Self(texts.flat_map(|text| text.split(',')).filter_map(range).collect())
    }

    /// Whether a media type is wanted: the closest range decides, and without any everything is.
    fn has(&self, media: &str) -> bool {
        let kind = media.split('/').next().unwrap_or_default();
        self.0.is_empty()
            || self
                .wanted(media)
                .or_else(|| self.wanted(PROBLEM).filter(|wanted| *wanted && media == JSON))
                .or_else(|| self.wanted(&format!("{kind}/*")))
                .or_else(|| self.wanted("*/*"))
                .unwrap_or(false)
    }

    /// What is said of a range; wanted once is wanted, since its parameters are not told apart.
    fn wanted(&self, range: &str) -> Option<bool> {
        self.0.iter().filter(|(known, _)| known == range).map(|(_, wanted)| *wanted).reduce(|one, other| one || other)
    }
}

/// A media range without its parameters, in lower case, and whether its weight is above 0.
fn range(text: &str) -> Option<(String, bool)> {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    // A lone star is what some old clients send for the range of all.
    let media = if media == "*" { "*/*".to_owned() } else { media };
    let weights = parts.filter_map(|part| part.split_once('='));
    let weight = weights.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q")).map(|(_, weight)| weight.trim()).next();
    let none = weight.is_some_and(|weight| weight.starts_with('0') && weight.chars().all(|c| matches!(c, '0' | '.')));
    media.contains('/').then_some((media, !none))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn takes(accept: &'static str, media: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        Accepted::of(&headers).has(media)
    }

    #[test]
    fn whatever_a_range_covers_is_taken() {
        for accept in [
            "*/*",
            "application/*",
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "text/html, application/json;q=0.1",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html, image/gif, *; q=.2, */*; q=.2",
            "application/problem+json",
            "application/json;q=1.000",
            "text/html;q=0, */*",
            "",
            "nonsense",
        ] {
            assert!(takes(accept, JSON), "{accept}");
        }
    }

    #[test]
    fn what_no_range_covers_or_a_closer_one_rules_out_is_not() {
        for accept in [
            "text/html",
            "text/*",
            "application/xml",
            "application/json;q=0",
            "application/json;q=0.000, */*",
            "application/json; Q = 0, application/problem+json",
            "application/*;q=0, */*",
            "*/*;q=0",
            "application/problem+json;q=0, text/html",
        ] {
            assert!(!takes(accept, JSON), "{accept}");
        }
    }

    #[test]
    fn a_page_is_a_page() {
        assert!(takes("text/html", "text/html") && takes("text/*;q=0.5", "text/html") && takes("*/*", "text/html"));
        assert!(!takes("application/json", "text/html") && !takes("application/problem+json", "text/html"));
    }

    #[test]
    fn without_the_header_everything_is_taken() {
        assert!(Accepted::of(&HeaderMap::new()).has(JSON));
    }
}
