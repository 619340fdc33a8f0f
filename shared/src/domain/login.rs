//! Logins: whom a verified token is about, and the account that a login acts for. How a token is verified, and how it is read,
//! does not live here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::id::{ClientId, DeveloperId, IdError};

/// The most characters of an issuer or a subject (OpenID Connect Core 1.0, section 2, bounds a subject so).
const MOST: usize = 255;

/// Why a text is no issuer or subject.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ClaimError {
    /// Empty, or longer than the bound.
    #[error("must have 1 to {MOST} characters")]
    Length,
    /// A control character, or a blank at an end.
    #[error("must have no control characters, and no blanks at its ends: it is compared as it is")]
    Stray,
}

/// The text of an `iss` or `sub` claim. It is compared character by character (OpenID Connect Core 1.0, section 2), so it is
/// neither trimmed nor composed, as text that people write is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimText(String);

impl ClaimText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClaimText {
    type Err = ClaimError;
    fn from_str(text: &str) -> Result<Self, ClaimError> {
        if text.is_empty() || text.chars().count() > MOST {
            return Err(ClaimError::Length);
        }
        if text.chars().any(char::is_control) || text.trim() != text {
            return Err(ClaimError::Stray);
        }
        Ok(Self(text.to_owned()))
    }
}
impl fmt::Display for ClaimText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
string_conversions!(ClaimText);

/// A login: an issuer of tokens, and whom it knows by this subject. Nothing else tells one login from another, an e-mail address
/// least of all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Login {
    /// The `iss` claim.
    pub issuer: ClaimText,
    /// The `sub` claim.
    pub subject: ClaimText,
}

/// An account that logins act for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Account {
    /// A client.
    Client(ClientId),
    /// A developer.
    Developer(DeveloperId),
}

impl FromStr for Account {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse().map(Self::Client).or_else(|_| text.parse().map(Self::Developer))
    }
}
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(id) => id.fmt(f),
            Self::Developer(id) => id.fmt(f),
        }
    }
}
string_conversions!(Account);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_kept_as_it_is_whatever_its_case_and_script() {
        for text in ["auth0|5f7c8ec7", "https://login.example/", "AbC", "abc", "Zoe\u{308}", "a b", "王"] {
            assert_eq!(text.parse::<ClaimText>().map(String::from).as_deref(), Ok(text));
        }
        assert_ne!("AbC".parse::<ClaimText>(), "abc".parse::<ClaimText>());
        assert_ne!("Zoë".parse::<ClaimText>(), "Zoe\u{308}".parse::<ClaimText>());
    }

    #[test]
    fn what_could_be_mistaken_for_another_claim_is_refused() {
        assert_eq!("".parse::<ClaimText>(), Err(ClaimError::Length));
        assert_eq!("x".repeat(256).parse::<ClaimText>(), Err(ClaimError::Length));
        assert!("王".repeat(255).parse::<ClaimText>().is_ok());
        for text in [" a", "a ", "a\u{3000}", "a\nb", "a\u{0}"] {
            assert_eq!(text.parse::<ClaimText>(), Err(ClaimError::Stray), "{text:?}");
        }
    }

    #[test]
    fn an_account_is_known_by_its_ids_prefix() {
        let (client, developer) = ("cli_01j00000000000000000000000", "dev_01j00000000000000000000000");
        assert!(matches!(client.parse(), Ok(Account::Client(id)) if id.to_string() == client));
        assert!(matches!(developer.parse(), Ok(Account::Developer(id)) if id.to_string() == developer));
        for text in [client, developer] {
            assert_eq!(text.parse::<Account>().map(String::from).as_deref(), Ok(text));
        }
        for text in ["sel_au", "", "01j00000000000000000000000", "cli_"] {
            assert!(text.parse::<Account>().is_err(), "{text}");
        }
    }
}
