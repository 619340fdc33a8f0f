//! What an engagement's record is made of, as it goes out: pauses, leave, rates, its end, milestones and charges.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::charge::{Charge, ChargeAmount, ChargeKind};
use muster::domain::engagement::{Ending, Engagement, Initiator, Leave, Pause};
use muster::domain::id::{ChargeId, InvoiceId, MilestoneId};
use muster::domain::milestone::{Milestone, MilestoneStatus, Return};
use muster::domain::money::Money;
use muster::domain::rate::Rate;
use muster::domain::text::{Note, Reference, Title};
use muster::http::input::DecimalText;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// Days that are not billed, the first and the last included; without a last one until the engagement is resumed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pause)]
pub(super) struct PauseReply {
    from: Date,
    to: Option<Date>,
    reason: Option<Note>,
}

impl From<&Pause> for PauseReply {
    fn from(pause: &Pause) -> Self {
        let to = pause.until.map(|until| until.yesterday().unwrap_or(until));
        Self { from: pause.from, to, reason: pause.reason.clone() }
    }
}

/// Days off, the first and the last included.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Leave)]
pub(super) struct LeaveReply {
    from: Date,
    to: Date,
    /// Whether a monthly fee goes on.
    paid: bool,
}

impl From<&Leave> for LeaveReply {
    fn from(leave: &Leave) -> Self {
        Self { from: leave.from, to: leave.to, paid: leave.paid }
    }
}

/// The client's rate from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillRateFrom)]
pub(super) struct BillRateReply {
    effective_from: Date,
    bill_rate: Rate,
}

/// The developer's rate from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PayRateFrom)]
pub(super) struct PayRateReply {
    effective_from: Date,
    pay_rate: Rate,
}

pub(super) fn bill_rates(engagement: &Engagement) -> Vec<BillRateReply> {
    let rates = engagement.rates().into_iter();
    rates.map(|rate| BillRateReply { effective_from: rate.effective_from, bill_rate: rate.bill_rate }).collect()
}

pub(super) fn pay_rates(engagement: &Engagement) -> Vec<PayRateReply> {
    let rates = engagement.rates().into_iter();
    rates.map(|rate| PayRateReply { effective_from: rate.effective_from, pay_rate: rate.pay_rate }).collect()
}

/// How it was ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ending)]
pub(super) struct EndingReply {
    ends_on: Date,
    reason: Note,
    initiated_by: Initiator,
    /// Whether the client ended it within its trial, which is not billed then.
    trial_unbilled: bool,
    agreed_at: Timestamp,
}

impl From<&Ending> for EndingReply {
    fn from(ending: &Ending) -> Self {
        let Ending { ends_on, reason, initiated_by, trial_unbilled, agreed_at } = ending.clone();
        Self { ends_on, reason, initiated_by, trial_unbilled, agreed_at }
    }
}

/// Whose side of an engagement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The client's.
    Bill,
    /// The developer's.
    Pay,
    /// Both, to the operator.
    Both,
}

/// A milestone; the client sees what it pays, the developer what it is paid, the operator both.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub(crate) struct MilestoneReply {
    id: MilestoneId,
    title: Title,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_amount: Option<Money>,
    due_on: Option<Date>,
    status: MilestoneStatus,
    delivered_at: Option<Timestamp>,
    accepted_at: Option<Timestamp>,
    /// When it accepts itself if nobody acts.
    auto_accept_at: Option<Timestamp>,
    returned: Vec<ReturnReply>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_id: Option<InvoiceId>,
}

/// When and why a milestone was given back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MilestoneReturned)]
struct ReturnReply {
    at: Timestamp,
    reason: Note,
}

impl MilestoneReply {
    /// A milestone of an engagement that was brought to the instant at which it is shown.
    pub(crate) fn new(milestone: &Milestone, side: Side) -> Self {
        let (pays, is_paid) = (side != Side::Pay, side != Side::Bill);
        // Whether it is billed is the paying side's affair.
        let shown = Milestone { invoice_id: milestone.invoice_id.filter(|_| pays), ..milestone.clone() };
        let status = shown.status(Timestamp::MIN);
        Self {
            id: milestone.id,
            title: milestone.title.clone(),
            amount: Some(milestone.amount).filter(|_| pays),
            pay_amount: milestone.pay_amount.filter(|_| is_paid),
            due_on: milestone.due_on,
            status,
            delivered_at: milestone.delivered_at,
            accepted_at: milestone.accepted_at,
            auto_accept_at: milestone.auto_accept_at,
            returned: milestone.returned.iter().map(|Return { at, reason }| ReturnReply { at: *at, reason: reason.clone() }).collect(),
            invoice_id: shown.invoice_id,
        }
    }
}

/// A charge.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Charge)]
pub(crate) struct ChargeReply {
    id: ChargeId,
    kind: ChargeKind,
    description: Title,
    amount: Option<Money>,
    /// Of the work on the same invoice.
    #[schema(value_type = Option<DecimalText>)]
    percent: Option<Decimal>,
    on: Date,
    receipt: Option<Reference>,
    created_at: Timestamp,
    /// The invoice it is on; none while it waits for the next.
    invoice_id: Option<InvoiceId>,
}

impl From<Charge> for ChargeReply {
    fn from(charge: Charge) -> Self {
        let (amount, percent) = match charge.amount {
            ChargeAmount::Amount(amount) => (Some(amount), None),
            ChargeAmount::Percent(percent) => (None, Some(percent)),
        };
        Self {
            id: charge.id,
            kind: charge.kind,
            description: charge.description,
            amount,
            percent,
            on: charge.on,
            receipt: charge.receipt,
            created_at: charge.created_at,
            invoice_id: charge.invoice_id,
        }
    }
}
