//! `POST /clients/{client_id}/payments`: one receipt over several of a client's invoices, or on account.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::client::Client;
use muster::domain::id::{ClientId, InvoiceId, SellerId};
use muster::domain::invoice::Invoice;
use muster::domain::money::{Currency, Money};
use muster::domain::payment::ledger::{Portion, receive};
use muster::domain::text::{Reference, Title};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input, List};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Move, Scope};
use utoipa::ToSchema;

use crate::receipt::{ATTEMPTS, RawWithheld, Received, moved, overtaken, refusal, side_of};
use crate::reply::payment::PaymentReply;

/// The body.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewClientPayment)]
pub(crate) struct RawPayment {
    amount: Money,
    /// What an amount in another currency came to in the invoices'.
    #[deserr(default)]
    settled: Option<Money>,
    received_on: Date,
    method: Title,
    #[deserr(default)]
    reference: Option<Reference>,
    /// Whose money it is, where no invoice says so; otherwise the client's seller.
    #[deserr(default)]
    seller_id: Option<SellerId>,
    /// What it pays; the rest is credit.
    #[deserr(default)]
    #[schema(required = false)]
    allocations: List<RawAllocation, 0, 50>,
}

#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewAllocation)]
struct RawAllocation {
    invoice_id: InvoiceId,
    amount: Money,
    #[deserr(default)]
    withheld: Option<RawWithheld>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<ClientId>,
    Input(raw): Input<RawPayment>,
) -> Answer<Reply<PaymentReply>> {
    let RawPayment { amount, settled, received_on, method, reference, seller_id, allocations: List(allocations) } = raw;
    let received = Received { amount, settled, received_on, method, reference };
    let ids: Vec<InvoiceId> = allocations.iter().map(|own| own.invoice_id).collect();
    let of = |own: RawAllocation| Portion { amount: own.amount, withheld: own.withheld.map(Into::into) };
    let portions: Vec<Portion> = allocations.into_iter().map(of).collect();
    for _ in 0..ATTEMPTS {
        let (client, found) = tokio::try_join!(app.store.find_client(id, Scope::All), app.store.find_invoices(&ids))?;
        let client = client.ok_or_else(Problem::not_found)?;
        let mut invoices = in_order(&client, &ids, &found)?;
        let (seller, currency) = whose(&client, seller_id.as_ref(), &invoices, &received)?;
        let settled = received.settled_in(currency)?;
        let mut credit = app.store.find_credit(id, &seller, currency).await?;
        let before = credit.version;
        let mut receipt = received.receipt(&app, id, seller, settled);
        receive(&mut receipt, &portions, &mut invoices, &mut credit).map_err(|error| refusal(error, |at| format!("/allocations/{at}")))?;
        let reply = Reply::created(format!("/payments/{}", receipt.id), PaymentReply::from(receipt.clone())).version(receipt.version);
        let credit = Some(&credit).filter(|credit| credit.version != before);
        let money = Move { created: Some(&receipt), invoices: &invoices, credit, ..Move::default() };
        if moved(app.store.move_money(money, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}

/// The invoices in the order in which they are named, each once, all of them the client's and of one seller and currency.
fn in_order(client: &Client, ids: &[InvoiceId], found: &[Invoice]) -> Answer<Vec<Invoice>> {
    let mut faults = Faults::new();
    let mut invoices: Vec<Invoice> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let place = format!("/allocations/{at}/invoice_id");
        match found.iter().find(|invoice| invoice.id == *id && invoice.client_id == client.id) {
            None => faults.add(place, "is no invoice of the client"),
            Some(_) if ids[..at].contains(id) => faults.add(place, "names the invoice a second time"),
            Some(invoice) if invoices.first().is_some_and(|first| side_of(first) != side_of(invoice)) => {
                faults.add(place, "must have the seller and the currency of the first");
            }
            Some(invoice) => invoices.push(invoice.clone()),
        }
    }
    faults.or(invoices)
}

/// Whose money it is, and in which currency it counts.
fn whose(client: &Client, named: Option<&SellerId>, invoices: &[Invoice], received: &Received) -> Answer<(SellerId, Currency)> {
    if let Some(first) = invoices.first() {
        return match named {
            Some(named) if *named != first.seller_id => Err(Problem::invalid_at("/seller_id", "is not the seller of the invoices")),
            Some(_) | None => Ok(side_of(first)),
        };
    }
    let seller = named.or(client.profile.seller_id.as_ref()).cloned();
    let seller =
        seller.ok_or_else(|| Problem::invalid_at("/seller_id", "is required, since neither an invoice nor the client names one"))?;
    Ok((seller, received.settled.unwrap_or(received.amount).currency()))
}
