//! `GET /invoices/{invoice_id}` as JSON, and `/html` as a page for a person.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::http::caller::{Caller, ClientSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::{Reply, page};

use crate::reply::InvoiceReply;

pub(crate) async fn json(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<InvoiceId>) -> Answer<Reply<InvoiceReply>> {
    let invoice = app.store.find_invoice(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let version = invoice.version;
    Ok(Reply::ok(InvoiceReply::new(invoice, app.clock.now())?).version(version))
}

pub(crate) async fn html(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<InvoiceId>) -> Answer<Response> {
    let invoice = app.store.find_invoice(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let today = invoice.time_zone.date_at(app.clock.now());
    Ok(page(crate::html::invoice_page(&invoice, today)?))
}
