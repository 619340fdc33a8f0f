//! What the electronic forms are made of: an invoice or a credit note as it was issued, and nothing that came afterwards.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::calendar::Span;
use crate::domain::draft::{DraftLine, Quantity, UnitPrice};
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::id::EngagementId;
use crate::domain::invoice::credit_note::{CreditLine, CreditNote};
use crate::domain::invoice::{ClientSnapshot, DocumentKind, Fx, Invoice, Line, SellerSnapshot, Totals};
use crate::domain::money::{Currency, Money};
use crate::domain::tax::TaxCategory;
use crate::domain::text::{Note, Reference};

/// Which of the two a document is, with what only one of them has.
#[derive(Clone, Copy, Debug)]
pub enum Form<'a> {
    /// An invoice.
    Invoice {
        /// What it is called in the records.
        kind: DocumentKind,
        /// The day by which it is to be paid.
        due_on: Date,
        /// The days that it bills.
        span: Span,
        /// Where to pay, as printed.
        bank_lines: &'a [crate::domain::text::Title],
    },
    /// A credit note.
    CreditNote {
        /// The number of the invoice that it credits.
        invoice_number: &'a str,
        /// That invoice's day of issue.
        invoice_issued_on: Date,
        /// Why.
        reason: &'a Note,
    },
}

/// A document as it was issued.
#[derive(Clone, Debug)]
pub struct Issued<'a> {
    pub(super) form: Form<'a>,
    pub(super) number: &'a str,
    pub(super) issued_on: Date,
    pub(super) seller: &'a SellerSnapshot,
    pub(super) client: &'a ClientSnapshot,
    pub(super) currency: Currency,
    pub(super) lines: Vec<IssuedLine<'a>>,
    pub(super) totals: Totals,
    pub(super) fx: Option<&'a Fx>,
    pub(super) place: &'a PlaceOfSupply,
    pub(super) reverse_charge: bool,
    pub(super) purchase_order: Option<&'a Reference>,
    pub(super) notes: &'a [String],
}

/// A line of a document.
#[derive(Clone, Debug)]
pub struct IssuedLine<'a> {
    pub(super) line: u32,
    pub(super) engagement_id: EngagementId,
    pub(super) description: &'a str,
    pub(super) span: Span,
    pub(super) late: bool,
    /// How much at which price; a credit has neither.
    pub(super) measured: Option<(Quantity, UnitPrice)>,
    pub(super) net: Money,
    pub(super) tax_rate: Decimal,
    pub(super) tax_category: TaxCategory,
}

impl<'a> From<&'a Invoice> for Issued<'a> {
    fn from(invoice: &'a Invoice) -> Self {
        let seller = &invoice.seller;
        Self {
            form: Form::Invoice { kind: invoice.kind, due_on: invoice.due_on, span: invoice.span, bank_lines: &seller.bank_lines },
            number: &invoice.number,
            issued_on: invoice.issued_on,
            seller,
            client: &invoice.client,
            currency: invoice.currency,
            lines: invoice.lines.iter().map(IssuedLine::from).collect(),
            totals: invoice.totals(),
            fx: invoice.fx.as_ref(),
            place: &invoice.place_of_supply,
            reverse_charge: invoice.reverse_charge,
            purchase_order: invoice.purchase_order.as_ref(),
            notes: &invoice.notes,
        }
    }
}

impl<'a> From<&'a CreditNote> for Issued<'a> {
    fn from(note: &'a CreditNote) -> Self {
        Self {
            form: Form::CreditNote {
                invoice_number: &note.invoice_number,
                invoice_issued_on: note.invoice_issued_on,
                reason: &note.reason,
            },
            number: &note.number,
            issued_on: note.issued_on,
            seller: &note.seller,
            client: &note.client,
            currency: note.currency,
            lines: note.lines.iter().map(IssuedLine::from).collect(),
            totals: note.totals.clone(),
            fx: note.fx.as_ref(),
            place: &note.place_of_supply,
            reverse_charge: note.reverse_charge,
            purchase_order: note.purchase_order.as_ref(),
            notes: &note.notes,
        }
    }
}

impl<'a> From<&'a Line> for IssuedLine<'a> {
    fn from(line: &'a Line) -> Self {
        let DraftLine { kind: _, engagement_id, developer_id: _, description, span, late, quantity, unit_price, net } = &line.draft;
        Self {
            line: line.line,
            engagement_id: *engagement_id,
            description,
            span: *span,
            late: *late,
            measured: Some((*quantity, *unit_price)),
            net: *net,
            tax_rate: line.tax_rate,
            tax_category: line.tax_category,
        }
    }
}

impl<'a> From<&'a CreditLine> for IssuedLine<'a> {
    fn from(line: &'a CreditLine) -> Self {
        Self {
            line: line.line,
            engagement_id: line.engagement_id,
            description: &line.description,
            span: line.span,
            late: false,
            measured: None,
            net: line.net,
            tax_rate: line.tax_rate,
            tax_category: line.tax_category,
        }
    }
}
