//! `GET /reports/ageing`: what is owed, by client and currency, and how old it is.

use std::sync::Arc;

use axum::extract::State;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::ageing::{Ageing, Ages};
use muster::domain::id::ClientId;
use muster::domain::money::{Currency, Money, MoneyError};
use muster::http::caller::OperatorOnly;
use muster::http::problem::Answer;
use muster::http::query::Query;
use muster::http::reply::Reply;
use muster::store::{Page, Position, after_owed};
use serde::Serialize;
use utoipa::ToSchema;

use super::{AsOf, Begun};

/// How many invoices are read at a time.
const AT_ONCE: u16 = 100;
/// The most reads for one page. Whoever owes more invoices than they bring is counted further on the next one.
const MOST_READS: usize = 20;

/// What is owed, by the days that it is overdue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgeingReport)]
pub(crate) struct AgeingReply {
    as_of: Date,
    /// The sums over all clients of the report, on its last page; null before.
    currencies: Option<Vec<AgesReply>>,
    /// By currency, then by client: one page of them.
    clients: Vec<ClientAgesReply>,
    /// Send it as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Balances as they are now, by their days overdue on the day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ages)]
struct AgesReply {
    currency: Currency,
    /// Not overdue.
    current: Money,
    days_1_30: Money,
    days_31_60: Money,
    days_61_90: Money,
    days_over_90: Money,
    total: Money,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClientAges)]
struct ClientAgesReply {
    client_id: ClientId,
    #[serde(flatten)]
    ages: AgesReply,
}

impl AgesReply {
    fn new(ages: Ages) -> Result<Self, MoneyError> {
        let (currency, total) = (ages.currency(), ages.total()?);
        let Ages { current, days_1_30, days_31_60, days_61_90, days_over_90 } = ages;
        Ok(Self { currency, current, days_1_30, days_31_60, days_61_90, days_over_90, total })
    }
}

impl ClientAgesReply {
    fn new((client_id, ages): (ClientId, Ages)) -> Result<Self, MoneyError> {
        Ok(Self { client_id, ages: AgesReply::new(ages)? })
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Query(query): Query<AsOf>,
) -> Answer<Reply<AgeingReply>> {
    let key = query.key("ageing");
    let mut begun: Begun<Ageing> = query.open(&app, &key)?;
    let from = begun.from.take();
    let Page { items, next } = count(&app, &mut begun.so_far, begun.as_of, usize::from(query.limit.0), from).await?;
    let items = items.into_iter().map(ClientAgesReply::new).collect::<Result<_, MoneyError>>()?;
    let (clients, next_cursor) = begun.close(&app, &key, Page { items, next })?;
    let sums = next_cursor.is_none().then(|| begun.so_far.sums().iter().copied().map(AgesReply::new).collect());
    Ok(Reply::ok(AgeingReply { as_of: begun.as_of, currencies: sums.transpose()?, clients, next_cursor }))
}

/// Counts on until so many clients are complete.
async fn count(app: &App, ageing: &mut Ageing, as_of: Date, limit: usize, mut from: Option<Position>) -> Answer<Page<(ClientId, Ages)>> {
    let mut clients = Vec::new();
    for _ in 0..MOST_READS {
        let mut counted = from.clone();
        let page = app.store.page_owed(AT_ONCE, from).await?;
        for invoice in &page.items {
            clients.extend(ageing.completed_by(invoice)?);
            if clients.len() == limit {
                // It is of the next client, and is read again with the next page.
                return Ok(Page { items: clients, next: counted });
            }
            ageing.add(invoice, as_of)?;
            counted = Some(after_owed(invoice));
        }
        from = page.next;
        if from.is_none() {
            clients.extend(ageing.complete()?);
            break;
        }
    }
    Ok(Page { items: clients, next: from })
}
