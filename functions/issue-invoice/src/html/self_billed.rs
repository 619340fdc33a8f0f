//! A document that was issued in a developer's place, as a page: what the invoice's page is, with the one that writes it at its
//! head and the supplier first.

use maud::{Markup, html};
use muster::domain::display::{duration, grouped, long_date, period};
use muster::domain::invoice::DocumentKind;
use muster::domain::rate::Per;
use muster::domain::self_billing::document::{SelfBilledInvoice, SelfBilledLine};

use super::{document, facts, figures, notes, parties, with_code};

/// The page of such a document.
pub(crate) fn self_billed_page(invoice: &SelfBilledInvoice) -> String {
    let (class, label, word) = match invoice.kind {
        DocumentKind::SelfBilled | DocumentKind::TaxInvoice | DocumentKind::Invoice => ("open", "Payable to the supplier", "Self-billed"),
        DocumentKind::CreditNote => ("settled", "Taken back from the supplier", "Adjustment"),
    };
    let mut rows = vec![("Issued", long_date(invoice.issued_on))];
    rows.extend(invoice.due_on.map(|day| ("Due", long_date(day))));
    rows.extend([("Statement of", period(invoice.month.days())), ("Agreement", invoice.agreement.to_string())]);
    let body = html! {
        section.banner.(class) {
            div {
                p.label { (label) }
                p.amount { (with_code(invoice.totals.total)) }
            }
            p.status { (word) }
        }
        (facts(&rows))
        div.parties {
            (parties::block("Supplier", &invoice.supplier, &[]))
            (parties::block("Recipient", &invoice.recipient, &[]))
        }
        (lines(invoice))
        section.sums {
            table.totals { tbody { (figures::sums(&invoice.totals)) } }
            @if let Some(stated) = &invoice.fx { (figures::fx(stated)) }
        }
        (notes(&invoice.notes))
    };
    document(&invoice.title, &invoice.number, &invoice.recipient, &body)
}

fn lines(invoice: &SelfBilledInvoice) -> Markup {
    html! {
        table.lines {
            caption { "All amounts in " strong { (invoice.currency.code()) } }
            thead {
                tr {
                    th.place scope="col" { abbr title="Line" { "#" } }
                    th scope="col" { "Description" }
                    th.figure scope="col" { "Quantity" }
                    th.figure scope="col" { "Unit price" }
                    th.figure scope="col" { "Tax" }
                    th.figure scope="col" { "Net" }
                }
            }
            tbody { @for line in &invoice.lines { (row(line)) } }
        }
    }
}

fn row(line: &SelfBilledLine) -> Markup {
    html! {
        tr {
            td.place { (line.line) }
            td.what {
                p { bdi { (line.description) } }
                p.detail {
                    span { (period(line.month.days())) }
                    @if line.late { " " span.late { "Late – approved or changed after this month was closed" } }
                }
            }
            td.figure data-label="Quantity" { (quantity(line)) }
            td.figure data-label="Unit price" {
                @match line.unit_price {
                    Some(price) => {
                        (grouped(price.money)) " "
                        span.per { @match price.per { Per::Hour => "per hour", Per::Month => "per month" } }
                    }
                    None => "–",
                }
            }
            td.figure data-label="Tax" { (figures::line_rate(line.tax_category, line.tax_rate)) }
            td.figure data-label="Net" { (grouped(line.net)) }
        }
    }
}

/// The hours of time, with the sign that is typeset before figures; a part of a month or a milestone has none.
fn quantity(line: &SelfBilledLine) -> String {
    let shown = |minutes: i64| {
        let sign = if minutes < 0 { "−" } else { "" };
        format!("{sign}{}", duration(u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX)))
    };
    line.minutes.map_or_else(|| "–".to_owned(), shown)
}
