//! `GET /billing-runs*`: what the scheduled runs did.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::billing::report::{Outcome, RunResult, RunSummary};
use muster::domain::id::RunId;
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, PathOf, Query, WhichPage};
use muster::http::reply::Reply;
use muster::store::RunRecord;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// Which results.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResultFilter {
    #[deserr(default)]
    outcome: Option<Outcome>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// A run as it goes out; its results are a list of their own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillingRun)]
pub(crate) struct RunReply {
    run_id: RunId,
    time: Timestamp,
    #[serde(flatten)]
    summary: SummaryReply,
    ended_at: Timestamp,
}

/// What came of a run.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillingRunSummary)]
struct SummaryReply {
    status: muster::domain::billing::report::RunStatus,
    more: bool,
    counts: CountsReply,
    totals: Vec<muster::domain::billing::report::RunTotal>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillingRunCounts)]
struct CountsReply {
    issued: u32,
    credited: u32,
    skipped: u32,
    failed: u32,
}

impl From<RunSummary> for SummaryReply {
    fn from(summary: RunSummary) -> Self {
        let RunSummary { status, more, issued, credited, skipped, failed, totals } = summary;
        Self { status, more, counts: CountsReply { issued, credited, skipped, failed }, totals }
    }
}

impl From<RunRecord> for RunReply {
    fn from(run: RunRecord) -> Self {
        Self { run_id: run.id, time: run.time, summary: run.summary.into(), ended_at: run.ended_at }
    }
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<RunReply>>> {
    let key = ListKey::new(caller, "billing-runs", &[]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let page = app.store.page_runs(which.limit(), from).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, RunReply::from)))
}

pub(crate) async fn get(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, PathOf(id): PathOf<RunId>) -> Answer<Reply<RunReply>> {
    let run = app.store.find_run(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(RunReply::from(run)))
}

pub(crate) async fn results(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    PathOf(id): PathOf<RunId>,
    Query(filter): Query<ResultFilter>,
) -> Answer<Reply<ListReply<RunResult>>> {
    let key = ListKey::new(
        caller,
        "run-results",
        &[("run", Some(id.to_string())), ("outcome", filter.outcome.map(|outcome| outcome.to_string()))],
    );
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let keep = |result: &RunResult| filter.outcome.is_none_or(|outcome| result.outcome == outcome);
    let (run, page) = tokio::try_join!(app.store.find_run(id), app.store.page_results(id, filter.limit.0, from, keep))?;
    run.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(app.cursors.reply(page, &key, |result| result)))
}
