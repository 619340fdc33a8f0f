//! A role held against segments: sets first, then the rows that are left, by the very rules and points of the matcher.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::asked::Asked;
use super::bits::Bits;
use super::packed::Packed;
use super::segment::Segment;
use super::steps::Steps;
use super::{Part, Placed, Ranking};
use crate::domain::id::DeveloperId;
use crate::domain::matching::team::Offer;
use crate::domain::matching::{self, Assessor, Exclusion, Exclusions, Figures, Pool as Terms, Tally, Weights, days_free};
use crate::domain::project::{Project, Role};
use crate::domain::rate::{Per, Rate};

/// What a rate comes to: how far below the maximum, or why it can't be.
type Price = Result<Option<u8>, Exclusion>;

/// One role on its way through the pool.
pub(super) struct Scan<'a> {
    project: &'a Project,
    role: &'a Role,
    weights: &'a Weights,
    rejected: Vec<DeveloperId>,
    assessor: Assessor<'a>,
    asked: Asked<'a>,
    limit: usize,
    eligible: u32,
    excluded: Exclusions,
    /// The least of the best on top.
    best: BinaryHeap<(Reverse<u8>, DeveloperId, u64)>,
    /// The minutes shared with each zone and its hours, by the pool's number.
    shared: Vec<Option<u32>>,
    /// By the pool's number of the currency, hourly and monthly.
    prices: Vec<[Steps<Price>; 2]>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize, classes: usize, currencies: usize) -> Self {
        let rejected = terms.rejected.iter().filter(|(id, _)| *id == role.role_id).map(|(_, developer)| *developer);
        Self {
            project,
            role,
            weights: terms.weights,
            rejected: rejected.collect(),
            assessor: Assessor::new(project, role, terms),
            asked: Asked::new(role),
            limit,
            eligible: 0,
            excluded: Exclusions::default(),
            best: BinaryHeap::new(),
            shared: vec![None; classes],
            prices: (0..currencies).map(|_| [Steps::new(), Steps::new()]).collect(),
        }
    }

    /// Ranks a part's developers.
    pub(super) fn through(&mut self, part: &'a Part) {
        self.each(part, |scan, at, score| scan.place(&part.segment.packed, at, score));
    }

    /// What a part's developers offer.
    pub(super) fn offers(&mut self, part: &'a Part, offers: &mut Vec<Offer<'a>>) {
        self.each(part, |scan, at, score| offers.extend(scan.offer(&part.segment.packed, at, score)));
    }

    /// Holds the role against a part, and does something with each of its developers who suits it.
    fn each(&mut self, part: &'a Part, mut with: impl FnMut(&mut Self, u16, u8)) {
        let segment: &'a Segment = &part.segment;
        let mut left = part.live.clone();
        for id in &self.rejected {
            if let Some((at, _)) = segment.find(*id)
                && left.has(at)
            {
                left.clear(at);
                self.excluded.add(Exclusion::RejectedByClient, 1);
            }
        }
        self.keep(&mut left, &segment.hireable(self.project.brief.hiring_model), Exclusion::ModelNotOffered);
        let placed = self.placed(segment);
        self.keep(&mut left, &placed, Exclusion::WrongLocation);
        let skilled = self.skilled(segment, &left);
        self.keep(&mut left, &skilled, Exclusion::MissingRequiredSkill);
        let mut fluent = Bits::none();
        let levels = segment.english.iter().filter(|(level, _)| self.assessor.speaks_enough(*level));
        levels.for_each(|(_, posting)| posting.add_to(&mut fluent));
        // Where years are asked, the skills are only known once the row is read, and they come before the English.
        if self.role.required_skills.iter().all(|asked| asked.min_years == 0) {
            self.keep(&mut left, &fluent, Exclusion::Language);
        }
        for at in left.positions() {
            match self.score(part, at, fluent.has(at)) {
                Ok(score) => {
                    self.eligible += 1;
                    with(self, at, score);
                }
                Err(exclusion) => self.excluded.add(exclusion, 1),
            }
        }
    }

    fn keep(&mut self, left: &mut Bits, passing: &Bits, exclusion: Exclusion) {
        let before = left.count();
        left.and(passing);
        self.excluded.add(exclusion, before - left.count());
    }

    fn placed(&self, segment: &Segment) -> Bits {
        let mut placed = Bits::none();
        let countries = segment.packed.countries.iter().zip(&segment.countries);
        countries.filter(|(country, _)| self.assessor.is_well_placed(**country)).for_each(|(_, posting)| posting.add_to(&mut placed));
        placed
    }

    /// Who lists as many of the required skills as must be met, whatever the years.
    fn skilled(&self, segment: &Segment, left: &Bits) -> Bits {
        let (mut all, mut but_one) = (left.clone(), Bits::none());
        for asked in &self.role.required_skills {
            match segment.skill(&asked.skill) {
                Some(posting) => posting.narrow(&mut all, &mut but_one),
                None => but_one = std::mem::replace(&mut all, Bits::none()),
            }
        }
        if self.assessor.most_unmet() > 0 {
            all.or(&but_one);
        }
        all
    }

    /// All that is asked of one row, where no sets were narrowed before.
    pub(super) fn score_alone(&mut self, part: &'a Part, at: u16) -> Option<u8> {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at)).filter(|_| part.live.has(at))?;
        let model = self.project.brief.hiring_model;
        let rejected = || packed.ids.get(usize::from(at)).is_some_and(|id| self.rejected.contains(id));
        let hireable = row.models().any(|own| own == model) && !rejected();
        let country = packed.countries.get(usize::from(row.country)).filter(|_| hireable)?;
        let fluent = self.assessor.speaks_enough(row.english());
        if self.assessor.is_well_placed(*country) { self.score(part, at, fluent).ok() } else { None }
    }

    /// What is left to ask once the sets are done, and the score.
    fn score(&mut self, part: &'a Part, at: u16, fluent: bool) -> Result<u8, Exclusion> {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at)).ok_or(Exclusion::ModelNotOffered)?;
        let (required, preferred) = self.asked.read(packed, at, row);
        if required.iter().filter(|level| !level.is_met()).count() > self.assessor.most_unmet() {
            return Err(Exclusion::MissingRequiredSkill);
        }
        let (required, preferred) = (Tally::of(required.iter().copied()), Tally::of(preferred.iter().copied()));
        if !fluent {
            return Err(Exclusion::Language);
        }
        let commitments = packed.commitments(at, row);
        let from = self.assessor.free_from(Packed::availability(row), commitments).ok_or(Exclusion::NotAvailable)?;
        let shared_minutes = self.shared_minutes(part, row.class)?;
        let stated = matching::stated(packed.pay_rate(at, row), self.project.brief.hiring_model).ok_or(Exclusion::ModelNotOffered)?;
        let percent_below = self.price(part, row.currency, row.has(super::row::ODD), stated)?;
        let figures = Figures {
            required,
            preferred,
            own: row.seniority(),
            asked: self.role.seniority,
            shared_minutes,
            day_minutes: self.assessor.day_minutes(),
            percent_below,
            days_free: days_free(from, self.project.brief.starts_on),
            engagements: self.assessor.begun(commitments),
        };
        Ok(figures.score(self.weights))
    }

    fn shared_minutes(&mut self, part: &'a Part, class: u16) -> Result<u32, Exclusion> {
        let class = usize::from(class);
        let number = part.classes.get(class).map_or(usize::MAX, |number| *number as usize);
        if let Some(minutes) = self.shared.get(number).copied().flatten() {
            return self.enough(minutes);
        }
        let (zone, hours) = part.segment.packed.classes.get(class).ok_or(Exclusion::TooLittleOverlap)?;
        let overlap = self.assessor.overlap(zone, *hours);
        if let Some(known) = self.shared.get_mut(number) {
            *known = Some(overlap.least);
        }
        self.enough(overlap.least)
    }

    fn enough(&self, minutes: u32) -> Result<u32, Exclusion> {
        if self.assessor.shares_enough(minutes) { Ok(minutes) } else { Err(Exclusion::TooLittleOverlap) }
    }

    /// The price of a rate. The more is paid, the less is left below the maximum: rates between two of one result have it too.
    fn price(&mut self, part: &Part, currency: u8, odd: bool, stated: Rate) -> Price {
        let assessor = &self.assessor;
        let work_out = || assessor.price(stated).map(|(_, percent_below)| percent_below);
        let number = part.currencies.get(usize::from(currency)).filter(|_| !odd).map_or(usize::MAX, |number| *number as usize);
        let unit = match stated.per {
            Per::Hour => 0,
            Per::Month => 1,
        };
        match self.prices.get_mut(number).and_then(|units| units.get_mut(unit)) {
            Some(steps) => steps.at(stated.money.minor(), work_out),
            None => work_out(),
        }
    }

    fn place(&mut self, packed: &Packed, at: u16, score: u8) {
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
        let stated = matching::stated(packed.pay_rate(at, row), self.project.brief.hiring_model)?;
        let (price, _) = self.assessor.price(stated).ok()?;
        let (developer_id, revision) = (*packed.ids.get(place)?, *packed.revisions.get(place)?);
        Some(Offer { developer_id, revision, score, bill_rate: price.bill_rate, zone, hours: *hours })
    }

    pub(super) fn ranking(self) -> Ranking {
        let best = self.best.into_sorted_vec().into_iter();
        let best = best.map(|(Reverse(score), developer_id, revision)| Placed { developer_id, score, revision }).collect();
        Ranking { eligible: self.eligible, excluded: self.excluded, best }
    }
}
