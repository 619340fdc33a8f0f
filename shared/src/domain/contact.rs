//! How to reach someone: e-mail addresses and phone numbers.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An e-mail address as its owner wrote it. Two that differ in case alone are the same address.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be an e-mail address of at most 254 characters, such as name@example.com")]
pub struct EmailError;

impl Email {
    /// The spelling by which uniqueness is judged: all in lower case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}
impl FromStr for Email {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
        if text.len() > 254 || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(EmailError);
        }
        EmailAddress::parse_with_options(text, options).map(|_| Self(text.to_owned())).map_err(|_| EmailError)
    }
}
impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(Email);

/// A phone number as it is dialled: an optional `+`, 4 to 20 digits, and blanks, dots, hyphens or brackets between them.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The text is not a phone number.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a phone number of 4 to 20 digits, such as +91 98 0000 0000")]
pub struct PhoneError;

impl FromStr for Phone {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let rest = text.strip_prefix('+').unwrap_or(text);
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        let spelt = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '(' | ')'));
        if spelt && (4..=20).contains(&digits) && text.len() <= 40 { Ok(Self(text.to_owned())) } else { Err(PhoneError) }
    }
}
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(Phone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_checked() {
        for good in ["priya@example.com", "o'brien+x@sub.example.co.nz", "भारत@example.com"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        let long = format!("{}@example.com", "x".repeat(250));
        let bads =
            ["", "priya", "priya@", "@example.com", "a b@example.com", "Priya <priya@example.com>", "a@b@c.com", "a@localhost", &long];
        for bad in bads {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_are_checked() {
        assert!("+91 98 0000 0000".parse::<Phone>().is_ok());
        for bad in ["", "+", "123", "call me", "+1 555 CALL", "1".repeat(21).as_str()] {
            assert!(bad.parse::<Phone>().is_err(), "{bad}");
        }
    }
}
