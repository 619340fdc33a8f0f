//! Filling the sets from the rows of segments.

use jiff::civil::Date;

use super::super::columns::Basics;
use super::super::facts::Facts;
use super::super::ladder::Ladder;
use super::super::listing::Listing;
use super::super::numbers::Numbers;
use super::super::row::{self, BUSY, ODD, Row};
use super::super::stock::Part;
use super::{SKILLS, Sets, list};
use crate::domain::calendar::days_between;
use crate::domain::country::Country;
use crate::domain::developer::{Commitment, English, HiringModel};
use crate::domain::matching;
use crate::domain::skill::{Skill, SkillId};

/// How many rows a plan is made from, of all that there are.
const SAMPLE: usize = 20_000;

/// A day that does not come.
const NEVER: u32 = u32::MAX;

/// A date as a number.
pub(in super::super) fn day(date: Date) -> u32 {
    u32::try_from(days_between(Date::MIN, date)).unwrap_or_default()
}

/// The hours that are never taken; of whoever has commitments, the day from which none is, and that from which the only one
/// takes them.
fn spare(row: &Row, commitments: &[Commitment]) -> (u32, u32, u32) {
    let taken: u32 = commitments.iter().map(|taken| u32::from(taken.hours_per_week)).sum();
    let ends = commitments.iter().map(|taken| taken.until.map_or(NEVER, |until| day(until) + 1));
    let clear = ends.max().map_or(NEVER, |end| end.max(day(row.from)));
    let held = if let [only] = commitments { day(only.from) } else { NEVER };
    (u32::from(row.hours).saturating_sub(taken), clear, held)
}

impl Sets {
    /// Empty ones, as suits these segments: many have popular skills, few have others.
    pub(super) fn planned(parts: &[Option<Part>]) -> Self {
        let all = || parts.iter().flatten().map(|part| &part.segment.packed);
        let total: usize = all().map(|packed| packed.rows.len()).sum();
        let mut counts = vec![0_usize; SKILLS];
        let mut countries: Vec<(Country, usize)> = Vec::new();
        let (mut hours, mut unspoken, mut from) = (Vec::new(), Vec::new(), Vec::new());
        let (mut clear, mut held) = (Vec::new(), Vec::new());
        let every = total / SAMPLE + 1;
        for packed in all() {
            for (at, row) in (0_u16..).zip(&packed.rows).step_by(every) {
                for (number, _) in row.all_slots(&packed.further).filter_map(row::parts) {
                    counts.get_mut(usize::from(number)).into_iter().for_each(|count| *count += every);
                }
                if let Some(country) = packed.countries.get(usize::from(row.country)) {
                    match countries.iter_mut().find(|(known, _)| known == country) {
                        Some((_, count)) => *count += every,
                        None => countries.push((*country, every)),
                    }
                }
                let (free, end, begun) = spare(row, packed.commitments(at, row));
                held.extend(Some(begun).filter(|day| *day != NEVER));
                hours.push(u32::from(row.hours));
                unspoken.push(free);
                from.push(day(row.from));
                clear.extend(Some(end).filter(|day| *day != NEVER));
            }
        }
        let mut sets = Self {
            skills: vec![0; SKILLS],
            english: vec![Default::default(); English::ALL.len()],
            countries: countries.into_iter().map(|(country, count)| (country, Listing::for_share(count, total))).collect(),
            hours: Ladder::over(hours),
            spare: Ladder::over(unspoken),
            from: Ladder::over(from),
            clear: Ladder::over(clear),
            held: Ladder::over(held),
            ..Self::default()
        };
        for (number, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
            sets.add(number, Listing::for_share(count, total));
        }
        sets
    }

    fn add(&mut self, number: u16, listing: Listing) {
        self.listings.push(listing);
        let place = u16::try_from(self.listings.len()).unwrap_or_default();
        self.skills.get_mut(usize::from(number)).into_iter().for_each(|own| *own = place);
    }

    /// Empty ones that are kept as these are.
    pub(super) fn alike(&self) -> Self {
        Self {
            skills: self.skills.clone(),
            listings: self.listings.iter().map(Listing::alike).collect(),
            countries: self.countries.iter().map(|(country, listing)| (*country, listing.alike())).collect(),
            english: vec![Default::default(); self.english.len()],
            hours: self.hours.alike(),
            spare: self.spare.alike(),
            from: self.from.alike(),
            clear: self.clear.alike(),
            held: self.held.alike(),
            ..Self::default()
        }
    }

    /// Enters everyone of a segment. Blocks come in ascending order.
    pub(super) fn fill(&mut self, block: usize, part: &Part, numbers: &mut Numbers) {
        let packed = &part.segment.packed;
        self.basics.resize(block + 1);
        self.dedicated.resize(block + 1);
        self.hourly.resize(block + 1);
        let countries: Vec<usize> = packed.countries.iter().map(|country| self.place_of(*country)).collect();
        for (at, row) in (0_u16..).zip(&packed.rows) {
            self.all.set(block, at);
            match row.has(ODD).then(|| packed.odd.get(&at)).flatten() {
                Some(facts) => self.list_odd(block, at, facts),
                None => {
                    for (number, years) in row.all_slots(&packed.further).filter_map(row::parts) {
                        self.list(block, at, number, years);
                    }
                }
            }
            let country = countries.get(usize::from(row.country)).and_then(|place| self.countries.get_mut(*place));
            country.into_iter().for_each(|(_, listing)| listing.note(block, at, 0));
            let spoken = row.english().map_or(0, |own| English::ALL.iter().filter(|level| **level <= own).count());
            self.english.iter_mut().take(spoken).for_each(|level| level.set(block, at));
            let rates = packed.pay_rate(at, row);
            let hireable = || row.models().filter(|model| matching::stated(rates, *model).is_some());
            for (model, set) in HiringModel::ALL.iter().zip(&mut self.models) {
                if hireable().any(|own| own == *model) {
                    set.set(block, at);
                }
            }
            let (free, end, begun) = spare(row, packed.commitments(at, row));
            self.hours.note(block, at, u32::from(row.hours));
            self.spare.note(block, at, free);
            self.from.note(block, at, day(row.from));
            self.clear.note(block, at, end);
            self.held.note(block, at, begun);
            if row.has(BUSY) {
                self.busy.set(block, at);
            }
            let country = countries.get(usize::from(row.country)).and_then(|place| u16::try_from(*place).ok()).unwrap_or(u16::MAX);
            let flags = Basics::flags(hireable(), row);
            self.basics.set(block, at, Basics { from: row.from, country, hours: row.hours, flags });
            let (kind, dedicated, hourly) = numbers.kind(&part.own, row, rates);
            self.dedicated.set(block, at, kind, dedicated);
            self.hourly.set(block, at, kind, hourly);
        }
        for ladder in [&mut self.hours, &mut self.spare, &mut self.from, &mut self.clear, &mut self.held] {
            ladder.close(block);
        }
    }

    fn place_of(&mut self, country: Country) -> usize {
        self.country(country).unwrap_or_else(|| {
            self.countries.push((country, list()));
            self.countries.len() - 1
        })
    }

    fn list(&mut self, block: usize, at: u16, number: u16, years: u8) {
        let known = |sets: &Self| sets.skills.get(usize::from(number)).and_then(|place| usize::from(*place).checked_sub(1));
        if known(self).is_none() {
            self.add(number, list());
        }
        known(self).and_then(|place| self.listings.get_mut(place)).into_iter().for_each(|listing| listing.note(block, at, years));
    }

    fn list_odd(&mut self, block: usize, at: u16, facts: &Facts) {
        for own in &facts.skills {
            match &own.skill {
                Skill::Known(id) => self.list(block, at, id.number(), own.years),
                Skill::Unknown(_) => self.unknown.entry(own.skill.id()).or_insert_with(list).note(block, at, own.years),
            }
        }
    }

    /// Takes over the blocks that have changed.
    pub(super) fn take_over(&mut self, blocks: usize, changed: &[usize], fresh: &Self) {
        let mut marks = vec![false; blocks];
        for block in changed {
            marks.get_mut(*block).into_iter().for_each(|mark| *mark = true);
        }
        let from_fresh = |block: usize| marks.get(block).copied().unwrap_or_default();
        let none = list();
        for id in SkillId::all().filter(|id| fresh.known(*id).is_some()) {
            if self.known(id).is_none() {
                self.add(id.number(), list());
            }
            let place = self.skills.get(usize::from(id.number())).and_then(|place| usize::from(*place).checked_sub(1));
            let own = place.and_then(|place| self.listings.get_mut(place));
            own.into_iter().for_each(|own| own.take_over(blocks, &from_fresh, fresh.known(id).unwrap_or(&none)));
        }
        for text in fresh.unknown.keys() {
            self.unknown.entry(text.clone()).or_insert_with(list);
        }
        for (text, own) in &mut self.unknown {
            own.take_over(blocks, &from_fresh, fresh.unknown.get(text).unwrap_or(&none));
        }
        for (country, listing) in &fresh.countries {
            let place = self.place_of(*country);
            self.countries.get_mut(place).into_iter().for_each(|(_, own)| own.take_over(blocks, &from_fresh, listing));
        }
        for block in changed {
            self.all.take_over(*block, &fresh.all);
            self.busy.take_over(*block, &fresh.busy);
            self.english.iter_mut().zip(&fresh.english).for_each(|(own, other)| own.take_over(*block, other));
            self.models.iter_mut().zip(&fresh.models).for_each(|(own, other)| own.take_over(*block, other));
        }
        self.hours.take_over(changed, &fresh.hours);
        self.spare.take_over(changed, &fresh.spare);
        self.from.take_over(changed, &fresh.from);
        self.clear.take_over(changed, &fresh.clear);
        self.held.take_over(changed, &fresh.held);
        self.basics.take_over(blocks, changed, &fresh.basics);
        self.dedicated.take_over(blocks, changed, &fresh.dedicated);
        self.hourly.take_over(blocks, changed, &fresh.hourly);
    }
}
