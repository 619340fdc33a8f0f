//! Timesheets: one item a week part, replaced on its version, with the developer's days that keep time from being sold twice.

use std::collections::HashMap;

use jiff::civil::Date;

use super::engagement::is_within;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Order, Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, DeveloperId, EngagementId, TimeEntryId};
use crate::domain::timesheet::day::DeveloperDay;
use crate::domain::timesheet::{TimeEntry, Timesheet, TimesheetStatus, timesheet_span, week_of};

impl Stored for Timesheet {
    const KIND: &'static str = "timesheet";
    fn key(&self) -> Key {
        key::timesheet(self.engagement_id, self.span.start)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        let mut indexes = vec![key::of_kind(Self::KIND, key::timesheet_id(self.span.start, self.engagement_id))];
        if self.status == TimesheetStatus::Submitted {
            indexes.push(key::submitted(self.span.start, self.engagement_id));
        }
        indexes
    }
}

impl Stored for DeveloperDay {
    const KIND: &'static str = "developer-day";
    fn key(&self) -> Key {
        key::developer_day(self.developer_id, self.day)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// Whose timesheets to list.
#[derive(Clone, Copy, Debug)]
pub enum TimesheetList {
    /// All. It may lag a moment.
    All,
    /// All that wait for approval. It may lag a moment.
    Submitted,
    /// Those of one client.
    Client(ClientId),
    /// Those of one developer.
    Developer(DeveloperId),
}

impl Store {
    /// A timesheet with its engagement, of one moment; none unless both are there and the engagement is within the scope.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_timesheet(
        &self,
        engagement: EngagementId,
        scope: Scope,
        start: Date,
    ) -> Result<Option<(Engagement, Timesheet)>, StoreError> {
        let keys = [key::engagement(engagement), key::timesheet(engagement, start)];
        let mut found = self.get_all(&keys).await?;
        let [engagement, sheet] = keys.map(|key| found.remove(&key));
        let engagement: Option<Engagement> = engagement.map(from_item).transpose()?;
        let (Some(engagement), Some(sheet)) = (engagement.filter(|engagement| is_within(engagement, scope)), sheet) else {
            return Ok(None);
        };
        Ok(Some((engagement, from_item(sheet)?)))
    }

    /// The timesheets that start on these days, and the developer's days, in one read.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_time(
        &self,
        engagement: &Engagement,
        starts: &[Date],
        days: &[Date],
    ) -> Result<(Vec<Timesheet>, Vec<DeveloperDay>), StoreError> {
        let sheet_keys: Vec<Key> = starts.iter().map(|start| key::timesheet(engagement.id, *start)).collect();
        let day_keys: Vec<Key> = days.iter().map(|day| key::developer_day(engagement.developer_id, *day)).collect();
        let mut found = self.get_all(&[sheet_keys.as_slice(), day_keys.as_slice()].concat()).await?;
        let sheets = sheet_keys.iter().filter_map(|key| found.remove(key)).map(from_item).collect::<Result<_, _>>()?;
        let days = day_keys.iter().filter_map(|key| found.remove(key)).map(from_item).collect::<Result<_, _>>()?;
        Ok((sheets, days))
    }

    /// Keeps changed timesheets of an engagement and days of its developer, all still at the version before, while the
    /// engagement and the timesheets that were only looked at stay as they were read.
    ///
    /// # Errors
    /// One of them was changed meanwhile, or the table fails.
    pub async fn save_time(
        &self,
        engagement: &Engagement,
        sheets: &[Timesheet],
        days: &[DeveloperDay],
        looked_at: &[Timesheet],
        write: impl Into<Write>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        // Who looks for time on days of the engagement sees the timesheets that are there; of a new one its revision tells.
        if sheets.iter().any(|sheet| sheet.version == 1) {
            transaction.replace(&Engagement { revision: engagement.revision + 1, ..engagement.clone() }, "engagement");
        } else {
            transaction.check(engagement, "engagement");
        }
        for sheet in looked_at {
            transaction.check(sheet, "timesheet");
        }
        for sheet in sheets {
            transaction.save(sheet, "timesheet");
            if sheet.version == 1 {
                let id = key::timesheet_id(sheet.span.start, sheet.engagement_id);
                transaction.create(&Link::new(key::pointer(sheet.client_id, Timesheet::KIND, &id), &sheet.key()), "timesheet");
                transaction.create(&Link::new(key::pointer(sheet.developer_id, Timesheet::KIND, &id), &sheet.key()), "timesheet");
            }
        }
        for day in days {
            transaction.save(day, "developer's day");
        }
        self.commit(transaction).await
    }

    /// Keeps a timesheet's step together with its engagement's next revision, so that no invoice is made from the time before.
    ///
    /// # Errors
    /// One of them was changed meanwhile, or the table fails.
    pub async fn save_step(&self, engagement: &Engagement, sheet: &Timesheet, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.replace(engagement, "engagement").replace(sheet, "timesheet");
        self.commit(transaction).await
    }

    /// A page of the time entries of an engagement: by timesheet, then by id.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_time_entries(
        &self,
        engagement: EngagementId,
        limit: u16,
        from: Option<Position>,
    ) -> Result<Page<TimeEntry>, StoreError> {
        const AFTER: &str = "after";
        let run = key::timesheets(engagement);
        let mut before = from.unwrap_or_default();
        let mut after: Option<TimeEntryId> = before.remove(AFTER).and_then(|id| id.parse().ok());
        let mut entries = Vec::new();
        loop {
            let start = (!before.is_empty()).then_some(&before);
            let raw = self.query(&run, Order::Ascending, Some(limit), start, None).await?;
            for item in raw.items {
                let key = super::read::position_in(&run, &item);
                let mut sheet: Timesheet = from_item(item)?;
                sheet.entries.sort_by_key(|entry| entry.id);
                let resumed = after.take().filter(|id| id.timesheet() == sheet.span.start);
                for entry in sheet.entries.into_iter().filter(|entry| resumed.is_none_or(|last| entry.id > last)) {
                    if entries.len() == usize::from(limit) {
                        let last: Option<&TimeEntry> = entries.last();
                        // Go on in the timesheet of the last entry: after the one before it.
                        before.extend(last.map(|entry| (AFTER.to_owned(), entry.id.to_string())));
                        return Ok(Page { items: entries, next: Some(before) });
                    }
                    entries.push(entry);
                }
                if entries.last().is_none_or(|entry| entry.id.timesheet() != sheet.span.start) || entries.len() < usize::from(limit) {
                    before = key;
                }
            }
            if raw.next.is_none() {
                return Ok(Page { items: entries, next: None });
            }
        }
    }

    /// The timesheets of an engagement that billing can still need, read strongly, oldest first: those from the first
    /// unbilled day on, and the late ones that its billing state names.
    ///
    /// # Errors
    /// The table fails.
    pub async fn billable_timesheets(&self, engagement: &Engagement) -> Result<Vec<Timesheet>, StoreError> {
        let state = &engagement.billing_state;
        let first = timesheet_span(&engagement.terms.billing, state.billed_until).start;
        let mut items = self.query_from(&key::timesheets(engagement.id), &key::timesheets_from(first)).await?;
        let late: Vec<Key> =
            state.late_weeks.iter().filter(|start| **start < first).map(|start| key::timesheet(engagement.id, *start)).collect();
        if !late.is_empty() {
            items.extend(self.get_all(&late).await?.into_values());
        }
        let mut sheets: Vec<Timesheet> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        sheets.sort_by_key(|sheet| sheet.span);
        Ok(sheets)
    }

    /// The timesheets of an engagement that have days on or after a day, read strongly, oldest first.
    ///
    /// # Errors
    /// The table fails.
    pub async fn timesheets_from(&self, engagement: EngagementId, day: Date) -> Result<Vec<Timesheet>, StoreError> {
        let items = self.query_from(&key::timesheets(engagement), &key::timesheets_from(week_of(day).start)).await?;
        let sheets: Vec<Timesheet> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(sheets.into_iter().filter(|sheet| sheet.span.end > day).collect())
    }

    /// A page of timesheets with their engagements, oldest first.
    ///
    /// # Errors
    /// The table fails, or a timesheet has no engagement.
    pub async fn page_timesheets(
        &self,
        list: TimesheetList,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Timesheet) -> bool,
    ) -> Result<Page<(Timesheet, Engagement)>, StoreError> {
        let owned = |owner: String| key::pointers(owner, Timesheet::KIND);
        let page = match list {
            TimesheetList::All => self.page(&key::all_of_kind(Timesheet::KIND), Order::Ascending, limit, from, keep).await?,
            TimesheetList::Submitted => self.page(&key::all_submitted(), Order::Ascending, limit, from, keep).await?,
            TimesheetList::Client(id) => self.page_pointed(&owned(id.to_string()), Order::Ascending, limit, from, keep).await?,
            TimesheetList::Developer(id) => self.page_pointed(&owned(id.to_string()), Order::Ascending, limit, from, keep).await?,
        };
        let keys: Vec<Key> = page.items.iter().map(|sheet| key::engagement(sheet.engagement_id)).collect();
        let found = self.get_all(&keys).await?;
        let engagements: HashMap<EngagementId, Engagement> = found
            .into_values()
            .map(|item| from_item(item).map(|engagement: Engagement| (engagement.id, engagement)))
            .collect::<Result<_, _>>()?;
        let orphan = |sheet: &Timesheet| StoreError::Corrupt { key: sheet.key().to_string(), fault: "its engagement is absent".to_owned() };
        let items = page
            .items
            .into_iter()
            .map(|sheet| engagements.get(&sheet.engagement_id).cloned().ok_or_else(|| orphan(&sheet)).map(|engagement| (sheet, engagement)))
            .collect::<Result<_, _>>()?;
        Ok(Page { items, next: page.next })
    }
}
