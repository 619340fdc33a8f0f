//! The lines, what they add up to, and what became of it.

use maud::{Markup, html};
use muster::domain::display::grouped;
use muster::domain::document::{BETWEEN_PARTS, Document, Figure, Restated, Row, Sum};
use muster::domain::invoice::Invoice;
use muster::domain::money::MoneyError;

use super::with_code;

/// What is billed, a row each.
pub(super) fn lines(document: &Document) -> Markup {
    html! {
        table.lines {
            caption { "All amounts in " strong { (document.currency.code()) } }
            thead {
                tr {
                    th.place scope="col" { abbr title=(document.place) { "#" } }
                    th scope="col" { "Description" }
                    @for column in document.columns { th.figure scope="col" { (column) } }
                }
            }
            tbody { @for one in &document.rows { (row(one, document.columns)) } }
        }
    }
}

fn row(row: &Row, columns: &[&str]) -> Markup {
    html! {
        tr {
            td.place { (row.place) }
            td.what {
                p { (description(&row.parts)) }
                p.detail {
                    span { (row.period) }
                    @if let Some(remark) = row.remark { " " span.late { (remark) } }
                }
            }
            @for (column, one) in columns.iter().zip(&row.figures) { td.figure data-label=(column) { (figure(one)) } }
        }
    }
}

fn figure(figure: &Figure) -> Markup {
    html! {
        (figure.text)
        @if let Some(per) = figure.per { " " span.per { (per) } }
    }
}

/// The parts of a description, each isolated: a name written from right to left stays in front of its role.
fn description(parts: &[String]) -> Markup {
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at > 0 { (BETWEEN_PARTS) }
            bdi { (part) }
        }
    }
}

/// From net to total, and from there on what was counted against it.
pub(super) fn sums(document: &Document, settled: &Markup) -> Markup {
    html! {
        section.sums {
            table.totals {
                tbody {
                    @for one in &document.sums { (sum(one, document)) }
                    (settled)
                }
            }
            @if let Some(restated) = &document.restated { (fx(restated)) }
        }
    }
}

fn sum(sum: &Sum, document: &Document) -> Markup {
    html! {
        @if sum.is_total {
            tr.total { th scope="row" { (sum.name) } td.figure { (with_code(document.total)) } }
        } @else {
            tr {
                th scope="row" { (sum.name) @if let Some(base) = &sum.base { span.detail { (base) } } }
                td.figure { (sum.amount) }
            }
        }
    }
}

/// What was counted against the total since, and what is left of it; nothing where nothing was.
pub(super) fn settled(invoice: &Invoice) -> Result<Markup, MoneyError> {
    let settled = [
        ("Credited", invoice.credited),
        ("Paid", invoice.paid),
        ("Withheld for tax", invoice.withheld),
        ("Written off", invoice.written_off),
    ];
    let settled: Vec<_> = settled.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    let balance = invoice.balance()?;
    Ok(html! {
        @for (name, amount) in &settled {
            tr { th scope="row" { (name) } td.figure { (grouped(amount.negated())) } }
        }
        @if !settled.is_empty() {
            tr.balance { th scope="row" { "Balance" } td.figure { (with_code(balance)) } }
        }
    })
}

fn fx(restated: &Restated) -> Markup {
    html! {
        div.fx {
            h2 { (restated.heading) }
            dl { @for fact in &restated.amounts { dt { (fact.name) } dd.figure { (fact.value) } } }
            p { (restated.rate) }
        }
    }
}
