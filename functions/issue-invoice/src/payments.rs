//! `GET /payments*` and `GET /invoices/{invoice_id}/payments`: what a client paid, and what pays an invoice.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, InvoiceId, PaymentId};
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, PathOf, Query, WhichPage};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::list::{Days, own_client};
use crate::reply::payment::{InvoicePaymentReply, PaymentReply};

/// What to list; the days are those on which it was received.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    client_id: Option<ClientId>,
    #[deserr(default)]
    from: Option<Date>,
    #[deserr(default)]
    to: Option<Date>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// One of them.
pub(crate) async fn find(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<PaymentId>) -> Answer<Reply<PaymentReply>> {
    let payment = app.store.find_payment(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let version = payment.version;
    Ok(Reply::ok(PaymentReply::from(payment)).version(version))
}

/// Those of one invoice, oldest first.
pub(crate) async fn of_invoice(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<InvoiceId>,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<InvoicePaymentReply>>> {
    let key = ListKey::new(caller, "invoice-payments", &[("invoice", Some(id.to_string()))]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let found = app.store.page_invoice_payments(id, Caller::from(caller).scope(), which.limit(), from).await?;
    let (invoice, page) = found.ok_or_else(Problem::not_found)?;
    let reply = app.cursors.reply(page, &key, |payment| InvoicePaymentReply::new(payment, &invoice));
    let items = reply.items.into_iter().collect::<Result<_, _>>()?;
    Ok(Reply::ok(ListReply { items, next_cursor: reply.next_cursor }))
}

/// Those of a client or, for the operator, of all; newest first.
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<PaymentReply>>> {
    let client = own_client(caller, filter.client_id)?;
    let days = Days::new(filter.from, filter.to)?;
    let [from, to] = days.key();
    let key = ListKey::new(caller, "payments", &[("client_id", client.map(|id| id.to_string())), from, to]);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let page = app.store.page_payments(client, filter.limit.0, from, |payment| days.contain(payment.received_on)).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, PaymentReply::from)))
}
