//! `POST /invoices/{invoice_id}/payments`: the operator records what was received and what was withheld.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::domain::money::Money;
use muster::domain::payment::ledger::{Portion, receive};
use muster::domain::text::{Reference, Title};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Move, Scope};
use utoipa::ToSchema;

use crate::receipt::{ATTEMPTS, RawWithheld, Received, moved, overtaken, refusal, side_of};
use crate::reply::payment::InvoicePaymentReply;

/// The body.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPayment, example = json!({ "amount": { "amount": "528.00", "currency": "AUD" }, "received_on": "2027-02-10", "method": "bank transfer", "reference": "A 1" }))]
pub(crate) struct RawPayment {
    amount: Money,
    /// What an amount in another currency came to in the invoice's.
    #[deserr(default)]
    settled: Option<Money>,
    received_on: Date,
    method: Title,
    #[deserr(default)]
    reference: Option<Reference>,
    #[deserr(default)]
    withheld: Option<RawWithheld>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<InvoiceId>,
    Input(raw): Input<RawPayment>,
) -> Answer<Reply<InvoicePaymentReply>> {
    let RawPayment { amount, settled, received_on, method, reference, withheld } = raw;
    let received = Received { amount, settled, received_on, method, reference };
    for _ in 0..ATTEMPTS {
        let invoice = app.store.find_invoice(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
        let (seller, currency) = side_of(&invoice);
        let mut credit = app.store.find_credit(invoice.client_id, &seller, currency).await?;
        let settled = received.settled_in(currency)?;
        let mut receipt = received.receipt(&app, invoice.client_id, seller, settled);
        let portion = Portion { amount: settled, withheld: withheld.clone().map(Into::into) };
        let (before, mut invoices) = (credit.version, [invoice]);
        receive(&mut receipt, &[portion], &mut invoices, &mut credit).map_err(|error| refusal(error, |_| String::new()))?;
        let [invoice] = &invoices;
        let reply = Reply::created(format!("/invoices/{id}/payments"), InvoicePaymentReply::new(receipt.clone(), invoice)?);
        let credit = Some(&credit).filter(|credit| credit.version != before);
        let money = Move { created: Some(&receipt), invoices: &invoices, credit, ..Move::default() };
        if moved(app.store.move_money(money, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}
