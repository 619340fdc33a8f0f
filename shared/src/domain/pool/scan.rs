//! A role held against the pool: sets first, then what is looked up of whoever is left, and the rows of those alone who may be
//! among the best, by the very rules and points of the matcher.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::asked::Asked;
use super::bound::{Bounds, figures};
use super::fares::{Fare, Grades};
use super::numbers::Numbers;
use super::packed::Packed;
use super::sieve::Sieve;
use super::stock::{Floor, Part};
use super::{Placed, Ranking};
use crate::domain::id::DeveloperId;
use crate::domain::matching::team::Offer;
use crate::domain::matching::{Assessor, Exclusion, Exclusions, Factor, Figures, Pool as Terms, Weights};
use crate::domain::project::{Project, Role};
use crate::domain::rate::Per;

mod rows;

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
    /// The minutes shared with each zone and its hours.
    shared: Vec<Option<u32>>,
    kinds: Vec<Verdict>,
    /// By currency, hourly and monthly.
    fares: Vec<[Option<Fare>; 2]>,
}

/// What a role makes of a kind of developers.
#[derive(Clone, Copy)]
enum Verdict {
    Unknown,
    TooLittleOverlap,
    /// The points that they share, the currency and the unit of their pay, and the most of it that passes.
    Fine(u8, u32, Per, i64),
    /// Their rows have to tell.
    Odd,
}

/// Someone who suits the role, and the most points that they can have.
#[derive(Clone, Copy)]
struct Suitable<'a> {
    part: &'a Part,
    at: u16,
    most: u32,
    /// What is paid, of which a closer bound can be had.
    pay: Option<(u32, Per, i64)>,
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
            shared: vec![None; numbers.classes.len()],
            kinds: vec![Verdict::Unknown; numbers.kinds.len()],
            fares: numbers.currencies.iter().map(|_| [None, None]).collect(),
        }
    }

    /// Ranks a floor's developers.
    pub(super) fn through(&mut self, floor: &'a Floor) {
        self.each(floor, |scan, found| {
            if scan.may_be_placed(found)
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

    /// Holds the role against a floor, and does something with each of its developers who suits it.
    fn each(&mut self, floor: &'a Floor, mut with: impl FnMut(&mut Self, Suitable<'a>)) {
        let sieve = Sieve::new(floor, self.project, self.role, &self.assessor, &self.rejected);
        sieve.begin(self.project, &self.assessor, &mut self.excluded);
        let busy = &floor.stock.sets.busy;
        let mut columns: Vec<(u16, u16, u32)> = Vec::new();
        for (block, part) in floor.stock.blocks() {
            let Some(sifted) = sieve.block(block, &mut self.excluded) else { continue };
            let mut free = sifted.free;
            sifted.doubt.positions().filter(|at| self.is_free(part, *at)).for_each(|at| free.set(at));
            self.excluded.add(Exclusion::NotAvailable, sifted.left.count() - free.count());
            if free.is_empty() {
                continue;
            }
            let welcome = sieve.welcome(block);
            // Fetched for all of them before anything is decided, so that none waits for another's memory.
            let (sets, model) = (&floor.stock.sets, self.project.brief.hiring_model);
            columns.clear();
            columns.extend(free.positions().map(|at| (at, sets.kind(block, at), sets.amount(model, block, at))));
            for (at, kind, amount) in columns.iter().copied() {
                let found = match self.look_up(part, at, kind, amount) {
                    Ok(found) => found,
                    Err(exclusion) => {
                        self.excluded.add(exclusion, 1);
                        continue;
                    }
                };
                self.eligible += 1;
                let listed = (0..).zip(&welcome).map(|(bit, words)| usize::from(words.has(at)) << bit).sum();
                let by_sets = self.bounds.of_skills(sifted.met_all.has(at), listed, busy.has(block, at));
                with(self, Suitable { most: found.most + by_sets, ..found });
            }
        }
    }

    fn is_free(&self, part: &Part, at: u16) -> bool {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at));
        row.is_some_and(|row| self.assessor.free_from(Packed::availability(row), packed.commitments(at, row)).is_some())
    }

    /// The rules that are left: overlap and rate. The points are those of the kind, and the most for the rate.
    fn look_up(&mut self, part: &'a Part, at: u16, kind: u16, amount: u32) -> Result<Suitable<'a>, Exclusion> {
        match self.verdict(kind) {
            Verdict::TooLittleOverlap => Err(Exclusion::TooLittleOverlap),
            Verdict::Fine(points, currency, per, most) => {
                let minor = i64::from(amount);
                if minor > most {
                    let (fare, assessor, _) = self.fare(currency, per).ok_or(Exclusion::NoExchangeRate)?;
                    fare.passes(assessor, minor)?;
                }
                Ok(Suitable { part, at, most: u32::from(points) + self.bounds.rate, pay: Some((currency, per, minor)) })
            }
            Verdict::Odd | Verdict::Unknown => {
                let row = part.segment.packed.rows.get(usize::from(at)).ok_or(Exclusion::ModelNotOffered)?;
                self.shared_minutes(part, row.class)?;
                self.price(part, at, row)?;
                Ok(Suitable { part, at, most: 100, pay: None })
            }
        }
    }

    fn verdict(&mut self, kind: u16) -> Verdict {
        let kind = usize::from(kind);
        match (self.kinds.get(kind).copied(), self.numbers.kinds.get(kind)) {
            (Some(Verdict::Unknown), Some(own)) => {
                let verdict = match (self.minutes(own.class).map(|minutes| self.enough(minutes)), own.currency) {
                    (Some(Err(_)), _) => Verdict::TooLittleOverlap,
                    (Some(Ok(minutes)), Some(currency)) => {
                        let points = Bounds::of_kind(self.role, self.weights, own.seniority, minutes, self.assessor.day_minutes());
                        let per = own.per(self.project.brief.hiring_model);
                        let most = self.fare(currency, per).map_or(-1, |(fare, ..)| fare.most());
                        Verdict::Fine(u8::try_from(points).unwrap_or(u8::MAX), currency, per, most)
                    }
                    (None, _) | (_, None) => Verdict::Odd,
                };
                self.kinds.get_mut(kind).into_iter().for_each(|known| *known = verdict);
                verdict
            }
            (Some(known), _) => known,
            (None, _) => Verdict::Odd,
        }
    }

    /// Whether someone would be among the best if they had all the points that they can have.
    fn may_be_placed(&self, found: Suitable<'_>) -> bool {
        if self.best.len() < self.limit {
            return true;
        }
        let Some((Reverse(least), last, _)) = self.best.peek() else { return false };
        let enough = |most: u32| {
            let own = || found.part.segment.packed.ids.get(usize::from(found.at));
            most > u32::from(*least) || most == u32::from(*least) && own().is_some_and(|own| own < last)
        };
        if !enough(found.most) {
            return false;
        }
        let Some((currency, per, minor)) = found.pay else { return true };
        let fare = self.fares.get(currency as usize).and_then(|units| units.get(unit(per))).and_then(Option::as_ref);
        let Some(below) = fare.and_then(|fare| fare.at_best(minor)) else { return true };
        let at_best = Figures { percent_below: below, ..figures(self.role, 0) }.points(self.weights, Factor::RateHeadRoom);
        enough(found.most - self.bounds.rate + u32::from(at_best))
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
