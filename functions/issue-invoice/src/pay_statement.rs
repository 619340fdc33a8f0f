//! `/developers/{developer_id}/statements*`: what a developer is paid for a month. The bill side is nowhere in it.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::engagement::Engagement;
use muster::domain::id::{DeveloperId, EngagementId, MilestoneId, StatementId};
use muster::domain::money::{Money, MoneyError};
use muster::domain::pay::{Month, PayBook, PayItem, PayKind, PayLine, PayStatement};
use muster::domain::rate::Rate;
use muster::domain::text::Title;
use muster::domain::timesheet::Timesheet;
use muster::http::caller::{Caller, DeveloperSide, OperatorOnly};
use muster::http::input::Faults;
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{PathOf, Query};
use muster::http::reply::Reply;
use muster::store::Scope;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::receipt::{ATTEMPTS, moved, overtaken};
use crate::work::{PAID_BY_TIME, with_time};

/// Which month of work.
#[derive(Clone, Copy, Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfMonth {
    pub(crate) month: Month,
}

/// What a developer is paid for a month: its work, and the work of closed months that was approved afterwards.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeveloperStatement)]
pub(crate) struct StatementReply {
    /// None while the month is open.
    id: Option<StatementId>,
    developer_id: DeveloperId,
    month: Month,
    lines: Vec<LineReply>,
    /// A sum for each currency.
    totals: Vec<Money>,
    closed_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeveloperStatementLine)]
struct LineReply {
    engagement_id: EngagementId,
    milestone_id: Option<MilestoneId>,
    kind: PayKind,
    /// The role, or the milestone.
    description: Title,
    /// The month of the work.
    month: Month,
    /// Whether that month was closed before.
    late: bool,
    /// Of time; below zero where some was taken back.
    minutes: Option<i64>,
    /// None of a milestone.
    pay_rate: Option<Rate>,
    /// Below zero where something is taken back.
    amount: Money,
}

impl From<PayLine> for LineReply {
    fn from(line: PayLine) -> Self {
        let PayLine { item, kind, description, late, minutes, pay_rate, amount } = line;
        let PayItem { engagement_id, month, rate_from: _, milestone_id } = item;
        Self { engagement_id, milestone_id, kind, description, month, late, minutes, pay_rate, amount }
    }
}

impl StatementReply {
    fn new(statement: PayStatement) -> Result<Self, MoneyError> {
        let totals = statement.totals()?;
        let PayStatement { id, developer_id, month, lines, closed_at } = statement;
        Ok(Self { id, developer_id, month, lines: lines.into_iter().map(LineReply::from).collect(), totals, closed_at })
    }
}

pub(crate) async fn find(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf(id): PathOf<DeveloperId>,
    Query(OfMonth { month }): Query<OfMonth>,
) -> Answer<Reply<StatementReply>> {
    let scope = Caller::from(caller).scope();
    let (developer, closed) = tokio::try_join!(app.store.find_developer(id, scope), app.store.find_pay_statement(id, month))?;
    developer.ok_or_else(Problem::not_found)?;
    if let Some(closed) = closed {
        return Ok(Reply::ok(StatementReply::new(closed)?));
    }
    let (book, work) = tokio::try_join!(book(&app, id), work(&app, id))?;
    Ok(Reply::ok(StatementReply::new(book.statement(month, &work, app.clock.now())?)?))
}

pub(crate) async fn close(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf((id, month)): PathOf<(DeveloperId, Month)>,
) -> Answer<Reply<StatementReply>> {
    let now = app.clock.now();
    let developer = app.store.find_developer(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    if developer.profile.time_zone.date_at(now) < month.days().end {
        return Err(Problem::new(ProblemKind::PeriodOpen, format!("The month is not over before the end of {}.", month.days().last())));
    }
    for _ in 0..ATTEMPTS {
        let (mut book, work) = tokio::try_join!(book(&app, id), work(&app, id))?;
        if book.closed.contains(&month) {
            return Err(Problem::new(ProblemKind::WrongState, "The month is closed already."));
        }
        let statement = book.statement(month, &work, now)?;
        let statement = PayStatement { id: Some(app.clock.new_id()), closed_at: Some(now), ..statement };
        book.close(&statement);
        let location = format!("/developers/{id}/statements?month={month}");
        let reply = Reply::created(location, StatementReply::new(statement.clone())?);
        if moved(app.store.close_pay(&statement, &book, once.write(&app, &reply)?).await)? {
            return Ok(reply);
        }
    }
    Err(overtaken())
}

async fn book(app: &App, id: DeveloperId) -> Answer<PayBook> {
    Ok(app.store.find_pay_book(id).await?)
}

/// A developer's engagements with all their time.
async fn work(app: &App, id: DeveloperId) -> Answer<Vec<(Engagement, Vec<Timesheet>)>> {
    with_time(app, app.store.engagements_of_developer(id).await?, &PAID_BY_TIME, |engagement, timesheets| Ok((engagement, timesheets)))
        .await
}
