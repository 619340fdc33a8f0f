//! An invoice as a page to read, print or keep: one self-contained HTML document without script, font or image.
//!
//! It prints what `domain/document` says, and of what came after the issue the balance and the status. Every text of others is
//! escaped by the template and isolated, so that a name written from right to left leaves the rest of its line alone.

mod figures;
mod parties;

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use muster::domain::display::grouped;
use muster::domain::document::{Document, Fact};
use muster::domain::invoice::credit_note::CreditNote;
use muster::domain::invoice::{DocumentKind, Invoice, InvoiceStatus};
use muster::domain::money::{Money, MoneyError};
use muster::domain::self_billing::document::SelfBilledInvoice;

/// Inline, since the page may load nothing. Constant: no text of a record ever enters it.
const STYLE: &str = include_str!("html/invoice.css");

/// The page of an invoice. Today is the local day in the invoice's zone; it decides whether the invoice is overdue.
///
/// # Errors
/// The record mixes currencies.
pub(crate) fn invoice_page(invoice: &Invoice, today: Date) -> Result<String, MoneyError> {
    Ok(page(&Document::from(invoice), &standing(invoice, today)?, &figures::settled(invoice)?))
}

/// The page of a credit note.
pub(crate) fn credit_note_page(note: &CreditNote) -> String {
    let document = Document::from(note);
    page(&document, &banner("settled", document.headline, document.total, &document.title), &html! {})
}

/// The page of a document that was issued in a developer's place.
pub(crate) fn self_billed_page(invoice: &SelfBilledInvoice) -> String {
    let document = Document::from(invoice);
    let (class, word) = match invoice.kind {
        DocumentKind::SelfBilled | DocumentKind::TaxInvoice | DocumentKind::Invoice => ("open", "Self-billed"),
        DocumentKind::CreditNote => ("settled", "Adjustment"),
    };
    page(&document, &banner(class, document.headline, document.total, word), &html! {})
}

/// A document as it was issued, with how things stand above it and what was counted against it below its total.
fn page(document: &Document, banner: &Markup, settled: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) " " (document.number) " – " (document.issuer) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header.masthead {
                        p.brand dir="auto" { (document.brand) }
                        h1 { (document.title) span.number { (document.number) } }
                    }
                    (banner)
                    (facts(&document.facts))
                    div.parties {
                        (parties::block(&document.from))
                        (parties::block(&document.to))
                    }
                    (facts(&document.supply))
                    (figures::lines(document))
                    (figures::sums(document, settled))
                    (payment(document))
                    (notes(&document.notes))
                }
            }
        }
    };
    page.into_string()
}

/// What is owed and how things stand: the first thing that a reader looks for.
fn standing(invoice: &Invoice, today: Date) -> Result<Markup, MoneyError> {
    let (balance, status, overdue) = (invoice.balance()?, invoice.status()?, invoice.is_overdue(today)?);
    let (class, word) = match (status, overdue) {
        (InvoiceStatus::Issued, false) => ("open", "Issued"),
        (InvoiceStatus::PartlyPaid, false) => ("open", "Partly paid"),
        (InvoiceStatus::PartlyPaid, true) => ("overdue", "Partly paid, overdue"),
        (InvoiceStatus::Issued, true) => ("overdue", "Overdue"),
        (InvoiceStatus::Paid, _) => ("settled", "Paid"),
        (InvoiceStatus::Credited, _) => ("settled", "Credited"),
    };
    let (label, shown) = if balance.is_positive() {
        ("Amount due", balance)
    } else if balance.is_zero() {
        ("Nothing left to pay, of", invoice.total)
    } else {
        ("Balance in your favour", balance.negated())
    };
    Ok(banner(class, label, shown, word))
}

fn banner(class: &str, label: &str, amount: Money, word: &str) -> Markup {
    html! {
        section.banner.(class) {
            div {
                p.label { (label) }
                p.amount { (with_code(amount)) }
            }
            p.status { (word) }
        }
    }
}

/// Short facts side by side; nothing where there are none.
fn facts(facts: &[Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl.facts {
                @for fact in facts {
                    div { dt { (fact.name) } dd dir="auto" { (fact.value) } }
                }
            }
        }
    }
}

/// Where to pay and what to quote.
fn payment(document: &Document) -> Markup {
    html! {
        @if !document.pay_to.is_empty() {
            section.payment {
                h2 { "Pay to" }
                div {
                    @for line in &document.pay_to { p dir="auto" { (line) } }
                    p.quote { "Please quote " strong { (document.number) } }
                }
            }
        }
    }
}

/// The small print.
fn notes(notes: &[String]) -> Markup {
    html! {
        @if !notes.is_empty() {
            section.notes {
                h2 { "Notes" }
                div { @for note in notes { p dir="auto" { (note) } } }
            }
        }
    }
}

/// An amount that stands alone: `AUD 1,234.50`.
fn with_code(money: Money) -> Markup {
    html! { span.code { (money.currency().code()) } " " (grouped(money)) }
}
