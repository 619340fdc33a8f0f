//! Putting work into its timesheets and onto its developer's days: what logging, changing and deleting an entry share.

use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::Engagement;
use muster::domain::id::{EngagementId, TimeEntryId};
use muster::domain::timesheet::day::{DeveloperDay, days_of};
use muster::domain::timesheet::entry::Piece;
use muster::domain::timesheet::fault::EntryFault;
use muster::domain::timesheet::reach::Reach;
use muster::domain::timesheet::{TimeEntry, Timesheet, rules};
use muster::http::problem::{Answer, Fault, Problem, ProblemKind};
use muster::store::transaction::Write;
use muster::store::{Scope, StoreError};

/// How often the time is looked at anew when someone else changes the week meanwhile.
pub(crate) const ATTEMPTS: usize = 4;

/// An engagement, its timesheets and its developer's days, as they were read.
pub(crate) struct Found {
    pub(crate) engagement: Engagement,
    pub(crate) sheets: Vec<Timesheet>,
    pub(crate) days: Vec<DeveloperDay>,
}

impl From<(Engagement, Vec<Timesheet>, Vec<DeveloperDay>)> for Found {
    fn from((engagement, sheets, days): (Engagement, Vec<Timesheet>, Vec<DeveloperDay>)) -> Self {
        Self { engagement, sheets, days }
    }
}

/// What becomes of a piece of work.
pub(crate) struct Work {
    /// The entries it is put down as, each with the piece that it is of; none to take work away.
    pub(crate) entries: Vec<(Piece, TimeEntry)>,
    /// The entry in whose place they go, if any: it keeps its id and its timesheet.
    pub(crate) replaces: Option<TimeEntry>,
    /// Whether the weekly cap does not hold.
    pub(crate) override_cap: bool,
}

/// The timesheets and days that change, and the timesheets that must stay as they are.
pub(crate) struct Placed {
    pub(crate) sheets: Vec<Timesheet>,
    days: Vec<DeveloperDay>,
    looked_at: Vec<Timesheet>,
}

/// An entry with the week around it.
///
/// # Errors
/// It is not there, or the engagement is out of scope.
pub(crate) async fn find(app: &App, scope: Scope, engagement: EngagementId, id: TimeEntryId) -> Answer<(Found, TimeEntry)> {
    let reach = Reach::of_timesheet(id.timesheet());
    let found = app.store.find_time(engagement, scope, reach.starts, reach.days).await?.ok_or_else(Problem::not_found)?;
    let found = Found::from(found);
    let entry = found.sheet(id).and_then(|sheet| sheet.entries.iter().find(|entry| entry.id == id)).cloned();
    Ok((found, entry.ok_or_else(Problem::not_found)?))
}

impl Found {
    /// The timesheet that an entry's id names.
    pub(crate) fn sheet(&self, id: TimeEntryId) -> Option<&Timesheet> {
        self.sheets.iter().find(|sheet| sheet.span.start == id.timesheet())
    }

    /// Puts the work where it belongs.
    ///
    /// # Errors
    /// Everything against it.
    pub(crate) fn place(self, work: &Work) -> Answer<(Engagement, Placed)> {
        let Self { engagement, mut sheets, days } = self;
        let pieces: Vec<Piece> = work.entries.iter().map(|(piece, _)| *piece).collect();
        let replaced = work.replaces.as_ref().map(|entry| entry.id);
        let left = replaced.map(TimeEntryId::timesheet);
        let starts = rules::weeks_concerned(&engagement, &pieces);
        sheets.retain(|sheet| starts.contains(&sheet.span.start) || left == Some(sheet.span.start));
        let faults = rules::faults(&engagement, &sheets, &pieces, replaced, work.override_cap);
        if !faults.is_empty() {
            return Err(refusal(faults));
        }
        let days = on_days(&engagement, work, days)?;
        let mut changed = Vec::new();
        let mut touched: Vec<_> = pieces.iter().map(|piece| piece.timesheet).collect();
        touched.extend(sheets.iter().map(|sheet| sheet.span).filter(|span| left == Some(span.start)));
        touched.sort_unstable();
        touched.dedup();
        for span in touched {
            let at = sheets.iter().position(|sheet| sheet.span.start == span.start);
            let mut sheet = at.map_or_else(|| Timesheet::open(&engagement, span), |at| sheets.remove(at));
            if sheet.entries.is_empty() {
                // It may have been opened under billing terms that were changed since.
                sheet.span = span;
            }
            sheet.entries.retain(|entry| Some(entry.id) != replaced);
            sheet.entries.extend(work.entries.iter().filter(|(piece, _)| piece.timesheet == span).map(|(_, entry)| entry.clone()));
            sheet.version += 1;
            changed.push(sheet);
        }
        Ok((engagement, Placed { sheets: changed, days, looked_at: sheets }))
    }
}

impl Placed {
    /// Keeps it, unless someone changed the week meanwhile.
    pub(crate) async fn save(&self, app: &App, engagement: &Engagement, write: impl Into<Write>) -> Answer<Option<()>> {
        match app.store.save_time(engagement, &self.sheets, &self.days, &self.looked_at, write).await {
            Ok(()) => Ok(Some(())),
            // Someone changed the week meanwhile.
            Err(StoreError::Stale { .. } | StoreError::Taken { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The refusal of work that lost every attempt to others.
pub(crate) fn outrun() -> Problem {
    StoreError::Stale { what: "timesheet" }.into()
}

/// The developer's days that change: those that the replaced entry stood under, and those of the entries in its place.
fn on_days(engagement: &Engagement, work: &Work, mut found: Vec<DeveloperDay>) -> Answer<Vec<DeveloperDay>> {
    let gone = work.replaces.as_ref().map(|entry| (entry.id, days_of(entry)));
    let mut dates: Vec<Date> = work.entries.iter().flat_map(|(_, entry)| days_of(entry)).collect();
    dates.extend(gone.iter().flat_map(|(_, days)| days));
    dates.sort_unstable();
    dates.dedup();
    let mut days: Vec<DeveloperDay> = dates
        .into_iter()
        .map(|date| {
            let at = found.iter().position(|day| day.day == date);
            at.map_or_else(|| DeveloperDay::empty(engagement.developer_id, date), |at| found.swap_remove(at))
        })
        .collect();
    for day in &mut days {
        if let Some((entry, _)) = gone {
            day.remove(entry);
        }
        for (_, entry) in &work.entries {
            if days_of(entry).contains(&day.day) {
                // The two pieces of one entry touch and never overlap.
                day.add(engagement.id, entry).map_err(|fault| refusal(vec![fault]))?;
            }
        }
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
