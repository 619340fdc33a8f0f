//! What a role makes of whole kinds of developers: found once for each kind, so that of whoever is left only the kind and the pay
//! are looked at.

use super::super::bits::{BLOCK, positions};
use super::super::bound::Bounds;
use super::super::columns::{About, Columns, Pay};
use super::super::fares::Fare;
use super::super::sieve::{Sifted, WELCOME};
use super::super::stock::Part;
use super::{Scan, unit};
use crate::domain::matching::Exclusion;
use crate::domain::rate::Per;

/// What a role makes of a kind.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    /// About the most that may be paid: below 0 where nobody of the kind suits, without bound where more has to be asked.
    most: i32,
    /// Why whoever is paid more does not suit.
    beyond: Exclusion,
    step: Step,
    /// The points that all of the kind share.
    points: u8,
    /// What they are paid in.
    currency: u32,
    per: Per,
}

/// What else has to be asked of someone who is not paid too much.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The kind was not met yet.
    Unknown,
    /// Nothing.
    Done,
    /// The rate.
    Rate,
    /// Everything: their rows have to tell.
    Row,
}

/// Someone who is left by the sets, with their kind and about what they are paid.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    pub spot: Spot,
    pub about: About,
}

/// Where someone stands, and whether they have all the required skills; if not, they miss one. All in one number, since there
/// are many of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Spot(u32);

impl Spot {
    const MET_ALL: u32 = 1 << 31;

    fn of(block: usize, at: u16, met_all: bool) -> Self {
        let place = u32::try_from(block * BLOCK).unwrap_or_default() + u32::from(at);
        Self(place | if met_all { Self::MET_ALL } else { 0 })
    }

    pub(super) fn block(self) -> usize {
        (self.0 & !Self::MET_ALL) as usize / BLOCK
    }

    pub(super) fn at(self) -> u16 {
        u16::try_from(self.0 as usize % BLOCK).unwrap_or_default()
    }

    pub(super) fn met_all(self) -> bool {
        self.0 & Self::MET_ALL != 0
    }
}

impl Verdict {
    pub(super) const UNKNOWN: Self =
        Self { most: i32::MAX, beyond: Exclusion::OverRate, step: Step::Unknown, points: 0, currency: 0, per: Per::Hour };
    /// Of those who are of no kind.
    const ODD: Self = Self { step: Step::Row, ..Self::UNKNOWN };

    /// Whether someone of the kind who is paid about so much suits for sure, if they are not excluded.
    fn has_done(&self, pay: Pay) -> bool {
        self.step == Step::Done && i32::from(pay) < self.most
    }
}

impl<'a> Scan<'a> {
    /// Which of the free ones suits by the verdict on their kind and may have as many points as they need to be among the best,
    /// and of whom more has to be asked. Whoever suits is counted, and so is whoever is excluded, but for the latter.
    pub(super) fn sift<'f>(&mut self, sifted: &Sifted, columns: &Columns, least: u32, found: &'f mut Vec<Found>) -> &'f [Found] {
        // All of it is fetched before anything is decided, so that no decision waits for another's memory.
        let count = sifted.words.iter().map(|left| left.left.count_ones() as usize).sum();
        if found.len() < count {
            found.resize(count, Found::default());
        }
        let mut spaces = found.iter_mut();
        for left in &sifted.words {
            for at in positions(left.word, left.left) {
                let met_all = left.met_all >> (at % 64) & 1 == 1;
                let found = Found { spot: Spot::of(left.block, at, met_all), about: columns.about.get(left.block, at) };
                spaces.next().into_iter().for_each(|space| *space = found);
            }
        }
        let most = [false, true].map(|met_all| self.bounds.of_skills(met_all, WELCOME, true) + self.bounds.rate);
        let (mut kept, mut eligible) = (0, 0);
        let mut fails = [0; Exclusion::ALL.len()];
        for next in 0..count {
            let Some(someone) = found.get(next).copied() else { break };
            let (kind, pay) = someone.about;
            let verdict = self.verdict(kind);
            let (passes, done, beyond) = (i32::from(pay) <= verdict.most, verdict.has_done(pay), verdict.beyond);
            let points = u32::from(verdict.points) + most[usize::from(someone.spot.met_all())];
            // No branches: whether someone passes is as good as chance.
            if let Some(place) = found.get_mut(kept) {
                *place = someone;
            }
            kept += usize::from(passes & (!done | (points >= least)));
            eligible += u32::from(passes & done);
            if let Some(fails) = fails.get_mut(beyond as usize) {
                *fails += u32::from(!passes);
            }
        }
        self.eligible += eligible;
        for (exclusion, count) in Exclusion::ALL.iter().zip(fails) {
            self.excluded.add(*exclusion, count);
        }
        found.get(..kept).unwrap_or_default()
    }

    /// What the verdict on someone's kind has left open: whether kind and pay tell all, if they suit. Whoever suits is counted,
    /// and so is whoever is excluded.
    pub(super) fn look_up(&mut self, part: &'a Part, columns: &Columns, someone: Found) -> Option<bool> {
        let Found { spot, about: (kind, pay) } = someone;
        let verdict = *self.verdict(kind);
        if verdict.has_done(pay) {
            return Some(true);
        }
        let found = match verdict.step {
            Step::Done | Step::Rate => self.look_at_rate(verdict, columns.exact.get(spot.block(), spot.at())).map(|()| true),
            Step::Row | Step::Unknown => self.look_at_row(part, spot.at()).map(|()| false),
        };
        match found {
            Ok(is_known) => {
                self.eligible += 1;
                Some(is_known)
            }
            Err(exclusion) => {
                self.excluded.add(exclusion, 1);
                None
            }
        }
    }

    fn look_at_rate(&mut self, Verdict { currency, per, .. }: Verdict, minor: u32) -> Result<(), Exclusion> {
        let (fare, assessor) = self.fare(currency, per).ok_or(Exclusion::NoExchangeRate)?;
        fare.passes(assessor, minor)
    }

    fn look_at_row(&mut self, part: &'a Part, at: u16) -> Result<(), Exclusion> {
        let row = part.segment.packed.rows.get(usize::from(at)).ok_or(Exclusion::ModelNotOffered)?;
        self.shared_minutes(part, row.class)?;
        let stated = self.stated(&part.segment.packed, at, row).ok_or(Exclusion::ModelNotOffered)?;
        self.price(stated).map(|_| ())
    }

    /// The points that all of a kind share, and what their rates come to.
    pub(super) fn shared_by(&mut self, kind: u16) -> (u32, Option<&Fare>) {
        let Verdict { points, currency, per, .. } = *self.verdict(kind);
        (points.into(), self.fares.get(currency as usize).and_then(|units| units.get(unit(per))).and_then(Option::as_ref))
    }

    fn verdict(&mut self, kind: u16) -> &Verdict {
        if self.kinds.is_empty() {
            self.kinds = vec![Verdict::UNKNOWN; self.numbers.kinds.len()];
        }
        if self.kinds.get(usize::from(kind)).is_some_and(|known| known.step == Step::Unknown) {
            self.judge(usize::from(kind));
        }
        self.kinds.get(usize::from(kind)).unwrap_or(&Verdict::ODD)
    }

    #[cold]
    fn judge(&mut self, kind: usize) {
        let numbers = self.numbers;
        let Some(own) = numbers.kinds.get(kind) else { return };
        let verdict = match (self.minutes(own.class).map(|minutes| self.enough(minutes)), own.currency) {
            (Some(Err(beyond)), _) => Verdict { most: -1, beyond, step: Step::Done, ..Verdict::UNKNOWN },
            (Some(Ok(minutes)), Some(currency)) => {
                let points = Bounds::of_kind(self.role, self.weights, own.seniority, minutes, self.assessor.day_minutes());
                let per = own.per(self.project.brief.hiring_model);
                let shared = Verdict { points: u8::try_from(points).unwrap_or(u8::MAX), currency, per, ..Verdict::UNKNOWN };
                match self.fare(currency, per).map(|(fare, _)| (fare.most(), fare.beyond())) {
                    Some((most, Some(beyond))) => {
                        Verdict { most: u32::try_from(most).map_or(-1, |most| Pay::of(most).into()), beyond, step: Step::Done, ..shared }
                    }
                    Some((_, None)) | None => Verdict { step: Step::Rate, ..shared },
                }
            }
            (None, _) | (_, None) => Verdict::ODD,
        };
        self.kinds.get_mut(kind).into_iter().for_each(|known| *known = verdict);
    }
}
