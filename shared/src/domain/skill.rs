//! Skills: a text of a skill list becomes the catalogue's ids, by one normaliser and an exact table of spellings.
//!
//! What the table does not hold stays unknown. Nothing here guesses: no part of a word, no likeness, ever finds a skill.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::text::SkillText;

mod alias;
mod catalogue;
mod fold;
mod reading;
mod suggest;

pub use alias::{SkillAlias, SkillAliases};
pub use catalogue::SkillId;
pub use reading::read;
pub use suggest::suggest;

/// A skill: one of the catalogue, or a text that the catalogue does not know, kept as it was written.
///
/// Two unknown texts that differ in case or blanks alone are the same skill. Stored as `{"id":"nodejs"}` or
/// `{"text":"Foo"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Skill {
    /// One of the catalogue.
    #[serde(rename = "id")]
    Known(SkillId),
    /// A text nobody knows.
    #[serde(rename = "text")]
    Unknown(SkillText),
}

/// The text is not the id of a skill of the catalogue.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be the id of a skill in the catalogue, such as nodejs")]
pub struct SkillIdError;

impl Skill {
    /// The canonical id; for an unknown text the text itself, its case and blanks evened out.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Known(id) => id.as_str().to_owned(),
            Self::Unknown(text) => fold::fold(text.as_str()),
        }
    }

    /// The name to show: the catalogue's, or the text as it was written.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known(id) => id.name(),
            Self::Unknown(text) => text.as_str(),
        }
    }

    /// Whether the catalogue has it.
    #[must_use]
    pub fn recognised(&self) -> bool {
        self.known().is_some()
    }

    /// Its id in the catalogue, if it has one.
    #[must_use]
    pub fn known(&self) -> Option<SkillId> {
        match self {
            Self::Known(id) => Some(*id),
            Self::Unknown(_) => None,
        }
    }

    /// Whether whoever can do this can, by the catalogue, do some of the other as well. A skill does not imply itself.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(id), Self::Known(other)) => id.implies().contains(other),
            (Self::Known(_) | Self::Unknown(_), Self::Unknown(_)) | (Self::Unknown(_), Self::Known(_)) => false,
        }
    }
}
impl Ord for Skill {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) => left.cmp(right),
            (Self::Known(_), Self::Unknown(_)) => Ordering::Less,
            (Self::Unknown(_), Self::Known(_)) => Ordering::Greater,
            (Self::Unknown(left), Self::Unknown(right)) => fold::fold(left.as_str()).cmp(&fold::fold(right.as_str())),
        }
    }
}
impl PartialOrd for Skill {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Skill {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            // Numbers are compared sooner than names; a match does this for each skill of each developer.
            (Self::Known(left), Self::Known(right)) => left == right,
            (Self::Known(_) | Self::Unknown(_), Self::Unknown(_)) | (Self::Unknown(_), Self::Known(_)) => self.cmp(other).is_eq(),
        }
    }
}
impl Eq for Skill {}
impl Hash for Skill {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Known(id) => (0_u8, id).hash(state),
            Self::Unknown(text) => (1_u8, fold::fold(text.as_str())).hash(state),
        }
    }
}

impl FromStr for SkillId {
    type Err = SkillIdError;
    fn from_str(text: &str) -> Result<Self, SkillIdError> {
        Self::find(text).ok_or(SkillIdError)
    }
}
impl fmt::Display for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
string_conversions!(SkillId);

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(text: &str) -> Skill {
        Skill::Unknown(text.parse().expect("a text"))
    }

    #[test]
    fn a_stored_skill_is_small_and_says_which_kind_it_is() {
        let known = Skill::Known("nodejs".parse().expect("an id"));
        for (skill, stored) in [(known, r#"{"id":"nodejs"}"#), (unknown("Foo  Bar"), r#"{"text":"Foo  Bar"}"#)] {
            assert_eq!(serde_json::to_string(&skill).expect("serialises"), stored);
            assert_eq!(serde_json::from_str::<Skill>(stored).expect("reads"), skill);
        }
        assert!(serde_json::from_str::<Skill>(r#"{"id":"no-such-skill"}"#).is_err());
        assert_eq!("Node.js".parse::<SkillId>(), Err(SkillIdError), "an id is not a spelling");
    }

    #[test]
    fn unknown_texts_that_differ_in_case_or_blanks_are_one_skill() {
        assert_eq!(unknown("Foo  Bar"), unknown("foo\u{a0}bar"));
        assert_eq!(unknown("ΣΑΣ").id(), unknown("σας").id());
        assert_eq!((unknown("Foo  Bar").id(), unknown("Foo  Bar").name()), ("foo bar".to_owned(), "Foo  Bar"));
        assert_ne!(unknown("Foo"), unknown("Food"));
        assert!(!unknown("Foo").recognised());
    }

    #[test]
    fn what_a_skill_implies_reaches_through_and_never_back() {
        let skill = |id: &str| Skill::Known(id.parse().expect("an id"));
        for (of, what) in [("spring-boot", "java"), ("django-rest-framework", "python"), ("postgresql", "sql"), ("nestjs", "javascript")] {
            assert!(skill(of).implies(&skill(what)), "{of} {what}");
            assert!(!skill(what).implies(&skill(of)), "{what} {of}");
        }
        for (of, what) in [("mysql", "postgresql"), ("nodejs", "java"), ("javascript", "java"), ("cpp", "c"), ("react-native", "nodejs")] {
            assert!(!skill(of).implies(&skill(what)), "{of} {what}");
        }
        assert!(!skill("java").implies(&skill("java")));
    }
}
