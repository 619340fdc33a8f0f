//! Text that people write: trimmed, in Unicode's composed form (NFC), bounded in characters, free of control characters.
//!
//! Any script is welcome, and so is a name of one word or one letter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why a text is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but blanks.
    #[error("must not be empty")]
    Empty,
    /// Longer than the bound.
    #[error("must have at most {most} characters")]
    TooLong {
        /// The bound, in characters.
        most: usize,
    },
    /// A character that does not print.
    #[error("must not contain control characters")]
    Control,
}

/// The text is none of the words that are allowed in its place.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be one of {}", words.join(", "))]
pub struct UnknownWord {
    /// The words that would do.
    pub words: &'static [&'static str],
}

/// Trims and composes a text and holds it to its rules. `lines` allows line breaks and tabs.
fn tidy(text: &str, most: usize, lines: bool) -> Result<String, TextError> {
    // Composing at most shrinks the number of characters by a small factor: refuse before working on a huge text.
    if text.len() > most.saturating_mul(16) {
        return Err(TextError::TooLong { most });
    }
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > most {
        return Err(TextError::TooLong { most });
    }
    let allowed = |c: char| !c.is_control() || (lines && matches!(c, '\n' | '\r' | '\t'));
    if text.chars().all(allowed) { Ok(text) } else { Err(TextError::Control) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident(most: $most:literal, lines: $lines:literal)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = TextError;
            fn from_str(text: &str) -> Result<Self, TextError> {
                tidy(text, $most, $lines).map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        string_conversions!($name);
    )+};
}

texts! {
    /// The name of a person or a company, in any script; at most 200 characters.
    Name(most: 200, lines: false),
    /// A title, headline or other single line of at most 200 characters.
    Title(most: 200, lines: false),
    /// A longer text of several lines; at most 10,000 characters.
    Description(most: 10_000, lines: true),
    /// A note or a reason; at most 1,000 characters, line breaks allowed.
    Note(most: 1_000, lines: true),
    /// A reference that another party chose (purchase order, buyer's reference, payment reference); at most 128 characters.
    Reference(most: 128, lines: false),
    /// A skill as its writer spelt it; at most 80 characters.
    SkillText(most: 80, lines: false),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_script_survives() {
        // F66, and composed and joined scripts.
        for name in ["Suresh", "王", "O'Brien-Śmigły", "क्षत्रिय नियुक्ति", "Nguyễn Thị Ánh", "עידו", "👩‍💻"]
        {
            assert_eq!(name.parse::<Name>().map(String::from).as_deref(), Ok(name));
        }
    }

    #[test]
    fn text_is_trimmed_and_composed() {
        assert_eq!("  Zoe\u{308} ".parse::<Name>().map(String::from).as_deref(), Ok("Zoë"));
    }

    #[test]
    fn empty_long_and_control_texts_are_told_apart() {
        assert_eq!(" \u{3000}".parse::<Name>(), Err(TextError::Empty));
        assert_eq!("x".repeat(201).parse::<Name>(), Err(TextError::TooLong { most: 200 }));
        assert_eq!("x".repeat(1_000_000).parse::<Name>(), Err(TextError::TooLong { most: 200 }));
        assert_eq!("a\u{0}b".parse::<Name>(), Err(TextError::Control));
        assert_eq!("a\nb".parse::<Name>(), Err(TextError::Control));
        assert!("a\nb".parse::<Note>().is_ok());
    }
}
