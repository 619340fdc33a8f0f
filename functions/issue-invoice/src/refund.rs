//! `POST /clients/{client_id}/refunds`: the operator sends credit back, never more than there is.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, PaymentId, SellerId};
use muster::domain::money::Money;
use muster::domain::payment::ledger::refund;
use muster::domain::payment::{Payment, PaymentKind};
use muster::domain::text::{Reference, Title};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Move, Scope};
use utoipa::ToSchema;

use crate::receipt::{ATTEMPTS, Received, moved, overtaken, refusal};
use crate::reply::payment::PaymentReply;

/// The body.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewRefund)]
pub(crate) struct RawRefund {
    /// In the currency of the credit.
    amount: Money,
    refunded_on: Date,
    method: Title,
    #[deserr(default)]
    reference: Option<Reference>,
    /// Whose credit it is; the client's seller unless named.
    #[deserr(default)]
    seller_id: Option<SellerId>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<ClientId>,
    Input(raw): Input<RawRefund>,
) -> Answer<Reply<PaymentReply>> {
    let RawRefund { amount, refunded_on, method, reference, seller_id } = raw;
    if !amount.is_positive() {
        return Err(Problem::invalid_at("/amount", "must be above zero"));
    }
    let client = app.store.find_client(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    let seller = seller_id.or(client.profile.seller_id);
    let seller = seller.ok_or_else(|| Problem::invalid_at("/seller_id", "is required, since the client has none"))?;
    let sent = Received { amount, settled: None, received_on: refunded_on, method, reference };
    for _ in 0..ATTEMPTS {
        let mut credit = app.store.find_credit(id, &seller, amount.currency()).await?;
        let ids: Vec<PaymentId> = credit.entries.iter().map(|entry| entry.payment_id).collect();
        let before = app.store.find_payments(&ids).await?;
        let mut receipts = before.clone();
        let mut payment = Payment { kind: PaymentKind::Refund, ..sent.receipt(&app, id, seller.clone(), amount) };
        refund(&mut payment, &mut credit, &mut receipts).map_err(|error| refusal(error, |_| String::new()))?;
        receipts.retain(|receipt| !before.contains(receipt));
        let reply = Reply::created(format!("/payments/{}", payment.id), PaymentReply::from(payment.clone())).version(payment.version);
        let money = Move { created: Some(&payment), payments: &receipts, credit: Some(&credit), ..Move::default() };
        if moved(app.store.move_money(money, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}
