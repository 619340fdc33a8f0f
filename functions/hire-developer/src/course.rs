//! What every step in the course of an engagement shares: the step is decided, no time may be logged on days that it takes
//! away, and the engagement, its hours and its seat are written together.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::developer::Developer;
use muster::domain::engagement::{CourseError, Engagement};
use muster::domain::id::EngagementId;
use muster::domain::project::Project;
use muster::domain::timesheet::{TimeEntry, Timesheet, timesheet_span};
use muster::http::caller::Caller;
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::reply::Reply;
use muster::store::{Scope, StoreError};
use serde_json::Value;

/// How many entries a refusal names one by one.
const NAMED: usize = 20;

/// Takes a step and answers with the engagement. See [`take_with`].
pub(crate) async fn take(
    app: &App,
    caller: Caller,
    once: &Once,
    id: EngagementId,
    from: Option<Date>,
    step: impl Fn(&mut Engagement, Timestamp) -> Answer<()>,
) -> Answer<Reply<Value>> {
    take_with(app, caller, once, id, from, step, |engagement, (), now| crate::reply::for_caller(engagement, caller, now)).await
}

/// Takes a step. One that can take days away says from which day on.
///
/// `step` changes the engagement as it is at an instant, and `reply` tells of it; the step is taken anew when someone else
/// changed the engagement meanwhile.
pub(crate) async fn take_with<T>(
    app: &App,
    caller: Caller,
    once: &Once,
    id: EngagementId,
    from: Option<Date>,
    step: impl Fn(&mut Engagement, Timestamp) -> Answer<T>,
    reply: impl Fn(Engagement, T, Timestamp) -> Answer<Reply<Value>>,
) -> Answer<Reply<Value>> {
    for _ in 0..4 {
        let now = app.clock.now();
        let before = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
        let mut engagement = before.clone();
        let told = step(&mut engagement, now)?;
        // Of timesheets that are new since the engagement was read, its revision tells; so they are read after it.
        let sheets = async {
            match from {
                Some(from) => Ok::<_, Problem>(app.store.timesheets_from(id, from).await?),
                None => Ok(Vec::new()),
            }
        };
        let ends = engagement.terms.ends_on != before.terms.ends_on;
        let freed = async { if ends { leaves(app, &engagement).await } else { Ok(None) } };
        let (sheets, leaves) = tokio::try_join!(sheets, freed)?;
        require_no_time(&before, &engagement, &sheets)?;
        // The next run looks at what the step has changed.
        engagement.billing_state.due_at = Some(now);
        engagement.version += 1;
        engagement.revision += 1;
        let reply = reply(engagement.clone(), told, now)?;
        match app.store.save_course(&engagement, leaves.as_ref(), &sheets, once.write(app, &reply)?).await {
            Ok(()) => return Ok(reply),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "engagement" }.into())
}

/// Time on a day that would be taken away, or go to another timesheet, is a conflict, which names it.
fn require_no_time(before: &Engagement, after: &Engagement, sheets: &[Timesheet]) -> Answer<()> {
    let sheet = |engagement: &Engagement, day: Date| timesheet_span(&engagement.terms.billing, day);
    let lost = |entry: &&TimeEntry| {
        before.is_workable(entry.date) && !after.is_workable(entry.date) || sheet(before, entry.date) != sheet(after, entry.date)
    };
    let mut lost: Vec<&TimeEntry> = sheets.iter().flat_map(|sheet| &sheet.entries).filter(lost).collect();
    if lost.is_empty() {
        return Ok(());
    }
    lost.sort_by_key(|entry| (entry.date, entry.id));
    let named: Vec<String> = lost.iter().take(NAMED).map(|entry| format!("{} ({}, {} min)", entry.date, entry.id, entry.minutes)).collect();
    let more = lost.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    Err(Problem::new(
        ProblemKind::TimeLogged,
        format!("Time is logged on days that would be taken away or go to another timesheet: {}{more}.", named.join(", ")),
    ))
}

/// The developer with the hours free again after the last day, and the project with the seat.
async fn leaves(app: &App, engagement: &Engagement) -> Answer<Option<(Developer, Project)>> {
    let Some(last) = engagement.terms.ends_on else { return Ok(None) };
    let (developer, project) = tokio::try_join!(
        app.store.find_developer(engagement.developer_id, Scope::All),
        app.store.find_project(engagement.project_id, Scope::All),
    )?;
    let (mut developer, mut project) = developer.zip(project).ok_or_else(Problem::not_found)?;
    for commitment in developer.commitments.iter_mut().filter(|commitment| commitment.engagement_id == engagement.id) {
        commitment.until = Some(last);
    }
    // One that ended before it began takes no hours at all.
    developer.commitments.retain(|commitment| commitment.until.is_none_or(|until| commitment.from <= until));
    developer.revision += 1;
    project.vacate_seat(engagement.id, last);
    project.version += 1;
    Ok(Some((developer, project)))
}

/// A wrong state is a conflict, a wrong day the input's own fault.
pub(crate) fn refusal(error: CourseError, pointer: &str) -> Problem {
    match error {
        CourseError::WrongStatus(_) | CourseError::PauseAgreed { .. } | CourseError::LeaveAgreed { .. } | CourseError::Billed { .. } => {
            Problem::new(ProblemKind::WrongState, error)
        }
        CourseError::OtherZone(_) => Problem::invalid_at("/billing/time_zone", error),
        CourseError::TooEarly { .. } | CourseError::TooLate { .. } | CourseError::NotAPeriod { .. } | CourseError::CutShort { .. } => {
            Problem::invalid_at(pointer, error)
        }
    }
}
