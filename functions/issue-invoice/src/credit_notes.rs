//! `GET /credit-notes*`: those of the caller, or those the operator asks for; as JSON, and one as a page for a person.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, CreditNoteId, InvoiceId, SellerId};
use muster::domain::invoice::credit_note::CreditNote;
use muster::domain::text::Reference;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, PathOf, Query};
use muster::http::reply::{Reply, page};
use utoipa::IntoParams;

use crate::forms;
use crate::list::{Days, own_client};
use crate::reply::credit_note::CreditNoteReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    client_id: Option<ClientId>,
    #[deserr(default)]
    seller_id: Option<SellerId>,
    #[deserr(default)]
    invoice_id: Option<InvoiceId>,
    #[deserr(default)]
    number: Option<Reference>,
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

impl Filter {
    fn key(&self, days: Days, caller: ClientSide) -> ListKey {
        let [from, to] = days.key();
        let filter = [
            ("client_id", self.client_id.map(|id| id.to_string())),
            ("seller_id", self.seller_id.as_ref().map(SellerId::to_string)),
            ("invoice_id", self.invoice_id.map(|id| id.to_string())),
            ("number", self.number.as_ref().map(Reference::to_string)),
            from,
            to,
        ];
        ListKey::new(caller, "credit-notes", &filter)
    }

    fn admits(&self, days: Days, note: &CreditNote) -> bool {
        self.seller_id.as_ref().is_none_or(|id| note.seller_id == *id)
            && self.invoice_id.is_none_or(|id| note.invoice_id == id)
            && self.number.as_ref().is_none_or(|number| note.number == number.as_str())
            && days.contain(note.issued_on)
    }
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    Query(mut filter): Query<Filter>,
) -> Answer<Reply<ListReply<CreditNoteReply>>> {
    filter.client_id = own_client(caller, filter.client_id)?;
    let days = Days::new(filter.from, filter.to)?;
    let key = filter.key(days, caller);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let number = filter.number.as_ref().map(Reference::as_str);
    let keep = |note: &CreditNote| filter.admits(days, note);
    let page = app.store.page_credit_notes(filter.client_id, number, filter.limit.0, from, keep).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, CreditNoteReply::from)))
}

pub(crate) async fn json(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<CreditNoteId>,
    headers: HeaderMap,
) -> Answer<Response> {
    let note = find(&app, caller, id).await?;
    if let Some(elsewhere) = forms::elsewhere(&headers, &format!("/credit-notes/{id}")) {
        return Ok(elsewhere);
    }
    let version = note.version;
    Ok(Reply::ok(CreditNoteReply::from(note)).version(version).into_response())
}

pub(crate) async fn html(State(app): State<Arc<App>>, caller: ClientSide, PathOf(id): PathOf<CreditNoteId>) -> Answer<Response> {
    let note = find(&app, caller, id).await?;
    Ok(page(crate::html::credit_note_page(&note)))
}

/// The caller's own credit note, or any for the operator.
pub(crate) async fn find(app: &App, caller: ClientSide, id: CreditNoteId) -> Answer<CreditNote> {
    app.store.find_credit_note(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)
}
