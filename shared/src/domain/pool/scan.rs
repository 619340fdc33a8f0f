//! A role held against the pool: sets first, then what is looked up of whoever is left, and the rows of those alone who may be
//! among the best, by the very rules and points of the matcher.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::sync::Arc;

use super::asked::Asked;
use super::bits::positions;
use super::bound::Bounds;
use super::calendars::Calendar;
use super::fares::Fare;
use super::numbers::Numbers;
use super::sieve::{Sieve, Sifted};
use super::stock::{Floor, Part};
use super::{Placed, Ranking};
use crate::domain::id::DeveloperId;
use crate::domain::matching::team::Offer;
use crate::domain::matching::{Assessor, Exclusions, Pool as Terms, Weights};
use crate::domain::project::{Project, Role};
use crate::domain::rate::Per;

mod kinds;
mod rows;
mod waiting;

use kinds::{Found, Verdict};
use rows::{ROWS_AT_ONCE, Scored};

/// One role on its way through the pool.
pub(super) struct Scan<'a> {
    project: &'a Project,
    role: &'a Role,
    weights: &'a Weights,
    numbers: &'a Numbers,
    rejected: Vec<DeveloperId>,
    assessor: Assessor<'a>,
    day_minutes: u32,
    asked: Asked<'a>,
    bounds: Bounds,
    limit: usize,
    eligible: u32,
    excluded: Exclusions,
    /// The least of the best on top.
    best: BinaryHeap<(Reverse<u8>, DeveloperId, u64)>,
    calendar: Option<Arc<Calendar>>,
    /// The minutes shared with each zone and its hours.
    shared: Vec<Option<u32>>,
    /// None until the first is asked for.
    kinds: Vec<Verdict>,
    /// By currency, hourly and monthly.
    fares: Vec<[Option<Fare>; 2]>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize, numbers: &'a Numbers) -> Self {
        let rejected = terms.rejected.iter().filter(|(id, _)| *id == role.role_id).map(|(_, developer)| *developer);
        let assessor = Assessor::new(project, role, terms);
        Self {
            project,
            role,
            weights: terms.weights,
            numbers,
            rejected: rejected.collect(),
            day_minutes: assessor.day_minutes(),
            assessor,
            asked: Asked::new(role),
            bounds: Bounds::new(role, terms.weights),
            limit,
            eligible: 0,
            excluded: Exclusions::default(),
            best: BinaryHeap::new(),
            calendar: numbers.calendars.of(project, numbers.classes.len()),
            shared: vec![None; numbers.classes.len()],
            kinds: Vec::new(),
            fares: numbers.currencies.iter().map(|_| [None, None]).collect(),
        }
    }

    /// Ranks a floor's developers.
    pub(super) fn through(&mut self, floor: &'a Floor) {
        if floor.live.count == 0 {
            return;
        }
        let sieve = self.sieve(floor);
        let mut waiting = Vec::new();
        self.each(&sieve, |scan, _, someone, is_known| {
            waiting.push(scan.waiting(someone, is_known));
            if waiting.len() == waiting::MOST {
                scan.choose(&sieve, &mut waiting);
            }
        });
        self.choose(&sieve, &mut waiting);
    }

    /// What a floor's developers offer.
    pub(super) fn offers(&mut self, floor: &'a Floor, offers: &mut Vec<Offer<'a>>) {
        if floor.live.count == 0 {
            return;
        }
        let mut scored = Vec::new();
        self.each(&self.sieve(floor), |scan, part, Found { spot, .. }, _| scan.score_some(&[(part, spot.at())], &mut scored));
        offers.extend(scored.iter().filter_map(|someone| self.offer(someone)));
    }

    fn sieve(&self, floor: &'a Floor) -> Sieve<'a> {
        Sieve::new(floor, self.project, self.role, &self.assessor, &self.rejected)
    }

    /// Holds the role against a floor, and does something with each of its developers who suits it and may be among the best,
    /// and with whether their kind and pay tell all but the skills.
    fn each(&mut self, sieve: &Sieve<'a>, mut with: impl FnMut(&mut Self, &'a Part, Found, bool)) {
        let stock = sieve.stock();
        sieve.begin(self.project, &self.assessor, &mut self.excluded);
        let columns = stock.sets.columns(self.project.brief.hiring_model);
        let mut blocks = stock.blocks().map(|(block, _)| block);
        let (mut sifted, mut found) = (Sifted::new(), Vec::new());
        loop {
            let more = sieve.gather(&mut blocks, &mut sifted);
            self.narrow(sieve, &mut sifted);
            let first = sifted.words.chunk_by(|one, other| one.block == other.block);
            let first = first.filter_map(|words| sieve.part(words.first()?.block));
            let least = first.map(|part| self.least(part)).min().unwrap_or_default();
            for someone in self.sift(&sifted, columns, least, &mut found) {
                let Some(part) = sieve.part(someone.spot.block()) else { continue };
                if let Some(is_known) = self.look_up(part, columns, *someone) {
                    with(self, part, *someone, is_known);
                }
            }
            if !more {
                break;
            }
        }
    }

    /// Holds the rules up to the overlap against who has the skills.
    fn narrow(&mut self, sieve: &Sieve<'a>, sifted: &mut Sifted) {
        sieve.narrow(&mut self.excluded, sifted);
        // What is taken of all of them is fetched before it is asked of one.
        let mut doubts = Vec::new();
        for (nth, left) in sifted.words.iter().enumerate().filter(|(_, left)| left.doubt != 0) {
            let Some(part) = sieve.part(left.block) else { continue };
            for at in positions(left.word, left.doubt) {
                let basics = sieve.basics(left.block, at);
                let commitments = part.segment.packed.commitments_of(at, basics.is_odd());
                black_box(commitments.first().map(|first| first.from));
                doubts.push((nth, at, basics.availability(), commitments));
            }
        }
        for (nth, at, availability, commitments) in doubts {
            let is_free = self.assessor.free_from(availability, commitments).is_some();
            if let Some(left) = sifted.words.get_mut(nth).filter(|_| is_free) {
                left.left |= 1 << (at % 64);
                self.excluded.not_available -= 1;
            }
        }
    }

    /// The points without which nobody is among the best any more; 0 while there are too few of them.
    fn least_of_all(&self) -> u32 {
        self.best.peek().filter(|_| self.best.len() >= self.limit).map_or(0, |(Reverse(least), ..)| u32::from(*least))
    }

    /// The points without which nobody of a segment is among the best any more.
    fn least(&self, part: &Part) -> u32 {
        let Some((Reverse(least), last, _)) = self.best.peek().filter(|_| self.best.len() >= self.limit) else { return 0 };
        // Of equal points the earlier id is better, and ids rise.
        let may_tie = part.first.is_some_and(|first| first < *last);
        u32::from(*least) + u32::from(!may_tie)
    }

    /// Places those who are among the best, and forgets them all.
    fn place(&mut self, scored: &mut Vec<Scored<'a>>) {
        scored.sort_unstable_by_key(|someone| Reverse(someone.score));
        for some in scored.chunks(ROWS_AT_ONCE) {
            let least = self.least_of_all();
            if some.first().is_none_or(|first| u32::from(first.score) < least) {
                break;
            }
            let ids: [_; ROWS_AT_ONCE] = std::array::from_fn(|nth| {
                let Scored { part, at, .. } = some.get(nth).filter(|someone| u32::from(someone.score) >= least)?;
                let (packed, at) = (&part.segment.packed, usize::from(*at));
                packed.ids.get(at).copied().zip(packed.revisions.get(at).copied())
            });
            for (Scored { score, .. }, (id, revision)) in some.iter().zip(ids).filter_map(|(someone, id)| Some((someone, id?))) {
                let entry = (Reverse(*score), id, revision);
                if self.best.len() < self.limit {
                    self.best.push(entry);
                } else if let Some(mut least) = self.best.peek_mut()
                    && entry < *least
                {
                    *least = entry;
                }
            }
        }
        scored.clear();
    }

    fn offer(&self, someone: &Scored<'a>) -> Option<Offer<'a>> {
        let (packed, at) = (&someone.part.segment.packed, usize::from(someone.at));
        let row = packed.rows.get(at)?;
        let (zone, hours) = packed.classes.get(usize::from(row.class))?;
        let price = self.assessor.price(self.stated(packed, someone.at, row)?).ok()?;
        let (developer_id, revision) = (*packed.ids.get(at)?, *packed.revisions.get(at)?);
        Some(Offer { developer_id, revision, score: someone.score, bill_rate: price.bill_rate, zone, hours: *hours })
    }

    pub(super) fn ranking(self) -> Ranking {
        let best = self.best.into_sorted_vec().into_iter();
        let best = best.map(|(Reverse(score), developer_id, revision)| Placed { developer_id, score, revision }).collect();
        Ranking { eligible: self.eligible, excluded: self.excluded, best }
    }
}

fn unit(per: Per) -> usize {
    match per {
        Per::Hour => 0,
        Per::Month => 1,
    }
}
