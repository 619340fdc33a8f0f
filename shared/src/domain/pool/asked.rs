//! A role's skills by number, so that one pass over a row finds how each of them stands.

use std::sync::LazyLock;

use super::packed::Packed;
use super::row::{self, ODD, Row, SLOTTED};
use crate::domain::matching::{Level, Standing};
use crate::domain::project::Role;
use crate::domain::skill::{Skill, SkillId};

/// By the number of a skill, those that imply it.
static IMPLIED_BY: LazyLock<Vec<Vec<SkillId>>> = LazyLock::new(|| {
    let mut by: Vec<Vec<SkillId>> = SkillId::all().map(|_| Vec::new()).collect();
    for id in SkillId::all() {
        for implied in id.implies() {
            by.get_mut(usize::from(implied.number())).into_iter().for_each(|by| by.push(id));
        }
    }
    by
});

/// What one skill of the catalogue does for a role.
#[derive(Default)]
struct Hit {
    /// The skills asked for that it is.
    is: Vec<usize>,
    /// Those that it implies.
    implies: Vec<usize>,
}

/// The skills a role asks for: those it demands, then those it welcomes.
pub(super) struct Asked<'a> {
    role: &'a Role,
    /// Whether the catalogue knows all of them.
    is_known: bool,
    /// By the number of a skill, the place of what it does, plus 1; 0 for nothing.
    table: Box<[u16]>,
    hits: Vec<Hit>,
    none: Vec<Level>,
    /// How they stand with the row read last.
    levels: Vec<Level>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(role: &'a Role) -> Self {
        let required = role.required_skills.iter().map(|asked| (&asked.skill, asked.min_years));
        let all: Vec<(&Skill, u8)> = required.chain(role.preferred_skills.iter().map(|skill| (skill, 0))).collect();
        let mut table = vec![0; 1 << 11].into_boxed_slice();
        let mut hits: Vec<Hit> = Vec::new();
        let mut hit = |id: SkillId, enter: &dyn Fn(&mut Hit)| {
            let Some(entry) = table.get_mut(usize::from(id.number())) else { return };
            if *entry == 0 {
                hits.push(Hit::default());
                *entry = u16::try_from(hits.len()).unwrap_or_default();
            }
            usize::from(*entry).checked_sub(1).and_then(|at| hits.get_mut(at)).into_iter().for_each(enter);
        };
        for (at, id) in (0..).zip(&all).filter_map(|(at, (asked, _))| Some((at, asked.known()?))) {
            hit(id, &|hit| hit.is.push(at));
            for other in IMPLIED_BY.get(usize::from(id.number())).into_iter().flatten() {
                hit(*other, &|hit| hit.implies.push(at));
            }
        }
        let none: Vec<Level> = all.iter().map(|(_, min_years)| Level { min_years: *min_years, ..Level::default() }).collect();
        let is_known = all.iter().all(|(asked, _)| asked.known().is_some());
        Self { role, is_known, table, hits, levels: none.clone(), none }
    }

    /// How a row's skills stand: those demanded, and those welcome.
    pub(super) fn read(&mut self, packed: &Packed, at: u16, row: &Row) -> (&[Level], &[Level]) {
        self.levels.copy_from_slice(&self.none);
        let in_slots = !row.has(ODD) || self.is_known && row.has(SLOTTED);
        match if in_slots { None } else { packed.odd.get(&at) } {
            Some(facts) => {
                let required = self.role.required_skills.iter().map(|asked| Standing::of_required(asked, &facts.skills));
                let preferred = self.role.preferred_skills.iter().map(|asked| Standing::of_preferred(asked, &facts.skills));
                for (level, standing) in self.levels.iter_mut().zip(required.chain(preferred)) {
                    *level = standing.level();
                }
            }
            None => {
                for slot in row.all_slots(&packed.further) {
                    self.count(slot);
                }
            }
        }
        self.levels.split_at(self.role.required_skills.len())
    }

    fn count(&mut self, slot: u16) {
        let Some((number, years)) = row::parts(slot) else { return };
        let entry = self.table.get(usize::from(number)).copied().unwrap_or_default();
        let Some(hit) = usize::from(entry).checked_sub(1).and_then(|at| self.hits.get(at)) else { return };
        for at in &hit.is {
            if let Some(level) = self.levels.get_mut(*at) {
                level.years = level.years.max(Some(years));
            }
        }
        for at in &hit.implies {
            if let Some(level) = self.levels.get_mut(*at) {
                level.implied = true;
            }
        }
    }
}
