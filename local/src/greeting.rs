//! What the program says once it listens: whom there are tokens of, and what a newcomer would try first.

use std::fmt::Write;

use crate::functions::all_routes;
use crate::sample::Accounts;
use crate::token::Role;
use crate::view::{href, href_as};

/// Tokens by role, in the order of [`Role::ALL`].
pub type Tokens = [String; 3];

/// The greeting of a server at an address.
#[must_use]
pub fn greeting(base_url: &str, accounts: &Accounts, tokens: &Tokens) -> String {
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
        let _ = writeln!(text, "  curl -sH \"Authorization: Bearer ${}\" {base_url}{request}", role.name());
    }
    let _ = write!(
        text,
        "  # bill what is due, as the schedule would:\n  curl -sX POST {base_url}/local/invoke/run-billing\n  \
         # move the clock:\n  curl -sX PUT -H 'Content-Type: application/json' -d '{{\"now\":\"2030-01-01T00:05:00Z\"}}' {base_url}/local/clock\n  \
         # another token:\n  curl -sX POST -H 'Content-Type: application/json' -d '{{\"role\":\"client\",\"account\":\"cli_…\"}}' {base_url}/local/token\n"
    );
    text
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
        greeting("http://127.0.0.1:9000", accounts, &["a.b.c".to_owned(), "d.e.f".to_owned(), "g.h.i".to_owned()])
    }

    #[test]
    fn the_first_line_tells_where() {
        assert!(greeting_of(&Accounts::default()).starts_with("listening on http://127.0.0.1:9000\n"));
    }

    #[test]
    fn an_empty_store_is_greeted_without_accounts() {
        let text = greeting_of(&Accounts::default());
        assert!(text.contains("  operator=a.b.c\n") && text.contains("  developer=g.h.i\n"), "{text}");
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
            "Bearer $developer\" http://127.0.0.1:9000/engagements/eng_1/",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
