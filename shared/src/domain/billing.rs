//! What is billed when: from engagements, their time and an instant to the lines of invoices.
//!
//! Pure, so that a preview and the real run are the same call. Billing is in arrears: a period is due from the local
//! midnight on which it ended, in the engagement's billing zone. Tax, numbers and exchange rates come later and elsewhere;
//! so do milestones, which have no period. The steps of it have their own modules: `lines` makes lines, `on_demand` bills
//! one period that was asked for, `group` gathers what shares an invoice, `state` says what is billed already.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::calendar::{Span, next_day};
use super::developer::HiringModel;
use super::draft::DraftLine;
use super::engagement::{BilledPeriod, BillingState, Engagement, EngagementStatus};
use super::id::InvoiceId;
use super::money::MoneyError;
use super::period::{Clamped, periods_from};
use super::text::Name;
use super::timesheet::Timesheet;

pub mod freed;
pub mod group;
mod lines;
pub mod on_demand;
#[cfg(test)]
mod once;
pub mod report;
pub mod state;
pub mod unbilled;

words! {
    /// Why an engagement was looked at and not billed. The words are stable.
    pub enum SkipReason {
        /// Its period has open or submitted time, and the days of grace are not over.
        UnapprovedTime = "unapproved_time",
        /// It is paused.
        Paused = "paused",
        /// Its trial is not over.
        TrialRunning = "trial_running",
        /// No rate from the invoice's currency to the seller's.
        NoExchangeRate = "no_exchange_rate",
        /// Nobody said how it is taxed.
        NoTaxTreatment = "no_tax_treatment",
        /// Its period is not over.
        PeriodOpen = "period_open",
        /// Nothing in its period costs anything.
        NothingToBill = "nothing_to_bill",
        /// Something that the law demands on the document is not known.
        InvoiceIncomplete = "invoice_incomplete",
        /// The client's invoices wait until all of its engagements can be billed.
        HeldUntilComplete = "held_until_complete",
        /// A record does not read.
        CorruptRecord = "corrupt_record",
    }
}

/// An engagement with what it takes to bill it.
#[derive(Clone, Copy, Debug)]
pub struct EngagementTime<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// The developer's name, for documents.
    pub developer_name: &'a Name,
    /// Its timesheets: every one of a period that is not billed yet, and every late one that is on no invoice. Those that
    /// approve themselves by now have done so. More do no harm.
    pub timesheets: &'a [Timesheet],
}

/// What an engagement puts on one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodBill {
    /// The whole billing period.
    pub whole: Span,
    /// The days of it that are billed.
    pub span: Span,
    /// What these days cost. Empty where only late time is billed: then the period does not become a billed one.
    pub lines: Vec<DraftLine>,
    /// What was approved after its own period was billed or passed over, a line for each such period.
    pub late_lines: Vec<DraftLine>,
    /// The first days of the late timesheets on it: each is to be marked with the invoice.
    pub late_timesheets: Vec<Date>,
    /// The first day that is not billed, once this is.
    pub billed_until: Date,
}

impl PeriodBill {
    /// Every line, as printed.
    pub fn all_lines(&self) -> impl Iterator<Item = &DraftLine> {
        self.lines.iter().chain(&self.late_lines)
    }

    /// Writes its issue into the billing state it was made from. The late timesheets are marked apart.
    pub fn record(&self, state: &mut BillingState, invoice_id: InvoiceId) {
        if !self.lines.is_empty() {
            state.periods.push(BilledPeriod { from: self.span.start, to: self.span.last(), invoice_id });
            state.periods.sort_by_key(|period| period.from);
        }
        state.billed_until = state.billed_until.max(self.billed_until);
        // A week that a credit had freed is late by its place only: its period's lines hold it again.
        let held = |start: &Date| !self.lines.is_empty() && self.span.contains(*start);
        state.late_weeks.retain(|start| !self.late_timesheets.contains(start) && !held(start));
    }
}

/// What becomes of an engagement at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is billed now, the oldest period first; one for each period that is behind.
    pub bills: Vec<PeriodBill>,
    /// The first day that is not billed once the bills are issued. Beyond the present one even without a bill where
    /// periods without any cost were passed over.
    pub billed_until: Date,
    /// Why a period that is due had to wait, if one had to. Periods before it are among the bills.
    pub skipped: Option<SkipReason>,
    /// When it must next be looked at, unless its time or terms change before; `None` when nothing more is to come.
    pub next_look: Option<Timestamp>,
}

/// Decides what an engagement owes at an instant.
///
/// * Dedicated: the fee of each period that is over, prorated by the engagement's share of it.
/// * Hourly: the approved time of each period that is over. While it has open or submitted time the engagement waits,
///   until all is approved or `grace_days` local days have passed since the period; then what is approved is billed.
///   A period without any cost is passed over silently.
/// * Time that was approved after its period had been billed goes on the next bill; once no period is left, on one of
///   its own.
///
/// # Errors
/// An amount beyond its bound.
pub fn decide(time: EngagementTime<'_>, now: Timestamp) -> Result<Decision, MoneyError> {
    let engagement = time.engagement;
    let zone = &engagement.terms.billing.time_zone;
    let today = zone.date_at(now);
    let state = &engagement.billing_state;
    let mut decision = Decision { bills: Vec::new(), billed_until: state.billed_until, skipped: None, next_look: None };
    if !has_periods(engagement) {
        return Ok(decision);
    }
    let mut passed = None;
    for period in unbilled(engagement) {
        if period.billed.end > today {
            decision.next_look = Some(zone.start_of(period.billed.end));
            break;
        }
        if let Some((reason, next_look)) = wait(time, period, now) {
            decision.skipped = Some(reason);
            decision.next_look = Some(next_look);
            break;
        }
        decision.billed_until = period.billed.end;
        let lines = lines::of_period(time, period)?;
        if lines.is_empty() {
            passed = Some(period);
        } else {
            decision.bills.push(bill(period, lines, decision.billed_until));
        }
    }
    add_late(time, &mut decision, passed)?;
    Ok(decision)
}

/// When billing must next look at an engagement, from its terms and how far it is billed alone: the local midnight on
/// which its oldest unbilled period ends or ended. `None` when nothing is to be billed by periods any more.
#[must_use]
pub fn next_due_at(engagement: &Engagement) -> Option<Timestamp> {
    if !has_periods(engagement) {
        return None;
    }
    unbilled(engagement).next().map(|period| engagement.terms.billing.time_zone.start_of(period.billed.end))
}

/// Whether time or fees of it are billed by the period at all.
fn has_periods(engagement: &Engagement) -> bool {
    let runs = match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => true,
        EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn => false,
    };
    let by_period = match engagement.terms.model {
        HiringModel::Hourly | HiringModel::Dedicated => true,
        HiringModel::Fixed => false,
    };
    runs && by_period
}

/// The periods that no invoice covers, from the first unbilled day on.
fn unbilled(engagement: &Engagement) -> impl Iterator<Item = Clamped> {
    let (terms, state) = (&engagement.terms, &engagement.billing_state);
    let from = state.billed_until.max(terms.starts_on);
    periods_from(&terms.billing, from, terms.ends_on).flat_map(|period| state.unbilled_parts(period))
}

/// Why a period that is due is not billed yet, and when it must be looked at again: daily at the latest.
fn wait(time: EngagementTime<'_>, period: Clamped, now: Timestamp) -> Option<(SkipReason, Timestamp)> {
    let terms = &time.engagement.terms;
    let zone = &terms.billing.time_zone;
    let tomorrow = zone.start_of(next_day(zone.date_at(now)));
    if time.engagement.status == EngagementStatus::Paused {
        return Some((SkipReason::Paused, tomorrow));
    }
    match terms.model {
        HiringModel::Dedicated | HiringModel::Fixed => return None,
        HiringModel::Hourly => {}
    }
    let grace_ends = zone.start_of(period.billed.end.saturating_add(i32::from(terms.billing.grace_days).days()));
    let unapproved =
        || time.timesheets.iter().filter(|sheet| sheet.is_unapproved() && period.billed.contains(sheet.home_day(time.engagement)));
    if now >= grace_ends || unapproved().next().is_none() {
        return None;
    }
    let approves_itself = unapproved().filter_map(|sheet| sheet.auto_approve_at).filter(|at| *at > now).min();
    Some((SkipReason::UnapprovedTime, approves_itself.into_iter().fold(tomorrow.min(grace_ends), Timestamp::min)))
}

/// Puts late time on the first bill, or on one of its own where there is none and none will come.
fn add_late(time: EngagementTime<'_>, decision: &mut Decision, passed: Option<Clamped>) -> Result<(), MoneyError> {
    let late: Vec<&Timesheet> = lines::late(time).collect();
    let Some(last) = late.iter().max_by_key(|sheet| sheet.span) else { return Ok(()) };
    if decision.bills.is_empty() {
        let home = match (decision.skipped, passed, decision.next_look) {
            (None, Some(passed), _) => passed,
            (None, None, None) => lines::period_of(time.engagement, last),
            // Another bill is to come.
            (Some(_), _, _) | (None, None, Some(_)) => return Ok(()),
        };
        decision.bills.push(bill(home, Vec::new(), decision.billed_until));
    }
    let late_lines = lines::of_late(time, &late)?;
    if let Some(first) = decision.bills.first_mut().filter(|first| !first.lines.is_empty() || !late_lines.is_empty()) {
        first.late_timesheets = late.iter().map(|sheet| sheet.span.start).collect();
        first.late_lines = late_lines;
    } else {
        // Rounding left nothing of it.
        decision.bills.clear();
    }
    Ok(())
}

fn bill(period: Clamped, lines: Vec<DraftLine>, billed_until: Date) -> PeriodBill {
    let Clamped { whole, billed } = period;
    PeriodBill { whole, span: billed, lines, late_lines: Vec::new(), late_timesheets: Vec::new(), billed_until }
}

#[cfg(test)]
mod tests;
