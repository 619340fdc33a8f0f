//! The lines, what they add up to, and what became of it.

use maud::{Markup, html};
use muster::domain::display::{grouped, long_date, period, quantity};
use muster::domain::draft::PricePer;
use muster::domain::invoice::{Fx, Invoice, Line, TaxGroup, Totals};
use muster::domain::money::MoneyError;
use muster::domain::tax::TaxCategory;
use rust_decimal::Decimal;

use super::with_code;

/// What is billed, a row each.
pub(super) fn lines(invoice: &Invoice) -> Markup {
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

fn row(line: &Line) -> Markup {
    let draft = &line.draft;
    let per = match draft.unit_price.per {
        PricePer::Hour => "per hour",
        PricePer::Month => "per month",
        PricePer::Unit => "each",
    };
    html! {
        tr {
            td.place { (line.line) }
            td.what {
                p { (description(&draft.description)) }
                p.detail {
                    span { (period(draft.span)) }
                    @if draft.late { " " span.late { "Late – approved after this period was billed" } }
                }
            }
            td.figure data-label="Quantity" { (quantity(draft.quantity)) }
            td.figure data-label="Unit price" { (grouped(draft.unit_price.money)) " " span.per { (per) } }
            td.figure data-label="Tax" { (line_rate(line.tax_category, line.tax_rate)) }
            td.figure data-label="Net" { (grouped(draft.net)) }
        }
    }
}

/// The parts of a description, each isolated: a name written from right to left stays in front of its role.
pub(super) fn description(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split(" — ").enumerate() {
            @if at > 0 { " — " }
            bdi { (part) }
        }
    }
}

/// From net to total, and from there to the balance where something was counted against it.
pub(super) fn totals(invoice: &Invoice) -> Result<Markup, MoneyError> {
    let settled = [
        ("Credited", invoice.credited),
        ("Paid", invoice.paid),
        ("Withheld for tax", invoice.withheld),
        ("Written off", invoice.written_off),
    ];
    let settled: Vec<_> = settled.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    let balance = invoice.balance()?;
    Ok(html! {
        section.sums {
            table.totals {
                tbody {
                    (sums(&invoice.totals()))
                    @for (name, amount) in &settled {
                        tr { th scope="row" { (name) } td.figure { (grouped(amount.negated())) } }
                    }
                    @if !settled.is_empty() {
                        tr.balance { th scope="row" { "Balance" } td.figure { (with_code(balance)) } }
                    }
                }
            }
            @if let Some(stated) = &invoice.fx { (fx(stated)) }
        }
    })
}

/// From net to total, a row each.
pub(super) fn sums(totals: &Totals) -> Markup {
    html! {
        tr { th scope="row" { "Net" } td.figure { (grouped(totals.net)) } }
        @for group in &totals.taxes { (tax(group)) }
        @if totals.taxes.len() > 1 {
            tr { th scope="row" { "Tax" } td.figure { (grouped(totals.tax)) } }
        }
        @if !totals.rounding.is_zero() {
            tr { th scope="row" { "Rounding" } td.figure { (grouped(totals.rounding)) } }
        }
        tr.total { th scope="row" { "Total" } td.figure { (with_code(totals.total)) } }
    }
}

fn tax(group: &TaxGroup) -> Markup {
    html! {
        tr {
            th scope="row" {
                (group.name) " " (group_rate(group.category, group.rate))
                span.detail { "on " (grouped(group.taxable)) }
            }
            td.figure { (grouped(group.tax)) }
        }
    }
}

pub(super) fn fx(stated: &Fx) -> Markup {
    html! {
        div.fx {
            h2 { "In " (stated.to.code()) }
            dl {
                dt { "Total" } dd.figure { (grouped(stated.total)) }
                dt { "Tax" } dd.figure { (grouped(stated.tax)) }
            }
            p { "1 " (stated.from.code()) " = " (stated.rate) " " (stated.to.code()) ", rate of " (long_date(stated.date)) }
        }
    }
}

/// A line's rate. Where no tax is due, the record's rate is for information and would only mislead.
pub(super) fn line_rate(category: TaxCategory, rate: Decimal) -> String {
    match category {
        TaxCategory::Standard => percent(rate),
        TaxCategory::ZeroRated | TaxCategory::Export => percent(Decimal::ZERO),
        TaxCategory::Exempt => "Exempt".to_owned(),
        TaxCategory::OutOfScope => "None".to_owned(),
    }
}

fn group_rate(category: TaxCategory, rate: Decimal) -> String {
    match category {
        TaxCategory::Standard => percent(rate),
        TaxCategory::ZeroRated => "0%, zero-rated".to_owned(),
        TaxCategory::Export => "0%, export".to_owned(),
        TaxCategory::Exempt => "exempt".to_owned(),
        TaxCategory::OutOfScope => "not charged".to_owned(),
    }
}

fn percent(rate: Decimal) -> String {
    format!("{}%", rate.normalize())
}
