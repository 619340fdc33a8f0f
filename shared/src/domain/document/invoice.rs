//! What an invoice says.

use crate::domain::display::{grouped, long_date, period, quantity};
use crate::domain::draft::PricePer;
use crate::domain::invoice::{Invoice, Line};

use super::{Document, Fact, Figure, Row, figures, parties};

impl From<&Invoice> for Document {
    fn from(invoice: &Invoice) -> Self {
        Self {
            id: invoice.id.to_string(),
            title: invoice.title.clone(),
            number: invoice.number.clone(),
            brand: invoice.seller.party.name.to_string(),
            issuer: invoice.seller.party.document_name().to_string(),
            issuer_country: invoice.seller.party.country,
            issued_at: invoice.created_at,
            headline: "Total",
            total: invoice.total,
            facts: vec![
                Fact::new("Issued", long_date(invoice.issued_on)),
                Fact::new("Due", long_date(invoice.due_on)),
                Fact::new("Billing period", period(invoice.span)),
            ],
            from: parties::seller(&invoice.seller),
            to: parties::client(&invoice.client, invoice.purchase_order.as_ref()),
            supply: parties::supply(&invoice.seller, &invoice.place_of_supply, invoice.reverse_charge),
            currency: invoice.currency,
            place: "Line",
            columns: &["Quantity", "Unit price", "Tax", "Net"],
            rows: invoice.lines.iter().map(row).collect(),
            sums: figures::sums(&invoice.totals()),
            restated: invoice.fx.as_ref().map(figures::restated),
            pay_to: invoice.seller.bank_lines.iter().map(ToString::to_string).collect(),
            notes: invoice.notes.clone(),
        }
    }
}

fn row(line: &Line) -> Row {
    let draft = &line.draft;
    let per = match draft.unit_price.per {
        PricePer::Hour => "per hour",
        PricePer::Month => "per month",
        PricePer::Unit => "each",
    };
    Row {
        place: line.line,
        parts: figures::parts(&draft.description),
        period: period(draft.span),
        remark: draft.late.then_some("Late – approved after this period was billed"),
        figures: vec![
            Figure::plain(quantity(draft.quantity)),
            Figure { text: grouped(draft.unit_price.money), per: Some(per) },
            Figure::plain(figures::line_rate(line.tax_category, line.tax_rate)),
            Figure::plain(grouped(draft.net)),
        ],
    }
}
