//! The bytes of each form, held to files: what changes them shows in a review.

use std::path::PathBuf;

use super::case::{cases, credit, is_ubl};
use crate::domain::einvoice::inv01::inv01;
use crate::domain::einvoice::ubl::ubl;
use crate::domain::einvoice::{Issued, NoForm};
use crate::domain::id::{CreditNoteId, Id};
use crate::domain::invoice::credit_note::CreditDemand;
use crate::domain::invoice::sample::money;
use crate::domain::invoice::{CreditTaken, Invoice, LineCredit};

/// Every form that there is, by the name of its file.
fn forms() -> Vec<(String, String)> {
    let mut forms = Vec::new();
    for (name, invoice) in cases() {
        let part = vec![LineCredit { line: 1, net: money("1234.56", invoice.currency.code()) }];
        let note = credit(&invoice, &CreditDemand::Lines(part));
        let write = |document: Issued<'_>| -> Result<String, NoForm> {
            // The report is one line; spread out, a change of it can be read.
            if is_ubl(&invoice) { ubl(&document) } else { inv01(&document).map(|json| spread(&json)) }
        };
        let kind = if is_ubl(&invoice) { "xml" } else { "json" };
        forms.push((format!("{name}.{kind}"), write((&invoice).into()).unwrap_or_else(|error| panic!("{name}: {error}"))));
        forms.push((format!("{name}_credited.{kind}"), write((&note).into()).unwrap_or_else(|error| panic!("{name}: {error}"))));
    }
    forms
}

/// JSON with a line for each field, its numbers as they were written.
fn spread(json: &str) -> String {
    let (mut text, mut depth, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    let newline = |depth: usize| format!("\n{}", "  ".repeat(depth));
    for c in json.chars() {
        match c {
            _ if quoted => {
                text.push(c);
                quoted = c != '"' || escaped;
                escaped = c == '\\' && !escaped;
            }
            '{' | '[' => {
                depth += 1;
                text.push(c);
                text.push_str(&newline(depth));
            }
            '}' | ']' => {
                depth -= 1;
                text.push_str(&newline(depth));
                text.push(c);
            }
            ',' => {
                text.push(c);
                text.push_str(&newline(depth));
            }
            c => {
                quoted = c == '"';
                text.push(c);
            }
        }
    }
    text.push('\n');
    text
}

/// `UPDATE_GOLDEN=1` renews them.
#[test]
fn every_form_is_current() {
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it that the files are to be renewed")]
    let renew = std::env::var_os("UPDATE_GOLDEN").is_some();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/domain/einvoice/tests/golden");
    let forms = forms();
    for (name, text) in &forms {
        let path = folder.join(name);
        if renew {
            std::fs::write(&path, text).expect("the repository can be written to");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == *text, "{name} is not current; renew it with: UPDATE_GOLDEN=1 cargo test -p muster every_form_is_current\n{text}");
    }
    let files = std::fs::read_dir(&folder).expect("the folder is there").count();
    assert_eq!(files, forms.len(), "a file of no form");
}

/// Everything that is counted against an invoice after it was issued.
fn counted_against(invoice: &Invoice) -> Invoice {
    let one = money("1.00", invoice.currency.code());
    let credit = CreditTaken {
        credit_note_id: CreditNoteId::from_ulid(ulid::Ulid(7)),
        lines: vec![LineCredit { line: 1, net: one }],
        totals: invoice.totals(),
        fx: invoice.fx.clone(),
    };
    Invoice { paid: one, credited: one, withheld: one, written_off: one, credits: vec![credit], version: 9, ..invoice.clone() }
}

#[test]
fn what_happens_after_issue_changes_no_form() {
    for (name, invoice) in cases() {
        let later = counted_against(&invoice);
        assert_eq!(ubl(&(&invoice).into()), ubl(&(&later).into()), "{name}");
        assert_eq!(inv01(&(&invoice).into()), inv01(&(&later).into()), "{name}");
    }
}
