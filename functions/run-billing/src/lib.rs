//! The scheduled billing run: every quarter of an hour, whoever is due is billed in their own local day.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent};
use muster::app::App;
use muster::domain::billing::report::{Outcome, RunReport, RunResult, RunSummary, RunTotal};
use muster::domain::calendar::{parse_date, utc_day};
use muster::domain::id::RunId;
use muster::issuing::dunning::remind;
use muster::issuing::run;
use muster::store::RunRecord;
use muster::telemetry::run as telemetry;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

/// How long before its end a run stops, so that what it did is kept.
const RESERVE: Duration = Duration::from_secs(60);

/// How many results of each kind the answer holds; all of them are kept with the run.
const SHOWN: usize = 100;

/// What starts a run: the schedule's time, or a day to try it for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    time: Option<Timestamp>,
    #[serde(default)]
    dry_run: bool,
    as_of: Option<String>,
}

/// What a run answers.
#[derive(Debug, Serialize)]
struct Answer {
    /// None in a dry run, and in one that did nothing.
    run_id: Option<RunId>,
    time: Timestamp,
    dry_run: bool,
    status: muster::domain::billing::report::RunStatus,
    more: bool,
    counts: Counts,
    totals: Vec<RunTotal>,
    issued: Vec<String>,
    credited: Vec<String>,
    skipped: Vec<Waiting>,
    failed: Vec<Waiting>,
    /// Steps taken because invoices were overdue.
    reminders: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Counts {
    issued: u32,
    credited: u32,
    skipped: u32,
    failed: u32,
}

#[derive(Debug, Serialize)]
struct Waiting {
    engagement_id: Option<String>,
    reason: Option<String>,
    detail: Option<String>,
}

/// Bills everyone who is due.
///
/// # Errors
/// The event is not a trigger, or the table fails as a whole; the schedule then tries again.
pub async fn run(app: Arc<App>, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let request_id = event.context.request_id.clone();
    let counts = |answer: &Answer| {
        let Counts { issued, credited: _, skipped, failed } = answer.counts;
        (!answer.dry_run).then_some(telemetry::Counts { issued, skipped, failed, more: answer.more })
    };
    let answer = telemetry::watched(&request_id, bill(app, event), counts).await?;
    Ok(serde_json::to_value(answer)?)
}

async fn bill(app: Arc<App>, event: LambdaEvent<Value>) -> Result<Answer, Error> {
    let deadline = muster::lambda::time_left(&event.context).map(|left| Instant::now() + left.saturating_sub(RESERVE));
    let trigger: Trigger = serde_json::from_value(event.payload)?;
    let now = app.clock.now();
    if trigger.dry_run {
        let as_of = trigger.as_of.as_deref().map(parse_date).transpose()?.unwrap_or_else(|| utc_day(now));
        let report = run::dry_run(&app, as_of).await?;
        return Ok(answer(None, now, true, report.summary(false), &report));
    }
    // A late or repeated firing bills by the present; one that the clock has not reached yet, by its own time.
    let time = trigger.time.map_or(now, |time| time.max(now));
    let (report, stopped) = Box::pin(run::run(&app, time, deadline)).await?;
    let reminders = remind(&app, time, deadline).await?;
    let summary = report.summary(stopped);
    if report.results().is_empty() {
        return Ok(Answer { reminders, ..answer(None, time, false, summary, &report) });
    }
    let record = RunRecord { id: app.clock.new_id(), time, summary: summary.clone(), ended_at: app.clock.now() };
    app.store.create_run(&record, report.results(), || app.clock.new_ulid()).await?;
    Ok(Answer { reminders, ..answer(Some(record.id), time, false, summary, &report) })
}

fn answer(run_id: Option<RunId>, time: Timestamp, dry_run: bool, summary: RunSummary, report: &RunReport) -> Answer {
    let of = |outcome| report.results().iter().filter(move |result| result.outcome == outcome).take(SHOWN);
    let waiting = |result: &RunResult| Waiting {
        engagement_id: result.engagement_id.clone(),
        reason: result.reason.clone(),
        detail: result.detail.clone(),
    };
    Answer {
        run_id,
        time,
        dry_run,
        status: summary.status,
        more: summary.more,
        counts: Counts { issued: summary.issued, credited: summary.credited, skipped: summary.skipped, failed: summary.failed },
        totals: summary.totals,
        issued: of(Outcome::Issued).filter_map(|result| result.invoice_id).map(|id| id.to_string()).collect(),
        credited: of(Outcome::Credited).filter_map(|result| result.credit_note_id).map(|id| id.to_string()).collect(),
        skipped: of(Outcome::Skipped).map(waiting).collect(),
        failed: of(Outcome::Failed).map(waiting).collect(),
        reminders: 0,
    }
}
