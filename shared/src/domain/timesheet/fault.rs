//! Why time cannot be logged: one fault for each rule, whether a piece of work breaks it alone (`entry`) or beside other
//! work (`rules`).

use jiff::civil::Date;
use thiserror::Error;

use super::ShownStatus;
use super::moment::MomentError;
use crate::domain::id::TimeEntryId;

/// Why time cannot be logged. One variant for each rule.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EntryFault {
    /// The beginning is no one moment.
    #[error("{0}")]
    Started(MomentError),
    /// The end is no one moment.
    #[error("{0}")]
    Ended(MomentError),
    /// The end is not after the beginning.
    #[error("must be after the beginning")]
    EndsTooEarly,
    /// No minute was worked.
    #[error("must be at least 1 minute")]
    NoMinutes,
    /// Longer than one entry may be.
    #[error("must be at most 24 hours (1440 minutes)")]
    TooLong,
    /// The timesheet is handed in.
    #[error("the timesheet that starts on {start} is {status}: its time cannot change")]
    Locked {
        /// Its first day.
        start: Date,
        /// Where it stands.
        status: ShownStatus,
    },
    /// The timesheet has no room.
    #[error("the timesheet that starts on {start} would have {entries} entries, of at most 200")]
    TooManyEntries {
        /// Its first day.
        start: Date,
        /// The entries it would have.
        entries: usize,
    },
    /// The day is not one of the engagement's.
    #[error("{date} is outside the engagement, which runs {}", dates(*.starts_on, *.ends_on))]
    OutsideEngagement {
        /// The day.
        date: Date,
        /// The engagement's first day.
        starts_on: Date,
        /// Its last day.
        ends_on: Option<Date>,
    },
    /// The engagement rests on the day.
    #[error("the engagement is paused on {date}")]
    Paused {
        /// The day.
        date: Date,
    },
    /// Two entries share some time.
    #[error("overlaps {entry}")]
    Overlaps {
        /// The other entry.
        entry: TimeEntryId,
    },
    /// More work than the local day is long.
    #[error("{date} would have {minutes} minutes of work, and is {length} minutes long")]
    DayTooLong {
        /// The day.
        date: Date,
        /// The minutes it would have.
        minutes: u32,
        /// The minutes between its midnights.
        length: u32,
    },
    /// More work than was agreed for a week.
    #[error("the week of {monday} would have {minutes} minutes of work, of at most {cap}")]
    OverCap {
        /// The week's Monday.
        monday: Date,
        /// The minutes it would have, before rounding.
        minutes: u32,
        /// The cap.
        cap: u16,
    },
}

fn dates(starts_on: Date, ends_on: Option<Date>) -> String {
    ends_on.map_or_else(|| format!("from {starts_on}"), |last| format!("from {starts_on} to {last}"))
}
