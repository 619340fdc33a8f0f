//! One period, billed because someone asks for it: earlier than the schedule would, or again after a full credit.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::fees::Ledger;
use super::{EngagementTime, PeriodBill, extras, lines, milestones, runs};
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::engagement::{Engagement, Timing};
use crate::domain::id::InvoiceId;
use crate::domain::money::MoneyError;
use crate::domain::period::{Clamped, clamp, period_containing};
use crate::domain::timesheet::Timesheet;

/// Why a period cannot be billed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OnDemandError {
    /// The days are no billing period, nor the engagement's part of one.
    #[error("must be one billing period: the nearest is {} to {}", nearest.start, nearest.last())]
    NotAPeriod {
        /// The engagement's part of the nearest period.
        nearest: Span,
    },
    /// Its last day is not over.
    #[error("the period is not over before the end of {ends_on}")]
    PeriodOpen {
        /// Its last day.
        ends_on: Date,
    },
    /// It is paid in advance, and its first day has not come.
    #[error("the period does not begin before {starts_on}")]
    NotBegun {
        /// Its first day.
        starts_on: Date,
    },
    /// It touches the trial.
    #[error("the trial is not over before {until}")]
    TrialRunning {
        /// The day after the trial.
        until: Date,
    },
    /// An invoice covers it.
    #[error("the period is on invoice {0}")]
    AlreadyBilled(InvoiceId),
    /// Nothing in it is approved, or costs anything.
    #[error("there is nothing to bill in the period")]
    NothingToBill,
    /// An amount beyond its bound.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Bills one period: what is approved of it now, without waiting for the rest, which will be late.
///
/// The period is named by all its days or by those of the engagement. Late time of other periods goes along. The days
/// before it stay for the schedule where they are not billed yet.
///
/// # Errors
/// No such period, not over, billed already, or nothing to bill.
pub fn bill_period(time: EngagementTime<'_>, requested: Span, now: Timestamp) -> Result<PeriodBill, OnDemandError> {
    let engagement = time.engagement;
    let state = &engagement.billing_state;
    if !runs(engagement) {
        return Err(OnDemandError::NothingToBill);
    }
    if engagement.terms.model == HiringModel::Fixed {
        return accepted(time, requested, now);
    }
    let period = nearest(engagement, requested).ok_or(OnDemandError::NothingToBill)?;
    let rest = state.unbilled_parts(period).first().copied();
    let named = [Some(period.whole), Some(period.billed), rest.map(|rest| rest.billed)];
    if !named.contains(&Some(requested)) {
        return Err(OnDemandError::NotAPeriod { nearest: period.billed });
    }
    let today = engagement.terms.billing.time_zone.date_at(now);
    let rest = match (rest, state.invoice_covering(period.billed)) {
        (Some(rest), _) => rest,
        (None, Some(invoice_id)) => return Err(OnDemandError::AlreadyBilled(invoice_id)),
        (None, None) => return Err(OnDemandError::NothingToBill),
    };
    match engagement.terms.billing.on(rest.billed.start).timing {
        Timing::Arrears if rest.billed.end > today => return Err(OnDemandError::PeriodOpen { ends_on: rest.billed.last() }),
        Timing::Advance if rest.billed.start > today => return Err(OnDemandError::NotBegun { starts_on: rest.billed.start }),
        Timing::Arrears | Timing::Advance => {}
    }
    if rest.billed.start < engagement.trial_until() && today < engagement.trial_until() {
        return Err(OnDemandError::TrialRunning { until: engagement.trial_until() });
    }
    draft(time, rest)
}

/// The bill of the milestones that were accepted in a period, which need not be over.
fn accepted(time: EngagementTime<'_>, requested: Span, now: Timestamp) -> Result<PeriodBill, OnDemandError> {
    let engagement = time.engagement;
    let whole = period_containing(&engagement.terms.billing, requested.start);
    if !whole.contains(requested.last()) {
        return Err(OnDemandError::NotAPeriod { nearest: whole });
    }
    let billed = || {
        let here = |at: Timestamp| whole.contains(engagement.today(at));
        let accepted = engagement.course.milestones.iter().filter(|milestone| milestone.accepted_by(now).is_some_and(here));
        accepted.filter_map(|milestone| milestone.invoice_id).max()
    };
    let Some(mut bill) = milestones::bills(time, now, |day| whole.contains(day)).into_iter().next() else {
        return Err(billed().map_or(OnDemandError::NothingToBill, OnDemandError::AlreadyBilled));
    };
    extras::add_charges(time, &mut bill)?;
    Ok(bill)
}

/// The bill of a period that no invoice covers.
fn draft(time: EngagementTime<'_>, period: Clamped) -> Result<PeriodBill, OnDemandError> {
    let state = &time.engagement.billing_state;
    let inside = |sheet: &&Timesheet| period.billed.contains(sheet.home_day(time.engagement));
    // In a period that was passed over, or freed by a credit, late time is as good as any: it was never billed, or is free again.
    let (own, others): (Vec<_>, Vec<_>) = lines::late(time).partition(inside);
    let mut ledger = Ledger::of(time.engagement);
    let mut bill = match time.engagement.terms.model {
        HiringModel::Hourly => {
            let sheets = time.timesheets.iter().filter(|sheet| sheet.awaits_billing(time.engagement)).filter(inside);
            super::bill(period, lines::of_time(time, period.billed, sheets, false)?, state.billed_until)
        }
        HiringModel::Dedicated | HiringModel::Fixed => super::period_bill(time, &ledger, period, state.billed_until)?,
    };
    if bill.lines.is_empty() {
        return Err(OnDemandError::NothingToBill);
    }
    // Only the days right after the billed ones move the mark: a gap before them must not count as billed.
    let billed_until = state.billed_until.max(time.engagement.terms.starts_on);
    if period.billed.start <= billed_until {
        bill.billed_until = billed_until.max(period.billed.end);
    }
    ledger.add(&bill);
    extras::add_charges(time, &mut bill)?;
    extras::correct(time, std::slice::from_mut(&mut bill), ledger.corrections()?)?;
    bill.late_timesheets = own.iter().map(|sheet| sheet.span.start).collect();
    extras::add_late(time, &mut bill, &others)?;
    Ok(bill)
}

/// The engagement's period that shares the most days with these; the first one where two share as many.
fn nearest(engagement: &Engagement, requested: Span) -> Option<Clamped> {
    let terms = &engagement.terms;
    let at = |day: Date| {
        let day = terms.ends_on.map_or(day, |last| day.min(last)).max(terms.starts_on);
        clamp(period_containing(&terms.billing, day), terms.starts_on, terms.ends_on)
    };
    let shared = |period: Clamped| period.billed.intersection(requested).map_or(0, Span::days);
    let first = at(requested.start)?;
    let second = at(first.whole.end)?;
    Some(if shared(second) > shared(first) { second } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timesheet::samples::{counted, dedicated, hourly, invoice, priya, zone};
    use crate::domain::timesheet::{TimesheetStatus, timesheet_span};
    use jiff::civil::date;

    fn ask(engagement: &Engagement, timesheets: &[Timesheet], days: (Date, Date), today: Date) -> Result<PeriodBill, OnDemandError> {
        let span = Span::inclusive(days.0, days.1).expect("a span");
        bill_period(EngagementTime { engagement, developer_name: &priya(), timesheets }, span, zone("Australia/Sydney").start_of(today))
    }

    fn week(engagement: &Engagement, day: Date, minutes: u32) -> Timesheet {
        let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, day));
        sheet.entries.push(counted(&sheet, 1, day, minutes));
        sheet.status = TimesheetStatus::Approved;
        sheet
    }

    const JANUARY: (Date, Date) = (date(2027, 1, 1), date(2027, 1, 31));
    const FEBRUARY: (Date, Date) = (date(2027, 2, 1), date(2027, 2, 28));

    #[test]
    fn only_billing_periods_can_be_asked_for() {
        let mut engagement = dedicated(date(2027, 1, 20));
        engagement.terms.ends_on = Some(date(2027, 3, 10));
        let today = date(2027, 6, 1);
        for days in [JANUARY, (date(2027, 1, 20), date(2027, 1, 31)), FEBRUARY, (date(2027, 3, 1), date(2027, 3, 10))] {
            assert!(ask(&engagement, &[], days, today).is_ok(), "{days:?}");
        }
        for (days, nearest) in [
            ((date(2027, 1, 15), date(2027, 1, 31)), (date(2027, 1, 20), date(2027, 1, 31))),
            ((date(2027, 1, 25), date(2027, 2, 27)), FEBRUARY),
            ((date(2026, 1, 1), date(2026, 1, 31)), (date(2027, 1, 20), date(2027, 1, 31))),
            ((date(2028, 1, 1), date(2028, 1, 31)), (date(2027, 3, 1), date(2027, 3, 10))),
        ] {
            let nearest = Span::inclusive(nearest.0, nearest.1).expect("a span");
            assert_eq!(ask(&engagement, &[], days, today), Err(OnDemandError::NotAPeriod { nearest }), "{days:?}");
        }
    }

    #[test]
    fn an_open_a_billed_and_an_empty_period_are_told_apart() {
        let mut engagement = hourly();
        let sheets = [week(&engagement, date(2027, 1, 5), 60)];
        let ends_on = date(2027, 1, 31);
        assert_eq!(ask(&engagement, &sheets, JANUARY, ends_on), Err(OnDemandError::PeriodOpen { ends_on }));
        assert_eq!(ask(&engagement, &[], JANUARY, date(2027, 2, 1)), Err(OnDemandError::NothingToBill));
        let bill = ask(&engagement, &sheets, JANUARY, date(2027, 2, 1)).expect("over");
        bill.record(&mut engagement, invoice(7));
        assert_eq!(ask(&engagement, &sheets, JANUARY, date(2027, 2, 1)), Err(OnDemandError::AlreadyBilled(invoice(7))));
    }

    #[test]
    fn a_period_out_of_turn_leaves_those_before_it_to_the_schedule() {
        let mut engagement = hourly();
        let sheets = [week(&engagement, date(2027, 1, 5), 60), week(&engagement, date(2027, 2, 3), 30)];
        let bill = ask(&engagement, &sheets, FEBRUARY, date(2027, 3, 1)).expect("over");
        bill.record(&mut engagement, invoice(1));
        assert_eq!(engagement.billing_state.billed_until, date(2027, 1, 4));
        // What is approved of it from now on is late, though the schedule has not come so far.
        assert!(engagement.billing_state.is_behind(week(&engagement, date(2027, 2, 10), 30).span, date(2027, 1, 4)));
        assert!(!engagement.billing_state.is_behind(week(&engagement, date(2027, 1, 12), 30).span, date(2027, 1, 4)));
        let time = EngagementTime { engagement: &engagement, developer_name: &priya(), timesheets: &sheets };
        let decision = super::super::decide(time, zone("Australia/Sydney").start_of(date(2027, 3, 1))).expect("small");
        assert_eq!(decision.bills.iter().map(|bill| bill.span.start).collect::<Vec<_>>(), [date(2027, 1, 4)]);
    }

    #[test]
    fn a_period_freed_by_a_full_credit_is_billed_once_more() {
        // F32's second half.
        let mut engagement = dedicated(date(2027, 1, 1));
        let first = ask(&engagement, &[], JANUARY, date(2027, 3, 1)).expect("over");
        first.record(&mut engagement, invoice(1));
        let february = ask(&engagement, &[], FEBRUARY, date(2027, 3, 1)).expect("over");
        february.record(&mut engagement, invoice(2));
        engagement.free(invoice(1));
        let again = ask(&engagement, &[], JANUARY, date(2027, 3, 1)).expect("free again");
        assert_eq!(again.lines, first.lines);
        again.record(&mut engagement, invoice(3));
        assert_eq!(engagement.billing_state.billed_until, date(2027, 3, 1));
        assert_eq!(ask(&engagement, &[], JANUARY, date(2027, 3, 1)), Err(OnDemandError::AlreadyBilled(invoice(3))));
    }
}
