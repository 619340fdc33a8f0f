//! `GET /clients/{client_id}/statement`: what a client owed, what changed it, and what it owes.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::Span;
use muster::domain::id::ClientId;
use muster::domain::money::{Currency, Money};
use muster::domain::statement::{Movement, MovementKind, Statement, movements, statements};
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::Faults;
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query};
use muster::http::reply::Reply;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// The days, both included.
#[derive(Clone, Copy, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    from: Date,
    to: Date,
}

/// A client's account over some days, in each currency by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClientStatement)]
pub(crate) struct StatementReply {
    client_id: ClientId,
    from: Date,
    to: Date,
    currencies: Vec<AccountReply>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClientStatementAccount)]
struct AccountReply {
    currency: Currency,
    /// What was owed before the first day; below zero when the client had more in hand.
    opening: Money,
    movements: Vec<MovementReply>,
    /// What was owed after the last day.
    closing: Money,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClientStatementMovement)]
struct MovementReply {
    date: Date,
    kind: MovementKind,
    /// The id of the document or payment.
    #[schema(example = "inv_01k8zq4v6x2m9c7r3t5w8y0abc")]
    id: String,
    /// The number of a document, or the payer's reference.
    #[schema(example = "MU-2026-00042")]
    number: Option<String>,
    /// By how much more is owed; below zero when it is less.
    amount: Money,
    /// What was owed afterwards.
    balance: Money,
}

impl From<Statement> for AccountReply {
    fn from(own: Statement) -> Self {
        Self {
            currency: own.currency,
            opening: own.opening,
            movements: own.movements.into_iter().map(MovementReply::from).collect(),
            closing: own.closing,
        }
    }
}

impl From<(Movement, Money)> for MovementReply {
    fn from((movement, balance): (Movement, Money)) -> Self {
        let Movement { date, kind, id, number, amount, at: _ } = movement;
        Self { date, kind, id, number, amount, balance }
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(client_id): PathOf<ClientId>,
    Query(Days { from, to }): Query<Days>,
) -> Answer<Reply<StatementReply>> {
    let days = Span::inclusive(from, to).ok_or_else(|| Problem::invalid_at("/to", "must not be before from"))?;
    let scope = Caller::from(caller).scope();
    // Read at once; what is not the caller's is not shown.
    let (client, history) = tokio::try_join!(app.store.find_client(client_id, scope), app.store.history_of(client_id))?;
    client.ok_or_else(Problem::not_found)?;
    let all = movements(&history.invoices, &history.credit_notes, &history.payments)?;
    let currencies = statements(all, days)?.into_iter().map(AccountReply::from).collect();
    Ok(Reply::ok(StatementReply { client_id, from, to, currencies }))
}
