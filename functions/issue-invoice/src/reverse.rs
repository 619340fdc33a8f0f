//! `POST /payments/{payment_id}/reverse`: a receipt turned out to be none, and what it paid is owed again.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{InvoiceId, PaymentId};
use muster::domain::payment::Reversal;
use muster::domain::payment::ledger::reverse;
use muster::domain::text::Note;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Move, Scope};
use utoipa::ToSchema;

use crate::receipt::{ATTEMPTS, moved, overtaken, refusal};
use crate::reply::payment::PaymentReply;

/// The body.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewReversal)]
pub(crate) struct RawReversal {
    reason: Note,
    /// Not before the day of the receipt; today in the seller's zone unless stated.
    #[deserr(default)]
    reversed_on: Option<Date>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<PaymentId>,
    Input(raw): Input<RawReversal>,
) -> Answer<Reply<PaymentReply>> {
    for _ in 0..ATTEMPTS {
        let mut receipt = app.store.find_payment(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
        let now = app.clock.now();
        let ids: Vec<InvoiceId> = receipt.allocations.iter().map(|own| own.invoice_id).collect();
        let (seller, before, mut credit) = tokio::try_join!(
            app.store.find_seller(&receipt.seller_id),
            app.store.find_invoices(&ids),
            app.store.find_credit(receipt.client_id, &receipt.seller_id, receipt.settled.currency()),
        )?;
        let today = seller.map_or(receipt.received_on, |seller| seller.profile.party.time_zone.date_at(now));
        let on = raw.reversed_on.unwrap_or_else(|| today.max(receipt.received_on));
        if on < receipt.received_on {
            return Err(Problem::invalid_at("/reversed_on", format!("must not be before {}, the day of the receipt", receipt.received_on)));
        }
        let mut invoices = before.clone();
        let unchanged = credit.version;
        let reversal = Reversal { on, reason: raw.reason.clone(), at: now };
        reverse(&mut receipt, &mut invoices, &mut credit, reversal).map_err(|error| refusal(error, |_| String::new()))?;
        invoices.retain(|invoice| !before.contains(invoice));
        let reply = Reply::ok(PaymentReply::from(receipt.clone())).version(receipt.version);
        let credit = Some(&credit).filter(|credit| credit.version != unchanged);
        let money = Move { created: None, payments: std::slice::from_ref(&receipt), invoices: &invoices, credit, charged: None };
        if moved(app.store.move_money(money, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}
