//! Time as it goes out. It holds no money; what billing makes of it is not for the developer.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::engagement::Engagement;
use muster::domain::id::{ClientId, DeveloperId, EngagementId, InvoiceId, TimeEntryId};
use muster::domain::text::Note;
use muster::domain::timesheet::{HistoryEvent, ShownStatus, TimeEntry, Timesheet};
use muster::domain::zone::Zone;
use muster::http::caller::Caller;
use muster::http::reply::Reply;
use serde::Serialize;
use utoipa::ToSchema;

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimeEntry)]
pub(crate) struct EntryReply {
    id: TimeEntryId,
    timesheet: Date,
    date: Date,
    minutes: u32,
    started_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    note: Option<Note>,
    overridden_cap: bool,
    logged_at: Timestamp,
}

impl From<TimeEntry> for EntryReply {
    fn from(entry: TimeEntry) -> Self {
        Self {
            timesheet: entry.id.timesheet(),
            id: entry.id,
            date: entry.date,
            minutes: entry.minutes,
            started_at: entry.started_at,
            ended_at: entry.ended_at,
            note: entry.note,
            overridden_cap: entry.overridden_cap,
            logged_at: entry.logged_at,
        }
    }
}

/// What was logged: an entry, and its other part where it runs over the end of a billing period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoggedTime)]
pub(crate) struct LoggedReply {
    #[serde(flatten)]
    entry: EntryReply,
    continuation: Option<EntryReply>,
}

impl LoggedReply {
    /// 201 for the entries that one piece of work became; there is at least one.
    pub(crate) fn created(engagement: EngagementId, entries: Vec<TimeEntry>) -> Reply<Self> {
        let mut entries = entries.into_iter().map(EntryReply::from);
        let entry = entries.next().expect("work of at least a minute is at least one entry");
        let location = format!("/engagements/{engagement}/timesheets/{}", entry.timesheet);
        Reply::created(location, Self { entry, continuation: entries.next() })
    }
}

/// A timesheet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Timesheet)]
pub(crate) struct TimesheetReply {
    engagement_id: EngagementId,
    client_id: ClientId,
    developer_id: DeveloperId,
    start: Date,
    end: Date,
    time_zone: Zone,
    status: ShownStatus,
    minutes: u32,
    #[serde(flatten)]
    billed: Option<BilledReply>,
    entries: Vec<EntryReply>,
    submitted_at: Option<Timestamp>,
    approved_at: Option<Timestamp>,
    auto_approve_at: Option<Timestamp>,
    late: bool,
    history: Vec<HistoryEvent>,
    version: u64,
}

/// The bill side of a timesheet: for the client and the operator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimesheetBilled)]
struct BilledReply {
    billable_minutes: u32,
    invoice_id: Option<InvoiceId>,
}

impl TimesheetReply {
    /// A timesheet as it stands at an instant, for whoever asks: one whose time has come shows as approved.
    pub(crate) fn new(sheet: Timesheet, engagement: &Engagement, caller: Caller, now: Timestamp) -> Self {
        let version = sheet.version;
        let sheet = sheet.auto_approve(engagement, now).unwrap_or(sheet);
        let billed = match caller {
            Caller::Operator | Caller::Client(_) => Some(BilledReply {
                billable_minutes: sheet.rounded_minutes(engagement.terms.billing.on(sheet.span.start).rounding),
                invoice_id: sheet.invoice(engagement),
            }),
            Caller::Developer(_) => None,
        };
        Self {
            engagement_id: sheet.engagement_id,
            client_id: sheet.client_id,
            developer_id: sheet.developer_id,
            start: sheet.span.start,
            end: sheet.span.last(),
            status: sheet.shown_status(engagement),
            minutes: sheet.minutes(),
            billed,
            time_zone: sheet.time_zone,
            entries: sheet.entries.into_iter().map(EntryReply::from).collect(),
            submitted_at: sheet.submitted_at,
            approved_at: sheet.approved_at,
            auto_approve_at: sheet.auto_approve_at,
            late: sheet.late,
            history: sheet.history,
            version,
        }
    }

    /// Where it stands.
    pub(crate) fn status(&self) -> ShownStatus {
        self.status
    }
}
