//! `POST /invoices/{invoice_id}/write-off`: the operator gives up what is owed, all of it or a part.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::domain::invoice::WriteOff;
use muster::domain::money::Money;
use muster::domain::text::Note;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Move, Scope};
use utoipa::ToSchema;

use crate::receipt::{ATTEMPTS, moved, overtaken};
use crate::reply::InvoiceReply;

/// The body.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewWriteOff)]
pub(crate) struct RawWriteOff {
    /// All that is owed unless stated.
    #[deserr(default)]
    amount: Option<Money>,
    reason: Note,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<InvoiceId>,
    Input(raw): Input<RawWriteOff>,
) -> Answer<Reply<InvoiceReply>> {
    for _ in 0..ATTEMPTS {
        let mut invoice = app.store.find_invoice(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
        let now = app.clock.now();
        let balance = invoice.balance()?;
        if !balance.is_positive() {
            return Err(Problem::new(ProblemKind::WrongState, "Nothing is owed on the invoice."));
        }
        let amount = raw.amount.unwrap_or(balance);
        if amount.currency() != balance.currency() {
            return Err(Problem::invalid_at("/amount/currency", format!("must be in {}", balance.currency())));
        }
        if !amount.is_positive() || amount.minor() > balance.minor() {
            return Err(Problem::invalid_at("/amount", format!("must be above zero and at most what is owed, {balance}")));
        }
        let on = invoice.time_zone.date_at(now);
        invoice.write_off(WriteOff { amount, reason: raw.reason.clone(), on, at: now })?;
        invoice.version += 1;
        let version = invoice.version;
        let reply = Reply::ok(InvoiceReply::new(invoice.clone(), now)?).version(version);
        let money = Move { invoices: std::slice::from_ref(&invoice), ..Move::default() };
        if moved(app.store.move_money(money, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}
