//! What a credit note says: what its invoice does, with what is credited in place of what is to be paid.

use crate::domain::display::{grouped, long_date, period};
use crate::domain::invoice::credit_note::{CreditLine, CreditNote};

use super::{Document, Fact, Figure, Row, figures, parties};

impl From<&CreditNote> for Document {
    fn from(note: &CreditNote) -> Self {
        Self {
            id: note.id.to_string(),
            title: note.title.clone(),
            number: note.number.clone(),
            brand: note.seller.party.name.to_string(),
            issuer: note.seller.party.document_name().to_string(),
            issuer_country: note.seller.party.country,
            issued_at: note.created_at,
            headline: "Credited",
            total: note.totals.total,
            facts: vec![
                Fact::new("Issued", long_date(note.issued_on)),
                Fact::new("Credits", &note.invoice_number),
                Fact::new("Issued then", long_date(note.invoice_issued_on)),
                Fact::new("Reason", &note.reason),
            ],
            from: parties::seller(&note.seller),
            to: parties::client(&note.client, note.purchase_order.as_ref()),
            supply: parties::supply(&note.seller, &note.place_of_supply, note.reverse_charge),
            currency: note.currency,
            place: "Line of the invoice",
            columns: &["Tax", "Net"],
            rows: note.lines.iter().map(row).collect(),
            sums: figures::sums(&note.totals),
            restated: note.fx.as_ref().map(figures::restated),
            pay_to: Vec::new(),
            notes: note.notes.clone(),
        }
    }
}

fn row(line: &CreditLine) -> Row {
    Row {
        place: line.line,
        parts: figures::parts(&line.description),
        period: period(line.span),
        remark: None,
        figures: vec![Figure::plain(figures::line_rate(line.tax_category, line.tax_rate)), Figure::plain(grouped(line.net))],
    }
}
