//! What of a role sets can tell: who is left of a block, rule by rule and in the rules' order, so that everyone excluded is
//! counted under the first rule they fail. Nothing here reads a row.

use super::bits::{Bits, Words};
use super::ladder::AtMost;
use super::listing::Listing;
use super::sets::day;
use super::stock::Floor;
use crate::domain::id::DeveloperId;
use crate::domain::matching::{Assessor, Exclusion, Exclusions};
use crate::domain::project::{Project, Role};

/// How many of the skills that are welcome are counted, in how many bits.
pub(super) const WELCOME: usize = 15;
const WELCOME_BITS: usize = 4;

/// The sets of one floor that a role asks for.
pub(super) struct Sieve<'a> {
    floor: &'a Floor,
    rejected: Vec<(usize, u16)>,
    model: &'a Bits,
    place: Place<'a>,
    required: Vec<(Option<&'a Listing>, u8)>,
    may_miss: bool,
    welcome: Vec<&'a Listing>,
    /// None where no English is asked for.
    fluent: Option<Option<&'a Bits>>,
    free: Free<'a>,
}

/// Where they may be.
enum Place<'a> {
    Anywhere,
    In(Vec<&'a Listing>),
    NotIn(Vec<&'a Listing>),
}

/// Who is free: has the hours and never takes them, or has them by the start.
struct Free<'a> {
    too_few: Option<AtMost<'a>>,
    too_few_spare: Option<AtMost<'a>>,
    from: AtMost<'a>,
    clear: AtMost<'a>,
    /// None where the role ends before the start.
    held: Option<AtMost<'a>>,
}

/// Who of a block is left.
pub(super) struct Sifted {
    /// Whose language will do; of them,
    pub left: Words,
    /// these are free,
    pub free: Words,
    /// and of these only their commitments tell.
    pub doubt: Words,
    /// Who has met all the required skills; the others miss one.
    pub met_all: Words,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(floor: &'a Floor, project: &'a Project, role: &'a Role, assessor: &Assessor<'a>, rejected: &[DeveloperId]) -> Self {
        let sets = &floor.stock.sets;
        let brief = &project.brief;
        let (inside, outside): (Vec<_>, Vec<_>) = sets.countries().partition(|(country, _)| assessor.is_well_placed(*country));
        let listings = |countries: Vec<_>| countries.into_iter().map(|(_, listing)| listing).collect();
        let place = match (inside.len(), outside.len()) {
            (_, 0) => Place::Anywhere,
            (inner, outer) if outer < inner => Place::NotIn(listings(outside)),
            _ => Place::In(listings(inside)),
        };
        let found = |id: &DeveloperId| {
            let mut at = floor.stock.blocks().filter_map(|(block, _)| floor.stock.find(block, *id).map(|(at, _)| (block, at)));
            at.find(|(block, at)| floor.live.bits.has(*block, *at))
        };
        let by = brief.ends_on.map_or(brief.starts_on, |last| last.min(brief.starts_on));
        let fewer = u32::from(role.hours_per_week).checked_sub(1);
        Self {
            floor,
            rejected: rejected.iter().filter_map(found).collect(),
            model: sets.hireable(brief.hiring_model),
            place,
            required: role.required_skills.iter().map(|asked| (sets.skill(&asked.skill), asked.min_years)).collect(),
            may_miss: assessor.most_unmet() > 0,
            welcome: role.preferred_skills.iter().take(WELCOME).filter_map(|skill| sets.skill(skill)).collect(),
            fluent: brief.min_english.map(|least| sets.fluent(least)),
            free: Free {
                too_few: fewer.map(|hours| sets.hours.at_most(hours)),
                too_few_spare: fewer.map(|hours| sets.spare.at_most(hours)),
                from: sets.from.at_most(day(by)),
                clear: sets.clear.at_most(day(by)),
                held: (by == brief.starts_on).then(|| sets.held.at_most(day(by))),
            },
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
            let mut one = Words::NONE;
            one.set(*at);
            self.place.narrow(*block, &mut one);
            hireable -= u32::from(hired);
            placed -= u32::from(hired && one.has(*at));
        }
        excluded.add(Exclusion::RejectedByClient, u32::try_from(self.rejected.len()).unwrap_or(u32::MAX));
        excluded.add(Exclusion::ModelNotOffered, everyone - hireable);
        excluded.add(Exclusion::WrongLocation, hireable - placed);
        excluded.add(Exclusion::MissingRequiredSkill, placed);
    }

    /// Who of a block is left; none if nobody is.
    pub(super) fn block(&self, block: usize, excluded: &mut Exclusions) -> Option<Sifted> {
        let mut all = *self.floor.live.bits.block(block);
        all.and(self.model.block(block));
        self.place.narrow(block, &mut all);
        self.rejected.iter().filter(|(own, _)| *own == block).for_each(|(_, at)| all.clear(*at));
        let mut but_one = Words::NONE;
        let mut room = Words::NONE;
        for (listing, least) in &self.required {
            let met = match listing {
                Some(listing) => listing.met(block, *least, &mut room),
                None => &Words::NONE,
            };
            met.narrow(&mut all, &mut but_one);
        }
        let mut left = all;
        if self.may_miss {
            left.or(&but_one);
        }
        if left.is_empty() {
            return None;
        }
        let skilled = left.count();
        excluded.missing_required_skill -= skilled;
        if let Some(fluent) = self.fluent {
            left.and(fluent.map_or(&Words::NONE, |fluent| fluent.block(block)));
            excluded.add(Exclusion::Language, skilled - left.count());
        }
        let (free, doubt) = self.free.of(block, &left);
        Some(Sifted { left, free, doubt, met_all: all })
    }

    /// How many of the skills that are welcome each position lists, as the bits of the number.
    pub(super) fn welcome(&self, block: usize) -> [Words; WELCOME_BITS] {
        let mut counts = [Words::NONE; WELCOME_BITS];
        let mut room = Words::NONE;
        for listing in &self.welcome {
            let mut carry = *listing.met(block, 0, &mut room);
            for bit in &mut counts {
                for (bit, carry) in bit.0.iter_mut().zip(&mut carry.0) {
                    (*bit, *carry) = (*bit ^ *carry, *bit & *carry);
                }
            }
        }
        counts
    }
}

impl Place<'_> {
    fn narrow(&self, block: usize, left: &mut Words) {
        let mut room = Words::NONE;
        match self {
            Self::Anywhere => {}
            Self::NotIn(countries) => countries.iter().for_each(|country| left.remove(country.met(block, 0, &mut room))),
            Self::In(countries) => {
                let mut inside = Words::NONE;
                countries.iter().for_each(|country| inside.or(country.met(block, 0, &mut room)));
                left.and(&inside);
            }
        }
    }
}

impl Free<'_> {
    /// Who of those left is free, and who may be.
    fn of(&self, block: usize, left: &Words) -> (Words, Words) {
        // Whoever is offered in time and has hours to spare, or whose last commitment is over in time.
        let mut free = *self.clear.sure(block);
        let mut maybe = *left;
        if let Some(few) = &self.too_few {
            free.remove(few.maybe(block));
            maybe.remove(few.sure(block));
        }
        match &self.too_few_spare {
            Some(few) => free.0.iter_mut().zip(&few.maybe(block).0).for_each(|(free, few)| *free |= !few),
            None => free = *left,
        }
        free.and(self.from.sure(block));
        free.and(left);
        maybe.and(self.from.maybe(block));
        maybe.remove(&free);
        // On the day of the start the only commitment takes hours, and those that it leaves are too few.
        if let (Some(held), Some(few)) = (&self.held, &self.too_few_spare) {
            let taken = held.sure(block).0.iter().zip(&self.clear.maybe(block).0).zip(&few.sure(block).0);
            maybe.0.iter_mut().zip(taken).for_each(|(maybe, ((held, clear), few))| *maybe &= !(held & !clear & few));
        }
        (free, maybe)
    }
}
