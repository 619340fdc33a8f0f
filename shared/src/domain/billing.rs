//! What is billed when: from engagements, their time and an instant to the lines of invoices.
//!
//! Pure, so that a preview and the real run are the same call. A period is due from the local midnight
//! on which it ended, or on which it begins where it is paid in advance, in the engagement's billing zone. Tax, numbers and exchange rates come later and elsewhere.
//! The steps of it have their own modules: `lines` makes lines, `fees` says what a
//! period costs and what was billed of it, `milestones` bills what was accepted, `extras` puts late time, charges and
//! corrections on bills, `on_demand` bills one period
//! that was asked for, `group` gathers what shares an invoice, `state` says what is billed already.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::calendar::{Span, next_day};
use super::developer::HiringModel;
use super::draft::LineKind;
use super::engagement::{Engagement, EngagementStatus, Timing};
use super::money::{Money, MoneyError};
use super::period::{Clamped, period_containing, periods_from};
use super::text::Name;
use super::timesheet::Timesheet;
use fees::Ledger;
pub use period_bill::PeriodBill;
use period_bill::bill;

#[cfg(test)]
mod corrections;
mod extras;
mod fees;
#[cfg(test)]
mod fees_once;
pub mod freed;
pub mod group;
mod lines;
mod milestones;
pub mod on_demand;
#[cfg(test)]
mod once;
mod period_bill;
pub mod report;
pub mod state;

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
        /// More was billed than it costs by now, and no invoice is to come that could bear the difference.
        CreditDue = "credit_due",
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

/// What becomes of an engagement at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is billed now, the oldest period first; one for each period that is behind.
    pub bills: Vec<PeriodBill>,
    /// The first day that is not billed once the bills are issued. Beyond the present one even without a bill where
    /// periods without any cost were passed over.
    pub billed_until: Date,
    /// The days that cost nothing when billing came to them (dedicated).
    pub passed: Vec<Span>,
    /// Where it stands on this day.
    pub standing: EngagementStatus,
    /// What is to be credited, where no bill is to come that could bear it. Never below zero.
    pub credit_due: Option<Money>,
    /// Why a period that is due had to wait, if one had to. Periods before it are among the bills.
    pub skipped: Option<SkipReason>,
    /// When it must next be looked at, unless its time or terms change before; `None` when nothing more is to come.
    pub next_look: Option<Timestamp>,
}

/// Decides what an engagement owes at an instant.
///
/// * Dedicated: the fee of each period that is over, or begins where it is paid in advance, prorated by the engagement's
///   share of it.
/// * Hourly: the approved time of each period that is over. While it has open or submitted time the engagement waits,
///   until all is approved or `grace_days` local days have passed since the period; then what is approved is billed.
///   A period without any cost is passed over silently.
/// * A period that touches the trial waits until that is over.
/// * A period that lies in a pause nobody has ended waits for that, and those after it.
/// * Time that was approved after its period had been billed goes on the next bill; once no period is left, on one of
///   its own. So does what a pause or an end has changed of fees on invoices, as far as the bill stays above zero.
///
/// # Errors
/// An amount beyond its bound.
pub fn decide(time: EngagementTime<'_>, now: Timestamp) -> Result<Decision, MoneyError> {
    let engagement = time.engagement;
    let zone = &engagement.terms.billing.time_zone;
    let today = zone.date_at(now);
    let mut decision = Decision {
        bills: Vec::new(),
        billed_until: engagement.billing_state.billed_until,
        passed: Vec::new(),
        standing: engagement.standing(today),
        credit_due: None,
        skipped: None,
        next_look: None,
    };
    if !runs(engagement) {
        return Ok(decision);
    }
    if engagement.terms.model == HiringModel::Fixed {
        decision.bills = milestones::bills(time, now, |_| true);
        decision.next_look = milestones::next_acceptance(time, now);
    }
    let mut ledger = Ledger::of(engagement);
    let mut passed = None;
    for period in unbilled(engagement) {
        let due = due_day(engagement, period);
        if due > today {
            decision.next_look = Some(zone.start_of(due));
            break;
        }
        if let Some((reason, next_look)) = wait(time, period, now) {
            decision.skipped = Some(reason);
            decision.next_look = Some(next_look);
            break;
        }
        decision.billed_until = period.billed.end;
        let bill = period_bill(time, &ledger, period, decision.billed_until)?;
        if bill.lines.is_empty() {
            passed = Some(period);
            if engagement.terms.model == HiringModel::Dedicated {
                decision.passed.push(period.billed);
                ledger.pass(period.billed);
            }
        } else {
            ledger.add(&bill);
            decision.bills.push(bill);
        }
    }
    extras::add(time, &mut decision, &ledger, passed, now)?;
    if let Some(last) = engagement.terms.ends_on.filter(|last| *last >= today) {
        // The day after, it is over, whatever is left to bill.
        let over = zone.start_of(next_day(last));
        decision.next_look = Some(decision.next_look.map_or(over, |at| at.min(over)));
    }
    Ok(decision)
}

/// The bill of a period, or of a part of one; without lines where it costs nothing.
fn period_bill(time: EngagementTime<'_>, ledger: &Ledger<'_>, period: Clamped, billed_until: Date) -> Result<PeriodBill, MoneyError> {
    match time.engagement.terms.model {
        HiringModel::Hourly => Ok(bill(period, lines::of_period(time, period)?, billed_until)),
        HiringModel::Dedicated => {
            let due = ledger.due(period)?;
            let lines = due.iter().map(|difference| lines::of_fee(time, difference, LineKind::Fee)).collect::<Result<_, _>>()?;
            Ok(PeriodBill { fees: due.iter().map(|difference| difference.share).collect(), ..bill(period, lines, billed_until) })
        }
        // Milestones are billed when they are accepted, not by the period.
        HiringModel::Fixed => Ok(bill(period, Vec::new(), billed_until)),
    }
}

/// When billing must next look at an engagement, from its terms and how far it is billed alone: the local midnight on
/// which its oldest unbilled period ends or ended. `None` when nothing is to be billed by periods any more.
#[must_use]
pub fn next_due_at(engagement: &Engagement) -> Option<Timestamp> {
    if !runs(engagement) {
        return None;
    }
    if engagement.terms.model == HiringModel::Fixed {
        let acceptances = engagement.course.milestones.iter().filter_map(|milestone| milestone.auto_accept_at);
        let over = engagement.terms.ends_on.map(|last| engagement.terms.billing.time_zone.start_of(next_day(last)));
        return acceptances.chain(over).min();
    }
    unbilled(engagement).next().map(|period| engagement.terms.billing.time_zone.start_of(due_day(engagement, period)))
}

/// The local day from whose midnight on a period is due: the one after it, or its first one where it is paid in advance.
fn due_day(engagement: &Engagement, period: Clamped) -> Date {
    match engagement.terms.billing.on(period.billed.start).timing {
        Timing::Arrears => period.billed.end,
        Timing::Advance => period.billed.start,
    }
}

/// Whether anything of it is billed at all.
fn runs(engagement: &Engagement) -> bool {
    match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => true,
        EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn => false,
    }
}

/// The periods that no invoice covers, from the first unbilled day on.
fn unbilled(engagement: &Engagement) -> impl Iterator<Item = Clamped> {
    let (terms, state) = (&engagement.terms, &engagement.billing_state);
    let from = state.billed_until.max(terms.starts_on);
    // Milestones have no period of their own.
    let by_period = match terms.model {
        HiringModel::Hourly | HiringModel::Dedicated => true,
        HiringModel::Fixed => false,
    };
    let periods = by_period.then(|| periods_from(&terms.billing, from, terms.ends_on)).into_iter().flatten();
    periods.flat_map(|period| state.unbilled_parts(period))
}

/// Why a period that is due is not billed yet, and when it must be looked at again: daily at the latest.
fn wait(time: EngagementTime<'_>, period: Clamped, now: Timestamp) -> Option<(SkipReason, Timestamp)> {
    let terms = &time.engagement.terms;
    let zone = &terms.billing.time_zone;
    let today = zone.date_at(now);
    let tomorrow = zone.start_of(next_day(today));
    if time.engagement.rests_through(period.billed, today) {
        let end = period_containing(&terms.billing, today).end;
        return Some((SkipReason::Paused, zone.start_of(end)));
    }
    // A trial is over with its last day, or with the engagement's.
    let trial_until = terms.ends_on.map_or(time.engagement.trial_until(), |last| time.engagement.trial_until().min(next_day(last)));
    if period.billed.start < trial_until && today < trial_until {
        return Some((SkipReason::TrialRunning, zone.start_of(trial_until)));
    }
    match terms.model {
        HiringModel::Dedicated | HiringModel::Fixed => return None,
        HiringModel::Hourly => {}
    }
    let grace_ends = zone.start_of(period.billed.end.saturating_add(i32::from(terms.billing.on(period.billed.start).grace_days).days()));
    let unapproved =
        || time.timesheets.iter().filter(|sheet| sheet.is_unapproved() && period.billed.contains(sheet.home_day(time.engagement)));
    if now >= grace_ends || unapproved().next().is_none() {
        return None;
    }
    let approves_itself = unapproved().filter_map(|sheet| sheet.auto_approve_at).filter(|at| *at > now).min();
    Some((SkipReason::UnapprovedTime, approves_itself.into_iter().fold(tomorrow.min(grace_ends), Timestamp::min)))
}

#[cfg(test)]
mod tests;
