//! The catalogue: which skills there are, how people spell them, and which ones they imply.
//!
//! It is data in the crate (`data/skills.tsv`), read once. A row may gain spellings; an id that was ever stored must never
//! go, or the records that hold it no longer read.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::fold::key;

static ROWS: &str = include_str!("../../../data/skills.tsv");
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(ROWS));

/// A skill of the catalogue. Ordered by its id, so that no order depends on where a row stands in the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SkillId(u16);

struct Entry {
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    aliases: &'static str,
    implies: Vec<SkillId>,
}

struct Catalogue {
    entries: Vec<Entry>,
    by_id: HashMap<&'static str, SkillId>,
    by_key: HashMap<String, SkillId>,
}

/// The columns of a row; one that is missing is empty, which the tests find.
fn columns(row: &'static str) -> [&'static str; 5] {
    let mut cells = row.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

fn rows(text: &'static str) -> impl Iterator<Item = [&'static str; 5]> {
    text.lines().filter(|row| !row.starts_with('#')).map(columns)
}

fn parts(cell: &'static str, by: char) -> impl Iterator<Item = &'static str> {
    cell.split(by).filter(|part| !part.is_empty())
}

impl Catalogue {
    fn parse(text: &'static str) -> Self {
        let numbered = || (0_u16..).map(SkillId).zip(rows(text));
        let by_id: HashMap<_, _> = numbered().map(|(number, [id, ..])| (id, number)).collect();
        let mut by_key = HashMap::new();
        for (number, [id, name, _, aliases, _]) in numbered() {
            for spelling in [id, name].into_iter().chain(parts(aliases, '|')) {
                by_key.insert(key(spelling), number);
            }
        }
        let direct: Vec<Vec<SkillId>> =
            numbered().map(|(_, [.., implies])| parts(implies, ',').filter_map(|id| by_id.get(id).copied()).collect()).collect();
        let entries = numbered()
            .map(|(number, [id, name, kind, aliases, _])| Entry { id, name, kind, aliases, implies: reached(number, &direct) })
            .collect();
        Self { entries, by_id, by_key }
    }
}

/// All that one skill implies, directly or by way of another, in the order of ids' numbers.
fn reached(from: SkillId, direct: &[Vec<SkillId>]) -> Vec<SkillId> {
    let mut found: Vec<SkillId> = Vec::new();
    let mut open = vec![from];
    while let Some(skill) = open.pop() {
        for next in direct.get(usize::from(skill.0)).into_iter().flatten() {
            if !found.contains(next) {
                found.push(*next);
                open.push(*next);
            }
        }
    }
    found.sort_unstable_by_key(|skill| skill.0);
    found
}

impl SkillId {
    fn entry(self) -> &'static Entry {
        CATALOGUE.entries.get(usize::from(self.0)).expect("numbers are given out by the catalogue alone")
    }

    /// The id, such as `nodejs`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.entry().id
    }

    /// The name to show, such as `Node.js`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What kind of thing it is, in a word: `language`, `framework`, `library`, `database`, `data`, `messaging`, `cloud`,
    /// `tool`, `protocol` or `practice`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.entry().kind
    }

    /// How people spell it besides its name.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        parts(self.entry().aliases, '|')
    }

    /// Every skill that this one implies, directly or by way of another; not itself.
    #[must_use]
    pub fn implies(self) -> &'static [Self] {
        &self.entry().implies
    }

    /// The whole catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u16..).take(CATALOGUE.entries.len()).map(Self)
    }

    /// Its number, below 2,047. It may be another one in the next build: only ids are ever stored.
    pub(in crate::domain) fn number(self) -> u16 {
        self.0
    }

    /// The skill with this number.
    pub(in crate::domain) fn numbered(number: u16) -> Option<Self> {
        (usize::from(number) < CATALOGUE.entries.len()).then_some(Self(number))
    }

    /// The skill with this very id.
    pub(super) fn find(id: &str) -> Option<Self> {
        CATALOGUE.by_id.get(id).copied()
    }

    /// The skill that a spelling stands for, given as the spelling's key.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        CATALOGUE.by_key.get(key).copied()
    }
}
impl Ord for SkillId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}
impl PartialOrd for SkillId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl fmt::Debug for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SkillId({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Skill, read};
    use super::*;
    use std::collections::BTreeSet;

    const KINDS: [&str; 10] =
        ["language", "framework", "library", "database", "data", "messaging", "cloud", "tool", "protocol", "practice"];

    #[test]
    fn the_catalogue_is_large_and_each_of_its_rows_is_whole() {
        assert!((1_000..2_047).contains(&SkillId::all().count()), "numbers have 11 bits, of which none means no skill");
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<_> = row.split('\t').collect();
            assert_eq!(cells.len(), 5, "{row}");
            let [id, name, kind, ..] = columns(row);
            assert!(!id.is_empty() && id.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'), "{id}");
            assert!(!name.is_empty() && name.trim() == name, "{id}");
            assert!(KINDS.contains(&kind), "{id}: {kind}");
        }
        let names: BTreeSet<_> = SkillId::all().map(|skill| skill.name().to_lowercase()).collect();
        assert_eq!(names.len(), SkillId::all().count(), "two skills have one name");
        assert_eq!(CATALOGUE.by_id.len(), SkillId::all().count(), "two skills have one id");
    }

    #[test]
    fn no_spelling_is_claimed_by_two_skills() {
        let mut claimed: HashMap<String, &str> = HashMap::new();
        for [id, name, _, aliases, _] in rows(ROWS) {
            for spelling in [id, name].into_iter().chain(aliases.split('|').filter(|alias| !alias.is_empty())) {
                let owner = claimed.entry(key(spelling)).or_insert(id);
                assert_eq!(*owner, id, "{spelling}");
            }
        }
    }

    #[test]
    fn every_spelling_reads_as_its_own_skill_and_nothing_else() {
        for [id, name, _, aliases, _] in rows(ROWS) {
            for spelling in [id, name].into_iter().chain(parts(aliases, '|')) {
                for text in [spelling.to_owned(), spelling.to_uppercase(), format!(" {spelling} ")] {
                    let found: Vec<_> = read(&text.parse().expect("a text")).iter().map(Skill::id).collect();
                    assert_eq!(found, [id], "{text}");
                }
            }
        }
    }

    #[test]
    fn implications_lead_to_known_skills_and_never_in_a_circle() {
        for [id, .., implies] in rows(ROWS) {
            for what in parts(implies, ',') {
                assert!(SkillId::find(what).is_some(), "{id} implies {what}");
            }
        }
        for skill in SkillId::all() {
            assert!(!skill.implies().contains(&skill), "{skill:?}");
        }
    }
}
