//! An invoice as a page to read, print or keep: one self-contained HTML document without script, font or image.
//!
//! It prints what the record holds and computes nothing but the balance and the status. Every text of others is escaped
//! by the template and isolated, so that a name written from right to left leaves the rest of its line alone.

pub(crate) mod credit_note;
mod figures;
mod parties;
pub(crate) mod self_billed;

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use muster::domain::display::{grouped, long_date, period};
use muster::domain::invoice::{Invoice, InvoiceStatus};
use muster::domain::money::{Money, MoneyError};
use muster::domain::party::Party;

/// Inline, since the page may load nothing. Constant: no text of a record ever enters it.
const STYLE: &str = include_str!("html/invoice.css");

/// The page of an invoice. Today is the local day in the invoice's zone; it decides whether the invoice is overdue.
///
/// # Errors
/// The record mixes currencies.
pub(crate) fn invoice_page(invoice: &Invoice, today: Date) -> Result<String, MoneyError> {
    let body = html! {
        (banner(invoice, today)?)
        (facts(&[
            ("Issued", long_date(invoice.issued_on)),
            ("Due", long_date(invoice.due_on)),
            ("Billing period", period(invoice.span)),
        ]))
        div.parties {
            (parties::seller(&invoice.seller))
            (parties::client(&invoice.client, invoice.purchase_order.as_ref()))
        }
        (parties::supply(&invoice.seller, &invoice.place_of_supply, invoice.reverse_charge))
        (figures::lines(invoice))
        (figures::totals(invoice)?)
        (payment(invoice))
        (notes(&invoice.notes))
    };
    Ok(document(&invoice.title, &invoice.number, &invoice.seller.party, &body))
}

/// A document of a seller: what all of them have around what each says.
fn document(title: &str, number: &str, seller: &Party, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " " (number) " – " (seller.document_name()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header.masthead {
                        p.brand dir="auto" { (seller.name) }
                        h1 { (title) span.number { (number) } }
                    }
                    (body)
                }
            }
        }
    };
    page.into_string()
}

/// What is owed and how things stand: the first thing that a reader looks for.
fn banner(invoice: &Invoice, today: Date) -> Result<Markup, MoneyError> {
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
    Ok(html! {
        section.banner.(class) {
            div {
                p.label { (label) }
                p.amount { (with_code(shown)) }
            }
            p.status { (word) }
        }
    })
}

/// Short facts side by side.
fn facts(rows: &[(&str, String)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in rows {
                div { dt { (name) } dd dir="auto" { (value) } }
            }
        }
    }
}

/// Where to pay and what to quote.
fn payment(invoice: &Invoice) -> Markup {
    html! {
        @if !invoice.seller.bank_lines.is_empty() {
            section.payment {
                h2 { "Pay to" }
                div {
                    @for line in &invoice.seller.bank_lines { p dir="auto" { (line) } }
                    p.quote { "Please quote " strong { (invoice.number) } }
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
