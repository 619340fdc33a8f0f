//! `POST /engagements/{engagement_id}/time-entries`: the developer logs time, from when to when or how long on a day.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::text::Note;
use muster::domain::timesheet::day::{DeveloperDay, days_of};
use muster::domain::timesheet::entry::{EntryInput, Piece, resolve, split};
use muster::domain::timesheet::fault::EntryFault;
use muster::domain::timesheet::moment::Moment;
use muster::domain::timesheet::reach::Reach;
use muster::domain::timesheet::{TimeEntry, Timesheet, rules};
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::once::Once;
use muster::http::problem::{Answer, Fault, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use utoipa::ToSchema;

use crate::reply::LoggedReply;

/// The body: the one form or the other.
#[derive(Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewTimeEntry, example = json!({ "date": "2027-01-04", "minutes": 450, "note": "Ledger import" }))]
pub(crate) struct RawEntry {
    #[deserr(default)]
    started_at: Option<Moment>,
    #[deserr(default)]
    ended_at: Option<Moment>,
    #[deserr(default)]
    date: Option<Date>,
    #[deserr(default)]
    minutes: Option<Whole<1, 1440>>,
    #[deserr(default)]
    note: Option<Note>,
    #[deserr(default, rename = "override")]
    #[schema(rename = "override", required = false, default = false)]
    override_cap: bool,
}

impl RawEntry {
    fn input(&self) -> Result<EntryInput, Problem> {
        match (self.started_at, self.ended_at, self.date, self.minutes) {
            (Some(started_at), Some(ended_at), None, None) => Ok(EntryInput::Clocked { started_at, ended_at }),
            (None, None, Some(date), Some(minutes)) => Ok(EntryInput::Counted { date, minutes: u32::from(minutes.0) }),
            _ => Err(Problem::invalid_at("", "must have either started_at and ended_at, or date and minutes")),
        }
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawEntry>,
) -> Answer<Reply<LoggedReply>> {
    let caller = Caller::from(caller);
    if raw.override_cap && caller != Caller::Operator {
        return Err(Problem::new(ProblemKind::Forbidden, "Only the operator may send `override`."));
    }
    let input = raw.input()?;
    let reach = Reach::of(input);
    for _ in 0..4 {
        let found = app.store.find_time(id, caller.scope(), reach.starts, reach.days).await?.ok_or_else(Problem::not_found)?;
        require_accepted(&found.0)?;
        match log(&app, found, &once, input, &raw).await? {
            Ok(reply) => return Ok(reply),
            // Someone changed the week meanwhile: look at it again.
            Err(StoreError::Stale { .. } | StoreError::Taken { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "timesheet" }.into())
}

/// Which days of it can have time, paused ones not among them, is looked at day by day.
fn require_accepted(engagement: &Engagement) -> Answer<()> {
    match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => Ok(()),
        status @ (EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
            Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}.")))
        }
    }
}

async fn log(
    app: &App,
    (engagement, mut sheets, found): (Engagement, Vec<Timesheet>, Vec<DeveloperDay>),
    once: &Once,
    input: EntryInput,
    raw: &RawEntry,
) -> Answer<Result<Reply<LoggedReply>, StoreError>> {
    let engagement = &engagement;
    let terms = &engagement.terms.billing;
    let worked = resolve(input, &terms.time_zone).map_err(refusal)?;
    let pieces = split(worked, terms);
    let now = app.clock.now();
    let entries: Vec<(Piece, TimeEntry)> = pieces
        .iter()
        .map(|piece| {
            let id = TimeEntryId::new(piece.timesheet.start, app.clock.new_ulid());
            (*piece, piece.into_entry(id, raw.note.clone(), raw.override_cap, now))
        })
        .collect();
    let starts = rules::weeks_concerned(engagement, &pieces);
    let mut dates: Vec<Date> = entries.iter().flat_map(|(_, entry)| days_of(entry)).collect();
    dates.sort_unstable();
    dates.dedup();
    sheets.retain(|sheet| starts.contains(&sheet.span.start));
    let faults = rules::faults(engagement, &sheets, &pieces, None, raw.override_cap);
    if !faults.is_empty() {
        return Err(refusal(faults));
    }
    let days = put_on_days(engagement, &entries, &dates, found)?;
    let mut changed = Vec::new();
    for (piece, entry) in &entries {
        let at = sheets.iter().position(|sheet| sheet.span.start == piece.timesheet.start);
        let mut sheet = at.map_or_else(|| Timesheet::open(engagement, piece.timesheet), |at| sheets.remove(at));
        if at.is_none() {
            sheet.version = 0;
        }
        sheet.entries.push(entry.clone());
        sheet.version += 1;
        changed.push(sheet);
    }
    let reply = LoggedReply::created(engagement.id, entries.into_iter().map(|(_, entry)| entry).collect());
    let saved = app.store.save_time(engagement, &changed, &days, &sheets, once.write(app, &reply)?).await;
    Ok(saved.map(|()| reply))
}

fn put_on_days(
    engagement: &Engagement,
    entries: &[(Piece, TimeEntry)],
    dates: &[Date],
    found: Vec<DeveloperDay>,
) -> Answer<Vec<DeveloperDay>> {
    let mut days: Vec<DeveloperDay> = dates
        .iter()
        .map(|date| {
            found.iter().find(|day| day.day == *date).cloned().unwrap_or_else(|| DeveloperDay::empty(engagement.developer_id, *date))
        })
        .collect();
    for (_, entry) in entries {
        for date in days_of(entry) {
            if let Some(day) = days.iter_mut().find(|day| day.day == date) {
                // The two pieces of one entry touch and never overlap.
                day.add(engagement.id, entry).map_err(|fault| refusal(vec![fault]))?;
            }
        }
    }
    for day in &mut days {
        day.version += 1;
    }
    Ok(days)
}

/// A locked timesheet and taken time are conflicts with what is there; everything else is the input's own fault.
pub(crate) fn refusal(faults: Vec<EntryFault>) -> Problem {
    let locked = faults.iter().find(|fault| matches!(fault, EntryFault::Locked { .. }));
    if let Some(locked) = locked {
        return Problem::new(ProblemKind::TimesheetLocked, locked);
    }
    if faults.iter().all(|fault| matches!(fault, EntryFault::Overlaps { .. })) {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        return Problem::new(ProblemKind::TimeOverlaps, all.join("; "));
    }
    Problem::invalid(faults.iter().map(|fault| Fault::new(place(fault), fault)).collect())
}

fn place(fault: &EntryFault) -> &'static str {
    match fault {
        EntryFault::Started(_) => "/started_at",
        EntryFault::Ended(_) | EntryFault::EndsTooEarly => "/ended_at",
        EntryFault::NoMinutes
        | EntryFault::TooLong
        | EntryFault::Locked { .. }
        | EntryFault::TooManyEntries { .. }
        | EntryFault::OutsideEngagement { .. }
        | EntryFault::Paused { .. }
        | EntryFault::Overlaps { .. }
        | EntryFault::DayTooLong { .. }
        | EntryFault::OverCap { .. } => "",
    }
}
