//! What the work of a month is worth, rate by rate: to its developer, before what is on statements is taken off, and to the
//! operator, before what is on invoices is.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Month, PayItem, PayKind, PayLine};
use crate::domain::developer::HiringModel;
use crate::domain::engagement::{Engagement, EngagementStatus, Proration, RateChange};
use crate::domain::id::MilestoneId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::proration::{fee, share_of, time_amount};
use crate::domain::rate::Rate;
use crate::domain::timesheet::{Timesheet, TimesheetStatus};

/// Which side of the same work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What the developer is paid.
    Pay,
    /// What the client pays, before tax, charges and what is agreed away.
    Bill,
}

impl Side {
    fn rate(self, change: &RateChange) -> Rate {
        match self {
            Self::Pay => change.pay_rate,
            Self::Bill => change.bill_rate,
        }
    }

    fn counts(self, engagement: &Engagement, day: Date) -> bool {
        match self {
            Self::Pay => true,
            Self::Bill => !engagement.is_unbilled_trial(day),
        }
    }
}

/// What an engagement owes its developer for a month as it stands at an instant. A line for each rate even where it comes to
/// nothing, so that what was paid of it before is taken back.
///
/// * Hourly: approved time, by the rate of its day. Whatever of a trial is not billed is paid all the same.
/// * Dedicated: the days of the month that have come, as far as no pause and no unpaid leave holds.
/// * Fixed: the milestones that were accepted, where any of them names what it pays; else approved time.
///
/// # Errors
/// An amount beyond its bound.
pub(super) fn due(engagement: &Engagement, sheets: &[Timesheet], month: Month, now: Timestamp) -> Result<Vec<PayLine>, MoneyError> {
    worth(engagement, sheets, month, now, Side::Pay)
}

/// The same of either side.
///
/// # Errors
/// An amount beyond its bound.
pub(super) fn worth(
    engagement: &Engagement,
    sheets: &[Timesheet],
    month: Month,
    now: Timestamp,
    side: Side,
) -> Result<Vec<PayLine>, MoneyError> {
    match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => {}
        EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn => return Ok(Vec::new()),
    }
    match engagement.terms.model {
        HiringModel::Hourly => time(engagement, sheets, month, side),
        HiringModel::Dedicated => days(engagement, month, engagement.today(now), side),
        HiringModel::Fixed => {
            let mut lines = milestones(engagement, month, now, side);
            match side {
                Side::Bill => {}
                Side::Pay => {
                    let by_milestones = engagement.course.milestones.iter().any(|milestone| milestone.pay_amount.is_some());
                    let paid = if by_milestones { &[] } else { sheets };
                    lines.extend(time(engagement, paid, month, side)?);
                }
            }
            Ok(lines)
        }
    }
}

/// The rates of a side with the days on which they hold: from a day, until the day of the next.
fn rates(engagement: &Engagement, side: Side) -> Vec<(Date, Date, Date, Rate)> {
    let rates = engagement.rates();
    let ends = rates.iter().skip(1).map(|rate| rate.effective_from).chain([Date::MAX]);
    let begins = [Date::MIN].into_iter().chain(rates.iter().skip(1).map(|rate| rate.effective_from));
    rates.iter().zip(begins.zip(ends)).map(|(rate, (from, until))| (rate.effective_from, from, until, side.rate(rate))).collect()
}

fn line(
    engagement: &Engagement,
    month: Month,
    rate_from: Date,
    milestone_id: Option<MilestoneId>,
    kind: PayKind,
    amount: Money,
) -> PayLine {
    let item = PayItem { engagement_id: engagement.id, month, rate_from, milestone_id };
    PayLine {
        item,
        kind,
        description: engagement.role_title.clone(),
        late: false,
        minutes: None,
        pay_rate: None,
        amount,
        self_billed: None,
    }
}

fn time(engagement: &Engagement, sheets: &[Timesheet], month: Month, side: Side) -> Result<Vec<PayLine>, MoneyError> {
    let mut lines = Vec::new();
    for (rate_from, from, until, rate) in rates(engagement, side) {
        let here = |day: Date| side.counts(engagement, day) && Month::of(day) == month && from <= day && day < until;
        let approved = sheets.iter().filter(|sheet| sheet.status == TimesheetStatus::Approved);
        let minutes: u32 =
            approved.map(|sheet| sheet.rounded_minutes_on(engagement.terms.billing.on(sheet.span.start).rounding, here)).sum();
        let line = line(engagement, month, rate_from, None, PayKind::Time, time_amount(minutes, rate.money)?);
        lines.push(PayLine { minutes: Some(i64::from(minutes)), pay_rate: Some(rate), ..line });
    }
    Ok(lines)
}

fn days(engagement: &Engagement, month: Month, today: Date, side: Side) -> Result<Vec<PayLine>, MoneyError> {
    let whole = month.days();
    let billing = engagement.terms.billing.on(whole.start);
    let counts = |day: Date| day <= today && engagement.is_payable(day) && side.counts(engagement, day);
    let first = whole.iter().find(|day| counts(*day));
    let mut lines = Vec::new();
    for (rate_from, from, until, rate) in rates(engagement, side) {
        let holds = |day: Date| from <= day && day < until;
        // Without proration a month that has begun is paid once, at the rate of its first day.
        let once = billing.proration != Proration::None || first.is_some_and(holds);
        let quantity = share_of(whole, billing.proration, &billing.holidays, |day| once && counts(day) && holds(day));
        let line = line(engagement, month, rate_from, None, PayKind::Fee, fee(rate, quantity)?);
        lines.push(PayLine { pay_rate: Some(rate), ..line });
    }
    Ok(lines)
}

fn milestones(engagement: &Engagement, month: Month, now: Timestamp, side: Side) -> Vec<PayLine> {
    let accepted = engagement.course.milestones.iter().filter_map(|milestone| {
        let day = engagement.today(milestone.accepted_by(now)?);
        let amount = match side {
            Side::Pay => milestone.pay_amount,
            Side::Bill => Some(milestone.amount),
        };
        let amount = amount.filter(|_| Month::of(day) == month)?;
        let line = line(engagement, month, month.days().start, Some(milestone.id), PayKind::Milestone, amount);
        Some(PayLine { description: milestone.title.clone(), ..line })
    });
    accepted.collect()
}
