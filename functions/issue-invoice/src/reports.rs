//! `GET /reports/*`: what is owed and how old it is, and what is earned and on no invoice yet. One sum for each currency.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::ageing::{Ages, age, by_currency};
use muster::domain::billing::EngagementTime;
use muster::domain::billing::unbilled::{Unbilled, unbilled_until};
use muster::domain::calendar::utc_day;
use muster::domain::developer::HiringModel;
use muster::domain::id::{ClientId, DeveloperId, EngagementId, SellerId};
use muster::domain::money::{Currency, Money, MoneyError};
use muster::domain::text::Name;
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::problem::{Answer, Problem};
use muster::http::query::Query;
use muster::http::reply::Reply;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::work::with_time;

/// The day, UTC's today unless stated.
#[derive(Clone, Copy, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    #[deserr(default)]
    as_of: Option<Date>,
}

impl AsOf {
    fn day(self, app: &App) -> Date {
        self.as_of.unwrap_or_else(|| utc_day(app.clock.now()))
    }
}

/// What is owed, by the days that it is overdue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgeingReport)]
pub(crate) struct AgeingReply {
    as_of: Date,
    currencies: Vec<AgesReply>,
    clients: Vec<ClientAgesReply>,
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
    fn new(currency: Currency, ages: Ages) -> Result<Self, MoneyError> {
        let total = ages.total()?;
        let Ages { current, days_1_30, days_31_60, days_61_90, days_over_90 } = ages;
        Ok(Self { currency, current, days_1_30, days_31_60, days_61_90, days_over_90, total })
    }
}

pub(crate) async fn ageing(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Query(query): Query<AsOf>,
) -> Answer<Reply<AgeingReply>> {
    let as_of = query.day(&app);
    let invoices = app.store.owed_invoices().await?;
    let ages = age(&invoices, as_of)?;
    let currencies = by_currency(&ages)?.into_iter().map(|(currency, sum)| AgesReply::new(currency, sum));
    let clients = ages
        .iter()
        .map(|((currency, client_id), own)| Ok(ClientAgesReply { client_id: *client_id, ages: AgesReply::new(*currency, *own)? }));
    let clients = clients.collect::<Result<_, MoneyError>>()?;
    Ok(Reply::ok(AgeingReply { as_of, currencies: currencies.collect::<Result<_, _>>()?, clients }))
}

/// What is earned and on no invoice yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnbilledReport)]
pub(crate) struct UnbilledReply {
    as_of: Date,
    currencies: Vec<UnbilledSumReply>,
    engagements: Vec<UnbilledEngagementReply>,
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

pub(crate) async fn unbilled(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Query(query): Query<AsOf>,
) -> Answer<Reply<UnbilledReply>> {
    let as_of = query.day(&app);
    // The report names nobody, so that it need not read anyone.
    let nobody: Name = "—".parse().map_err(Problem::internal)?;
    let found = with_time(&app, app.store.every_engagement().await?, &[HiringModel::Hourly], |engagement, timesheets| {
        let time = EngagementTime { engagement: &engagement, developer_name: &nobody, timesheets: &timesheets };
        let unbilled = unbilled_until(time, as_of)?;
        Ok((engagement, unbilled))
    });
    let mut sums = BTreeMap::<Currency, Unbilled>::new();
    let mut engagements = Vec::new();
    for (engagement, own) in found.await?.into_iter().filter(|(_, own)| !own.is_none()) {
        let currency = own.fees.currency();
        let sum = sums.entry(currency).or_insert_with(|| Unbilled::none(currency));
        *sum = sum.plus(own)?;
        engagements.push(UnbilledEngagementReply {
            engagement_id: engagement.id,
            client_id: engagement.client_id,
            developer_id: engagement.developer_id,
            seller_id: engagement.terms.seller_id,
            unbilled: own.into(),
        });
    }
    Ok(Reply::ok(UnbilledReply { as_of, currencies: sums.into_values().map(UnbilledSumReply::from).collect(), engagements }))
}
