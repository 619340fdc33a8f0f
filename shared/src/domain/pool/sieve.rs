//! What of a role sets can tell, and where few are left a column: who is left of a block. The skills are asked first, since they
//! leave few; how many fail the rules before them is known beforehand, and those after them come in their order, so that everyone
//! excluded is counted under the first rule they fail. Nothing here reads a row.

use super::bits::{BLOCK, Bits, WORDS, Words, ones};
use super::columns::Basics;
use super::listing::Listing;
use super::stock::{Floor, Part, Stock};
use crate::domain::id::DeveloperId;
use crate::domain::matching::{Assessor, Exclusion, Exclusions};
use crate::domain::project::{Project, Role};

mod each;
mod free;
mod place;

use each::Each;
use free::Free;
use place::Place;

/// So many words are narrowed at once, or a few more. Tests have few developers and are to meet several rounds.
const AT_ONCE: usize = if cfg!(test) { 2 } else { 512 };

/// Where at most one of so many is left by the skills, each is best asked on their own: the line of memory that it takes is less
/// than those of the other rules' sets. Tests have few developers and are to meet both.
const SPARSE: usize = if cfg!(test) { BLOCK / 3 } else { 1_024 };

/// How many of the skills that are welcome are counted.
pub(super) const WELCOME: usize = 15;

/// The sets of one floor that a role asks for.
pub(super) struct Sieve<'a> {
    floor: &'a Floor,
    rejected: Vec<(usize, u16)>,
    model: &'a Bits,
    place: Place<'a>,
    /// With their years, the one with the least to read first; none for a skill that nobody lists.
    required: Vec<Required<'a>>,
    may_miss: bool,
    welcome: Vec<&'a Listing>,
    /// None where no English is asked for.
    fluent: Option<Option<&'a Bits>>,
    free: Free<'a>,
    each: Each<'a>,
}

/// Who is left of some blocks.
#[derive(Default)]
pub(super) struct Sifted {
    /// The words in which anyone was left by the skills.
    pub words: Vec<Left>,
    /// How many blocks that is of.
    blocks: usize,
    met_all: Words,
    but_one: Words,
    /// Where sets are put together.
    rooms: [Words; 2],
    /// Where what is asked of each is put together.
    basics: Vec<Basics>,
}

/// Who is left of one word.
pub(super) struct Left {
    pub block: usize,
    /// Its place in the block.
    pub word: usize,
    /// Who is left: of the skills, and in the end who is free.
    pub left: u64,
    /// Of these only their commitments tell; until then they are counted as not available.
    pub doubt: u64,
    /// Who has met all the required skills; the others of those left miss one.
    pub met_all: u64,
}

impl Sifted {
    pub(super) fn new() -> Self {
        Self { words: Vec::with_capacity(AT_ONCE + WORDS), ..Self::default() }
    }

    /// Whether so few are left by the skills that each is best asked on their own.
    fn are_few(&self) -> bool {
        let count: usize = self.words.iter().map(|left| left.left.count_ones() as usize).sum();
        count * SPARSE <= self.blocks * BLOCK
    }
}

impl<'a> Sieve<'a> {
    pub(super) fn new(floor: &'a Floor, project: &'a Project, role: &'a Role, assessor: &Assessor<'a>, rejected: &[DeveloperId]) -> Self {
        let sets = &floor.stock.sets;
        let brief = &project.brief;
        let found = |id: &DeveloperId| {
            let mut at = floor.stock.blocks().filter_map(|(block, _)| floor.stock.find(block, *id).map(|(at, _)| (block, at)));
            at.find(|(block, at)| floor.live.bits.has(*block, *at))
        };
        let mut required: Vec<_> = role.required_skills.iter().map(|asked| (sets.skill(&asked.skill), asked.min_years)).collect();
        required.sort_by_key(|(listing, _)| listing.map_or(0, Listing::weight));
        Self {
            floor,
            rejected: rejected.iter().filter_map(found).collect(),
            model: sets.hireable(brief.hiring_model),
            place: Place::of(sets, assessor),
            required,
            may_miss: assessor.most_unmet() > 0,
            welcome: role.preferred_skills.iter().take(WELCOME).filter_map(|skill| sets.skill(skill)).collect(),
            fluent: brief.min_english.map(|least| sets.fluent(least)),
            free: Free::of(sets, brief, role),
            each: Each::of(sets, brief, role, assessor),
        }
    }

    /// Counts who fails a rule before the skills, and everyone else as missing skills: each block takes off those who have them.
    pub(super) fn begin(&self, project: &Project, assessor: &Assessor<'_>, excluded: &mut Exclusions) {
        let (sets, live) = (&self.floor.stock.sets, &self.floor.live);
        let model = project.brief.hiring_model;
        let place = crate::domain::developer::HiringModel::ALL.iter().position(|own| *own == model);
        let counts = sets.countries().zip(&live.census);
        let counts = counts.map(|((country, _), counts)| {
            (assessor.is_well_placed(country), place.and_then(|at| counts.get(at)).copied().unwrap_or_default())
        });
        let (mut hireable, mut placed) = (0, 0);
        for (well, count) in counts {
            hireable += count;
            placed += if well { count } else { 0 };
        }
        let mut everyone = live.count;
        for (block, at) in &self.rejected {
            everyone -= 1;
            let hired = self.model.has(*block, *at);
            hireable -= u32::from(hired);
            placed -= u32::from(hired && self.place.on(*block, &mut Default::default()).has(*at));
        }
        excluded.add(Exclusion::RejectedByClient, u32::try_from(self.rejected.len()).unwrap_or(u32::MAX));
        excluded.add(Exclusion::ModelNotOffered, everyone - hireable);
        excluded.add(Exclusion::WrongLocation, hireable - placed);
        excluded.add(Exclusion::MissingRequiredSkill, placed);
    }

    /// Finds who has the skills in the next blocks, until these are many; whether there are blocks left.
    pub(super) fn gather(&self, blocks: &mut impl Iterator<Item = usize>, sifted: &mut Sifted) -> bool {
        sifted.words.clear();
        sifted.blocks = 0;
        for block in blocks {
            sifted.blocks += 1;
            let inhabited = self.skilled(block, sifted);
            let Sifted { words, met_all, but_one, .. } = sifted;
            words.extend(ones(inhabited).map(|word| {
                let (met_all, but_one) = (met_all.0[word], if self.may_miss { but_one.0[word] } else { 0 });
                Left { block, word, left: met_all | but_one, doubt: 0, met_all }
            }));
            if words.len() >= AT_ONCE {
                return true;
            }
        }
        false
    }

    /// Holds the rules up to the overlap against who has the skills. Who is free stays; whose commitments tell is in doubt.
    pub(super) fn narrow(&self, excluded: &mut Exclusions, sifted: &mut Sifted) {
        for (block, at) in &self.rejected {
            let place = sifted.words.binary_search_by_key(&(*block, usize::from(*at) / 64), |left| (left.block, left.word));
            let word = place.ok().and_then(|place| sifted.words.get_mut(place));
            word.into_iter().for_each(|left| left.left &= !(1 << (at % 64)));
        }
        let [skilled, speaking, free] = if sifted.are_few() { self.narrow_each(sifted) } else { self.narrow_all(sifted) };
        excluded.missing_required_skill -= skilled;
        excluded.add(Exclusion::Language, skilled - speaking);
        excluded.add(Exclusion::NotAvailable, speaking - free);
    }

    /// By sets. How many are skilled, of these how many speak well enough, and of these how many are free.
    fn narrow_all(&self, sifted: &mut Sifted) -> [u32; 3] {
        let (mut skilled, mut speaking, mut free) = (0, 0, 0);
        for words in sifted.words.chunk_by_mut(|one, other| one.block == other.block) {
            let Some(block) = words.first().map(|first| first.block) else { continue };
            let (live, model) = (self.floor.live.bits.block(block), self.model.block(block));
            let (place, hours) = (self.place.on(block, &mut sifted.rooms), self.free.on(block));
            let fluent = self.fluent.map(|fluent| fluent.map_or(&Words::NONE, |fluent| fluent.block(block)));
            // Nothing is decided by what is read, so that no word waits for another's memory.
            for left in words {
                let at = left.word % WORDS;
                let word = left.left & live.0[at] & model.0[at] & place.word(at);
                skilled += word.count_ones();
                let word = word & fluent.map_or(u64::MAX, |fluent| fluent.0[at]);
                speaking += word.count_ones();
                (left.left, left.doubt) = hours.word(at, word);
                free += left.left.count_ones();
            }
        }
        [skilled, speaking, free]
    }

    /// Who of a block has all of the required skills, and who misses one, if one may be missing, whether or not they count: the
    /// words in which anyone has as many as must be.
    fn skilled(&self, block: usize, sifted: &mut Sifted) -> u64 {
        match self.required.split_first() {
            None => {
                sifted.met_all = *self.floor.live.bits.block(block);
                sifted.met_all.inhabited()
            }
            Some((first, others)) if self.may_miss => all_or_but_one(block, *first, others, sifted),
            Some((first, others)) => all(block, *first, others, sifted).unwrap_or_default(),
        }
    }

    /// The stock that is held against.
    pub(super) fn stock(&self) -> &'a Stock {
        &self.floor.stock
    }

    /// The segment of a block.
    pub(super) fn part(&self, block: usize) -> Option<&'a Part> {
        self.floor.stock.parts.get(block)?.as_ref()
    }

    /// What the rules up to the overlap ask of someone.
    pub(super) fn basics(&self, block: usize, at: u16) -> Basics {
        self.each.column().get(block, at)
    }

    /// Whether someone has commitments.
    pub(super) fn is_busy(&self, block: usize, at: u16) -> bool {
        self.floor.stock.sets.busy.has(block, at)
    }

    /// How many of the skills that are welcome someone lists.
    pub(super) fn welcome(&self, block: usize, at: u16) -> usize {
        self.welcome.iter().filter(|listing| listing.has(block, at, 0)).count()
    }
}

/// A skill that is asked for, if anyone lists it, and its years.
type Required<'a> = (Option<&'a Listing>, u8);

/// Who of a block has all of these skills, and who misses one: the words that have anyone.
fn all_or_but_one(block: usize, (first, least): Required<'_>, others: &[Required<'_>], sifted: &mut Sifted) -> u64 {
    let Sifted { met_all, but_one, rooms: [room, _], .. } = sifted;
    first.map_or(&Words::NONE, |first| first.met(block, least, room)).part(met_all, but_one);
    for (listing, least) in others {
        listing.map_or(&Words::NONE, |listing| listing.met(block, *least, room)).narrow(met_all, but_one);
    }
    met_all.inhabited() | but_one.inhabited()
}

/// Who of a block has all of these skills: the words that have anyone, unless nobody at all lists one of them.
fn all(block: usize, (first, least): Required<'_>, others: &[Required<'_>], sifted: &mut Sifted) -> Option<u64> {
    let Sifted { met_all, rooms: [room, other_room], .. } = sifted;
    let first = first?;
    if let Some(few) = first.few(block) {
        let all_others = |at| others.iter().all(|(other, least)| other.is_some_and(|other| other.has(block, at, *least)));
        let mut inhabited = 0;
        for (at, _) in few.filter(|(at, years)| *years >= least && all_others(*at)) {
            let word = usize::from(at) / 64 % WORDS;
            if inhabited & 1 << word == 0 {
                met_all.0[word] = 0;
                inhabited |= 1 << word;
            }
            met_all.set(at);
        }
        return Some(inhabited);
    }
    let first = first.met(block, least, room);
    match others.split_first() {
        None => *met_all = *first,
        Some(((second, least), others)) => {
            met_all.be_both(first, (*second)?.met(block, *least, other_room));
            for (listing, least) in others {
                met_all.and((*listing)?.met(block, *least, room));
            }
        }
    }
    Some(met_all.inhabited())
}
