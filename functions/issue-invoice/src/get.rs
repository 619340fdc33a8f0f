//! `GET /invoices/{invoice_id}` as JSON, or where another form is that the caller prefers; and `/html` as a page for a person.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::domain::invoice::Invoice;
use muster::http::caller::{Caller, ClientSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::{Reply, page};

use crate::forms;
use crate::reply::InvoiceReply;

pub(crate) async fn json(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<InvoiceId>,
    headers: HeaderMap,
) -> Answer<Response> {
    let invoice = find(&app, caller, id).await?;
    if let Some(elsewhere) = forms::elsewhere(&headers, &format!("/invoices/{id}")) {
        return Ok(elsewhere);
    }
    let version = invoice.version;
    Ok(Reply::ok(InvoiceReply::new(invoice, app.clock.now())?).version(version).into_response())
}

pub(crate) async fn html(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<InvoiceId>) -> Answer<Response> {
    let invoice = find(&app, caller, id).await?;
    let today = invoice.time_zone.date_at(app.clock.now());
    Ok(page(crate::html::invoice_page(&invoice, today)?))
}

/// The caller's own invoice, or any for the operator.
pub(crate) async fn find(app: &App, caller: ClientSide, id: InvoiceId) -> Answer<Invoice> {
    app.store.find_invoice(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)
}
