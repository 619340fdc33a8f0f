//! `POST /invoices/{invoice_id}/payments`: the operator records what was received and what was withheld.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::domain::invoice::Invoice;
use muster::domain::money::Money;
use muster::domain::payment::{Payment, PaymentError, Withheld, WithholdingKind, apply};
use muster::domain::text::{Reference, Title};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{PaymentRecord, Scope, StoreError};
use utoipa::ToSchema;

use crate::reply::PaymentReply;

/// The body.
#[derive(Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPayment)]
pub(crate) struct RawPayment {
    amount: Money,
    received_on: Date,
    method: Title,
    #[deserr(default)]
    reference: Option<Reference>,
    #[deserr(default)]
    withheld: Option<RawWithheld>,
}

#[derive(Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewWithheld)]
struct RawWithheld {
    kind: WithholdingKind,
    amount: Money,
    #[deserr(default)]
    certificate: Option<Reference>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<InvoiceId>,
    Input(raw): Input<RawPayment>,
) -> Answer<Reply<PaymentReply>> {
    for _ in 0..4 {
        let mut invoice = app.store.find_invoice(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
        let record = settle(&app, &mut invoice, raw.clone())?;
        let reply = Reply::created(format!("/invoices/{id}/payments"), PaymentReply::new(record.clone(), &invoice)?);
        match app.store.create_payment(&record, &invoice, once.write(&app, &reply)?).await {
            Ok(()) => return Ok(reply),
            // Another payment of the invoice came at the same moment: divide this one by what is owed now.
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "invoice" }.into())
}

/// Puts a payment to an invoice.
fn settle(app: &App, invoice: &mut Invoice, raw: RawPayment) -> Answer<PaymentRecord> {
    let withheld = raw.withheld.map(|raw| Withheld { kind: raw.kind, amount: raw.amount, certificate: raw.certificate });
    let payment = Payment {
        id: app.clock.new_id(),
        invoice_id: invoice.id,
        client_id: invoice.client_id,
        amount: raw.amount,
        received_on: raw.received_on,
        method: raw.method,
        reference: raw.reference,
        withheld,
        recorded_at: app.clock.now(),
    };
    let settled = apply(invoice, &payment).map_err(refusal)?;
    invoice.paid = invoice.paid.plus(settled.paid)?;
    invoice.withheld = invoice.withheld.plus(settled.withheld)?;
    invoice.version += 1;
    Ok(PaymentRecord { payment, applied: settled.paid, surplus: settled.surplus })
}

fn refusal(error: PaymentError) -> Problem {
    match error {
        PaymentError::OtherInvoice => Problem::not_found(),
        PaymentError::OtherCurrency { .. } => Problem::invalid_at("/amount/currency", error),
        PaymentError::NotPositive => Problem::invalid_at("/amount", error),
        PaymentError::WithheldTooMuch { .. } => Problem::invalid_at("/withheld/amount", error),
        PaymentError::Money(error) => error.into(),
    }
}
