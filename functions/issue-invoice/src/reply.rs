//! Invoices as they go out, to the operator and to the client they belong to. No pay rate is anywhere near.

pub(crate) mod credit_note;
pub(crate) mod payment;
pub(crate) mod self_billed;

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::calendar::Span;
use muster::domain::draft::{LineKind, Quantity, UnitPrice};
use muster::domain::dunning::{FeeCharge, Notice, NoticeKind};
use muster::domain::engagement::PlaceOfSupply;
use muster::domain::id::{ChargeId, ClientId, CreditNoteId, DeveloperId, EngagementId, EventId, InvoiceId, SellerId};
use muster::domain::invoice::{ClientSnapshot, DocumentKind, Fx, Invoice, InvoiceStatus, Line, SellerSnapshot, TaxGroup};
use muster::domain::money::{Currency, Money, MoneyError};
use muster::domain::tax::{NotCharged, TaxCategory};
use muster::domain::text::{Reference, Title};
use muster::domain::zone::Zone;
use muster::http::input::DecimalText;
use muster::http::party::PartyReply;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// An invoice, or what one would be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invoice)]
pub(crate) struct InvoiceReply {
    /// None in a preview.
    id: Option<InvoiceId>,
    /// None in a preview.
    number: Option<String>,
    kind: DocumentKind,
    title: String,
    status: InvoiceStatus,
    overdue: bool,
    seller_id: SellerId,
    client_id: ClientId,
    seller: SellerReply,
    client: ClientReply,
    issued_on: Date,
    due_on: Date,
    period: PeriodReply,
    time_zone: Zone,
    currency: Currency,
    lines: Vec<LineReply>,
    net: Money,
    taxes: Vec<TaxGroup>,
    tax: Money,
    rounding: Money,
    total: Money,
    credited: Money,
    paid: Money,
    withheld: Money,
    written_off: Money,
    balance: Money,
    place_of_supply: PlaceOfSupply,
    reverse_charge: bool,
    purchase_order: Option<Reference>,
    fx: Option<Fx>,
    notes: Vec<String>,
    /// The credit notes on it, oldest first.
    credit_notes: Vec<CreditNoteId>,
    /// The steps that were taken because it was overdue, oldest first.
    reminders: Vec<ReminderReply>,
    created_at: Timestamp,
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceSeller)]
struct SellerReply {
    #[serde(flatten)]
    party: PartyReply,
    bank_lines: Vec<Title>,
    lut_arn: Option<Reference>,
    sac_code: Option<Reference>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceClient)]
struct ClientReply {
    #[serde(flatten)]
    party: PartyReply,
    buyer_reference: Option<Reference>,
}

/// Days, the first and the last included.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Period)]
struct PeriodReply {
    from: Date,
    to: Date,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceLine)]
struct LineReply {
    line: u32,
    kind: LineKind,
    engagement_id: EngagementId,
    developer_id: DeveloperId,
    description: String,
    period: PeriodReply,
    late: bool,
    quantity: Quantity,
    unit_price: UnitPrice,
    net: Money,
    #[schema(value_type = DecimalText)]
    tax_rate: Decimal,
    tax_category: TaxCategory,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceReminder)]
struct ReminderReply {
    /// The event that tells of it. It stays the same, however often it is told.
    event_id: EventId,
    /// `invoice.reminder_due` or `invoice.late_fee_due`.
    event_type: &'static str,
    kind: NoticeKind,
    days_after_due: u16,
    on: Date,
    /// What was owed.
    balance: Money,
    /// The fee for paying late that became due.
    fee: Option<Money>,
    /// The charge of the fee, on the next invoice of an engagement.
    charge: Option<FeeChargeReply>,
    /// Why the fee is not charged, where it is not.
    not_charged: Option<NotCharged>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeeCharge)]
struct FeeChargeReply {
    engagement_id: EngagementId,
    charge_id: ChargeId,
}

impl From<Notice> for ReminderReply {
    fn from(notice: Notice) -> Self {
        let Notice { event_id, kind, days_after_due, on, at: _, balance, fee, charge, not_charged } = notice;
        let charge = charge.map(|FeeCharge { engagement_id, charge_id }| FeeChargeReply { engagement_id, charge_id });
        Self { event_id, event_type: kind.event_type(), kind, days_after_due, on, balance, fee, charge, not_charged }
    }
}

impl From<SellerSnapshot> for SellerReply {
    fn from(seller: SellerSnapshot) -> Self {
        let SellerSnapshot { party, bank_lines, lut_arn, sac_code } = seller;
        Self { party: party.into(), bank_lines, lut_arn, sac_code }
    }
}

impl From<ClientSnapshot> for ClientReply {
    fn from(client: ClientSnapshot) -> Self {
        Self { party: client.party.into(), buyer_reference: client.buyer_reference }
    }
}

impl From<Span> for PeriodReply {
    fn from(span: Span) -> Self {
        Self { from: span.start, to: span.last() }
    }
}

impl From<Line> for LineReply {
    fn from(line: Line) -> Self {
        let draft = line.draft;
        Self {
            line: line.line,
            kind: draft.kind,
            engagement_id: draft.engagement_id,
            developer_id: draft.developer_id,
            description: draft.description,
            period: draft.span.into(),
            late: draft.late,
            quantity: draft.quantity,
            unit_price: draft.unit_price,
            net: draft.net,
            tax_rate: line.tax_rate.normalize(),
            tax_category: line.tax_category,
        }
    }
}

impl InvoiceReply {
    /// An issued invoice as it stands at an instant.
    pub(crate) fn new(invoice: Invoice, now: Timestamp) -> Result<Self, MoneyError> {
        let (id, number) = (invoice.id, invoice.number.clone());
        Ok(Self { id: Some(id), number: Some(number), ..Self::preview(invoice, now)? })
    }

    /// What an invoice would be: it has neither id nor number.
    pub(crate) fn preview(invoice: Invoice, now: Timestamp) -> Result<Self, MoneyError> {
        let today = invoice.time_zone.date_at(now);
        Ok(Self {
            id: None,
            number: None,
            status: invoice.status()?,
            overdue: invoice.is_overdue(today)?,
            balance: invoice.balance()?,
            kind: invoice.kind,
            title: invoice.title,
            seller_id: invoice.seller_id,
            client_id: invoice.client_id,
            seller: invoice.seller.into(),
            client: invoice.client.into(),
            issued_on: invoice.issued_on,
            due_on: invoice.due_on,
            period: invoice.span.into(),
            time_zone: invoice.time_zone,
            currency: invoice.currency,
            lines: invoice.lines.into_iter().map(LineReply::from).collect(),
            net: invoice.net,
            taxes: invoice.taxes,
            tax: invoice.tax,
            rounding: invoice.rounding,
            total: invoice.total,
            credited: invoice.credited,
            paid: invoice.paid,
            withheld: invoice.withheld,
            written_off: invoice.written_off,
            place_of_supply: invoice.place_of_supply,
            reverse_charge: invoice.reverse_charge,
            purchase_order: invoice.purchase_order,
            fx: invoice.fx,
            notes: invoice.notes,
            reminders: invoice.notices.into_iter().map(ReminderReply::from).collect(),
            credit_notes: invoice.credits.iter().map(|credit| credit.credit_note_id).collect(),
            created_at: invoice.created_at,
            version: invoice.version,
        })
    }
}

/// What a demand for a whole client came to.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = InvoiceBatch)]
pub(crate) struct BatchReply {
    pub(crate) items: Vec<InvoiceReply>,
    pub(crate) skipped: Vec<SkippedReply>,
}

/// An engagement that is on none of the invoices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SkippedEngagement)]
pub(crate) struct SkippedReply {
    engagement_id: EngagementId,
    reason: String,
    detail: Option<String>,
}

impl SkippedReply {
    /// With a stable word for the reason, and what is missing where someone can mend it.
    pub(crate) fn new(engagement_id: EngagementId, reason: &str, detail: Option<String>) -> Self {
        Self { engagement_id, reason: reason.to_owned(), detail }
    }
}
