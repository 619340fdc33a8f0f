//! Credit notes as they go out. All their money is above zero: that it goes back is what the document says.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::draft::LineKind;
use muster::domain::engagement::PlaceOfSupply;
use muster::domain::id::{ClientId, CreditNoteId, DeveloperId, EngagementId, InvoiceId, SellerId};
use muster::domain::invoice::credit_note::{CreditLine, CreditNote};
use muster::domain::invoice::{DocumentKind, Fx, TaxGroup};
use muster::domain::money::{Currency, Money};
use muster::domain::tax::TaxCategory;
use muster::domain::text::{Note, Reference};
use muster::http::input::DecimalText;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ClientReply, PeriodReply, SellerReply};

/// A credit note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreditNote)]
pub(crate) struct CreditNoteReply {
    id: CreditNoteId,
    number: String,
    kind: DocumentKind,
    title: String,
    /// What it credits.
    invoice_id: InvoiceId,
    invoice_number: String,
    invoice_issued_on: Date,
    seller_id: SellerId,
    client_id: ClientId,
    seller: SellerReply,
    client: ClientReply,
    issued_on: Date,
    currency: Currency,
    lines: Vec<CreditLineReply>,
    net: Money,
    taxes: Vec<TaxGroup>,
    tax: Money,
    rounding: Money,
    total: Money,
    /// What of it the client has in hand, because the invoice had been paid before.
    unapplied: Money,
    place_of_supply: PlaceOfSupply,
    reverse_charge: bool,
    purchase_order: Option<Reference>,
    fx: Option<Fx>,
    reason: Note,
    /// The engagements of whose lines nothing is left: the period can be billed again.
    freed: Vec<EngagementId>,
    notes: Vec<String>,
    created_at: Timestamp,
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreditNoteLine)]
struct CreditLineReply {
    /// The line of the invoice.
    line: u32,
    kind: LineKind,
    engagement_id: EngagementId,
    developer_id: DeveloperId,
    description: String,
    period: PeriodReply,
    net: Money,
    #[schema(value_type = DecimalText)]
    tax_rate: Decimal,
    tax_category: TaxCategory,
}

impl From<CreditLine> for CreditLineReply {
    fn from(line: CreditLine) -> Self {
        Self {
            line: line.line,
            kind: line.kind,
            engagement_id: line.engagement_id,
            developer_id: line.developer_id,
            description: line.description,
            period: line.span.into(),
            net: line.net,
            tax_rate: line.tax_rate.normalize(),
            tax_category: line.tax_category,
        }
    }
}

impl From<CreditNote> for CreditNoteReply {
    fn from(note: CreditNote) -> Self {
        Self {
            id: note.id,
            number: note.number,
            kind: note.kind,
            title: note.title,
            invoice_id: note.invoice_id,
            invoice_number: note.invoice_number,
            invoice_issued_on: note.invoice_issued_on,
            seller_id: note.seller_id,
            client_id: note.client_id,
            seller: note.seller.into(),
            client: note.client.into(),
            issued_on: note.issued_on,
            currency: note.currency,
            lines: note.lines.into_iter().map(CreditLineReply::from).collect(),
            net: note.totals.net,
            taxes: note.totals.taxes,
            tax: note.totals.tax,
            rounding: note.totals.rounding,
            total: note.totals.total,
            unapplied: note.unapplied,
            place_of_supply: note.place_of_supply,
            reverse_charge: note.reverse_charge,
            purchase_order: note.purchase_order,
            fx: note.fx,
            reason: note.reason,
            freed: note.freed,
            notes: note.notes,
            created_at: note.created_at,
            version: note.version,
        }
    }
}
