//! What developers are paid: by the month of the work, in the currency of their pay rate. The bill side is nowhere near.
//!
//! A month is closed once. What is approved, or changed, after that goes on the next statement as late: the difference to
//! what was on statements before, so that every minute is paid once and a minute that was taken back is not paid.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::calendar::{Span, parse_date};
use super::developer::HiringModel;
use super::draft::Quantity;
use super::engagement::{Engagement, EngagementStatus};
use super::id::{DeveloperId, EngagementId, StatementId};
use super::money::{Currency, Money, MoneyError};
use super::proration::{fee, share, time_amount};
use super::rate::Rate;
use super::text::Title;
use super::timesheet::{Timesheet, TimesheetStatus};

/// A calendar month, written `2027-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i16,
    month: i8,
}

/// The text is not a month.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a month, written YYYY-MM")]
pub struct MonthError;

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Its days.
    #[must_use]
    pub fn days(self) -> Span {
        let start = date(self.year, self.month, 1);
        Span { start, end: start.saturating_add(1.month()) }
    }
}
impl FromStr for Month {
    type Err = MonthError;
    fn from_str(text: &str) -> Result<Self, MonthError> {
        if text.len() == 7 { parse_date(&format!("{text}-01")).map(Self::of).map_err(|_| MonthError) } else { Err(MonthError) }
    }
}
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
string_conversions!(Month);

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayLine {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// The role.
    pub description: Title,
    /// The month of the work.
    pub month: Month,
    /// Whether that month was closed before.
    pub late: bool,
    /// The minutes, after the engagement's rounding; none of a monthly fee. Below zero where time was taken back.
    pub minutes: Option<i64>,
    /// The rate.
    pub pay_rate: Rate,
    /// What is paid for it.
    pub amount: Money,
}

/// What was on statements for an engagement's work of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// The month of the work.
    pub month: Month,
    /// Its minutes.
    pub minutes: i64,
    /// What they came to.
    pub amount: Money,
}

/// What a developer's closed statements come to: what tells late work from work that is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayBook {
    /// The developer.
    pub developer_id: DeveloperId,
    /// The closed months, in the order in which they were closed.
    pub closed: Vec<Month>,
    /// What was on their statements.
    pub stated: Vec<Stated>,
    /// Raised by one with each closed month; 0 before the first.
    pub version: u64,
}

/// A developer's statement of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayStatement {
    /// Its id; none while the month is open.
    pub id: Option<StatementId>,
    /// The developer.
    pub developer_id: DeveloperId,
    /// The month.
    pub month: Month,
    /// What is paid.
    pub lines: Vec<PayLine>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

impl PayStatement {
    /// The sums, a currency each.
    ///
    /// # Errors
    /// Beyond the bound for an amount.
    pub fn totals(&self) -> Result<Vec<Money>, MoneyError> {
        let mut totals = BTreeMap::<Currency, Money>::new();
        for line in &self.lines {
            let sum = totals.entry(line.amount.currency()).or_insert_with(|| Money::zero(line.amount.currency()));
            *sum = sum.plus(line.amount)?;
        }
        Ok(totals.into_values().collect())
    }
}

impl PayBook {
    /// Nothing closed yet.
    #[must_use]
    pub fn new(developer_id: DeveloperId) -> Self {
        Self { developer_id, closed: Vec::new(), stated: Vec::new(), version: 0 }
    }

    /// The statement of a month that is not closed: its own work, and the late work of months that are.
    ///
    /// # Errors
    /// An amount beyond its bound.
    pub fn statement(&self, month: Month, work: &[(Engagement, Vec<Timesheet>)]) -> Result<PayStatement, MoneyError> {
        let mut lines = Vec::new();
        for (engagement, timesheets) in work {
            let own = std::iter::once(month);
            let before = self.closed.iter().copied().filter(|closed| *closed != month);
            for worked in own.chain(before) {
                lines.extend(self.line(engagement, timesheets, worked, worked != month)?);
            }
        }
        lines.sort_by_key(|line: &PayLine| (line.late, line.month, line.engagement_id));
        Ok(PayStatement { id: None, developer_id: self.developer_id, month, lines, closed_at: None })
    }

    /// What is to be paid of an engagement's work of a month, beyond what is on statements; none where that is nothing.
    fn line(&self, engagement: &Engagement, sheets: &[Timesheet], month: Month, late: bool) -> Result<Option<PayLine>, MoneyError> {
        let pay_rate = engagement.terms.pay_rate;
        let (minutes, amount) = match engagement.terms.model {
            HiringModel::Hourly => {
                let minutes = approved(engagement, sheets, month);
                (Some(i64::from(minutes)), time_amount(minutes, pay_rate.money)?)
            }
            HiringModel::Dedicated => (None, monthly(engagement, month)?),
            HiringModel::Fixed => return Ok(None),
        };
        let mine = |stated: &&Stated| stated.engagement_id == engagement.id && stated.month == month;
        let before: Vec<&Stated> = self.stated.iter().filter(mine).filter(|stated| stated.amount.currency() == amount.currency()).collect();
        let amount = amount.minus(Money::sum(amount.currency(), before.iter().map(|stated| stated.amount))?)?;
        let minutes = minutes.map(|minutes| minutes - before.iter().map(|stated| stated.minutes).sum::<i64>());
        if amount.is_zero() && minutes.unwrap_or_default() == 0 {
            return Ok(None);
        }
        let description = engagement.role_title.clone();
        Ok(Some(PayLine { engagement_id: engagement.id, description, month, late, minutes, pay_rate, amount }))
    }

    /// Notes a statement as closed.
    pub fn close(&mut self, statement: &PayStatement) {
        self.closed.push(statement.month);
        self.stated.extend(statement.lines.iter().map(|line| Stated {
            engagement_id: line.engagement_id,
            month: line.month,
            minutes: line.minutes.unwrap_or_default(),
            amount: line.amount,
        }));
        self.version += 1;
    }
}

/// The approved minutes whose work lies in a month, rounded as the engagement says.
fn approved(engagement: &Engagement, sheets: &[Timesheet], month: Month) -> u32 {
    let of_month = |sheet: &Timesheet| {
        let entries = sheet.entries.iter().filter(|entry| Month::of(entry.date) == month).cloned().collect();
        Timesheet { entries, ..sheet.clone() }.rounded_minutes(engagement.terms.billing.rounding)
    };
    sheets.iter().filter(|sheet| sheet.status == TimesheetStatus::Approved).map(of_month).sum()
}

/// The part of a monthly fee for the days of an engagement in a month.
fn monthly(engagement: &Engagement, month: Month) -> Result<Money, MoneyError> {
    let terms = &engagement.terms;
    let whole = month.days();
    let began = match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => true,
        EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn => false,
    };
    let last = terms.ends_on.unwrap_or(whole.last());
    let part = Span::inclusive(terms.starts_on, last).and_then(|worked| worked.intersection(whole)).filter(|_| began);
    let Some(part) = part else { return Ok(Money::zero(terms.pay_rate.money.currency())) };
    let quantity: Quantity = share(part, whole, terms.billing.proration, &terms.billing.holidays);
    fee(terms.pay_rate, quantity)
}

#[cfg(test)]
mod tests;
