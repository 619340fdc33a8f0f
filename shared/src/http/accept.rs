//! `Accept`: what a caller can read, held against what a route answers with.
//!
//! Every route gives one form: either the caller takes it or the answer is 406. A request that has an effect is refused before it
//! has one; what is only read is refused by the form of the answer. Problems go out whatever the caller accepts. A record that has
//! other forms at addresses of their own asks [`preferred`] which of them the caller wants, and leads there.

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

/// Which of some media types a caller likes best (RFC 9110, section 12.5.1); of those liked alike, the first. `None` when it takes
/// none of them.
#[must_use]
pub fn preferred<'a>(headers: &HeaderMap, offered: &[&'a str]) -> Option<&'a str> {
    let accepted = Accepted::of(headers);
    let weighed = offered.iter().map(|media| (accepted.weight(media), *media)).filter(|(weight, _)| *weight > 0);
    weighed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, media)| media)
}

/// The weight of a range that names none, in thousandths.
const WHOLE: u16 = 1_000;

/// The media ranges of a request, each with its weight in thousandths; 0 says that it is not wanted.
struct Accepted(Vec<(String, u16)>);

impl Accepted {
    /// Reads them (RFC 9110, section 12.5.1). What is no media range is passed over.
    fn of(headers: &HeaderMap) -> Self {
        let texts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        Self(texts.flat_map(|text| text.split(',')).filter_map(range).collect())
    }

    /// Whether a media type is wanted.
    fn has(&self, media: &str) -> bool {
        self.weight(media) > 0
    }

    /// How much a media type is wanted: the closest range decides, and without any everything is.
    fn weight(&self, media: &str) -> u16 {
        if self.0.is_empty() {
            return WHOLE;
        }
        let kind = media.split('/').next().unwrap_or_default();
        self.of_range(media)
            .or_else(|| self.of_range(PROBLEM).filter(|weight| *weight > 0 && media == JSON))
            .or_else(|| self.of_range(&format!("{kind}/*")))
            .or_else(|| self.of_range("*/*"))
            .unwrap_or(0)
    }

    /// The weight of a range; the greatest where it stands twice, since its parameters are not told apart.
    fn of_range(&self, range: &str) -> Option<u16> {
        self.0.iter().filter(|(known, _)| known == range).map(|(_, weight)| *weight).max()
    }
}

/// A media range without its parameters, in lower case, and its weight.
fn range(text: &str) -> Option<(String, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    // A lone star is what some old clients send for the range of all.
    let media = if media == "*" { "*/*".to_owned() } else { media };
    let weights = parts.filter_map(|part| part.split_once('='));
    let weight = weights.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q")).map(|(_, weight)| weight.trim()).next();
    media.contains('/').then_some((media, weight.map_or(WHOLE, thousandths)))
}

/// A weight such as `0.8`, in thousandths. What is spelt like none is passed over, as if it were not there.
fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("0" | "", Ok(part)) => part,
        _ => WHOLE,
    }
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
    fn the_form_with_the_greatest_weight_is_preferred_and_of_equals_the_first() {
        const FORMS: [&str; 3] = [JSON, "text/html", "application/xml"];
        for (accept, form) in [
            ("", Some(JSON)),
            ("*/*", Some(JSON)),
            ("text/html", Some("text/html")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some("text/html")),
            ("application/xml, */*;q=0.1", Some("application/xml")),
            ("application/xml;q=0.5, text/html;q=0.55", Some("text/html")),
            ("application/json;q=0.9, text/html;q=0.9", Some(JSON)),
            ("application/*", Some(JSON)),
            ("application/json;q=0.001, text/*;q=0.002", Some("text/html")),
            ("application/json;q=0, */*", Some("text/html")),
            ("image/png", None),
            ("*/*;q=0", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(preferred(&headers, &FORMS), form, "{accept}");
        }
        assert_eq!(preferred(&HeaderMap::new(), &FORMS), Some(JSON));
    }

    #[test]
    fn without_the_header_everything_is_taken() {
        assert!(Accepted::of(&HeaderMap::new()).has(JSON));
    }
}
