//! Timesheets: one item a week part, replaced on its version, with the developer's days that keep time from being sold twice.

use std::collections::HashMap;

use jiff::civil::Date;

use super::engagement::is_within;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{MOST_PAGES, Order, Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::calendar::Span;
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

    /// An engagement within a scope, its timesheets that start within a span and its developer's days of another. Where the
    /// developer asks, all three are read at once; otherwise the days once the engagement tells whose they are.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_time(
        &self,
        engagement: EngagementId,
        scope: Scope,
        starts: Span,
        days: Span,
    ) -> Result<Option<(Engagement, Vec<Timesheet>, Vec<DeveloperDay>)>, StoreError> {
        let run = key::timesheets(engagement);
        let (first, last) = (key::timesheet(engagement, starts.start), key::timesheet(engagement, starts.last()));
        let (found, sheets, early) = tokio::try_join!(
            self.find_engagement(engagement, scope),
            self.query_between(&run, &first, &last),
            self.days_of_asking(scope, days),
        )?;
        let Some(engagement) = found else { return Ok(None) };
        let days = match early {
            Some(days) => days,
            None => self.days_of(engagement.developer_id, days).await?,
        };
        Ok(Some((engagement, sheets.into_iter().map(from_item).collect::<Result<_, _>>()?, days)))
    }

    /// The timesheets of engagements that start on these days of theirs.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_timesheets(&self, which: &[(EngagementId, Date)]) -> Result<Vec<Timesheet>, StoreError> {
        self.get_many(&which.iter().map(|(engagement, start)| key::timesheet(*engagement, *start)).collect::<Vec<Key>>()).await
    }

    /// Every timesheet of an engagement, read strongly, oldest first.
    ///
    /// # Errors
    /// The table fails.
    pub async fn timesheets_of(&self, engagement: EngagementId) -> Result<Vec<Timesheet>, StoreError> {
        self.query_all(&key::timesheets(engagement)).await?.into_iter().map(from_item).collect()
    }

    /// A developer's days within a span on which anything was done.
    async fn days_of(&self, developer: DeveloperId, days: Span) -> Result<Vec<DeveloperDay>, StoreError> {
        let (first, last) = (key::developer_day(developer, days.start), key::developer_day(developer, days.last()));
        self.query_between(&key::developer_days(developer), &first, &last).await?.into_iter().map(from_item).collect()
    }

    async fn days_of_asking(&self, scope: Scope, days: Span) -> Result<Option<Vec<DeveloperDay>>, StoreError> {
        match scope {
            Scope::Developer(own) => self.days_of(own, days).await.map(Some),
            Scope::All | Scope::Client(_) => Ok(None),
        }
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
        // After the entries of all timesheets up to a position, and after an entry of the one that follows.
        let resume = |mut before: Position, after: Option<TimeEntryId>| {
            before.extend(after.map(|id| (AFTER.to_owned(), id.to_string())));
            before
        };
        let run = key::timesheets(engagement);
        let mut before = from.unwrap_or_default();
        let mut after: Option<TimeEntryId> = before.remove(AFTER).and_then(|id| id.parse().ok());
        let mut entries = Vec::new();
        for _ in 0..MOST_PAGES {
            let start = (!before.is_empty()).then_some(&before);
            let raw = self.query(&run, Order::Ascending, Some(limit), start, None).await?;
            for item in raw.items {
                let key = super::read::position_in(&run, &item);
                let mut sheet: Timesheet = from_item(item)?;
                sheet.entries.sort_by_key(|entry| entry.id);
                // A timesheet that was begun meanwhile may stand before the one to go on in.
                let passed = |entry: &TimeEntry| {
                    after.is_some_and(|last| {
                        let (start, reached) = (sheet.span.start, last.timesheet());
                        start < reached || start == reached && entry.id <= last
                    })
                };
                sheet.entries.retain(|entry| !passed(entry));
                for entry in sheet.entries {
                    if entries.len() == usize::from(limit) {
                        return Ok(Page { items: entries, next: Some(resume(before, after)) });
                    }
                    after = Some(entry.id);
                    entries.push(entry);
                }
                before = key;
            }
            if raw.next.is_none() {
                return Ok(Page { items: entries, next: None });
            }
        }
        Ok(Page { items: entries, next: Some(resume(before, after)) })
    }

    /// The timesheets of an engagement that billing can still need, read strongly, oldest first: those from the first
    /// unbilled day on, and the late ones that its billing state names.
    ///
    /// # Errors
    /// The table fails.
    pub async fn billable_timesheets(&self, engagement: &Engagement) -> Result<Vec<Timesheet>, StoreError> {
        let state = &engagement.billing_state;
        let first = timesheet_span(&engagement.terms.billing, state.billed_until).start;
        let late: Vec<Key> =
            state.late_weeks.iter().filter(|start| **start < first).map(|start| key::timesheet(engagement.id, *start)).collect();
        let (run, from) = (key::timesheets(engagement.id), key::timesheets_from(first));
        let (mut items, late) = tokio::try_join!(self.query_from(&run, &from), self.get_all(&late))?;
        items.extend(late.into_values());
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
        let found: Vec<Engagement> = self.get_many(&keys).await?;
        let engagements: HashMap<EngagementId, Engagement> = found.into_iter().map(|engagement| (engagement.id, engagement)).collect();
        let orphan = |sheet: &Timesheet| StoreError::Corrupt { key: sheet.key().to_string(), fault: "its engagement is absent".to_owned() };
        let items = page
            .items
            .into_iter()
            .map(|sheet| engagements.get(&sheet.engagement_id).cloned().ok_or_else(|| orphan(&sheet)).map(|engagement| (sheet, engagement)))
            .collect::<Result<_, _>>()?;
        Ok(Page { items, next: page.next })
    }
}
