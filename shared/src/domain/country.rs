//! Countries (ISO 3166-1) and their regions (ISO 3166-2), which decide tax.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A country by its two-letter code, such as `IN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// The text is not the code of a country.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be an ISO 3166-1 country code of two capitals, such as AU")]
pub struct CountryError;

impl Country {
    /// Australia.
    pub const AU: Self = Self(*b"AU");
    /// India.
    pub const IN: Self = Self(*b"IN");
    /// New Zealand.
    pub const NZ: Self = Self(*b"NZ");
    /// The United States of America.
    pub const US: Self = Self(*b"US");

    /// The two-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The country's name in English.
    #[must_use]
    pub fn name(&self) -> String {
        rust_iso3166::from_alpha2(self.code()).map_or_else(|| self.code().to_owned(), |country| country.name.to_owned())
    }
}
impl FromStr for Country {
    type Err = CountryError;
    fn from_str(text: &str) -> Result<Self, CountryError> {
        let code = rust_iso3166::from_alpha2(text).ok_or(CountryError)?.alpha2;
        code.as_bytes().try_into().map(Self).map_err(|_| CountryError)
    }
}
impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
string_conversions!(Country);

/// A region of a country: the part of its ISO 3166-2 code after the hyphen, such as `NSW`, `KA` or `CA`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// The text is not shaped like the code of a region.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be the region's part of an ISO 3166-2 code, 1 to 3 capitals or digits, such as NSW")]
pub struct RegionError;

impl Region {
    /// The code without its country.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Whether this is a region of that country.
    #[must_use]
    pub fn is_in(&self, country: Country) -> bool {
        rust_iso3166::iso3166_2::from_code(&format!("{country}-{self}")).is_some()
    }
}
impl FromStr for Region {
    type Err = RegionError;
    fn from_str(text: &str) -> Result<Self, RegionError> {
        let fits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(RegionError) }
    }
}
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(Region);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_their_regions_are_known() {
        for (country, region) in [("AU", "NSW"), ("IN", "KA"), ("NZ", "AUK"), ("US", "CA")] {
            let country: Country = country.parse().expect("a country");
            let region: Region = region.parse().expect("a region");
            assert!(region.is_in(country), "{country}-{region}");
        }
        assert!(!"NSW".parse::<Region>().expect("a region").is_in(Country::NZ));
        for bad in ["au", "XX", "AUS", ""] {
            assert!(bad.parse::<Country>().is_err(), "{bad}");
        }
    }
}
