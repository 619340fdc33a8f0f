//! Document numbers: the pattern of a series and the number it gives.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The pattern of a series of numbers, such as `MU-{fy}-{seq:5}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SeriesPattern(String);

/// Why a pattern is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a pattern such as MU-{{fy}}-{{seq:5}}")]
pub struct SeriesPatternError;

impl FromStr for SeriesPattern {
    type Err = SeriesPatternError;
    fn from_str(text: &str) -> Result<Self, SeriesPatternError> {
        Ok(Self(text.to_owned()))
    }
}
impl fmt::Display for SeriesPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(SeriesPattern);
