//! Payments as they go out: what was received or sent, what it pays, and what of it is still in hand.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::id::{ClientId, InvoiceId, PaymentId, SellerId};
use muster::domain::invoice::{Invoice, InvoiceStatus};
use muster::domain::money::{Money, MoneyError};
use muster::domain::payment::{Allocation, Payment, PaymentKind, Reversal, Withheld};
use muster::domain::text::{Note, Reference, Title};
use serde::Serialize;
use utoipa::ToSchema;

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payment)]
pub(crate) struct PaymentReply {
    id: PaymentId,
    kind: PaymentKind,
    client_id: ClientId,
    seller_id: SellerId,
    /// In the currency in which it came or went.
    amount: Money,
    /// In the currency of what it pays.
    settled: Money,
    /// The day on which it was received, or sent.
    received_on: Date,
    method: Title,
    reference: Option<Reference>,
    /// What it pays at present.
    allocations: Vec<AllocationReply>,
    /// What of it pays nothing yet: credit for the invoices to come.
    unapplied: Money,
    /// What of it was sent back.
    refunded: Money,
    reversed: Option<ReversalReply>,
    recorded_at: Timestamp,
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentAllocation)]
struct AllocationReply {
    invoice_id: InvoiceId,
    paid: Money,
    withheld: Option<Withheld>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentReversal)]
struct ReversalReply {
    on: Date,
    reason: Note,
}

/// A payment beside one of its invoices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoicePayment)]
pub(crate) struct InvoicePaymentReply {
    #[serde(flatten)]
    payment: PaymentReply,
    invoice_id: InvoiceId,
    /// What of it pays this invoice.
    applied: Money,
    withheld: Option<Withheld>,
    invoice_status: InvoiceStatus,
    invoice_balance: Money,
}

impl From<Allocation> for AllocationReply {
    fn from(own: Allocation) -> Self {
        Self { invoice_id: own.invoice_id, paid: own.paid, withheld: own.withheld }
    }
}

impl From<Payment> for PaymentReply {
    fn from(payment: Payment) -> Self {
        Self {
            id: payment.id,
            kind: payment.kind,
            client_id: payment.client_id,
            seller_id: payment.seller_id,
            amount: payment.amount,
            settled: payment.settled,
            received_on: payment.received_on,
            method: payment.method,
            reference: payment.reference,
            allocations: payment.allocations.into_iter().map(AllocationReply::from).collect(),
            unapplied: payment.unapplied,
            refunded: payment.refunded,
            reversed: payment.reversal.map(|Reversal { on, reason, at: _ }| ReversalReply { on, reason }),
            recorded_at: payment.recorded_at,
            version: payment.version,
        }
    }
}

impl InvoicePaymentReply {
    /// A payment beside its invoice.
    pub(crate) fn new(payment: Payment, invoice: &Invoice) -> Result<Self, MoneyError> {
        let own = payment.allocations.iter().find(|own| own.invoice_id == invoice.id);
        Ok(Self {
            invoice_id: invoice.id,
            applied: own.map_or(Money::zero(invoice.currency), |own| own.paid),
            withheld: own.and_then(|own| own.withheld.clone()),
            invoice_status: invoice.status()?,
            invoice_balance: invoice.balance()?,
            payment: payment.into(),
        })
    }
}
