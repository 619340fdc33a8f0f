//! `GET /reports/unbilled`: what is earned and on no invoice yet, engagement by engagement.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::billing::EngagementTime;
use muster::domain::billing::unbilled::{Unbilled, unbilled_until};
use muster::domain::developer::HiringModel;
use muster::domain::engagement::Engagement;
use muster::domain::id::{ClientId, DeveloperId, EngagementId, SellerId};
use muster::domain::money::{Currency, Money};
use muster::domain::text::Name;
use muster::http::caller::OperatorOnly;
use muster::http::problem::{Answer, Problem};
use muster::http::query::Query;
use muster::http::reply::Reply;
use muster::store::Page;
use serde::Serialize;
use utoipa::ToSchema;

use super::{AsOf, Begun};
use crate::work::page_with_time;

/// What is earned and on no invoice yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnbilledReport)]
pub(crate) struct UnbilledReply {
    as_of: jiff::civil::Date,
    /// The sums over all engagements of the report, on its last page; null before.
    currencies: Option<Vec<UnbilledSumReply>>,
    /// By id: one page of those of which something is unbilled.
    engagements: Vec<UnbilledEngagementReply>,
    /// Send it as `cursor` for the next page; null at the end.
    next_cursor: Option<String>,
}

/// Before tax.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unbilled)]
struct UnbilledSumReply {
    currency: Currency,
    approved_minutes: u32,
    approved: Money,
    unapproved_minutes: u32,
    unapproved: Money,
    /// Of the days that have passed of periods that are not billed; below zero where more is to be taken back.
    fees: Money,
    /// Those that were accepted.
    milestones: Money,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnbilledEngagement)]
struct UnbilledEngagementReply {
    engagement_id: EngagementId,
    client_id: ClientId,
    developer_id: DeveloperId,
    seller_id: SellerId,
    #[serde(flatten)]
    unbilled: UnbilledSumReply,
}

impl From<Unbilled> for UnbilledSumReply {
    fn from(unbilled: Unbilled) -> Self {
        let Unbilled { approved_minutes, approved, unapproved_minutes, unapproved, fees, milestones } = unbilled;
        Self { currency: fees.currency(), approved_minutes, approved, unapproved_minutes, unapproved, fees, milestones }
    }
}

impl UnbilledEngagementReply {
    fn new((engagement, unbilled): (Engagement, Unbilled)) -> Self {
        Self {
            engagement_id: engagement.id,
            client_id: engagement.client_id,
            developer_id: engagement.developer_id,
            seller_id: engagement.terms.seller_id,
            unbilled: unbilled.into(),
        }
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Query(query): Query<AsOf>,
) -> Answer<Reply<UnbilledReply>> {
    let key = query.key("unbilled");
    let mut begun: Begun<Vec<Unbilled>> = query.open(&app, &key)?;
    let as_of = begun.as_of;
    // The report names nobody, so that it need not read anyone.
    let nobody: Name = "—".parse().map_err(Problem::internal)?;
    let found = page_with_time(&app, query.limit.0, begun.from.take(), &[HiringModel::Hourly], |engagement, timesheets| {
        let time = EngagementTime { engagement: &engagement, developer_name: &nobody, timesheets: &timesheets };
        let unbilled = unbilled_until(time, as_of)?;
        Ok((!unbilled.is_none()).then_some((engagement, unbilled)))
    });
    let Page { items, next } = found.await?;
    for (_, own) in &items {
        let sum = begun.so_far.iter_mut().find(|sum| sum.fees.currency() == own.fees.currency());
        match sum {
            Some(sum) => *sum = sum.plus(*own)?,
            None => begun.so_far.push(*own),
        }
    }
    let items = items.into_iter().map(UnbilledEngagementReply::new).collect();
    let (engagements, next_cursor) = begun.close(&app, &key, Page { items, next })?;
    let sums = next_cursor.is_none().then(|| {
        begun.so_far.sort_by_key(|sum| sum.fees.currency());
        begun.so_far.into_iter().map(UnbilledSumReply::from).collect()
    });
    Ok(Reply::ok(UnbilledReply { as_of, currencies: sums, engagements, next_cursor }))
}
