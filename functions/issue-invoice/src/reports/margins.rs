//! `GET /reports/margins`: what the work of a month leaves the operator, engagement by engagement. For the operator alone.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::{ClientId, DeveloperId, EngagementId};
use muster::domain::money::Money;
use muster::domain::pay::Month;
use muster::domain::pay::margin::Margin;
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::Answer;
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::work::{PAID_BY_TIME, page_with_time};

/// Which month of work, and which page.
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichMargins {
    month: Month,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// What the work of a month comes to on both sides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarginReport)]
pub(crate) struct MarginsReply {
    month: Month,
    /// The day of the exchange rates: the latest on or before the month's last day.
    exchange_rates_date: Option<Date>,
    /// By id: one page of those with work in the month.
    engagements: Vec<MarginReply>,
    /// Send it as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Approved time and the days of fees, before tax, charges and credits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementMargin)]
struct MarginReply {
    engagement_id: EngagementId,
    client_id: ClientId,
    developer_id: DeveloperId,
    /// What the client pays.
    billable: Money,
    /// What the developer is paid, a sum for each currency.
    payable: Vec<Money>,
    /// What is left, in the currency of what the client pays; none where no exchange rate is known.
    margin: Option<Money>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Query(query): Query<WhichMargins>,
) -> Answer<Reply<MarginsReply>> {
    let (now, month) = (app.clock.now(), query.month);
    let key = ListKey::new(OperatorOnly, "margins", &[("month", Some(month.to_string()))]);
    let from = app.cursors.open(query.cursor.as_deref(), &key)?;
    let on = month.days().last().min(utc_day(now));
    let rates = app.store.latest_exchange_rates(on).await?;
    let found = page_with_time(&app, query.limit.0, from, &PAID_BY_TIME, |engagement, sheets| {
        let Margin { billable, payable, margin } = Margin::of(&engagement, &sheets, month, now, rates.as_ref())?;
        let (engagement_id, client_id, developer_id) = (engagement.id, engagement.client_id, engagement.developer_id);
        let any = !billable.is_zero() || payable.iter().any(|sum| !sum.is_zero());
        Ok(any.then_some(MarginReply { engagement_id, client_id, developer_id, billable, payable, margin }))
    });
    let ListReply { items: engagements, next_cursor } = app.cursors.reply(found.await?, &key, |own| own);
    let exchange_rates_date = rates.as_ref().map(|rates| rates.date);
    Ok(Reply::ok(MarginsReply { month, exchange_rates_date, engagements, next_cursor }))
}
