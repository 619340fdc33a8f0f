//! Engagements: one developer hired for one role, on terms that say how time becomes money.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::Span;
use super::country::{Country, Region};
use super::developer::HiringModel;
use super::id::{ClientId, DeveloperId, EngagementId, InvoiceId, ProjectId, SellerId};
use super::money::Money;
use super::project::RoleId;
use super::rate::Rate;
use super::text::{Reference, Title};
use super::zone::Zone;

mod course;
mod history;
mod steps;
#[cfg(test)]
mod tests;

pub use course::{Course, CourseError, Ending, Initiator, Leave, Pause, RateChange};
pub use history::EarlierTerms;

words! {
    /// Where an engagement stands.
    pub enum EngagementStatus {
        /// Offered to the developer.
        Offered = "offered",
        /// Accepted: time can be logged.
        Active = "active",
        /// Interrupted.
        Paused = "paused",
        /// Over.
        Ended = "ended",
        /// Turned down by the developer.
        Declined = "declined",
        /// Taken back by the operator.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// In whose name the operator sells the work.
    pub enum SellerRole {
        /// In its own.
        Principal = "principal",
        /// For the developer, taking a fee.
        Agent = "agent",
    }
}

words! {
    /// How often an engagement is billed.
    pub enum Cycle {
        /// From an anchor day of the month to the next.
        Monthly = "monthly",
        /// From an ISO weekday to the next.
        Weekly = "weekly",
        /// Two weeks, counted from the Monday 1970-01-05, so that all fortnights align.
        Fortnightly = "fortnightly",
    }
}

words! {
    /// Whether a period is billed before or after it.
    pub enum Timing {
        /// After the period.
        Arrears = "arrears",
        /// Before it (dedicated only).
        Advance = "advance",
    }
}

words! {
    /// What a part of a period is measured against. The denominator is the whole period.
    pub enum Proration {
        /// Calendar days.
        CalendarDays = "calendar_days",
        /// Monday to Friday without the agreed holidays.
        WorkingDays = "working_days",
        /// Thirtieths.
        ThirtyDays = "thirty_days",
        /// Not at all: a part costs the whole.
        None = "none",
    }
}

words! {
    /// Which way minutes are rounded to a step.
    pub enum MinuteRounding {
        /// To the next step.
        Up = "up",
        /// To the last step.
        Down = "down",
        /// To the nearest step, half upwards.
        Nearest = "nearest",
    }
}

words! {
    /// What is rounded to a step of minutes.
    pub enum RoundingScope {
        /// Each time entry.
        Entry = "entry",
        /// The sum of a day.
        Day = "day",
    }
}

/// How logged minutes are rounded before they are billed and paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRounding {
    /// The step in minutes: 1 (no rounding), 5, 6, 10, 15, 30 or 60.
    pub minutes: u8,
    /// The direction.
    pub mode: MinuteRounding,
    /// What is rounded.
    pub scope: RoundingScope,
}

/// When and how an engagement is billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingTerms {
    /// How often.
    pub cycle: Cycle,
    /// The day of the month (1 to 31, the last day in shorter months) or the ISO weekday (1 = Monday) a period starts on.
    pub anchor_day: u8,
    /// Before or after the period.
    pub timing: Timing,
    /// How a part of a period is priced (dedicated).
    pub proration: Proration,
    /// The zone whose local days all of this counts in.
    pub time_zone: Zone,
    /// Days after the period until billing no longer waits for time to be approved, 0 to 60.
    pub grace_days: u8,
    /// How minutes are rounded.
    pub rounding: TimeRounding,
    /// Days that are no working days; at most 366.
    pub holidays: Vec<Date>,
    /// What held before, oldest first; in the same zone. What holds on a day is told by [`BillingTerms::on`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierTerms>,
}

/// Where a service is supplied for tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOfSupply {
    /// The country.
    pub country: Country,
    /// The region, where the country's rules look at one.
    pub region: Option<Region>,
}

/// What was agreed. Money's sides never meet in one reply but the operator's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementTerms {
    /// The legal entity that invoices.
    pub seller_id: SellerId,
    /// How the developer is hired.
    pub model: HiringModel,
    /// What the client pays. Hidden from the developer.
    pub bill_rate: Rate,
    /// What the developer is paid. Hidden from the client.
    pub pay_rate: Rate,
    /// The first day.
    pub starts_on: Date,
    /// The last day, if one is agreed.
    pub ends_on: Option<Date>,
    /// The agreed hours a week, 1 to 60.
    pub hours_per_week: u8,
    /// The most raw minutes a week, if capped.
    pub weekly_cap_minutes: Option<u16>,
    /// Days of notice to end it, 0 to 180.
    pub notice_days: u16,
    /// The calendar days from the start that are not billed where the client ends it within them, 0 to 180.
    #[serde(default)]
    pub trial_days: u16,
    /// In whose name the operator sells.
    pub role: SellerRole,
    /// Printed on its invoices, in place of the client's.
    pub purchase_order: Option<Reference>,
    /// What the operator's own systems call it; unique among its client's engagements, seen by the operator alone.
    pub external_id: Option<Reference>,
    /// Where the service is supplied for tax.
    pub place_of_supply: PlaceOfSupply,
    /// When and how it is billed.
    pub billing: BillingTerms,
    /// Days after its submission until a timesheet approves itself, 1 to 60; never if absent.
    pub auto_approve_after_days: Option<u8>,
}

/// A billed period and the invoice it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledPeriod {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The invoice.
    pub invoice_id: InvoiceId,
}

/// What of a period's fee goes on one invoice, or back from it. All that was billed of a period, added up, is what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeShare {
    /// The first day of the whole period.
    pub period: Date,
    /// The day from which its rate holds.
    pub rate_from: Date,
    /// The units of the period that are billed, or taken back where negative.
    pub units: i32,
    /// What they cost.
    pub net: Money,
}

/// A share of a period's fee that is on an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledFee {
    /// The share.
    #[serde(flatten)]
    pub share: FeeShare,
    /// The invoice.
    pub invoice_id: InvoiceId,
}

/// How far an engagement is billed. Only the issue of an invoice and the scheduler write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingState {
    /// The day up to which everything is billed; the first day that is not.
    pub billed_until: Date,
    /// The instant at which billing must next look at it; absent when never again.
    pub due_at: Option<Timestamp>,
    /// The periods billed so far, oldest first.
    pub periods: Vec<BilledPeriod>,
    /// The fees on invoices so far (dedicated), with what was taken back of them.
    #[serde(default)]
    pub fees: Vec<BilledFee>,
    /// Days that cost nothing when billing came to them (dedicated): a change that makes them cost something is billed.
    #[serde(default)]
    pub passed: Vec<Span>,
    /// The first days of timesheets that were approved after billing had passed them and are on no invoice yet, and of
    /// those that a full credit freed.
    pub late_weeks: Vec<Date>,
    /// Why it was not billed when it was last looked at.
    pub last_skip: Option<String>,
}

impl BillingState {
    /// Nothing is billed; the first day is the first that is not.
    #[must_use]
    pub fn new(starts_on: Date) -> Self {
        Self {
            billed_until: starts_on,
            due_at: None,
            periods: Vec::new(),
            fees: Vec::new(),
            passed: Vec::new(),
            late_weeks: Vec::new(),
            last_skip: None,
        }
    }
}

/// An engagement's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// The client who pays.
    pub client_id: ClientId,
    /// The developer who works.
    pub developer_id: DeveloperId,
    /// The project.
    pub project_id: ProjectId,
    /// The role of the project.
    pub role_id: RoleId,
    /// The role's title when it was offered, for documents.
    pub role_title: Title,
    /// What was agreed.
    #[serde(flatten)]
    pub terms: EngagementTerms,
    /// Where it stood when it was last written; see [`Engagement::standing`].
    pub status: EngagementStatus,
    /// What became of it since it was accepted.
    #[serde(default)]
    pub course: Course,
    /// How far it is billed.
    pub billing_state: BillingState,
    /// When it was offered.
    pub created_at: Timestamp,
    /// Raised by one with each change of terms or status; what a caller sees.
    pub version: u64,
    /// Raised by one with each write, those of `billing_state` too; what a write conditions on.
    pub revision: u64,
}
