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
use super::engagement::Engagement;
use super::id::{DeveloperId, EngagementId, InvoiceId, MilestoneId, StatementId};
use super::money::{Currency, Money, MoneyError};
use super::rate::Rate;
use super::text::Title;
use super::timesheet::Timesheet;
use work::due;

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

words! {
    /// What a line pays for.
    pub enum PayKind {
        /// Approved time, by the hour.
        Time = "time",
        /// Days, by the month.
        Fee = "fee",
        /// A milestone that was accepted.
        Milestone = "milestone",
    }
}

/// One thing that is paid: the work of a month at one rate, or a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PayItem {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// The month of the work; of a milestone, that of its acceptance.
    pub month: Month,
    /// The day from which the rate holds; of a milestone, the month's first.
    pub rate_from: Date,
    /// The milestone.
    pub milestone_id: Option<MilestoneId>,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayLine {
    /// What is paid.
    #[serde(flatten)]
    pub item: PayItem,
    /// What it is paid by.
    pub kind: PayKind,
    /// The role, or the milestone.
    pub description: Title,
    /// Whether its month was closed before.
    pub late: bool,
    /// The minutes, after the engagement's rounding. Below zero where time was taken back.
    pub minutes: Option<i64>,
    /// The rate.
    pub pay_rate: Option<Rate>,
    /// What is paid for it; below zero where something is taken back.
    pub amount: Money,
    /// The document that the operator's entity wrote for it, where it writes them.
    #[serde(default)]
    pub self_billed: Option<SelfBilledRef>,
}

/// A document that a seller wrote for a developer, by which one is told from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfBilledRef {
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
}

/// What was on statements for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// What was paid.
    #[serde(flatten)]
    pub item: PayItem,
    /// Its minutes.
    pub minutes: i64,
    /// What they came to.
    pub amount: Money,
    /// The document that it is on.
    #[serde(default)]
    pub self_billed: Option<SelfBilledRef>,
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

    /// The documents that its lines are on, each once, oldest first.
    #[must_use]
    pub fn self_billed(&self) -> Vec<&SelfBilledRef> {
        let named = self.lines.iter().filter_map(|line| line.self_billed.as_ref()).map(|document| (document.id, document));
        named.collect::<BTreeMap<InvoiceId, &SelfBilledRef>>().into_values().collect()
    }
}

impl PayBook {
    /// Nothing closed yet.
    #[must_use]
    pub fn new(developer_id: DeveloperId) -> Self {
        Self { developer_id, closed: Vec::new(), stated: Vec::new(), version: 0 }
    }

    /// The statement of a month that is not closed, as it stands at an instant: its own work, and what has changed since of
    /// months that are closed.
    ///
    /// # Errors
    /// An amount beyond its bound.
    pub fn statement(&self, month: Month, work: &[(Engagement, Vec<Timesheet>)], now: Timestamp) -> Result<PayStatement, MoneyError> {
        let mut lines = Vec::new();
        for (engagement, timesheets) in work {
            let before = self.closed.iter().copied().filter(|closed| *closed != month);
            for worked in std::iter::once(month).chain(before) {
                let mut due = due(engagement, timesheets, worked, now)?;
                due.extend(self.gone(engagement, worked, &due));
                for line in due {
                    lines.extend(self.rest(PayLine { late: worked != month, ..line })?);
                }
            }
        }
        lines.sort_by_key(|line: &PayLine| (line.late, line.item.month, line.item));
        Ok(PayStatement { id: None, developer_id: self.developer_id, month, lines, closed_at: None })
    }

    /// What was paid for a month and is not due at all any more, as by a rate in another currency: lines of nothing.
    fn gone(&self, engagement: &Engagement, month: Month, due: &[PayLine]) -> Vec<PayLine> {
        let is_due = |item: PayItem, currency| due.iter().any(|line| line.item == item && line.amount.currency() == currency);
        let own = |stated: &&Stated| stated.item.engagement_id == engagement.id && stated.item.month == month;
        let mut gone: Vec<PayLine> = Vec::new();
        for &Stated { item, amount, minutes, .. } in self.stated.iter().filter(own) {
            let is_known = gone.iter().any(|line| line.item == item && line.amount.currency() == amount.currency());
            if !is_known && !is_due(item, amount.currency()) {
                gone.push(PayLine {
                    item,
                    kind: if item.milestone_id.is_some() { PayKind::Milestone } else { PayKind::Time },
                    description: engagement.role_title.clone(),
                    late: false,
                    minutes: Some(0).filter(|_| minutes != 0),
                    pay_rate: None,
                    amount: Money::zero(amount.currency()),
                    self_billed: None,
                });
            }
        }
        gone
    }

    /// What is to be paid of it beyond what is on statements; none where that is nothing.
    fn rest(&self, line: PayLine) -> Result<Option<PayLine>, MoneyError> {
        let before = self.before(&line);
        let paid = Money::sum(line.amount.currency(), before.iter().map(|stated| stated.amount))?;
        let minutes = line.minutes.map(|minutes| minutes - before.iter().map(|stated| stated.minutes).sum::<i64>());
        let rest = PayLine { amount: line.amount.minus(paid)?, minutes, ..line };
        Ok(Some(rest).filter(|rest| !rest.amount.is_zero() || rest.minutes.unwrap_or_default() != 0))
    }

    /// What was on statements for the same thing in the same currency.
    fn before(&self, line: &PayLine) -> Vec<&Stated> {
        let is_same = |stated: &&Stated| stated.item == line.item && stated.amount.currency() == line.amount.currency();
        self.stated.iter().filter(is_same).collect()
    }

    /// The documents that hold what was paid before for the same thing, oldest first; none at all where some of that is on no
    /// document of ours: the developer wrote its own then, and corrects it itself.
    #[must_use]
    pub fn self_billed_before(&self, line: &PayLine) -> Option<Vec<&SelfBilledRef>> {
        let paid = self.before(line).into_iter().filter(|stated| !stated.amount.is_zero());
        paid.map(|stated| stated.self_billed.as_ref()).collect()
    }

    /// Notes a statement as closed.
    pub fn close(&mut self, statement: &PayStatement) {
        self.closed.push(statement.month);
        let stated = |line: &PayLine| Stated {
            item: line.item,
            minutes: line.minutes.unwrap_or_default(),
            amount: line.amount,
            self_billed: line.self_billed.clone(),
        };
        self.stated.extend(statement.lines.iter().map(stated));
        self.version += 1;
    }
}

pub mod margin;
#[cfg(test)]
mod tests;
mod work;
