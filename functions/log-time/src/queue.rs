//! `GET /timesheets`: the approval queue, and every other list of timesheets; oldest first.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, DeveloperId};
use muster::domain::timesheet::{ShownStatus, Timesheet, TimesheetStatus, week_of};
use muster::http::caller::Caller;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use muster::store::TimesheetList;
use utoipa::IntoParams;

use crate::reply::TimesheetReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    status: Option<ShownStatus>,
    #[deserr(default)]
    client_id: Option<ClientId>,
    #[deserr(default)]
    developer_id: Option<DeveloperId>,
    #[deserr(default)]
    week_start: Option<Date>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

impl Filter {
    fn narrow(&mut self, caller: Caller) -> Result<(), Problem> {
        match caller {
            Caller::Operator => {}
            Caller::Client(own) if self.client_id.is_none_or(|named| named == own) => self.client_id = Some(own),
            Caller::Developer(own) if self.developer_id.is_none_or(|named| named == own) => self.developer_id = Some(own),
            Caller::Client(_) | Caller::Developer(_) => return Err(Problem::not_found()),
        }
        Ok(())
    }

    fn key(&self, caller: Caller) -> ListKey {
        let filter = [
            ("status", self.status.map(|status| status.to_string())),
            ("client_id", self.client_id.map(|id| id.to_string())),
            ("developer_id", self.developer_id.map(|id| id.to_string())),
            ("week_start", self.week_start.map(|day| day.to_string())),
        ];
        ListKey::new(caller, "timesheets", &filter)
    }

    fn list(&self) -> TimesheetList {
        match (self.developer_id, self.client_id, self.status) {
            (Some(id), _, _) => TimesheetList::Developer(id),
            (None, Some(id), _) => TimesheetList::Client(id),
            (None, None, Some(ShownStatus::Submitted)) => TimesheetList::Submitted,
            (None, None, _) => TimesheetList::All,
        }
    }

    /// What the stored timesheet alone can tell; whether it is invoiced is told by its engagement.
    fn admits(&self, sheet: &Timesheet) -> bool {
        let status = match self.status {
            None => true,
            Some(ShownStatus::Open) => sheet.status == TimesheetStatus::Open,
            Some(ShownStatus::Submitted) => sheet.status == TimesheetStatus::Submitted,
            Some(ShownStatus::Approved | ShownStatus::Invoiced) => sheet.status != TimesheetStatus::Open,
        };
        status
            && self.client_id.is_none_or(|id| sheet.client_id == id)
            && self.developer_id.is_none_or(|id| sheet.developer_id == id)
            && self.week_start.is_none_or(|day| week_of(sheet.span.start) == week_of(day))
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(mut filter): Query<Filter>,
) -> Answer<Reply<ListReply<TimesheetReply>>> {
    filter.narrow(caller)?;
    let key = filter.key(caller);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let page = app.store.page_timesheets(filter.list(), filter.limit.0, from, |sheet| filter.admits(sheet)).await?;
    let now = app.clock.now();
    let mut reply = app.cursors.reply(page, &key, |(sheet, engagement)| TimesheetReply::new(sheet, &engagement, caller, now));
    if let Some(status) = filter.status {
        reply.items.retain(|sheet| sheet.status() == status);
    }
    Ok(Reply::ok(reply))
}
