//! `GET /invoices/{invoice_id}/time`: the entries that an invoice bills, so that a reader can recompute its minutes.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{DeveloperId, EngagementId, InvoiceId, TimeEntryId};
use muster::domain::text::Note;
use muster::domain::timesheet::{TimeEntry, Timesheet};
use muster::http::caller::{Caller, ClientSide};
use muster::http::paging::ListReply;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::issuing::credit::billed;
use serde::Serialize;
use utoipa::ToSchema;

/// An entry that an invoice bills.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoicedTime)]
pub(crate) struct InvoicedTimeReply {
    id: TimeEntryId,
    engagement_id: EngagementId,
    developer_id: DeveloperId,
    timesheet: Date,
    date: Date,
    minutes: u32,
    started_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    note: Option<Note>,
    late: bool,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<InvoiceId>,
) -> Answer<Reply<ListReply<InvoicedTimeReply>>> {
    let invoice = app.store.find_invoice(id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    let ids: BTreeSet<EngagementId> = invoice.lines.iter().map(|line| line.draft.engagement_id).collect();
    let ids: Vec<EngagementId> = ids.into_iter().collect();
    let mut items = Vec::new();
    for (engagement, sheets) in billed(&app, &invoice, &ids).await? {
        for sheet in sheets.iter().filter(|sheet| sheet.invoice(&engagement) == Some(id)) {
            let mut entries = sheet.entries.clone();
            entries.sort_by_key(|entry| (entry.date, entry.id));
            items.extend(entries.into_iter().map(|entry| reply(sheet, entry)));
        }
    }
    Ok(Reply::ok(ListReply { items, next_cursor: None }))
}

fn reply(sheet: &Timesheet, entry: TimeEntry) -> InvoicedTimeReply {
    InvoicedTimeReply {
        id: entry.id,
        engagement_id: sheet.engagement_id,
        developer_id: sheet.developer_id,
        timesheet: sheet.span.start,
        date: entry.date,
        minutes: entry.minutes,
        started_at: entry.started_at,
        ended_at: entry.ended_at,
        note: entry.note,
        late: sheet.late,
    }
}
