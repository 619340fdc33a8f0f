//! A credit note as a page: what the invoice's page is, with what is credited in place of what is to be paid.

use maud::{Markup, html};
use muster::domain::display::{grouped, long_date, period};
use muster::domain::invoice::credit_note::{CreditLine, CreditNote};

use super::{document, facts, figures, notes, parties, with_code};

/// The page of a credit note.
pub(crate) fn credit_note_page(note: &CreditNote) -> String {
    let body = html! {
        section.banner.settled {
            div {
                p.label { "Credited" }
                p.amount { (with_code(note.totals.total)) }
            }
            p.status { "Credit note" }
        }
        (facts(&[
            ("Issued", long_date(note.issued_on)),
            ("Credits", note.invoice_number.clone()),
            ("Issued then", long_date(note.invoice_issued_on)),
            ("Reason", note.reason.to_string()),
        ]))
        div.parties {
            (parties::seller(&note.seller))
            (parties::client(&note.client, note.purchase_order.as_ref()))
        }
        (parties::supply(&note.seller, &note.place_of_supply, note.reverse_charge))
        (lines(note))
        section.sums {
            table.totals { tbody { (figures::sums(&note.totals)) } }
            @if let Some(stated) = &note.fx { (figures::fx(stated)) }
        }
        (notes(&note.notes))
    };
    document(&note.title, &note.number, &note.seller.party, &body)
}

fn lines(note: &CreditNote) -> Markup {
    html! {
        table.lines {
            caption { "All amounts in " strong { (note.currency.code()) } }
            thead {
                tr {
                    th.place scope="col" { abbr title="Line of the invoice" { "#" } }
                    th scope="col" { "Description" }
                    th.figure scope="col" { "Tax" }
                    th.figure scope="col" { "Net" }
                }
            }
            tbody { @for line in &note.lines { (row(line)) } }
        }
    }
}

fn row(line: &CreditLine) -> Markup {
    html! {
        tr {
            td.place { (line.line) }
            td.what {
                p { (figures::description(&line.description)) }
                p.detail { span { (period(line.span)) } }
            }
            td.figure data-label="Tax" { (figures::line_rate(line.tax_category, line.tax_rate)) }
            td.figure data-label="Net" { (grouped(line.net)) }
        }
    }
}
