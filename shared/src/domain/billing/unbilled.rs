//! What an engagement has earned up to a day and is on no invoice yet.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fees::Ledger;
use super::{EngagementTime, lines, milestones, runs};
use crate::domain::calendar::{Span, next_day};
use crate::domain::developer::HiringModel;
use crate::domain::draft::{DraftLine, Quantity};
use crate::domain::money::{Currency, Money, MoneyError};
use crate::domain::period::{Clamped, periods_from};
use crate::domain::timesheet::Timesheet;

/// What is unbilled of an engagement, in the currency of its bill rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbilled {
    /// Minutes that are approved, after rounding.
    pub approved_minutes: u32,
    /// What they come to.
    pub approved: Money,
    /// Minutes that are logged and not approved, after rounding.
    pub unapproved_minutes: u32,
    /// What they would come to.
    pub unapproved: Money,
    /// Fees of the days that have passed of periods that are not billed; below zero where more is to be taken back.
    pub fees: Money,
    /// Milestones that were accepted.
    pub milestones: Money,
}

impl Unbilled {
    /// Nothing.
    #[must_use]
    pub fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { approved_minutes: 0, approved: zero, unapproved_minutes: 0, unapproved: zero, fees: zero, milestones: zero }
    }

    /// Whether there is anything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.approved_minutes == 0 && self.unapproved_minutes == 0 && self.fees.is_zero() && self.milestones.is_zero()
    }

    /// The sum of two.
    ///
    /// # Errors
    /// Two currencies, or beyond the bound for an amount.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            approved_minutes: self.approved_minutes.saturating_add(other.approved_minutes),
            approved: self.approved.plus(other.approved)?,
            unapproved_minutes: self.unapproved_minutes.saturating_add(other.unapproved_minutes),
            unapproved: self.unapproved.plus(other.unapproved)?,
            fees: self.fees.plus(other.fees)?,
            milestones: self.milestones.plus(other.milestones)?,
        })
    }
}

/// What is unbilled of an engagement at the end of a day, by the very rules that bill it. Time counts by its timesheet; a fee by
/// the days that have passed, with what has changed of fees on invoices; a milestone once it was accepted.
///
/// # Errors
/// An amount beyond its bound.
pub fn unbilled_until(time: EngagementTime<'_>, as_of: Date) -> Result<Unbilled, MoneyError> {
    let (engagement, terms) = (time.engagement, &time.engagement.terms);
    let mut unbilled = Unbilled::none(terms.bill_rate.money.currency());
    if !runs(engagement) {
        return Ok(unbilled);
    }
    match terms.model {
        HiringModel::Hourly => {
            let sum = |counts: &dyn Fn(&Timesheet) -> bool| {
                let sheets = time.timesheets.iter().filter(|sheet| sheet.home_day(engagement) <= as_of && counts(sheet));
                lines::of_time(time, Span { start: terms.starts_on, end: next_day(as_of) }, sheets, false)
            };
            (unbilled.approved_minutes, unbilled.approved) = total(unbilled.approved, sum(&|sheet| sheet.awaits_billing(engagement))?)?;
            (unbilled.unapproved_minutes, unbilled.unapproved) = total(unbilled.unapproved, sum(&Timesheet::is_unapproved)?)?;
        }
        HiringModel::Dedicated => {
            let mut ledger = Ledger::of(engagement);
            for period in periods_from(&terms.billing, terms.starts_on, terms.ends_on).take_while(|period| period.billed.start <= as_of) {
                for part in engagement.billing_state.unbilled_parts(period) {
                    let Some(passed) = Span::inclusive(part.billed.start, part.billed.last().min(as_of)) else { continue };
                    let bill = super::period_bill(time, &ledger, Clamped { billed: passed, ..part }, passed.end)?;
                    ledger.add(&bill);
                    unbilled.fees = total(unbilled.fees, bill.lines)?.1;
                }
            }
            for difference in ledger.corrections()? {
                unbilled.fees = unbilled.fees.plus(difference.share.net)?;
            }
        }
        HiringModel::Fixed => {
            let end = terms.billing.time_zone.start_of(next_day(as_of));
            for bill in milestones::bills(time, end, |day| day <= as_of) {
                unbilled.milestones = total(unbilled.milestones, bill.extra_lines)?.1;
            }
        }
    }
    Ok(unbilled)
}

/// The minutes of some lines, and a sum with what they cost added.
fn total(sum: Money, lines: Vec<DraftLine>) -> Result<(u32, Money), MoneyError> {
    let minutes = |line: &DraftLine| match line.quantity {
        Quantity::Minutes { minutes } => minutes,
        Quantity::Period { .. } | Quantity::Count { .. } => 0,
    };
    let all = lines.iter().map(minutes).sum();
    Ok((all, sum.plus(Money::sum(sum.currency(), lines.iter().map(|line| line.net))?)?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::engagement::{BilledPeriod, Engagement};
    use crate::domain::timesheet::samples::{counted, dedicated, hourly, invoice, priya};
    use crate::domain::timesheet::{TimesheetStatus, timesheet_span};

    fn at(engagement: &Engagement, timesheets: &[Timesheet], as_of: Date) -> Unbilled {
        unbilled_until(EngagementTime { engagement, developer_name: &priya(), timesheets }, as_of).expect("small")
    }

    #[test]
    fn time_is_unbilled_until_its_period_is_on_an_invoice() {
        let mut engagement = hourly();
        let week = |day: Date, minutes, status| {
            let mut sheet = Timesheet::open(&engagement, timesheet_span(&engagement.terms.billing, day));
            sheet.entries.push(counted(&sheet, 1, day, minutes));
            Timesheet { status, ..sheet }
        };
        let sheets = [
            week(date(2027, 1, 5), 60, TimesheetStatus::Approved),
            week(date(2027, 1, 12), 30, TimesheetStatus::Submitted),
            week(date(2027, 2, 2), 15, TimesheetStatus::Approved),
        ];
        let seen = at(&engagement, &sheets, date(2027, 1, 31));
        assert_eq!((seen.approved_minutes, seen.approved.amount(), seen.unapproved_minutes), (60, "60.00".to_owned(), 30));
        assert_eq!(at(&engagement, &sheets, date(2027, 2, 28)).approved_minutes, 75);
        engagement.billing_state.periods.push(BilledPeriod { from: date(2027, 1, 4), to: date(2027, 1, 31), invoice_id: invoice(1) });
        assert_eq!(at(&engagement, &sheets, date(2027, 2, 28)).approved_minutes, 15);
    }

    #[test]
    fn a_fee_grows_by_the_day_until_it_is_billed() {
        let mut engagement = dedicated(date(2027, 1, 1));
        let month = engagement.terms.bill_rate.money;
        let fees = |engagement: &Engagement, as_of| at(engagement, &[], as_of).fees;
        assert_eq!(fees(&engagement, date(2026, 12, 31)), Money::zero(month.currency()));
        assert_eq!(fees(&engagement, date(2027, 1, 31)), month);
        assert_eq!(fees(&engagement, date(2027, 2, 28)).minor(), month.minor() * 2);
        let name = priya();
        let time = EngagementTime { engagement: &engagement, developer_name: &name, timesheets: &[] };
        let now = engagement.terms.billing.time_zone.start_of(date(2027, 2, 1));
        let bill = super::super::decide(time, now).expect("small").bills.remove(0);
        bill.record(&mut engagement, invoice(1));
        assert_eq!(fees(&engagement, date(2027, 2, 14)).minor(), month.minor() / 2);
        engagement.pause(date(2027, 1, 17), None, date(2027, 2, 3)).expect("active");
        engagement.resume(date(2027, 2, 1), date(2027, 2, 3)).expect("paused");
        assert!(fees(&engagement, date(2027, 1, 31)).minor() < 0, "15 of 31 days are to be taken back");
    }
}
