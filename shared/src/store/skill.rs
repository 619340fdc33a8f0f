//! Skills beyond the catalogue: who wrote a text that nobody knows, and what the operator says such texts stand for.
//!
//! A developer's unknown texts are items beside the profile, written in the transaction that writes it. They are a collection by
//! their text, and all of them stand in the index of kinds in the order of their texts, so that they can be counted page by page.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::read::{Order, Page, Position, position_in};
use super::transaction::{Transaction, Write};
use super::{Store, read::MOST_PAGES};
use crate::domain::developer::{Developer, DeveloperProfile};
use crate::domain::id::DeveloperId;
use crate::domain::skill::{Skill, SkillAlias, SkillAliases};
use crate::domain::text::SkillText;

/// That a developer wrote a text that the catalogue does not know. It never changes.
#[derive(Debug, Serialize, Deserialize)]
struct UnknownSkill {
    folded: String,
    text: SkillText,
    developer_id: DeveloperId,
}

impl Stored for UnknownSkill {
    const KIND: &'static str = "unknown-skill";
    fn key(&self) -> Key {
        key::unknown_skill(&self.folded, self.developer_id)
    }
    fn revision(&self) -> u64 {
        1
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, key::unknown_skill_place(&self.folded, self.developer_id))]
    }
}

impl Stored for SkillAlias {
    const KIND: &'static str = "skill-alias";
    fn key(&self) -> Key {
        key::skill_alias(&Self::folded(&self.text))
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// A text that the catalogue does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnrecognisedSkill {
    /// The text, as one of those who have it wrote it.
    pub text: SkillText,
    /// How many developers have it.
    pub developers: u32,
}

/// The unknown texts of a profile, each once by what texts are compared by.
fn unknown(profile: &DeveloperProfile) -> Vec<(String, &SkillText)> {
    let mut seen = BTreeSet::new();
    let texts = profile.skills.iter().filter_map(|known| match &known.skill {
        Skill::Known(_) => None,
        Skill::Unknown(text) => Some((SkillAlias::folded(text), text)),
    });
    texts.filter(|(folded, _)| seen.insert(folded.clone())).collect()
}

impl Transaction {
    /// Keeps the unknown texts of a developer in step with its profile; `before` is none for a new one.
    pub(super) fn change_unknown_skills(&mut self, developer: &Developer, before: Option<&DeveloperProfile>) -> &mut Self {
        let (had, has) = (before.map(unknown).unwrap_or_default(), unknown(&developer.profile));
        let item =
            |folded: &String, text: &SkillText| UnknownSkill { folded: folded.clone(), text: text.clone(), developer_id: developer.id };
        for (folded, text) in had.iter().filter(|(folded, _)| has.iter().all(|(other, _)| other != folded)) {
            self.delete(&item(folded, text), "developer");
        }
        for (folded, text) in has.iter().filter(|(folded, _)| had.iter().all(|(other, _)| other != folded)) {
            self.create(&item(folded, text), "developer");
        }
        self
    }
}

impl Store {
    /// A page of the texts that nobody knows, in their order, each with how many have it. It may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_unrecognised_skills(&self, limit: u16, from: Option<Position>) -> Result<Page<UnrecognisedSkill>, StoreError> {
        let run = key::all_of_kind(UnknownSkill::KIND);
        let mut groups: Vec<(String, UnrecognisedSkill, Position)> = Vec::new();
        let (mut next, mut pages) = (from, 0);
        loop {
            let raw = self.query(&run, Order::Ascending, None, next.as_ref(), None).await?;
            pages += 1;
            for item in raw.items {
                let at = position_in(&run, &item);
                let UnknownSkill { folded, text, .. } = from_item(item)?;
                match groups.last_mut() {
                    Some((last, group, end)) if *last == folded => {
                        group.developers += 1;
                        *end = at;
                    }
                    _ => groups.push((folded, UnrecognisedSkill { text, developers: 1 }, at)),
                }
            }
            next = raw.next;
            // The last group may go on behind this page, and is left to the next unless it is the only one.
            let whole = if next.is_none() { groups.len() } else { groups.len().saturating_sub(1) };
            if next.is_none() || whole >= usize::from(limit) || (pages >= MOST_PAGES && whole > 0) {
                let taken = whole.min(usize::from(limit));
                let more = next.is_some() || taken < groups.len();
                let last = taken.checked_sub(1).and_then(|last| groups.get(last)).map(|(_, _, end)| end.clone());
                groups.truncate(taken);
                return Ok(Page { items: groups.into_iter().map(|(_, group, _)| group).collect(), next: last.filter(|_| more) });
            }
        }
    }

    /// What the operator says a text stands for.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_skill_alias(&self, text: &SkillText) -> Result<Option<SkillAlias>, StoreError> {
        self.get(&key::skill_alias(&SkillAlias::folded(text))).await
    }

    /// Every alias, for a match.
    ///
    /// # Errors
    /// The table fails.
    pub async fn skill_aliases(&self) -> Result<SkillAliases, StoreError> {
        self.query_all(&key::all_skill_aliases()).await?.into_iter().map(from_item::<SkillAlias>).collect()
    }

    /// A page of the aliases, in the order of their texts.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_skill_aliases(&self, limit: u16, from: Option<Position>) -> Result<Page<SkillAlias>, StoreError> {
        self.page(&key::all_skill_aliases(), Order::Ascending, limit, from, |_| true).await
    }

    /// Creates an alias at version 1, replaces the version before it later.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn save_skill_alias(&self, alias: &SkillAlias, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.save(alias, "alias");
        self.commit(transaction).await
    }

    /// Deletes an alias that still is as it was read.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn delete_skill_alias(&self, alias: &SkillAlias, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.delete(alias, "alias");
        self.commit(transaction).await
    }
}
