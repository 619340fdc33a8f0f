//! Document numbers: the pattern of a series, the fiscal year that counts, and the number the two give.
//!
//! Which number is next is the store's to know: it is given in the transaction that stores the document, so that none is
//! skipped and none given twice.

mod fiscal_year;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::country::Country;

pub use fiscal_year::FiscalYear;

/// The most characters of a number.
pub const LONGEST: usize = 32;
/// The most characters of a number in India. Source: CGST Rules 2017, rule 46(b).
pub const LONGEST_IN_INDIA: usize = 16;
/// The most digits that a pattern can pad to.
const WIDEST: usize = 12;
/// The digits that are kept free for a counter without a width.
const ROOM_UNPADDED: usize = 6;

/// The pattern of a series of numbers, such as `MU-{fy}-{seq:5}`.
///
/// `{fy}` is the year the fiscal year starts in, `{fy2}` both its years (`26-27`), `{seq}` the counter and `{seq:5}` the
/// counter with at least five digits. The counter starts anew with each fiscal year: therefore the year has to be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SeriesPattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    StartYear,
    BothYears,
    /// The counter, with the width it is padded to where one is named.
    Counter(Option<usize>),
}

/// Why a pattern is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SeriesPatternError {
    /// A character that no number should hold.
    #[error("may hold letters, digits, - / . _ and {{fy}}, {{fy2}}, {{seq}}, {{seq:5}}, not {0:?}")]
    Character(char),
    /// A placeholder that does not exist, or a brace without its other half.
    #[error("knows only {{fy}}, {{fy2}}, {{seq}} and {{seq:1}} to {{seq:12}}")]
    Placeholder,
    /// No counter, or more than one.
    #[error("must hold {{seq}} exactly once")]
    Counter,
    /// No year: the second fiscal year would give the first one's numbers again.
    #[error("must hold {{fy}} or {{fy2}}, since the counter starts anew each fiscal year")]
    Year,
    /// Its numbers would be too long.
    #[error("must give numbers of at most {LONGEST} characters")]
    TooLong,
}

/// Why a series gives no number.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NumberError {
    /// Counters start at one.
    #[error("the counter starts at 1")]
    Zero,
    /// The counter has outgrown the longest number.
    #[error("number {seq} of the series would be longer than {most} characters")]
    Exhausted {
        /// The counter.
        seq: u64,
        /// The bound.
        most: usize,
    },
}

impl SeriesPattern {
    /// The number at a place of the series, counted from 1. A counter that outgrows its width is written in full.
    ///
    /// # Errors
    /// The counter is zero, or the number would have more than [`LONGEST`] characters.
    pub fn number(&self, year: FiscalYear, seq: u64) -> Result<String, NumberError> {
        self.number_within(LONGEST, year, seq)
    }

    /// The same, within the bound that a seller's country sets.
    ///
    /// # Errors
    /// The counter is zero, or the number would be longer than that country allows.
    pub fn number_in(&self, country: Country, year: FiscalYear, seq: u64) -> Result<String, NumberError> {
        self.number_within(if country == Country::IN { LONGEST_IN_INDIA } else { LONGEST }, year, seq)
    }

    fn number_within(&self, most: usize, year: FiscalYear, seq: u64) -> Result<String, NumberError> {
        if seq == 0 {
            return Err(NumberError::Zero);
        }
        let write = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::StartYear => year.start_year().to_string(),
            Part::BothYears => year.both_years(),
            Part::Counter(width) => format!("{seq:0width$}", width = width.unwrap_or(1)),
        };
        let number: String = self.parts.iter().map(write).collect();
        if number.len() <= most { Ok(number) } else { Err(NumberError::Exhausted { seq, most }) }
    }

    /// Whether every number is fit for an Indian tax invoice: at most 16 of `A-Z`, `0-9`, `/` and `-`, and none of `0`, `/`
    /// and `-` at the start. Source: CGST Rules 2017, rule 46(b); the schema of e-invoices (INV-01) for the start; capitals,
    /// since the invoice registration portal folds them since 2025-06-01.
    #[must_use]
    pub fn fits_india(&self) -> bool {
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/' || c == '-';
        let spelt = self.parts.iter().all(|part| match part {
            Part::Literal(text) => text.chars().all(fits),
            Part::StartYear | Part::BothYears | Part::Counter(_) => true,
        });
        let starts = match self.parts.first() {
            Some(Part::Literal(text)) => !text.starts_with(['0', '/', '-']),
            // 2000 to 2009 are over, and an unpadded counter starts with its first digit.
            Some(Part::StartYear | Part::BothYears | Part::Counter(None)) => true,
            Some(Part::Counter(Some(width))) => *width == 1,
            None => false,
        };
        spelt && starts && self.expected_length() <= LONGEST_IN_INDIA
    }

    /// Whether two series could give the same number, because only the width of their counters tells them apart.
    #[must_use]
    pub fn collides_with(&self, other: &Self) -> bool {
        let unpadded = |part: &Part| if matches!(part, Part::Counter(_)) { Part::Counter(None) } else { part.clone() };
        self.parts.iter().map(unpadded).eq(other.parts.iter().map(unpadded))
    }

    fn expected_length(&self) -> usize {
        let length = |part: &Part| match part {
            Part::Literal(text) => text.len(),
            Part::StartYear => 4,
            Part::BothYears => 5,
            Part::Counter(width) => width.unwrap_or(ROOM_UNPADDED),
        };
        self.parts.iter().map(length).sum()
    }
}

fn placeholder(name: &str) -> Result<Part, SeriesPatternError> {
    match name {
        "fy" => Ok(Part::StartYear),
        "fy2" => Ok(Part::BothYears),
        "seq" => Ok(Part::Counter(None)),
        _ => {
            let width = name.strip_prefix("seq:").filter(|width| !width.starts_with(['0', '+'])).and_then(|width| width.parse().ok());
            width.filter(|width| *width <= WIDEST).map(|width| Part::Counter(Some(width))).ok_or(SeriesPatternError::Placeholder)
        }
    }
}

impl FromStr for SeriesPattern {
    type Err = SeriesPatternError;
    fn from_str(text: &str) -> Result<Self, SeriesPatternError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('{') {
                let (name, after) = inside.split_once('}').ok_or(SeriesPatternError::Placeholder)?;
                parts.push(placeholder(name)?);
                rest = after;
            } else {
                let (literal, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
                if let Some(bad) = literal.chars().find(|c| !c.is_ascii_alphanumeric() && !"-/._".contains(*c)) {
                    return Err(if bad == '}' { SeriesPatternError::Placeholder } else { SeriesPatternError::Character(bad) });
                }
                parts.push(Part::Literal(literal.to_owned()));
                rest = after;
            }
        }
        if parts.iter().filter(|part| matches!(part, Part::Counter(_))).count() != 1 {
            return Err(SeriesPatternError::Counter);
        }
        if !parts.iter().any(|part| matches!(part, Part::StartYear | Part::BothYears)) {
            return Err(SeriesPatternError::Year);
        }
        let pattern = Self { parts };
        if pattern.expected_length() <= LONGEST { Ok(pattern) } else { Err(SeriesPatternError::TooLong) }
    }
}
impl fmt::Display for SeriesPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(text),
            Part::StartYear => f.write_str("{fy}"),
            Part::BothYears => f.write_str("{fy2}"),
            Part::Counter(None) => f.write_str("{seq}"),
            Part::Counter(Some(width)) => write!(f, "{{seq:{width}}}"),
        })
    }
}
string_conversions!(SeriesPattern);

#[cfg(test)]
mod tests;
