//! Aliases: which skill of the catalogue the operator says a text stands for that the catalogue does not know.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Skill, SkillId, fold};
use crate::domain::text::SkillText;

/// One such text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillAlias {
    /// The text, as the operator wrote it. Its case and blanks do not count.
    pub text: SkillText,
    /// What it stands for.
    pub skill: SkillId,
    /// When the operator said so.
    pub set_at: Timestamp,
    /// Raised by one with each change.
    pub version: u64,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillAliases(HashMap<String, SkillId>);

impl SkillAlias {
    /// What texts are compared by that nobody knows.
    #[must_use]
    pub fn folded(text: &SkillText) -> String {
        fold::fold(text.as_str())
    }
}

impl FromIterator<SkillAlias> for SkillAliases {
    fn from_iter<I: IntoIterator<Item = SkillAlias>>(aliases: I) -> Self {
        Self(aliases.into_iter().map(|alias| (SkillAlias::folded(&alias.text), alias.skill)).collect())
    }
}

impl SkillAliases {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts, as they are compared.
    pub(in crate::domain) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The skill that an unknown text stands for; any other skill is itself.
    #[must_use]
    pub fn read(&self, skill: &Skill) -> Skill {
        match skill {
            Skill::Known(_) => skill.clone(),
            Skill::Unknown(text) => self.0.get(&SkillAlias::folded(text)).map_or_else(|| skill.clone(), |id| Skill::Known(*id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_for_its_skill_whatever_its_case_and_blanks() {
        let unknown = |text: &str| Skill::Unknown(text.parse().expect("a text"));
        let known = |id: &str| Skill::Known(id.parse().expect("an id"));
        let aliases = SkillAliases::from_iter([SkillAlias {
            text: "Koob  Control".parse().expect("a text"),
            skill: "kubernetes".parse().expect("an id"),
            set_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }]);
        assert_eq!(aliases.read(&unknown("koob control")), known("kubernetes"));
        assert_eq!(aliases.read(&unknown("koobcontrol")), unknown("koobcontrol"));
        assert_eq!(aliases.read(&known("go")), known("go"));
        assert!(SkillAliases::default().is_empty() && !aliases.is_empty());
    }
}
