//! `/developers/{developer_id}/statements*`: what a developer is paid for a month. The bill side is nowhere in it.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::engagement::Engagement;
use muster::domain::id::{DeveloperId, EngagementId, InvoiceId, MilestoneId, StatementId};
use muster::domain::money::{Money, MoneyError};
use muster::domain::pay::{Month, PayBook, PayItem, PayKind, PayLine, PayStatement, SelfBilledRef};
use muster::domain::rate::Rate;
use muster::domain::text::Title;
use muster::domain::timesheet::Timesheet;
use muster::http::caller::{Caller, DeveloperSide, OperatorOnly};
use muster::http::input::Faults;
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{PathOf, Query};
use muster::http::reply::Reply;
use muster::issuing::self_bill::{self, Basis, CloseError, Ground};
use muster::store::Scope;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::on_demand::{cannot_compose, sentence};
use crate::receipt::{ATTEMPTS, overtaken};
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
    /// A sum for each currency, without any tax.
    totals: Vec<Money>,
    /// The documents that were issued for it in the developer's place, with the tax on it.
    self_billed_invoices: Vec<SelfBilledRefReply>,
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
    /// The document that was issued for it in the developer's place.
    self_billed_invoice: Option<SelfBilledRefReply>,
}

/// A document that was issued in a developer's place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelfBilledRef)]
pub(crate) struct SelfBilledRefReply {
    id: InvoiceId,
    #[schema(example = "MS-2026-00042")]
    number: String,
}

impl From<SelfBilledRef> for SelfBilledRefReply {
    fn from(document: SelfBilledRef) -> Self {
        Self { id: document.id, number: document.number }
    }
}

impl From<PayLine> for LineReply {
    fn from(line: PayLine) -> Self {
        let PayLine { item, kind, description, late, minutes, pay_rate, amount, self_billed } = line;
        let PayItem { engagement_id, month, rate_from: _, milestone_id } = item;
        let self_billed_invoice = self_billed.map(SelfBilledRefReply::from);
        Self { engagement_id, milestone_id, kind, description, month, late, minutes, pay_rate, amount, self_billed_invoice }
    }
}

impl StatementReply {
    fn new(statement: PayStatement) -> Result<Self, MoneyError> {
        let totals = statement.totals()?;
        let self_billed_invoices = statement.self_billed().into_iter().cloned().map(SelfBilledRefReply::from).collect();
        let PayStatement { id, developer_id, month, lines, closed_at } = statement;
        let lines = lines.into_iter().map(LineReply::from).collect();
        Ok(Self { id, developer_id, month, lines, totals, self_billed_invoices, closed_at })
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
    for _ in 0..ATTEMPTS {
        let developer = async { app.store.find_developer(id, Scope::All).await?.ok_or_else(Problem::not_found) };
        let ground = async { Ok::<_, Problem>(Ground::read(&app, id, now).await?) };
        let (developer, book, work, ground) = tokio::try_join!(developer, book(&app, id), work(&app, id), ground)?;
        if developer.profile.time_zone.date_at(now) < month.days().end {
            let until = format!("The month is not over before the end of {}.", month.days().last());
            return Err(Problem::new(ProblemKind::PeriodOpen, until));
        }
        if book.closed.contains(&month) {
            return Err(Problem::new(ProblemKind::WrongState, "The month is closed already."));
        }
        let statement = book.statement(month, &work, now)?;
        let engagements: Vec<&Engagement> = work.iter().map(|(engagement, _)| engagement).collect();
        let basis = Basis { developer: &developer, book: &book, engagements: &engagements, now };
        let kept = |closed: &PayStatement| once.write_anyway(&app, created(closed.clone()));
        match Box::pin(self_bill::close(&app, &ground, basis, statement, kept)).await {
            Ok(closed) => return created(closed),
            Err(CloseError::Changed) => {}
            Err(error) => return Err(refusal(error)),
        }
    }
    Err(overtaken())
}

fn created(closed: PayStatement) -> Answer<Reply<StatementReply>> {
    let location = format!("/developers/{}/statements?month={}", closed.developer_id, closed.month);
    Ok(Reply::created(location, StatementReply::new(closed)?))
}

/// Why a month was not closed, told to the operator. What changed meanwhile is decided anew before it comes to this.
fn refusal(error: CloseError) -> Problem {
    match error {
        CloseError::Changed => overtaken(),
        CloseError::Unlawful { .. } | CloseError::Number(_) => Problem::new(ProblemKind::InvoiceIncomplete, sentence(&error)),
        CloseError::Compose(error) => cannot_compose(&error),
        CloseError::Store(error) => error.into(),
    }
}

async fn book(app: &App, id: DeveloperId) -> Answer<PayBook> {
    Ok(app.store.find_pay_book(id).await?)
}

/// A developer's engagements with all their time.
async fn work(app: &App, id: DeveloperId) -> Answer<Vec<(Engagement, Vec<Timesheet>)>> {
    with_time(app, app.store.engagements_of_developer(id).await?, &PAID_BY_TIME, |engagement, timesheets| Ok((engagement, timesheets)))
        .await
}
