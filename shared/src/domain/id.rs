//! Identifiers: a prefix that names the kind, then a ULID (26 letters of Crockford's base 32, in time order).
//!
//! Ids of different kinds are different types. Only `clock.rs` makes new ones.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ulid::Ulid;

use super::calendar;

/// The text is not an id of the kind asked for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be an id that starts with {prefix}_")]
pub struct IdError {
    /// The prefix of the kind that was asked for, without its underscore.
    pub prefix: &'static str,
}

/// An id that is made of a prefix and a ULID.
pub trait Id: Copy + fmt::Display + FromStr<Err = IdError> {
    /// What stands before the underscore.
    const PREFIX: &'static str;
    /// The id that wraps this ULID.
    fn from_ulid(ulid: Ulid) -> Self;
    /// The ULID within.
    fn ulid(self) -> Ulid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Ulid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_ulid(ulid: Ulid) -> Self {
                Self(ulid)
            }
            fn ulid(self) -> Ulid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.to_string().to_ascii_lowercase())
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_")).and_then(parse_ulid).map(Self).ok_or(IdError { prefix: $prefix })
            }
        }
        string_conversions!($name);
    )+};
}

ids! {
    /// A developer.
    DeveloperId = "dev",
    /// A client.
    ClientId = "cli",
    /// A project.
    ProjectId = "prj",
    /// One stored match of a project.
    MatchId = "mat",
    /// An engagement: one developer hired for one role of a project.
    EngagementId = "eng",
    /// A charge of an engagement.
    ChargeId = "chg",
    /// A milestone of an engagement.
    MilestoneId = "mil",
    /// Something that happened, for others to hear of.
    EventId = "evt",
    /// An invoice.
    InvoiceId = "inv",
    /// A credit note.
    CreditNoteId = "crn",
    /// A payment.
    PaymentId = "pay",
    /// A developer's statement of a month.
    StatementId = "stm",
    /// A billing run.
    RunId = "run",
}

/// The canonical spelling only: lower case, no look-alike letters, so that one record has one id.
fn parse_ulid(text: &str) -> Option<Ulid> {
    let ulid: Ulid = text.parse().ok()?;
    (ulid.to_string().to_ascii_lowercase() == text).then_some(ulid)
}

/// The id of a seller, chosen by the operator: `sel_` and 1 to 32 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SellerId(String);

/// The text is not a seller's id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be sel_ and 1 to 32 characters of a-z, 0-9 and -")]
pub struct SellerIdError;

impl FromStr for SellerId {
    type Err = SellerIdError;
    fn from_str(text: &str) -> Result<Self, SellerIdError> {
        let name = text.strip_prefix("sel_").ok_or(SellerIdError)?;
        let fits =
            (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(SellerIdError) }
    }
}
impl fmt::Display for SellerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(SellerId);

/// The id of a time entry: `tme_`, the first day of its timesheet as eight digits, and a ULID.
///
/// The day says which timesheet item of the engagement holds the entry, so that no index is needed to find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeEntryId {
    timesheet: Date,
    ulid: Ulid,
}

impl TimeEntryId {
    /// The id of an entry in the timesheet that starts on this day.
    #[must_use]
    pub fn new(timesheet: Date, ulid: Ulid) -> Self {
        Self { timesheet, ulid }
    }

    /// The first day of the timesheet that holds the entry.
    #[must_use]
    pub fn timesheet(self) -> Date {
        self.timesheet
    }
}
impl fmt::Display for TimeEntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.timesheet;
        let ulid = self.ulid.to_string().to_ascii_lowercase();
        write!(f, "tme_{:04}{:02}{:02}{ulid}", day.year(), day.month(), day.day())
    }
}
impl FromStr for TimeEntryId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let parse = || {
            let (day, ulid) = text.strip_prefix("tme_")?.split_at_checked(8)?;
            let day = format!("{}-{}-{}", day.get(..4)?, day.get(4..6)?, day.get(6..)?);
            Some(Self { timesheet: calendar::parse_date(&day).ok()?, ulid: parse_ulid(ulid)? })
        };
        parse().ok_or(IdError { prefix: "tme" })
    }
}
string_conversions!(TimeEntryId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_only_in_its_canonical_spelling() {
        let id = DeveloperId::from_ulid(Ulid(7));
        assert_eq!(id.to_string().parse(), Ok(id));
        let shouted = id.to_string().replace("dev_0", "dev_O");
        assert!(shouted.parse::<DeveloperId>().is_err());
        assert!(id.to_string().parse::<ClientId>().is_err());
    }

    #[test]
    fn a_seller_id_is_chosen_within_its_alphabet() {
        assert!("sel_au".parse::<SellerId>().is_ok());
        for bad in ["sel_", "sel_AU", "au", "sel_a b", "sel_123456789012345678901234567890123"] {
            assert!(bad.parse::<SellerId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_entry_knows_its_timesheet() {
        let id = TimeEntryId::new(jiff::civil::date(2027, 3, 29), Ulid(9));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("tme_20271329aaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<TimeEntryId>().is_err());
        assert!("tme_é".parse::<TimeEntryId>().is_err());
    }
}
