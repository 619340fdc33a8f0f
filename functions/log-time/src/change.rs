//! `PATCH /engagements/{engagement_id}/time-entries/{time_entry_id}`: when or how long, and what was done, while its timesheet is open.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::timesheet::TimeEntry;
use muster::domain::timesheet::entry::{Piece, resolve, split};
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::patch::{Current, IfMatch, MergePatch, patch};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use serde_json::{Value, json};

use crate::log::RawEntry;
use crate::placing::{Found, Work, find, refusal};
use crate::reply::EntryReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((engagement_id, id)): PathOf<(EngagementId, TimeEntryId)>,
    if_match: IfMatch,
    change: MergePatch,
) -> Answer<Reply<EntryReply>> {
    let (app, change, caller) = (&*app, &change, Caller::from(caller));
    let read = move || read(app, caller, engagement_id, id);
    let save = move |(found, entry), form| save(app, caller, change, found, entry, form);
    patch(change, &if_match, read, save).await
}

async fn read(app: &App, caller: Caller, engagement_id: EngagementId, id: TimeEntryId) -> Answer<Current<(Found, TimeEntry)>> {
    let (found, entry) = find(app, caller.scope(), engagement_id, id).await?;
    let version = found.sheet(id).map_or(0, |sheet| sheet.version);
    Ok(Current { form: form(&entry), version, record: (found, entry) })
}

async fn save(
    app: &App,
    caller: Caller,
    change: &MergePatch,
    found: Found,
    before: TimeEntry,
    form: Value,
) -> Answer<Result<Reply<EntryReply>, StoreError>> {
    let raw: RawEntry = change.apply(&form)?;
    if raw.override_cap && caller != Caller::Operator && change.fields().any(|field| field == "override") {
        return Err(Problem::new(ProblemKind::Forbidden, "Only the operator may send `override`."));
    }
    let piece = piece(&found, &before, &raw)?;
    // What the operator let past the cap once may get shorter, but no longer.
    let override_cap = raw.override_cap && (caller == Caller::Operator || piece.minutes <= before.minutes);
    let entry = piece.into_entry(before.id, raw.note, override_cap, before.logged_at);
    let version = found.sheet(before.id).map_or(0, |sheet| sheet.version);
    if entry == before {
        return Ok(Ok(Reply::ok(EntryReply::from(entry)).version(version)));
    }
    let reply = Reply::ok(EntryReply::from(entry.clone())).version(version + 1);
    let (engagement, placed) = found.place(&Work { entries: vec![(piece, entry)], replaces: Some(before), override_cap })?;
    let saved = placed.save(app, &engagement, app.clock.new_ulid()).await?;
    Ok(saved.map(|()| reply).ok_or(StoreError::Stale { what: "timesheet" }))
}

/// The changed work: one piece in the timesheet that the entry's id names, so that a patch that is sent again finds it there.
fn piece(found: &Found, before: &TimeEntry, raw: &RawEntry) -> Answer<Piece> {
    let terms = &found.engagement.terms.billing;
    let pieces = split(resolve(raw.input()?, &terms.time_zone).map_err(refusal)?, terms);
    match pieces[..] {
        [piece] if piece.timesheet.start == before.id.timesheet() => Ok(piece),
        _ => Err(Problem::invalid_at(
            if raw.is_clocked() { "/started_at" } else { "/date" },
            format!("must stay in the timesheet from {}: for other days, delete the entry and log it anew", before.id.timesheet()),
        )),
    }
}

fn form(entry: &TimeEntry) -> Value {
    let clocked = entry.started_at.is_some();
    json!({
        "started_at": entry.started_at,
        "ended_at": entry.ended_at,
        "date": (!clocked).then_some(entry.date),
        "minutes": (!clocked).then_some(entry.minutes),
        "note": entry.note,
        "override": entry.overridden_cap,
    })
}
