//! Sellers: the operator's own legal entities, which issue invoices.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::dunning::Dunning;
use super::id::SellerId;
use super::money::{Currency, Rounding};
use super::numbering::SeriesPattern;
use super::party::Party;
use super::text::{Reference, Title};

/// What is set for a seller, without the record's own bookkeeping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerProfile {
    /// Who it is.
    #[serde(flatten)]
    pub party: Party,
    /// The day its fiscal year begins.
    pub fiscal_year_start: MonthDay,
    /// The series of its invoices.
    pub invoice_series: SeriesPattern,
    /// The series of its credit notes.
    pub credit_note_series: SeriesPattern,
    /// The series of the invoices it writes itself for its suppliers.
    pub self_billing_series: SeriesPattern,
    /// What it adds to a developer's pay for the client's rate, in percent of the cost; 0 to 1,000.
    pub markup_percent: Decimal,
    /// The services accounting codes that it invoices under (India), such as 998314.
    pub sac_codes: Vec<Reference>,
    /// Its letters of undertaking for exports without payment of tax (India, FORM GST RFD-11).
    pub lut: Vec<Undertaking>,
    /// The day from which its invoices to businesses have to be registered with the Invoice Registration Portal (India: from an
    /// aggregate turnover of 5 crore rupees in any year on; CGST Rules 2017, rule 48(4)); none where they need not.
    #[serde(default)]
    pub e_invoice_required_from: Option<Date>,
    /// How its tax and totals are rounded.
    pub rounding: RoundingPolicy,
    /// Where to pay, by currency.
    pub bank: Vec<BankDetails>,
    /// What it does when it is not paid; nothing unless set.
    #[serde(default)]
    pub dunning: Dunning,
}

/// A month and a day of it, such as `07-01`; 29 February is not one, since not every year has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
}

/// The text is not a month and a day.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a month and a day that every year has, such as 07-01")]
pub struct MonthDayError;

impl FromStr for MonthDay {
    type Err = MonthDayError;
    fn from_str(text: &str) -> Result<Self, MonthDayError> {
        // 1970 is a common year: a 29 February does not read.
        let date = super::calendar::parse_date(&format!("1970-{text}")).map_err(|_| MonthDayError)?;
        Ok(Self { month: date.month(), day: date.day() })
    }
}
impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}
string_conversions!(MonthDay);

/// A letter of undertaking and the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undertaking {
    /// The acknowledgement's reference number.
    pub arn: Reference,
    /// Its first day.
    pub valid_from: Date,
    /// Its last day.
    pub valid_to: Date,
}

words! {
    /// What tax is computed and rounded on.
    pub enum TaxLevel {
        /// The sum of the lines of one rate and category.
        Group = "group",
        /// Each line.
        Line = "line",
    }
}

/// How a seller rounds. A policy and not law: see each country's default in `domain/tax`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundingPolicy {
    /// What tax is computed on.
    pub tax_level: TaxLevel,
    /// How a half is rounded.
    pub tax_mode: Rounding,
    /// The step of the payable total in major units of the seller's own currency, such as 1 for whole rupees.
    pub payable_step: Option<Decimal>,
}

/// Where to pay an amount in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankDetails {
    /// The currency.
    pub currency: Currency,
    /// What is printed; at most 8 lines.
    pub lines: Vec<Title>,
}

/// A seller's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Its id, chosen by the operator.
    pub id: SellerId,
    /// What is set for it.
    #[serde(flatten)]
    pub profile: SellerProfile,
    /// When it was first recorded.
    pub created_at: Timestamp,
    /// Raised by one with each change.
    pub version: u64,
}
