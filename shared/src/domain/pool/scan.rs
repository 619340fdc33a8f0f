//! A role held against the pool: sets first, then what is looked up of whoever is left, and the rows of those alone who may be
//! among the best, by the very rules and points of the matcher.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::asked::Asked;
use super::bits::BLOCK;
use super::bound::{Bounds, figures};
use super::calendars::Calendar;
use super::fares::{Fare, Grades};
use super::numbers::Numbers;
use super::packed::Packed;
use super::sieve::{Sieve, Sifted, WELCOME};
use super::stock::{Floor, Part};
use super::{Placed, Ranking};
use crate::domain::id::DeveloperId;
use crate::domain::matching::team::Offer;
use crate::domain::matching::{Assessor, Exclusions, Factor, Figures, Pool as Terms, Weights};
use crate::domain::project::{Project, Role};
use crate::domain::rate::Per;

mod kinds;
mod rows;

use kinds::{Found, Known, Verdict};

/// One role on its way through the pool.
pub(super) struct Scan<'a> {
    project: &'a Project,
    role: &'a Role,
    weights: &'a Weights,
    numbers: &'a Numbers,
    rejected: Vec<DeveloperId>,
    assessor: Assessor<'a>,
    asked: Asked<'a>,
    bounds: Bounds,
    grades: Grades,
    limit: usize,
    eligible: u32,
    excluded: Exclusions,
    /// The least of the best on top.
    best: BinaryHeap<(Reverse<u8>, DeveloperId, u64)>,
    calendar: Option<Arc<Calendar>>,
    /// The minutes shared with each zone and its hours.
    shared: Vec<Option<u32>>,
    kinds: Vec<Verdict>,
    /// By currency, hourly and monthly.
    fares: Vec<[Option<Fare>; 2]>,
}

/// Someone who suits the role.
struct Suitable<'s, 'a> {
    sieve: &'s Sieve<'a>,
    part: &'a Part,
    block: usize,
    at: u16,
    met_all: bool,
    /// None where only the row tells.
    known: Option<Known>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize, numbers: &'a Numbers) -> Self {
        let rejected = terms.rejected.iter().filter(|(id, _)| *id == role.role_id).map(|(_, developer)| *developer);
        let assessor = Assessor::new(project, role, terms);
        let plain = figures(role, assessor.day_minutes());
        let below = |percent| Figures { percent_below: Some(percent), ..plain }.points(terms.weights, Factor::RateHeadRoom);
        Self {
            project,
            role,
            weights: terms.weights,
            numbers,
            rejected: rejected.collect(),
            assessor,
            asked: Asked::new(role),
            bounds: Bounds::new(role, terms.weights),
            grades: Grades::new(below),
            limit,
            eligible: 0,
            excluded: Exclusions::default(),
            best: BinaryHeap::new(),
            calendar: numbers.calendars.of(project, numbers.classes.len()),
            shared: vec![None; numbers.classes.len()],
            kinds: vec![Verdict::UNKNOWN; numbers.kinds.len()],
            fares: numbers.currencies.iter().map(|_| [None, None]).collect(),
        }
    }

    /// Ranks a floor's developers.
    pub(super) fn through(&mut self, floor: &'a Floor) {
        self.each(floor, |scan, found| {
            if scan.may_be_placed(&found)
                && let Ok(score) = scan.score(found.part, found.at)
            {
                scan.place(&found.part.segment.packed, found.at, score);
            }
        });
    }

    /// What a floor's developers offer.
    pub(super) fn offers(&mut self, floor: &'a Floor, offers: &mut Vec<Offer<'a>>) {
        self.each(floor, |scan, found| {
            let score = scan.score(found.part, found.at).ok();
            offers.extend(score.and_then(|score| scan.offer(&found.part.segment.packed, found.at, score)));
        });
    }

    /// Holds the role against a floor, and does something with each of its developers who suits it and may be among the best.
    fn each(&mut self, floor: &'a Floor, mut with: impl FnMut(&mut Self, Suitable<'_, 'a>)) {
        let sieve = Sieve::new(floor, self.project, self.role, &self.assessor, &self.rejected);
        sieve.begin(self.project, &self.assessor, &mut self.excluded);
        let columns = floor.stock.sets.columns(self.project.brief.hiring_model);
        let (mut sifted, mut found) = (Sifted::default(), [Found::default(); BLOCK]);
        for (block, part) in floor.stock.blocks() {
            if !sieve.block(block, &mut self.excluded, &mut sifted) {
                continue;
            }
            for at in sifted.doubt.positions() {
                if self.is_free(part, at) {
                    sifted.free.set(at);
                    self.excluded.not_available -= 1;
                }
            }
            let columns = columns.block(block);
            for someone in self.sift(&sifted, part, &columns, &mut found) {
                let at = someone.0;
                if let Some(known) = self.look_up(part, &columns, *someone) {
                    with(self, Suitable { sieve: &sieve, part, block, at, met_all: sifted.met_all.has(at), known });
                }
            }
        }
    }

    fn is_free(&self, part: &Part, at: u16) -> bool {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at));
        row.is_some_and(|row| self.assessor.free_from(Packed::availability(row), packed.commitments(at, row)).is_some())
    }

    /// The points without which nobody of a segment is among the best any more.
    fn least(&self, part: &Part) -> u32 {
        let Some((Reverse(least), last, _)) = self.best.peek().filter(|_| self.best.len() >= self.limit) else { return 0 };
        // Of equal points the earlier id is better, and ids rise.
        let may_tie = part.segment.packed.ids.first().is_some_and(|first| first < last);
        u32::from(*least) + u32::from(!may_tie)
    }

    /// Whether someone would be among the best if they had all the points that they can have.
    fn may_be_placed(&self, found: &Suitable<'_, 'a>) -> bool {
        let least = self.least(found.part);
        let Some(Known { points, currency, per, minor }) = found.known else { return true };
        let enough = |most: u32| most >= least;
        let most = |welcome: usize, busy: bool, rate: u32| points + self.bounds.of_skills(found.met_all, welcome, busy) + rate;
        if !enough(most(WELCOME, true, self.bounds.rate)) {
            return false;
        }
        let (welcome, busy) = (found.sieve.welcome(found.block, found.at), found.sieve.is_busy(found.block, found.at));
        if !enough(most(welcome, busy, self.bounds.rate)) {
            return false;
        }
        let fare = self.fares.get(currency as usize).and_then(|units| units.get(unit(per))).and_then(Option::as_ref);
        let Some(below) = fare.and_then(|fare| fare.at_best(minor)) else { return true };
        let at_best = Figures { percent_below: below, ..figures(self.role, 0) }.points(self.weights, Factor::RateHeadRoom);
        enough(most(welcome, busy, u32::from(at_best)))
    }

    fn place(&mut self, packed: &Packed, at: u16, score: u8) {
        if self.best.len() >= self.limit && self.best.peek().is_none_or(|(Reverse(least), ..)| score < *least) {
            return;
        }
        let at = usize::from(at);
        let (Some(id), Some(revision)) = (packed.ids.get(at), packed.revisions.get(at)) else { return };
        let entry = (Reverse(score), *id, *revision);
        if self.best.len() < self.limit {
            self.best.push(entry);
        } else if let Some(mut least) = self.best.peek_mut()
            && entry < *least
        {
            *least = entry;
        }
    }

    fn offer(&self, packed: &'a Packed, at: u16, score: u8) -> Option<Offer<'a>> {
        let place = usize::from(at);
        let row = packed.rows.get(place)?;
        let (zone, hours) = packed.classes.get(usize::from(row.class))?;
        let (price, _) = self.assessor.price(self.stated(packed, at, row)?).ok()?;
        let (developer_id, revision) = (*packed.ids.get(place)?, *packed.revisions.get(place)?);
        Some(Offer { developer_id, revision, score, bill_rate: price.bill_rate, zone, hours: *hours })
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
