//! `GET /local/view`: an answer of the API in a browser, which sends no token by itself. The request is made with a token of
//! whoever is named; production has no such thing.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Uri, header};
use axum::response::Response;
use deserr::Deserr;
use http_body_util::BodyExt;
use maud::{DOCTYPE, Markup, html};
use muster::clock::Clock;
use muster::http::input::Faults;
use muster::http::problem::{Answer, Problem};
use muster::http::reply::page;
use serde_json::Value;

use crate::gateway::Gateway;
use crate::token::{Issuer, Login, Role};

/// What is looked at, and through whose eyes: the operator's unless a role is named.
#[derive(Clone, Debug, Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
pub(crate) struct Asked {
    /// A path of the API, with its query if it has one.
    path: String,
    #[deserr(default)]
    role: Option<String>,
    #[deserr(default)]
    account: Option<String>,
}

/// The address of a view of a path, as the operator sees it.
pub(crate) fn href(path: &str) -> String {
    address(path, None, None)
}

/// The address of a view of a path, as someone of an account sees it.
pub(crate) fn href_as(path: &str, role: Role, account: &str) -> String {
    address(path, Some(role.name()), Some(account))
}

fn address(path: &str, role: Option<&str>, account: Option<&str>) -> String {
    // Slashes and question marks may stand in a query as they are, and are easier to read.
    let plain = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B").replace(' ', "%20");
    let more = [("role", role), ("account", account)];
    let more: String = more.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", plain(value?)))).collect();
    format!("/local/view?path={}{more}", plain(path))
}

/// Makes the requests.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    api: Arc<Gateway>,
    issuer: Arc<Issuer>,
}

impl Viewer {
    pub(crate) fn new(api: Arc<Gateway>, issuer: Arc<Issuer>) -> Self {
        Self { api, issuer }
    }

    /// The answer: a page as it is, JSON as a page whose ids lead on.
    pub(crate) async fn show(self, asked: Asked) -> Answer<Response> {
        let role = asked.role.as_deref().map_or(Ok(Role::Operator), str::parse).map_err(|fault| Problem::invalid_at("/role", fault))?;
        let uri: Uri = asked.path.parse().ok().filter(|uri: &Uri| uri.authority().is_none()).ok_or_else(no_path)?;
        let login = Login { role: Some(role), account: asked.account.clone(), subject: None };
        let token = self.issuer.issue(&login, Clock::system().now());
        let request = Request::get(uri).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let response = self.api.answer(request.body(Body::empty()).map_err(|_| no_path())?).await;
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") && !kind.starts_with("application/problem+json") {
            return Ok(response);
        }
        let status = response.status();
        let body = response.into_body().collect().await.map_err(Problem::internal)?.to_bytes();
        let json: Value = serde_json::from_slice(&body).map_err(Problem::internal)?;
        let mut shown = page(self::page_of(&asked, status.as_u16(), &json));
        *shown.status_mut() = status;
        Ok(shown)
    }
}

fn no_path() -> Problem {
    Problem::invalid_at("/path", "must be a path of the API, such as /invoices")
}

fn page_of(asked: &Asked, status: u16, json: &Value) -> String {
    let next = json["next_cursor"].as_str().map(|cursor| next_page(&asked.path, cursor));
    let text = format!("{json:#}");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "GET " (asked.path) } }
            body {
                p { a href="/" { "Muster, locally" } }
                h1 { code { "GET " (asked.path) } }
                p { (status) ", as " (asked.role.as_deref().unwrap_or("operator")) " " (asked.account.as_deref().unwrap_or_default()) }
                // Every second part of what quotation marks part is a string; one that is no id is left as it is.
                pre { @for (at, part) in text.split('"').enumerate() { @if at > 0 { "\"" } (linked(asked, part)) } }
                @if let Some(next) = next { p { a href=(asked.lead_to(&next)) { "The next page" } } }
            }
        }
    };
    page.into_string()
}

fn next_page(path: &str, cursor: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("cursor", cursor).finish();
    format!("{path}?{query}")
}

fn linked(asked: &Asked, part: &str) -> Markup {
    let Some((path, more)) = record(&asked.path, part) else { return html! { (part) } };
    html! {
        a href=(asked.lead_to(&path)) { (part) }
        @for step in more { " " a href=(asked.lead_to(&format!("{path}/{step}"))) { "(" (step) ")" } }
    }
}

/// Where the record of an id that is on a path is, and what can be looked at under it.
fn record(path: &str, id: &str) -> Option<(String, &'static [&'static str])> {
    let (prefix, rest) = id.split_once('_')?;
    // What a developer is shown of invoices is what was issued in its place.
    let developer = path.strip_prefix("/developers/").and_then(|rest| rest.split(['/', '?']).next());
    let own = developer.filter(|_| prefix == "inv").map(|developer| format!("developers/{developer}/self-billed-invoices"));
    let (kind, more): (&str, &[&str]) = match prefix {
        "inv" if own.is_some() => (own.as_deref().unwrap_or_default(), &["html", "pdf"]),
        "cli" => ("clients", &[]),
        "dev" => ("developers", &[]),
        "eng" => ("engagements", &["time-entries"]),
        "inv" => ("invoices", &["html", "pdf", "payments"]),
        "prj" => ("projects", &["matches"]),
        "run" => ("billing-runs", &["results"]),
        "sel" => ("sellers", &[]),
        _ => return None,
    };
    let shaped = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    shaped.then(|| (format!("/{kind}/{id}"), more))
}

impl Asked {
    /// The address of another path through the same eyes.
    fn lead_to(&self, path: &str) -> String {
        address(path, self.role.as_deref(), self.account.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(path: &str) -> Asked {
        Asked { path: path.to_owned(), role: Some("client".to_owned()), account: Some("cli_1".to_owned()) }
    }

    #[test]
    fn ids_lead_on_through_the_same_eyes() {
        let page = page_of(&asked("/invoices"), 200, &json!({ "items": [{ "id": "inv_01abc" }], "next_cursor": null }));
        assert!(page.contains(r#"<a href="/local/view?path=/invoices/inv_01abc/html&amp;role=client&amp;account=cli_1">"#), "{page}");
        assert!(!page.contains("next page"));
    }

    #[test]
    fn what_a_developer_is_shown_leads_to_what_was_issued_in_its_place() {
        for path in ["/developers/dev_1/self-billed-invoices?limit=5", "/developers/dev_1/statements"] {
            let found = record(path, "inv_01abc");
            assert_eq!(found, Some(("/developers/dev_1/self-billed-invoices/inv_01abc".to_owned(), &["html", "pdf"][..])), "{path}");
        }
    }

    #[test]
    fn what_is_no_id_stays_text() {
        for text in ["tax_invoice", "inv_", "inv_<b>", "due_on", "Invoice"] {
            assert_eq!(record("/x", text), None, "{text}");
        }
        let page = page_of(&asked("/x"), 404, &json!({ "detail": "<script>\"inv_\"</script>" }));
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        assert_eq!(next_page("/timesheets?status=submitted&cursor=old", "a+b"), "/timesheets?status=submitted&cursor=a%2Bb");
        assert_eq!(next_page("/projects", "c"), "/projects?cursor=c");
        let address = address("/timesheets?status=submitted&limit=1", None, None);
        assert_eq!(address, "/local/view?path=/timesheets?status=submitted%26limit=1");
    }
}
