//! `GET /invoices/{invoice_id}/payments`: what was paid on an invoice, oldest first.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::http::caller::{Caller, ClientSide};
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::Reply;

use crate::reply::PaymentReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<InvoiceId>,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<PaymentReply>>> {
    let key = ListKey::new(caller, "payments", &[("invoice", Some(id.to_string()))]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let found = app.store.page_payments(id, Caller::from(caller).scope(), which.limit(), from).await?;
    let (invoice, page) = found.ok_or_else(Problem::not_found)?;
    let reply = app.cursors.reply(page, &key, |record| PaymentReply::new(record, &invoice));
    let items = reply.items.into_iter().collect::<Result<_, _>>()?;
    Ok(Reply::ok(ListReply { items, next_cursor: reply.next_cursor }))
}
