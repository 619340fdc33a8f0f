//! What a document says that was issued in a developer's place: the supplier comes first, and whoever writes it stands at its head.

use crate::domain::display::{duration, grouped, long_date, period};
use crate::domain::invoice::DocumentKind;
use crate::domain::rate::Per;
use crate::domain::self_billing::document::{SelfBilledInvoice, SelfBilledLine};

use super::{Document, Fact, Figure, Row, figures, parties};

impl From<&SelfBilledInvoice> for Document {
    fn from(invoice: &SelfBilledInvoice) -> Self {
        let headline = match invoice.kind {
            DocumentKind::SelfBilled | DocumentKind::TaxInvoice | DocumentKind::Invoice => "Payable to the supplier",
            DocumentKind::CreditNote => "Taken back from the supplier",
        };
        let mut facts = vec![Fact::new("Issued", long_date(invoice.issued_on))];
        facts.extend(invoice.due_on.map(|day| Fact::new("Due", long_date(day))));
        facts.extend([Fact::new("Statement of", period(invoice.month.days())), Fact::new("Agreement", &invoice.agreement)]);
        Self {
            id: invoice.id.to_string(),
            title: invoice.title.clone(),
            number: invoice.number.clone(),
            brand: invoice.recipient.name.to_string(),
            issuer: invoice.recipient.document_name().to_string(),
            issuer_country: invoice.recipient.country,
            issued_at: invoice.created_at,
            headline,
            total: invoice.totals.total,
            facts,
            from: parties::block("Supplier", &invoice.supplier),
            to: parties::block("Recipient", &invoice.recipient),
            supply: Vec::new(),
            currency: invoice.currency,
            place: "Line",
            columns: &["Quantity", "Unit price", "Tax", "Net"],
            rows: invoice.lines.iter().map(row).collect(),
            sums: figures::sums(&invoice.totals),
            restated: invoice.fx.as_ref().map(figures::restated),
            pay_to: Vec::new(),
            notes: invoice.notes.clone(),
        }
    }
}

fn row(line: &SelfBilledLine) -> Row {
    let price = line.unit_price.map(|price| {
        let per = match price.per {
            Per::Hour => "per hour",
            Per::Month => "per month",
        };
        Figure { text: grouped(price.money), per: Some(per) }
    });
    Row {
        place: line.line,
        parts: vec![line.description.to_string()],
        period: period(line.month.days()),
        remark: line.late.then_some("Late – approved or changed after this month was closed"),
        figures: vec![
            Figure::plain(quantity(line)),
            price.unwrap_or_else(|| Figure::plain("–".to_owned())),
            Figure::plain(figures::line_rate(line.tax_category, line.tax_rate)),
            Figure::plain(grouped(line.net)),
        ],
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
