//! `GET /invoices`: those of the caller, or those the operator asks for; newest first.

use std::sync::Arc;

use axum::extract::State;
use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, SellerId};
use muster::domain::invoice::{Invoice, InvoiceStatus};
use muster::domain::text::Reference;
use muster::http::caller::ClientSide;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Fault, Problem};
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::reply::InvoiceReply;

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
    status: Option<InvoiceStatus>,
    #[deserr(default)]
    number: Option<Reference>,
    #[deserr(default)]
    from: Option<Date>,
    #[deserr(default)]
    to: Option<Date>,
    #[deserr(default)]
    #[param(value_type = Option<bool>)]
    overdue: Option<Flag>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// `true` or `false` in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag(bool);

impl Flag {
    /// Whether it is raised.
    pub(crate) fn is_true(self) -> bool {
        self.0
    }
}

impl Deserr<Faults> for Flag {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let flag = match value {
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        flag.map(Self)
            .ok_or_else(|| Faults(vec![Fault::new(format!("/{}", location.last_field().unwrap_or_default()), "must be true or false")]))
    }
}

impl Filter {
    fn key(&self, days: Days, caller: ClientSide) -> ListKey {
        let [from, to] = days.key();
        let filter = [
            ("client_id", self.client_id.map(|id| id.to_string())),
            ("seller_id", self.seller_id.as_ref().map(SellerId::to_string)),
            ("status", self.status.map(|status| status.to_string())),
            ("number", self.number.as_ref().map(Reference::to_string)),
            from,
            to,
            ("overdue", self.overdue.map(|Flag(overdue)| overdue.to_string())),
        ];
        ListKey::new(caller, "invoices", &filter)
    }

    fn admits(&self, days: Days, invoice: &Invoice, now: Timestamp) -> bool {
        let today = invoice.time_zone.date_at(now);
        self.seller_id.as_ref().is_none_or(|id| invoice.seller_id == *id)
            && self.number.as_ref().is_none_or(|number| invoice.number == number.as_str())
            && days.contain(invoice.issued_on)
            && self.status.is_none_or(|status| invoice.status() == Ok(status))
            && self.overdue.is_none_or(|Flag(overdue)| invoice.is_overdue(today) == Ok(overdue))
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    Query(mut filter): Query<Filter>,
) -> Answer<Reply<ListReply<InvoiceReply>>> {
    filter.client_id = own_client(caller, filter.client_id)?;
    let days = Days::new(filter.from, filter.to)?;
    let key = filter.key(days, caller);
    let position = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let now = app.clock.now();
    let number = filter.number.as_ref().map(Reference::as_str);
    let keep = |invoice: &Invoice| filter.admits(days, invoice, now);
    let page = app.store.page_invoices(filter.client_id, number, filter.limit.0, position, keep).await?;
    let reply = app.cursors.reply(page, &key, |invoice| InvoiceReply::new(invoice, now));
    let items = reply.items.into_iter().collect::<Result<_, _>>()?;
    Ok(Reply::ok(ListReply { items, next_cursor: reply.next_cursor }))
}

/// Whose records a caller lists: a client its own alone, the operator anyone's.
pub(crate) fn own_client(caller: ClientSide, named: Option<ClientId>) -> Answer<Option<ClientId>> {
    match caller {
        ClientSide::Operator => Ok(named),
        ClientSide::Client(own) if named.is_none_or(|named| named == own) => Ok(Some(own)),
        ClientSide::Client(_) => Err(Problem::not_found()),
    }
}

/// The days to list, the first and the last included; without one of them there is no bound on its side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

impl Days {
    /// Days as they are asked for.
    pub(crate) fn new(from: Option<Date>, to: Option<Date>) -> Answer<Self> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(Problem::invalid_at("/to", "must not be before from")),
            _ => Ok(Self { from, to }),
        }
    }

    pub(crate) fn contain(self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    /// What of a list's key tells them.
    pub(crate) fn key(self) -> [(&'static str, Option<String>); 2] {
        [("from", self.from.map(|day| day.to_string())), ("to", self.to.map(|day| day.to_string()))]
    }
}
