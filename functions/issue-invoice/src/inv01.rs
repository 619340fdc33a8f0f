//! `GET /invoices/{invoice_id}/inv01` and `GET /credit-notes/{credit_note_id}/inv01`: the document as an Indian seller reports it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::einvoice::inv01::inv01;
use muster::domain::id::{CreditNoteId, InvoiceId};
use muster::http::caller::ClientSide;
use muster::http::problem::Answer;
use muster::http::query::PathOf;
use muster::http::reply::document;

use crate::{credit_notes, get};

/// What it is sent as.
const MEDIA_TYPE: &str = "application/json";

pub(crate) async fn invoice(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<InvoiceId>) -> Answer<Response> {
    let invoice = get::find(&app, caller, id).await?;
    Ok(document(MEDIA_TYPE, inv01(&(&invoice).into())?))
}

pub(crate) async fn credit_note(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<CreditNoteId>) -> Answer<Response> {
    let note = credit_notes::find(&app, caller, id).await?;
    Ok(document(MEDIA_TYPE, inv01(&(&note).into())?))
}
