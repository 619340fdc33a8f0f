//! `POST …/timesheets/{start}/submit|approve|reject|reopen`: a timesheet moves on, together with its engagement's revision.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::calendar::parse_date;
use muster::domain::engagement::Engagement;
use muster::domain::id::EngagementId;
use muster::domain::text::Note;
use muster::domain::timesheet::transition::{Step, TransitionError};
use muster::domain::timesheet::{Actor, ActorKind, Timesheet};
use muster::http::caller::{Caller, ClientSide, DeveloperSide, OperatorOnly};
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use utoipa::ToSchema;

use crate::reply::TimesheetReply;

/// The body where a step needs a reason.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = TimesheetReason)]
pub(crate) struct RawReason {
    reason: Note,
}

type Place = PathOf<(EngagementId, String)>;

pub(crate) async fn submit(State(app): State<Arc<App>>, caller: DeveloperSide, once: Once, place: Place) -> Answer<Reply<TimesheetReply>> {
    take(&app, caller.into(), &once, place, |sheet, engagement, step| sheet.submit(engagement, step)).await
}

pub(crate) async fn approve(State(app): State<Arc<App>>, caller: ClientSide, once: Once, place: Place) -> Answer<Reply<TimesheetReply>> {
    take(&app, caller.into(), &once, place, |sheet, engagement, step| sheet.approve(engagement, step)).await
}

pub(crate) async fn reject(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    place: Place,
    Input(raw): Input<RawReason>,
) -> Answer<Reply<TimesheetReply>> {
    take(&app, caller.into(), &once, place, |sheet, engagement, step| sheet.reject(engagement, step, raw.reason.clone())).await
}

pub(crate) async fn reopen(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    place: Place,
    Input(raw): Input<RawReason>,
) -> Answer<Reply<TimesheetReply>> {
    take(&app, caller.into(), &once, place, |sheet, engagement, step| sheet.reopen(engagement, step, raw.reason.clone())).await
}

async fn take(
    app: &App,
    caller: Caller,
    once: &Once,
    PathOf((id, start)): Place,
    step: impl Fn(&Timesheet, &Engagement, Step) -> Result<Timesheet, TransitionError>,
) -> Answer<Reply<TimesheetReply>> {
    let start = parse_date(&start).map_err(|_| Problem::not_found())?;
    for _ in 0..4 {
        let (engagement, sheet) = app.store.find_timesheet(id, caller.scope(), start).await?.ok_or_else(Problem::not_found)?;
        let now = app.clock.now();
        // One that approved itself meanwhile is kept as such first; the step is taken from there.
        let (next, taken) = match sheet.auto_approve(&engagement, now) {
            Some(approved) => (approved, false),
            None => (step(&sheet, &engagement, Step { by: actor(caller), at: now }).map_err(refusal)?, true),
        };
        let engagement = revised(engagement, &next, now);
        let reply = Reply::ok(TimesheetReply::new(next.clone(), &engagement, caller, now)).version(next.version);
        let write = if taken { once.write(app, &reply)? } else { app.clock.new_ulid().into() };
        match app.store.save_step(&engagement, &next, write).await {
            Ok(()) if taken => return Ok(reply),
            // Other weeks of the engagement move on at the same time: take the step from what is there now.
            Ok(()) | Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "timesheet" }.into())
}

/// The engagement's next revision; approved time is looked at by billing as soon as its period allows.
fn revised(mut engagement: Engagement, sheet: &Timesheet, now: Timestamp) -> Engagement {
    engagement.revision += 1;
    engagement.note_step(sheet, now);
    engagement
}

fn actor(caller: Caller) -> Actor {
    match caller {
        Caller::Operator => Actor { kind: ActorKind::Operator, id: "operator".to_owned() },
        Caller::Client(id) => Actor { kind: ActorKind::Client, id: id.to_string() },
        Caller::Developer(id) => Actor { kind: ActorKind::Developer, id: id.to_string() },
    }
}

fn refusal(error: TransitionError) -> Problem {
    Problem::new(ProblemKind::WrongState, error)
}
