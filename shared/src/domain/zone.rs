//! Time zones: IANA names, with jiff's own copy of the zone data (Lambda's base image has none).

use std::fmt;
use std::str::FromStr;

use icu_time::zone::iana::IanaParserExtended;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An IANA time zone under its canonical name: `Asia/Calcutta` is read and becomes `Asia/Kolkata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// The text names no time zone.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be an IANA time zone, such as Australia/Sydney")]
pub struct ZoneError;

impl Zone {
    /// The canonical name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("Etc/UTC")
    }

    /// The zone's rules.
    #[must_use]
    pub fn rules(&self) -> &TimeZone {
        &self.0
    }

    /// The local date at an instant.
    #[must_use]
    pub fn date_at(&self, instant: Timestamp) -> Date {
        instant.to_zoned_datetime(self.0.clone()).date()
    }

    /// The local time at an instant.
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> ZonedDateTime {
        instant.to_zoned_datetime(self.0.clone())
    }

    /// The instant at which a local day begins: its midnight, or the first moment after a gap that swallows midnight.
    #[must_use]
    pub fn start_of(&self, day: Date) -> Timestamp {
        day.to_zoned_datetime(self.0.clone()).and_then(|midnight| midnight.start_of_day()).map_or(Timestamp::MAX, |start| start.timestamp())
    }
}
impl FromStr for Zone {
    type Err = ZoneError;
    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let known = IanaParserExtended::new().parse(text);
        // "Unknown" is the catalogue's word for a name it does not have.
        if known.time_zone.is_unknown() {
            return Err(ZoneError);
        }
        TimeZone::get(known.canonical).map(Self).map_err(|_| ZoneError)
    }
}
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
string_conversions!(Zone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_written_back_canonically() {
        // F21c
        for (text, name) in [
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Asia/Kolkata", "Asia/Kolkata"),
            ("US/Pacific", "America/Los_Angeles"),
            ("NZ", "Pacific/Auckland"),
            ("UTC", "Etc/UTC"),
            ("Australia/ACT", "Australia/Sydney"),
        ] {
            assert_eq!(text.parse::<Zone>().map(|zone| zone.name().to_owned()).as_deref(), Ok(name), "{text}");
        }
        for bad in ["Mars/Base", "", "+05:30", "EST5EDT4", "../etc/passwd"] {
            assert_eq!(bad.parse::<Zone>(), Err(ZoneError), "{bad}");
        }
    }
}
