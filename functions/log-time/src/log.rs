//! `POST /engagements/{engagement_id}/time-entries`: the developer logs time, from when to when or how long on a day.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::text::Note;
use muster::domain::timesheet::TimeEntry;
use muster::domain::timesheet::entry::{EntryInput, Piece, resolve, split};
use muster::domain::timesheet::moment::Moment;
use muster::domain::timesheet::reach::Reach;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use utoipa::ToSchema;

use crate::placing::{ATTEMPTS, Found, Work, outrun, refusal};
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
    pub(crate) note: Option<Note>,
    #[deserr(default, rename = "override")]
    #[schema(rename = "override", required = false, default = false)]
    pub(crate) override_cap: bool,
}

impl RawEntry {
    /// Whether it says from when to when.
    pub(crate) fn is_clocked(&self) -> bool {
        self.started_at.is_some()
    }

    pub(crate) fn input(&self) -> Result<EntryInput, Problem> {
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
    for _ in 0..ATTEMPTS {
        let found = app.store.find_time(id, caller.scope(), reach.starts, reach.days).await?.ok_or_else(Problem::not_found)?;
        require_accepted(&found.0)?;
        if let Some(reply) = log(&app, found.into(), &once, input, &raw).await? {
            return Ok(reply);
        }
    }
    Err(outrun())
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

async fn log(app: &App, found: Found, once: &Once, input: EntryInput, raw: &RawEntry) -> Answer<Option<Reply<LoggedReply>>> {
    let terms = &found.engagement.terms.billing;
    let worked = resolve(input, &terms.time_zone).map_err(refusal)?;
    let now = app.clock.now();
    let entry = |piece: Piece| {
        let id = TimeEntryId::new(piece.timesheet.start, app.clock.new_ulid());
        (piece, piece.into_entry(id, raw.note.clone(), raw.override_cap, now))
    };
    let entries: Vec<(Piece, TimeEntry)> = split(worked, terms).into_iter().map(entry).collect();
    let reply = LoggedReply::created(found.engagement.id, entries.iter().map(|(_, entry)| entry.clone()).collect());
    let (engagement, placed) = found.place(&Work { entries, replaces: None, override_cap: raw.override_cap })?;
    Ok(placed.save(app, &engagement, once.write(app, &reply)?).await?.map(|()| reply))
}
