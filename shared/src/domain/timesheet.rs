//! Timesheets: the logged time of one engagement in one week, from its first entry to its bill.
//!
//! A timesheet is the part of a Monday week that lies in one billing period, in the engagement's billing zone; its first
//! day names it. What may be logged lives in `rules`, who may move it on in `transition`, the price of time in
//! `proration`, and what is billed when in `billing`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::calendar::Span;
use super::engagement::{BillingTerms, Engagement, MinuteRounding, RoundingScope, TimeRounding};
use super::id::{ClientId, DeveloperId, EngagementId, InvoiceId, TimeEntryId};
use super::period::period_containing;
use super::text::Note;
use super::zone::Zone;

pub mod day;
pub mod entry;
pub mod fault;
mod history;
pub mod moment;
pub mod reach;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod transition;

pub use history::{Action, Actor, ActorKind, HistoryEvent};

/// The most entries a timesheet holds.
pub const MOST_ENTRIES: usize = 200;

words! {
    /// Where a timesheet stands.
    pub enum TimesheetStatus {
        /// Time can be logged.
        Open = "open",
        /// Waiting for approval; locked.
        Submitted = "submitted",
        /// Can be billed; locked.
        Approved = "approved",
    }
}

words! {
    /// Where a timesheet stands for those who look at it: `invoiced` is derived, never stored.
    pub enum ShownStatus {
        /// Time can be logged.
        Open = "open",
        /// Waiting for approval.
        Submitted = "submitted",
        /// Can be billed.
        Approved = "approved",
        /// On an invoice.
        Invoiced = "invoiced",
    }
}

/// Some time that was worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeEntry {
    /// Its id, which names its timesheet.
    pub id: TimeEntryId,
    /// The local day it counts to.
    pub date: Date,
    /// Whole minutes of elapsed time, before any rounding.
    pub minutes: u32,
    /// When it began, unless only its length was given.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What was done.
    pub note: Option<Note>,
    /// Whether the operator let it past the weekly cap.
    pub overridden_cap: bool,
    /// When it was logged.
    pub logged_at: Timestamp,
}

/// A timesheet's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timesheet {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// Its client.
    pub client_id: ClientId,
    /// Its developer.
    pub developer_id: DeveloperId,
    /// The days: a Monday week within one billing period. Independent of the engagement's ends, so that its key stays.
    pub span: Span,
    /// The zone its days count in.
    pub time_zone: Zone,
    /// Where it stands.
    pub status: TimesheetStatus,
    /// The time, at most 200 entries.
    pub entries: Vec<TimeEntry>,
    /// When it was last handed in; absent while open.
    pub submitted_at: Option<Timestamp>,
    /// When it was approved; absent until then.
    pub approved_at: Option<Timestamp>,
    /// When it approves itself if nobody acts; present only while it waits.
    pub auto_approve_at: Option<Timestamp>,
    /// Whether its period had been billed, or passed over, before it was approved. Set by the approval, which must hold
    /// on condition that the engagement's billing state is the one it was decided on.
    pub late: bool,
    /// The invoice that a late timesheet is on. Any other is on its period's invoice, which the engagement names.
    pub invoice_id: Option<InvoiceId>,
    /// Who moved it on, when and why; oldest first.
    pub history: Vec<HistoryEvent>,
    /// Raised by one with each change.
    pub version: u64,
}

/// The days of the timesheet that holds a day: its Monday week within its billing period.
#[must_use]
pub fn timesheet_span(terms: &BillingTerms, day: Date) -> Span {
    let week = week_of(day);
    // Both contain the day, so they always share one.
    week.intersection(period_containing(terms, day)).unwrap_or(week)
}

/// The week from Monday to Sunday that contains a day.
#[must_use]
pub fn week_of(day: Date) -> Span {
    let monday = day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days());
    Span { start: monday, end: monday.saturating_add(7.days()) }
}

impl Timesheet {
    /// An empty timesheet of an engagement for these days, at version 0: not stored yet.
    #[must_use]
    pub fn open(engagement: &Engagement, span: Span) -> Self {
        Self {
            engagement_id: engagement.id,
            client_id: engagement.client_id,
            developer_id: engagement.developer_id,
            span,
            time_zone: engagement.terms.billing.time_zone.clone(),
            status: TimesheetStatus::Open,
            entries: Vec::new(),
            submitted_at: None,
            approved_at: None,
            auto_approve_at: None,
            late: false,
            invoice_id: None,
            history: Vec::new(),
            version: 0,
        }
    }

    /// The minutes as they were logged.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.entries.iter().map(|entry| entry.minutes).sum()
    }

    /// The minutes that are billed and paid, after the engagement's rounding.
    #[must_use]
    pub fn rounded_minutes(&self, rounding: TimeRounding) -> u32 {
        self.rounded_minutes_on(rounding, |_| true)
    }

    /// The minutes of these days that are billed and paid, after the engagement's rounding.
    #[must_use]
    pub fn rounded_minutes_on(&self, rounding: TimeRounding, counts: impl Fn(Date) -> bool) -> u32 {
        let entries = self.entries.iter().filter(|entry| counts(entry.date));
        match rounding.scope {
            RoundingScope::Entry => entries.map(|entry| round(entry.minutes, rounding)).sum(),
            RoundingScope::Day => {
                let mut days = BTreeMap::<Date, u32>::new();
                for entry in entries {
                    *days.entry(entry.date).or_default() += entry.minutes;
                }
                days.into_values().map(|minutes| round(minutes, rounding)).sum()
            }
        }
    }

    /// Whether billing has to wait for it: it holds time that nobody has approved.
    #[must_use]
    pub fn is_unapproved(&self) -> bool {
        self.status != TimesheetStatus::Approved && !self.entries.is_empty()
    }

    /// The day that decides which billed days it belongs to: its first one within the engagement.
    #[must_use]
    pub fn home_day(&self, engagement: &Engagement) -> Date {
        self.span.start.max(engagement.terms.starts_on)
    }

    /// The invoice it is on: a late one by its own mark, any other with its period.
    #[must_use]
    pub fn invoice(&self, engagement: &Engagement) -> Option<InvoiceId> {
        let on = if self.late { self.invoice_id } else { engagement.billing_state.invoice_on(self.home_day(engagement)) };
        on.filter(|_| self.status == TimesheetStatus::Approved)
    }

    /// Whether it is on an invoice.
    #[must_use]
    pub fn is_invoiced(&self, engagement: &Engagement) -> bool {
        self.invoice(engagement).is_some()
    }

    /// Whether it is approved and on no invoice.
    #[must_use]
    pub fn awaits_billing(&self, engagement: &Engagement) -> bool {
        self.status == TimesheetStatus::Approved && !self.is_invoiced(engagement)
    }

    /// Where it stands for those who look at it.
    #[must_use]
    pub fn shown_status(&self, engagement: &Engagement) -> ShownStatus {
        match self.status {
            TimesheetStatus::Open => ShownStatus::Open,
            TimesheetStatus::Submitted => ShownStatus::Submitted,
            TimesheetStatus::Approved if self.is_invoiced(engagement) => ShownStatus::Invoiced,
            TimesheetStatus::Approved => ShownStatus::Approved,
        }
    }
}

fn round(minutes: u32, rounding: TimeRounding) -> u32 {
    let step = u32::from(rounding.minutes).max(1);
    match rounding.mode {
        MinuteRounding::Up => minutes.div_ceil(step) * step,
        MinuteRounding::Down => minutes / step * step,
        MinuteRounding::Nearest => (minutes * 2 + step) / (step * 2) * step,
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{billing_terms, counted, hourly};
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_over_a_month_end_is_two_timesheets() {
        let terms = billing_terms("Australia/Sydney");
        for (day, first, end) in [
            (date(2027, 3, 30), date(2027, 3, 29), date(2027, 4, 1)),
            (date(2027, 4, 1), date(2027, 4, 1), date(2027, 4, 5)),
            (date(2027, 4, 4), date(2027, 4, 1), date(2027, 4, 5)),
            (date(2027, 4, 5), date(2027, 4, 5), date(2027, 4, 12)),
        ] {
            assert_eq!(timesheet_span(&terms, day), Span { start: first, end }, "{day}");
        }
    }

    #[test]
    fn minutes_are_rounded_by_entry_or_by_day() {
        let day = date(2027, 3, 1);
        let mut sheet = Timesheet::open(&hourly(), timesheet_span(&billing_terms("Etc/UTC"), day));
        for (serial, (date, minutes)) in [(day, 7), (day, 8), (day.tomorrow().expect("a day"), 16)].into_iter().enumerate() {
            sheet.entries.push(counted(&sheet, serial, date, minutes));
        }
        let rounded = |mode, scope| sheet.rounded_minutes(TimeRounding { minutes: 15, mode, scope });
        assert_eq!(rounded(MinuteRounding::Up, RoundingScope::Entry), 15 + 15 + 30);
        assert_eq!(rounded(MinuteRounding::Up, RoundingScope::Day), 15 + 30);
        assert_eq!(rounded(MinuteRounding::Down, RoundingScope::Entry), 15);
        assert_eq!(rounded(MinuteRounding::Down, RoundingScope::Day), 15 + 15);
        assert_eq!(rounded(MinuteRounding::Nearest, RoundingScope::Entry), 15 + 15);
        let exact = TimeRounding { minutes: 1, mode: MinuteRounding::Nearest, scope: RoundingScope::Entry };
        assert_eq!((sheet.rounded_minutes(exact), sheet.minutes()), (31, 31));
        assert_eq!(round(3, TimeRounding { minutes: 6, ..exact }), 6, "half a step goes up");
    }
}
