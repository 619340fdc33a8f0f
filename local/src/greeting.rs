//! What the program says once it listens: whom there are tokens of, and what a newcomer would try first.

use std::fmt::Write;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use muster::domain::calendar::utc_day;

use crate::functions::all_routes;
use crate::sample::Accounts;
use crate::token::Role;
use crate::view::{href, href_as};

/// Tokens by role, in the order of [`Role::ALL`].
pub type Tokens = [String; 3];

/// The greeting of a server at an address.
#[must_use]
pub fn greeting(base_url: &str, accounts: &Accounts, tokens: &Tokens, now: Timestamp) -> String {
    let mut text = format!("listening on {base_url}\n\nOpen in a browser (what is seen there is what the API answers):\n");
    for (path, what) in links(accounts) {
        let _ = writeln!(text, "  {base_url}{path}\n      {what}");
    }
    text.push_str("\nOr paste into a shell: tokens of twelve hours,\n");
    for (role, token) in Role::ALL.into_iter().zip(tokens) {
        if let Some(account) = account(accounts, role) {
            let _ = writeln!(text, "  # of {account}:");
        }
        let _ = writeln!(text, "  {}={token}", role.name());
    }
    text.push_str("and what to do with them:\n");
    for (role, request) in requests(accounts) {
        let _ = writeln!(text, "  curl -sH \"Authorization: Bearer ${}\" '{base_url}{request}'", role.name());
    }
    text.push_str(
        "and without one, under /local/ (the sandbox's own): bill what is due, move the clock to next month, get another token.\n",
    );
    let client = accounts.client.as_deref().unwrap_or("cli_…");
    for (method, path, body) in [
        ("POST", "invoke/run-billing", String::new()),
        ("PUT", "clock", format!(r#"{{"now":"{}"}}"#, next_month(now))),
        ("POST", "token", format!(r#"{{"role":"client","account":"{client}"}}"#)),
    ] {
        let _ = writeln!(text, "  curl -sX {method} -H 'Content-Type: application/json' -d '{body}' '{base_url}/local/{path}'");
    }
    text
}

/// An instant at which it is next month everywhere.
fn next_month(now: Timestamp) -> Timestamp {
    let first = utc_day(now).last_of_month().saturating_add(1.day());
    let second = first.saturating_add(1.day());
    second.to_zoned_datetime(TimeZone::UTC).map_or(now, |day| day.timestamp())
}

/// The account of the token of a role.
#[must_use]
pub fn account(accounts: &Accounts, role: Role) -> Option<&str> {
    match role {
        Role::Operator => None,
        Role::Client => accounts.client.as_deref(),
        Role::Developer => accounts.developer.as_deref(),
    }
}

/// Pages to open, each with what it shows.
fn links(accounts: &Accounts) -> Vec<(String, &'static str)> {
    let mut links = vec![("/".to_owned(), "what there is")];
    if all_routes().table().iter().any(|route| route.path == "/docs") {
        links.push(("/docs".to_owned(), "the API's documentation"));
    }
    if let Some(project) = &accounts.project {
        links.push((href(&format!("/projects/{project}/matches")), "a match: who fits a project, and why"));
    }
    if let Some(invoice) = &accounts.invoice {
        links.push((href(&format!("/invoices/{invoice}/html")), "an invoice, as a page"));
        links.push((href(&format!("/invoices/{invoice}/pdf")), "the same as a file"));
    }
    links.push((href("/timesheets?status=submitted"), "time that waits for approval"));
    if let Some(client) = &accounts.client {
        links.push((href_as("/projects", Role::Client, client), "a client's projects, as the client sees them"));
    }
    if let Some(developer) = &accounts.developer {
        links.push((href_as("/engagements", Role::Developer, developer), "a developer's engagements, as the developer sees them"));
    }
    links
}

/// Requests to send, each with who sends it.
fn requests(accounts: &Accounts) -> Vec<(Role, String)> {
    let mut requests = vec![(Role::Operator, "/developers?limit=5".to_owned())];
    if accounts.client.is_some() {
        requests.push((Role::Client, "/invoices".to_owned()));
    }
    if let Some(developer) = &accounts.developer {
        requests.push((Role::Developer, format!("/developers/{developer}")));
    }
    if let Some(engagement) = &accounts.engagement {
        requests.push((Role::Developer, format!("/engagements/{engagement}/time-entries")));
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greeting_of(accounts: &Accounts) -> String {
        let now = "2026-12-31T23:59:00Z".parse().unwrap();
        greeting("http://127.0.0.1:9000", accounts, &["a.b.c".to_owned(), "d.e.f".to_owned(), "g.h.i".to_owned()], now)
    }

    #[test]
    fn the_first_line_tells_where() {
        assert!(greeting_of(&Accounts::default()).starts_with("listening on http://127.0.0.1:9000\n"));
    }

    #[test]
    fn an_empty_store_is_greeted_without_accounts() {
        let text = greeting_of(&Accounts::default());
        assert!(text.contains("  operator=a.b.c\n") && text.contains("  developer=g.h.i\n"), "{text}");
        assert!(text.contains(r#"{"now":"2027-01-02T00:00:00Z"}"#), "{text}");
        assert!(!text.contains("# of") && !text.contains("/matches"), "{text}");
    }

    #[test]
    fn a_filled_store_is_greeted_with_what_is_in_it() {
        let some = |id: &str| Some(id.to_owned());
        let accounts = Accounts {
            client: some("cli_1"),
            developer: some("dev_1"),
            invoice: some("inv_1"),
            engagement: some("eng_1"),
            project: some("prj_1"),
        };
        let text = greeting_of(&accounts);
        for expected in [
            "# of cli_1:\n  client=d.e.f",
            "/local/view?path=/invoices/inv_1/html",
            "Bearer $developer\" 'http://127.0.0.1:9000/engagements/eng_1/",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
