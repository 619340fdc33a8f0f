//! What an engagement has earned up to a day and is on no invoice yet.

use jiff::civil::Date;

use super::{EngagementTime, has_periods};
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::draft::Quantity;
use crate::domain::engagement::Proration;
use crate::domain::money::{Currency, Money, MoneyError};
use crate::domain::period::periods_from;
use crate::domain::proration::{fee, share, time_amount};
use crate::domain::timesheet::Timesheet;

/// What is unbilled of an engagement, in the currency of its bill rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbilled {
    /// Minutes that are approved, after rounding.
    pub approved_minutes: u32,
    /// What they come to.
    pub approved: Money,
    /// Minutes that are logged and not approved, after rounding.
    pub unapproved_minutes: u32,
    /// What they would come to.
    pub unapproved: Money,
    /// Fees of the days that have passed of periods that are not billed.
    pub fees: Money,
}

impl Unbilled {
    /// Nothing.
    #[must_use]
    pub fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { approved_minutes: 0, approved: zero, unapproved_minutes: 0, unapproved: zero, fees: zero }
    }

    /// Whether there is anything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.approved_minutes == 0 && self.unapproved_minutes == 0 && self.fees.is_zero()
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
        })
    }
}

/// What is unbilled of an engagement at the end of a day. Time counts by its timesheet; a fee by the days that have passed.
///
/// # Errors
/// An amount beyond its bound.
pub fn unbilled_until(time: EngagementTime<'_>, as_of: Date) -> Result<Unbilled, MoneyError> {
    let engagement = time.engagement;
    let terms = &engagement.terms;
    let mut unbilled = Unbilled::none(terms.bill_rate.money.currency());
    if !has_periods(engagement) {
        return Ok(unbilled);
    }
    match terms.model {
        HiringModel::Hourly => {
            let minutes = |counts: &dyn Fn(&Timesheet) -> bool| {
                let sheets = time.timesheets.iter().filter(|sheet| sheet.home_day(engagement) <= as_of && counts(sheet));
                sheets.map(|sheet| sheet.rounded_minutes(terms.billing.rounding)).sum::<u32>()
            };
            unbilled.approved_minutes = minutes(&|sheet| sheet.awaits_billing(engagement));
            unbilled.unapproved_minutes = minutes(&Timesheet::is_unapproved);
            unbilled.approved = time_amount(unbilled.approved_minutes, terms.bill_rate.money)?;
            unbilled.unapproved = time_amount(unbilled.unapproved_minutes, terms.bill_rate.money)?;
        }
        HiringModel::Dedicated => {
            for period in periods_from(&terms.billing, terms.starts_on, terms.ends_on).take_while(|period| period.billed.start <= as_of) {
                for part in engagement.billing_state.unbilled_parts(period) {
                    let passed = Span::inclusive(part.billed.start, part.billed.last().min(as_of));
                    let basis = terms.billing.proration;
                    // Without proration a period that has begun costs all of it, once.
                    let rest = basis == Proration::None && part.billed.start > part.whole.start.max(terms.starts_on);
                    let quantity = passed.filter(|_| !rest).map(|passed| share(passed, part.whole, basis, &terms.billing.holidays));
                    if let Some(quantity @ Quantity::Period { .. }) = quantity {
                        unbilled.fees = unbilled.fees.plus(fee(terms.bill_rate, quantity)?)?;
                    }
                }
            }
        }
        HiringModel::Fixed => {}
    }
    Ok(unbilled)
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
        engagement.billing_state.periods.push(BilledPeriod { from: date(2027, 1, 1), to: date(2027, 1, 31), invoice_id: invoice(1) });
        assert_eq!(fees(&engagement, date(2027, 2, 14)).minor(), month.minor() / 2);
    }
}
