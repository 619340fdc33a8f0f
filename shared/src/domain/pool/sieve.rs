//! What of a role sets can tell: who is left of a block. The skills are asked first, since they leave few; how many fail the rules
//! before them is known beforehand, and those after them come in their order, so that everyone excluded is counted under the first
//! rule they fail. Nothing here reads a row.

use super::bits::{Bits, WORDS, Words};
use super::ladder::AtMost;
use super::listing::Listing;
use super::sets::day;
use super::stock::Floor;
use crate::domain::id::DeveloperId;
use crate::domain::matching::{Assessor, Exclusion, Exclusions};
use crate::domain::project::{Project, Role};

/// How many of the skills that are welcome are counted.
pub(super) const WELCOME: usize = 15;

/// The sets of one floor that a role asks for.
pub(super) struct Sieve<'a> {
    floor: &'a Floor,
    rejected: Vec<(usize, u16)>,
    model: &'a Bits,
    place: Place<'a>,
    /// With their years, the one with the least to read first; none for a skill that nobody lists.
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
#[derive(Default)]
pub(super) struct Sifted {
    /// Who is free.
    pub free: Words,
    /// Of these only their commitments tell; until then they are counted as not available.
    pub doubt: Words,
    /// Who has met all the required skills; the others of those left miss one.
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
        let mut required: Vec<_> = role.required_skills.iter().map(|asked| (sets.skill(&asked.skill), asked.min_years)).collect();
        required.sort_by_key(|(listing, _)| listing.map_or(0, Listing::weight));
        Self {
            floor,
            rejected: rejected.iter().filter_map(found).collect(),
            model: sets.hireable(brief.hiring_model),
            place,
            required,
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
            hireable -= u32::from(hired);
            placed -= u32::from(hired && self.place.on(*block).has(*at));
        }
        excluded.add(Exclusion::RejectedByClient, u32::try_from(self.rejected.len()).unwrap_or(u32::MAX));
        excluded.add(Exclusion::ModelNotOffered, everyone - hireable);
        excluded.add(Exclusion::WrongLocation, hireable - placed);
        excluded.add(Exclusion::MissingRequiredSkill, placed);
    }

    /// Who of a block is left; whether anyone is.
    pub(super) fn block(&self, block: usize, excluded: &mut Exclusions, sifted: &mut Sifted) -> bool {
        let Some(mut left) = self.skilled(block, &mut sifted.met_all) else { return false };
        let (model, place, free) = (self.model.block(block), self.place.on(block), self.free.on(block));
        let fluent = self.fluent.map(|fluent| fluent.map_or(&Words::NONE, |fluent| fluent.block(block)));
        self.rejected.iter().filter(|(own, _)| *own == block).for_each(|(_, at)| left.clear(*at));
        (sifted.free, sifted.doubt) = (Words::NONE, Words::NONE);
        let (mut skilled, mut speaking) = (0, 0);
        // What is left is mostly few: of the other sets only the words are read in which someone is.
        let mut inhabited = left.inhabited();
        while inhabited != 0 {
            let at = inhabited.trailing_zeros() as usize % WORDS;
            inhabited &= inhabited - 1;
            let mut word = left.0[at] & model.0[at] & place.word(at);
            skilled += word.count_ones();
            word &= fluent.map_or(u64::MAX, |fluent| fluent.0[at]);
            speaking += word.count_ones();
            (sifted.free.0[at], sifted.doubt.0[at]) = free.word(at, word);
        }
        excluded.missing_required_skill -= skilled;
        excluded.add(Exclusion::Language, skilled - speaking);
        excluded.add(Exclusion::NotAvailable, speaking - sifted.free.count());
        speaking > 0
    }

    /// Who of a block has as many of the required skills as must be, if anyone has, and who has all.
    fn skilled(&self, block: usize, all: &mut Words) -> Option<Words> {
        let live = self.floor.live.bits.block(block);
        if self.may_miss {
            *all = *live;
            let (mut but_one, mut room) = (Words::NONE, Words::NONE);
            for (listing, least) in &self.required {
                let met = match listing {
                    Some(listing) => listing.met(block, *least, &mut room),
                    None => &Words::NONE,
                };
                met.narrow(all, &mut but_one);
            }
            but_one.or(all);
            return (!but_one.is_empty()).then_some(but_one);
        }
        let shortest = self.required.split_first().map(|((listing, least), others)| (*listing, *least, others));
        if let Some((listing, least, others)) = shortest
            && let Some(few) = listing?.few(block)
        {
            let all_others = |at| others.iter().all(|(other, least)| other.is_some_and(|other| other.has(block, at, *least)));
            let mut those = few.filter(|(at, years)| *years >= least && live.has(*at) && all_others(*at)).peekable();
            those.peek()?;
            *all = Words::NONE;
            those.for_each(|(at, _)| all.set(at));
            return Some(*all);
        }
        *all = *live;
        let mut room = Words::NONE;
        for (listing, least) in &self.required {
            all.and((*listing)?.met(block, *least, &mut room));
            if all.is_empty() {
                return None;
            }
        }
        Some(*all)
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

/// Who of a block is well placed.
enum PlaceHere {
    Anywhere,
    In(Words),
    NotIn(Words),
}

impl Place<'_> {
    fn on(&self, block: usize) -> PlaceHere {
        let union = |countries: &[&Listing]| {
            let (mut room, mut union) = (Words::NONE, Words::NONE);
            countries.iter().for_each(|country| union.or(country.met(block, 0, &mut room)));
            union
        };
        match self {
            Self::Anywhere => PlaceHere::Anywhere,
            Self::In(countries) => PlaceHere::In(union(countries)),
            Self::NotIn(countries) => PlaceHere::NotIn(union(countries)),
        }
    }
}

impl PlaceHere {
    fn word(&self, at: usize) -> u64 {
        match self {
            Self::Anywhere => u64::MAX,
            Self::In(countries) => countries.0[at % WORDS],
            Self::NotIn(countries) => !countries.0[at % WORDS],
        }
    }

    fn has(&self, at: u16) -> bool {
        match self {
            Self::Anywhere => true,
            Self::In(countries) => countries.has(at),
            Self::NotIn(countries) => !countries.has(at),
        }
    }
}

/// The sets of [`Free`] of one block: who is sure to have at most so much, beyond whom nobody has.
struct FreeHere<'a> {
    too_few: Option<(&'a Words, &'a Words)>,
    too_few_spare: Option<(&'a Words, &'a Words)>,
    from: (&'a Words, &'a Words),
    clear: (&'a Words, &'a Words),
    held: Option<&'a Words>,
}

impl Free<'_> {
    fn on(&self, block: usize) -> FreeHere<'_> {
        FreeHere {
            too_few: self.too_few.as_ref().map(|few| few.both(block)),
            too_few_spare: self.too_few_spare.as_ref().map(|few| few.both(block)),
            from: self.from.both(block),
            clear: self.clear.both(block),
            held: self.held.as_ref().map(|held| held.sure(block)),
        }
    }
}

impl FreeHere<'_> {
    /// Who of these is free, and of whom only their commitments tell.
    fn word(&self, at: usize, left: u64) -> (u64, u64) {
        let at = at % WORDS;
        let of = |(sure, maybe): (&Words, &Words)| (sure.0[at], maybe.0[at]);
        let (few_for_sure, few) = self.too_few.map_or((0, 0), of);
        let (busy_for_sure, busy) = self.too_few_spare.map_or((0, 0), of);
        let ((from_for_sure, from), (clear_for_sure, clear)) = (of(self.from), of(self.clear));
        // Whoever is offered in time and has hours to spare, or whose last commitment is over in time.
        let free = left & from_for_sure & ((clear_for_sure & !few) | !busy);
        // On the day of the start the only commitment takes hours, and those that it leaves are too few.
        let held = self.held.map_or(0, |held| held.0[at]) & !clear & busy_for_sure;
        (free, left & from & !few_for_sure & !free & !held)
    }
}
