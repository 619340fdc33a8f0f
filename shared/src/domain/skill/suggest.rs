//! Suggestions: which skills of the catalogue a text may be on its way to. What is suggested is never taken for what was meant.

use std::sync::LazyLock;

use super::catalogue::SkillId;
use super::fold::{fold_alike, key};

/// How a spelling of a skill answers to a text, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// It is the text.
    Same,
    /// The skill's name begins with it.
    NameBegins,
    /// Another spelling begins with it.
    SpellingBegins,
    /// A later word of the name, or of another spelling, begins with it.
    WordBegins,
    /// It differs by a slip of the pen.
    Slip,
}

struct Spelling {
    skill: SkillId,
    is_name: bool,
    key: String,
    /// The keys of the words after the first.
    words: Vec<String>,
}

static SPELLINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    let of = |skill: SkillId, text: &str, is_name| Spelling {
        skill,
        is_name,
        key: key(text),
        words: fold_alike(text).split([' ', '-', '/', '.']).skip(1).map(key).filter(|word| !word.is_empty()).collect(),
    };
    SkillId::all()
        .flat_map(|skill| {
            let others = std::iter::once(skill.as_str()).chain(skill.aliases()).map(move |alias| of(skill, alias, false));
            std::iter::once(of(skill, skill.name(), true)).chain(others)
        })
        .collect()
});

impl Spelling {
    fn likeness(&self, text: &str) -> Option<Likeness> {
        if self.key == text {
            return Some(Likeness::Same);
        }
        if self.key.starts_with(text) {
            return Some(if self.is_name { Likeness::NameBegins } else { Likeness::SpellingBegins });
        }
        if self.words.iter().any(|word| word.starts_with(text)) {
            return Some(Likeness::WordBegins);
        }
        // One slip in a short word, two in a long one: swapped, missing, doubled or wrong letters.
        let slips = match text.chars().count() {
            0..4 => return None,
            4..8 => 1,
            8.. => 2,
        };
        (self.key.chars().count().abs_diff(text.chars().count()) <= slips && strsim::osa_distance(&self.key, text) <= slips)
            .then_some(Likeness::Slip)
    }
}

/// The skills that a text may be on its way to, the likeliest first and each once; ties by the length of the name, then by id. None
/// for a text without a letter, digit or sign of its own.
#[must_use]
pub fn suggest(text: &str) -> Vec<SkillId> {
    let text = key(text);
    if text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Likeness, usize, SkillId)> = SPELLINGS
        .iter()
        .filter_map(|spelling| Some((spelling.likeness(&text)?, spelling.skill.name().chars().count(), spelling.skill)))
        .collect();
    found.sort_unstable();
    let mut skills: Vec<SkillId> = Vec::new();
    for (_, _, skill) in found {
        if !skills.contains(&skill) {
            skills.push(skill);
        }
    }
    skills
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, most: usize) -> Vec<&'static str> {
        suggest(text).into_iter().take(most).map(SkillId::as_str).collect()
    }

    #[test]
    fn what_is_spelt_out_comes_first_and_what_begins_so_after_it() {
        assert_eq!(first("go", 1), ["go"]);
        assert_eq!(first("postgres", 1), ["postgresql"]);
        assert_eq!(first("Node JS", 1), ["nodejs"]);
        assert_eq!(first("jav", 1), ["java"]);
        assert!(first("jav", 5).contains(&"javascript"));
        assert!(first("kuber", 3).contains(&"kubernetes"));
        assert_eq!(first("k8s", 1), ["kubernetes"]);
        assert_eq!(first(".net", 1), ["dotnet"]);
    }

    #[test]
    fn a_later_word_and_a_slip_are_found_too() {
        assert!(first("boot", 5).contains(&"spring-boot"), "{:?}", first("boot", 5));
        assert_eq!(first("kuberntes", 1), ["kubernetes"]);
        assert_eq!(first("Postgersql", 1), ["postgresql"]);
        assert_eq!(first("pythno", 1), ["python"]);
    }

    #[test]
    fn nothing_is_suggested_for_nothing_and_every_skill_for_its_own_name() {
        for text in ["", " ", "--", "…zzqqxx"] {
            assert!(suggest(text).is_empty(), "{text}");
        }
        for skill in SkillId::all() {
            assert_eq!(suggest(skill.name()).first(), Some(&skill));
            assert_eq!(suggest(skill.as_str()).first(), Some(&skill));
        }
    }
}
