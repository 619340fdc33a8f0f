//! Lines that are ready for an invoice but not on one yet: what billing decides and the invoice totals and taxes.

use serde::{Deserialize, Serialize};

use super::calendar::Span;
use super::engagement::Proration;
use super::id::{DeveloperId, EngagementId};
use super::money::Money;
use super::rate::{Per, Rate};

words! {
    /// What a line of an invoice is for.
    pub enum LineKind {
        /// Approved time.
        Time = "time",
        /// A monthly fee.
        Fee = "fee",
        /// An accepted milestone.
        Milestone = "milestone",
        /// An expense.
        Expense = "expense",
        /// A discount.
        Discount = "discount",
        /// A correction.
        Adjustment = "adjustment",
    }
}

/// How much of it, so that a reader can recompute the line: never a rounded number of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Quantity {
    /// Whole minutes of work at a rate per hour.
    Minutes {
        /// The minutes, after the engagement's rounding.
        minutes: u32,
    },
    /// A part of a billing period at a rate per month; the whole of it when `days` equals `of_days`.
    Period {
        /// The units that are billed; below zero where they are taken back.
        days: i32,
        /// The units of the whole period.
        of_days: u32,
        /// What the units are.
        basis: Proration,
    },
    /// Things of one price; below zero where they are taken back.
    Count {
        /// How many.
        count: i32,
    },
}

words! {
    /// What the price of a line is for.
    pub enum PricePer {
        /// An hour of work.
        Hour = "hour",
        /// A billing period of a month.
        Month = "month",
        /// One thing.
        Unit = "unit",
    }
}

/// The price of one unit of a line. Never negative: what is taken back has a quantity below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPrice {
    /// The money for one unit.
    #[serde(flatten)]
    pub money: Money,
    /// The unit.
    pub per: PricePer,
}

impl From<Rate> for UnitPrice {
    fn from(rate: Rate) -> Self {
        let per = match rate.per {
            Per::Hour => PricePer::Hour,
            Per::Month => PricePer::Month,
        };
        Self { money: rate.money, per }
    }
}

/// One line: rounded once, from exact figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// What it is for.
    pub kind: LineKind,
    /// The engagement it comes from.
    pub engagement_id: EngagementId,
    /// Whose work it is.
    pub developer_id: DeveloperId,
    /// What is printed, such as `Priya Nair — Back-end developer`.
    pub description: String,
    /// The days it covers.
    pub span: Span,
    /// Whether its period was billed before and this is what was approved afterwards.
    pub late: bool,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of a unit.
    pub unit_price: UnitPrice,
    /// Quantity × price, rounded half up once. A part of a fee that completes or corrects what was billed before is what is
    /// left of the whole, so that all parts add up to it.
    pub net: Money,
}
