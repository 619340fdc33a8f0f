//! `GET /invoices/{invoice_id}/pdf`, `/credit-notes/{credit_note_id}/pdf` and
//! `/developers/{developer_id}/self-billed-invoices/{invoice_id}/pdf`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::document::Document;
use muster::domain::id::{CreditNoteId, DeveloperId, InvoiceId};
use muster::http::caller::{Caller, ClientSide, DeveloperSide};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::pdf;

pub(crate) async fn invoice(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<InvoiceId>) -> Answer<Response> {
    let invoice = app.store.find_invoice(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    file(&Document::from(&invoice))
}

pub(crate) async fn credit_note(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<CreditNoteId>) -> Answer<Response> {
    let note = app.store.find_credit_note(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    file(&Document::from(&note))
}

pub(crate) async fn self_billed(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((developer_id, id)): PathOf<(DeveloperId, InvoiceId)>,
) -> Answer<Response> {
    let found = app.store.find_self_billed(developer_id, id, Caller::from(caller).scope()).await?;
    file(&Document::from(&found.ok_or_else(Problem::not_found)?))
}

fn file(document: &Document) -> Answer<Response> {
    Ok(pdf(&document.number, crate::print(document).map_err(Problem::internal)?))
}
