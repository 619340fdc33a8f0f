//! `GET /reports/margins`: what the work of a month leaves the operator, engagement by engagement. For the operator alone.

use std::sync::Arc;

use axum::extract::State;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::{ClientId, DeveloperId, EngagementId};
use muster::domain::money::Money;
use muster::domain::pay::Month;
use muster::domain::pay::margin::Margin;
use muster::http::caller::OperatorOnly;
use muster::http::problem::Answer;
use muster::http::query::Query;
use muster::http::reply::Reply;
use serde::Serialize;
use utoipa::ToSchema;

use crate::pay_statement::OfMonth;
use crate::work::{PAID_BY_TIME, with_time};

/// What the work of a month comes to on both sides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarginReport)]
pub(crate) struct MarginsReply {
    month: Month,
    /// The day of the exchange rates: the latest on or before the month's last day.
    exchange_rates_date: Option<Date>,
    /// Those with work in the month.
    engagements: Vec<MarginReply>,
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
    Query(OfMonth { month }): Query<OfMonth>,
) -> Answer<Reply<MarginsReply>> {
    let now = app.clock.now();
    let on = month.days().last().min(utc_day(now));
    let (all, rates) = tokio::try_join!(app.store.every_engagement(), app.store.latest_exchange_rates(on))?;
    let rates = rates.as_ref();
    let found = with_time(&app, all, &PAID_BY_TIME, |engagement, sheets| {
        let Margin { billable, payable, margin } = Margin::of(&engagement, &sheets, month, now, rates)?;
        let (engagement_id, client_id, developer_id) = (engagement.id, engagement.client_id, engagement.developer_id);
        Ok(MarginReply { engagement_id, client_id, developer_id, billable, payable, margin })
    });
    let found = found.await?;
    let engagements = found.into_iter().filter(|own| !own.billable.is_zero() || own.payable.iter().any(|sum| !sum.is_zero())).collect();
    Ok(Reply::ok(MarginsReply { month, exchange_rates_date: rates.map(|rates| rates.date), engagements }))
}
