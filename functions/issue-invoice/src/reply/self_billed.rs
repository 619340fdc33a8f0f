//! Documents that were issued in a developer's place, as they go out to the operator and to that developer. No bill side is
//! anywhere near.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::id::{DeveloperId, EngagementId, InvoiceId, MilestoneId, SellerId, StatementId};
use muster::domain::invoice::{DocumentKind, Fx, TaxGroup};
use muster::domain::money::{Currency, Money};
use muster::domain::pay::{Month, PayKind};
use muster::domain::rate::Rate;
use muster::domain::self_billing::document::{SelfBilledInvoice, SelfBilledLine};
use muster::domain::tax::TaxCategory;
use muster::domain::text::{Reference, Title};
use muster::http::input::DecimalText;
use muster::http::party::PartyReply;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::pay_statement::SelfBilledRefReply;

/// A recipient-created tax invoice or buyer-created taxable supply information; of the kind `credit_note`, what takes back some of
/// one: its money is above zero all the same.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelfBilledInvoice)]
pub(crate) struct SelfBilledReply {
    id: InvoiceId,
    #[schema(example = "MS-2026-00042")]
    number: String,
    #[schema(example = "self_billed")]
    kind: DocumentKind,
    #[schema(example = "Recipient-created tax invoice")]
    title: String,
    developer_id: DeveloperId,
    /// The seller that bought, and wrote it.
    recipient_id: SellerId,
    /// The statement that its lines are of.
    statement_id: StatementId,
    month: Month,
    supplier: PartyReply,
    recipient: PartyReply,
    /// What the agreement that it rests on is filed under.
    agreement: Reference,
    agreement_signed_on: Date,
    issued_on: Date,
    due_on: Option<Date>,
    currency: Currency,
    lines: Vec<LineReply>,
    net: Money,
    taxes: Vec<TaxGroup>,
    tax: Money,
    total: Money,
    fx: Option<Fx>,
    /// The documents of which it corrects something, oldest first.
    corrects: Vec<SelfBilledRefReply>,
    notes: Vec<String>,
    created_at: Timestamp,
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelfBilledLine)]
struct LineReply {
    line: u32,
    kind: PayKind,
    engagement_id: EngagementId,
    milestone_id: Option<MilestoneId>,
    /// The role, or the milestone.
    description: Title,
    /// The month of the work.
    month: Month,
    /// Whether that month was closed before.
    late: bool,
    /// Of time; below zero where the line goes the other way than the document.
    minutes: Option<i64>,
    /// None of a milestone.
    unit_price: Option<Rate>,
    /// Without tax; below zero where the line goes the other way than the document.
    net: Money,
    #[schema(value_type = DecimalText)]
    tax_rate: Decimal,
    tax_category: TaxCategory,
}

impl From<SelfBilledLine> for LineReply {
    fn from(line: SelfBilledLine) -> Self {
        Self {
            line: line.line,
            kind: line.kind,
            engagement_id: line.engagement_id,
            milestone_id: line.milestone_id,
            description: line.description,
            month: line.month,
            late: line.late,
            minutes: line.minutes,
            unit_price: line.unit_price,
            net: line.net,
            tax_rate: line.tax_rate.normalize(),
            tax_category: line.tax_category,
        }
    }
}

impl From<SelfBilledInvoice> for SelfBilledReply {
    fn from(document: SelfBilledInvoice) -> Self {
        Self {
            id: document.id,
            number: document.number,
            kind: document.kind,
            title: document.title,
            developer_id: document.developer_id,
            recipient_id: document.seller_id,
            statement_id: document.statement_id,
            month: document.month,
            supplier: document.supplier.into(),
            recipient: document.recipient.into(),
            agreement: document.agreement,
            agreement_signed_on: document.agreement_signed_on,
            issued_on: document.issued_on,
            due_on: document.due_on,
            currency: document.currency,
            lines: document.lines.into_iter().map(LineReply::from).collect(),
            net: document.totals.net,
            taxes: document.totals.taxes,
            tax: document.totals.tax,
            total: document.totals.total,
            fx: document.fx,
            corrects: document.corrects.into_iter().map(SelfBilledRefReply::from).collect(),
            notes: document.notes,
            created_at: document.created_at,
            version: document.version,
        }
    }
}
