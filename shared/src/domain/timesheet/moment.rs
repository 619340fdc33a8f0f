//! Moments as people write them: with an offset, or as the clock on the wall of the billing zone.
//!
//! A wall time that the zone skips or has twice is never guessed: the error names both readings.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset};
use thiserror::Error;

use crate::domain::calendar::parse_date;
use crate::domain::zone::Zone;

/// A whole minute, with its offset or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// An instant: the text had an offset.
    Instant(Timestamp),
    /// A wall time: it had none.
    Local(DateTime),
}

/// Why a text is no moment, or no one moment in its zone.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum MomentError {
    /// Another shape, or no such day or time.
    #[error("must be a time such as 2027-03-01T09:30 or 2027-03-01T09:30+05:30")]
    NotATime,
    /// Finer than a minute.
    #[error("must be a whole minute, without seconds")]
    Seconds,
    /// Clocks jump over it.
    #[error("does not exist in {zone}, where clocks go forward over it: send {} or {}", readings[0], readings[1])]
    Skipped {
        /// The zone.
        zone: Zone,
        /// The wall time by the clock before and by the clock after the change.
        readings: [Reading; 2],
    },
    /// Clocks show it twice.
    #[error("exists twice in {zone}, where clocks go back over it: send {} or {}", readings[0], readings[1])]
    Repeated {
        /// The zone.
        zone: Zone,
        /// The wall time by the clock before and by the clock after the change.
        readings: [Reading; 2],
    },
}

/// A wall time with the offset that makes it an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The wall time.
    pub local: DateTime,
    /// The offset from UTC.
    pub offset: Offset,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        write!(f, "{}{sign}{:02}:{:02}", self.local.strftime("%Y-%m-%dT%H:%M"), minutes / 60, minutes % 60)
    }
}

impl Moment {
    /// The instant, a wall time being read in this zone.
    ///
    /// # Errors
    /// A wall time that the zone skips or has twice.
    pub fn resolve(self, zone: &Zone) -> Result<Timestamp, MomentError> {
        let local = match self {
            Self::Instant(instant) => return Ok(instant),
            Self::Local(local) => local,
        };
        let readings = |before, after| [before, after].map(|offset| Reading { local, offset });
        let zoned = zone.rules().to_ambiguous_timestamp(local);
        match zoned.offset() {
            AmbiguousOffset::Unambiguous { .. } => zoned.unambiguous().map_err(|_| MomentError::NotATime),
            AmbiguousOffset::Gap { before, after } => Err(MomentError::Skipped { zone: zone.clone(), readings: readings(before, after) }),
            AmbiguousOffset::Fold { before, after } => Err(MomentError::Repeated { zone: zone.clone(), readings: readings(before, after) }),
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    /// RFC 3339, with the seconds and the offset left to the writer; seconds must be zero where they are written.
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let wrong = MomentError::NotATime;
        let (date, rest) = text.split_at_checked(10).ok_or(wrong.clone())?;
        let date = parse_date(date).map_err(|_| wrong.clone())?;
        let rest = rest.strip_prefix(['T', 't']).ok_or(wrong.clone())?;
        let (clock, rest) = rest.split_at_checked(5).ok_or(wrong.clone())?;
        let (hour, minute) = clock_parts(clock).ok_or(wrong.clone())?;
        let local = Time::new(hour, minute, 0, 0).map(|time| date.to_datetime(time)).map_err(|_| wrong.clone())?;
        let (whole, rest) = seconds(rest).ok_or(wrong.clone())?;
        let moment = match rest {
            "" => Self::Local(local),
            offset => {
                let offset = parse_offset(offset).ok_or(wrong.clone())?;
                Self::Instant(offset.to_timestamp(local).map_err(|_| wrong)?)
            }
        };
        if whole { Ok(moment) } else { Err(MomentError::Seconds) }
    }
}

/// Two digits, a colon and two digits.
fn clock_parts(text: &str) -> Option<(i8, i8)> {
    let (left, right) = text.split_once(':')?;
    Some((two_digits(left)?, two_digits(right)?))
}

fn two_digits(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Takes `:SS` and a fraction off the front: whether they were zero or absent, and the rest.
fn seconds(text: &str) -> Option<(bool, &str)> {
    let Some(rest) = text.strip_prefix(':') else { return Some((true, text)) };
    let (seconds, rest) = rest.split_at_checked(2)?;
    let seconds = two_digits(seconds).filter(|seconds| *seconds <= 60)?;
    let Some(fraction) = rest.strip_prefix('.') else { return Some((seconds == 0, rest)) };
    let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
    let (digits, rest) = fraction.split_at(end);
    (!digits.is_empty()).then_some((seconds == 0 && digits.bytes().all(|byte| byte == b'0'), rest))
}

fn parse_offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'Z' | b'z' if text.len() == 1 => return Some(Offset::UTC),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = clock_parts(text.get(1..)?).filter(|(hours, minutes)| *hours < 24 && *minutes < 60)?;
    Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timesheet::samples::zone;

    fn resolve(text: &str, name: &str) -> Result<String, MomentError> {
        text.parse::<Moment>().and_then(|moment| moment.resolve(&zone(name))).map(|instant| instant.to_string())
    }

    #[test]
    fn an_offset_decides_and_without_one_the_zone_does() {
        for (text, name, instant) in [
            ("2026-04-01T00:30", "Asia/Kolkata", "2026-03-31T19:00:00Z"),
            ("2026-04-01T00:30:00", "Asia/Kolkata", "2026-03-31T19:00:00Z"),
            ("2026-04-01T00:30:00.000+05:30", "America/New_York", "2026-03-31T19:00:00Z"),
            ("2026-03-31t19:00z", "Asia/Kolkata", "2026-03-31T19:00:00Z"),
            ("2026-03-31T15:30-03:30", "Asia/Kolkata", "2026-03-31T19:00:00Z"),
        ] {
            assert_eq!(resolve(text, name).as_deref(), Ok(instant), "{text}");
        }
    }

    #[test]
    fn only_whole_minutes_of_real_days_are_moments() {
        for text in ["2026-04-01T00:30:01", "2026-04-01T00:30:00.5Z", "2026-04-01T23:59:60Z"] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError::Seconds), "{text}");
        }
        for text in [
            "",
            "2026-04-01",
            "2026-04-01T",
            "2026-04-01T24:00",
            "2026-04-01T9:30",
            "2026-02-29T09:30",
            "2026-04-01 09:30",
            "2026-04-01T09:30+5:30",
            "2026-04-01T09:30+0530",
            "2026-04-01T09:30+24:00",
            "2026-04-01T09:30[Asia/Kolkata]",
            "2026-04-01T09:30:",
            "2026-04-01T09:30:00.",
            "2026-04-01T09:30Zulu",
            "2026-04-01T+9:30",
            "2026-04-01Té9:30",
            "2026-04-01T09:é",
        ] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError::NotATime), "{text}");
        }
    }

    #[test]
    fn a_wall_time_that_is_skipped_or_repeated_needs_an_offset() {
        let skipped = resolve("2026-03-29T02:30", "Europe/Berlin").expect_err("skipped");
        assert!(matches!(skipped, MomentError::Skipped { .. }));
        assert!(skipped.to_string().ends_with("send 2026-03-29T02:30+01:00 or 2026-03-29T02:30+02:00"), "{skipped}");
        let repeated = resolve("2026-11-01T01:30", "America/New_York").expect_err("repeated");
        assert!(matches!(repeated, MomentError::Repeated { .. }));
        assert!(repeated.to_string().ends_with("send 2026-11-01T01:30-04:00 or 2026-11-01T01:30-05:00"), "{repeated}");
        // Half an hour is repeated at Lord Howe, and the offset settles which.
        assert!(matches!(resolve("2026-04-05T01:45", "Australia/Lord_Howe"), Err(MomentError::Repeated { .. })));
        assert_eq!(resolve("2026-04-05T01:45+10:30", "Australia/Lord_Howe").as_deref(), Ok("2026-04-04T15:15:00Z"));
    }
}
