//! What a role makes of whole kinds of developers: found once for each kind, so that of whoever is left only the kind and the pay
//! are looked at.

use super::super::bits::BLOCK;
use super::super::bound::Bounds;
use super::super::columns::{About, Here, Pay};
use super::super::sieve::{Sifted, WELCOME};
use super::super::stock::Part;
use super::Scan;
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

/// What is known of someone without their row.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The points of their kind.
    pub points: u32,
    /// What they are paid.
    pub currency: u32,
    pub per: Per,
    pub minor: i64,
}

/// Someone with their kind and about what they are paid.
pub(super) type Found = (u16, About);

/// Room for a whole block.
pub(super) type Buffer = [Found; BLOCK];

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
    /// Who of a block's free ones suits by the verdict on their kind and may have as many points as they need to be among the
    /// best, and of whom more has to be asked. Whoever suits is counted, and so is whoever is excluded, but for the latter.
    pub(super) fn sift<'f>(&mut self, sifted: &Sifted, part: &Part, columns: &Here<'_>, found: &'f mut Buffer) -> &'f [Found] {
        // All of it is fetched before anything is decided, so that no decision waits for another's memory.
        let mut count = 0;
        for (from, word) in (0_u16..).step_by(64).zip(&sifted.free.0) {
            let mut left = *word;
            while left != 0 {
                let at = from + u16::try_from(left.trailing_zeros()).unwrap_or_default();
                left &= left - 1;
                found[count % BLOCK] = (at, columns.about(at));
                count += 1;
            }
        }
        let least = self.least(part);
        let most = [false, true].map(|met_all| self.bounds.of_skills(met_all, WELCOME, true) + self.bounds.rate);
        let mut kept = 0;
        let mut fails = [0; Exclusion::ALL.len()];
        for next in 0..count {
            let someone @ (at, (kind, pay)) = found[next % BLOCK];
            let verdict = self.verdict(kind);
            let passes = i32::from(pay) <= verdict.most;
            let done = verdict.has_done(pay);
            let points = u32::from(verdict.points) + most[usize::from(sifted.met_all.has(at))];
            // No branches: whether someone passes is as good as chance.
            found[kept % BLOCK] = someone;
            kept += usize::from(passes & (!done | (points >= least)));
            self.eligible += u32::from(passes & done);
            if let Some(fails) = fails.get_mut(verdict.beyond as usize) {
                *fails += u32::from(!passes);
            }
        }
        for (exclusion, count) in Exclusion::ALL.iter().zip(fails) {
            self.excluded.add(*exclusion, count);
        }
        found.get(..kept).unwrap_or_default()
    }

    /// What the verdict on someone's kind has left open. Whoever suits is counted, and so is whoever is excluded.
    pub(super) fn look_up(&mut self, part: &'a Part, columns: &Here<'_>, someone: Found) -> Option<Option<Known>> {
        let (at, (kind, pay)) = someone;
        let verdict = self.verdict(kind);
        let Verdict { step, points, currency, per, .. } = verdict;
        let known = Known { points: u32::from(points), currency, per, minor: i64::from(columns.exact(at)) };
        if verdict.has_done(pay) {
            return Some(Some(known));
        }
        let found = match step {
            Step::Done | Step::Rate => self.look_at_rate(known),
            Step::Row | Step::Unknown => self.look_at_row(part, at),
        };
        match found {
            Ok(known) => {
                self.eligible += 1;
                Some(known)
            }
            Err(exclusion) => {
                self.excluded.add(exclusion, 1);
                None
            }
        }
    }

    fn look_at_rate(&mut self, known: Known) -> Result<Option<Known>, Exclusion> {
        let (fare, assessor, _) = self.fare(known.currency, known.per).ok_or(Exclusion::NoExchangeRate)?;
        fare.passes(assessor, known.minor).map(|()| Some(known))
    }

    fn look_at_row(&mut self, part: &'a Part, at: u16) -> Result<Option<Known>, Exclusion> {
        let row = part.segment.packed.rows.get(usize::from(at)).ok_or(Exclusion::ModelNotOffered)?;
        self.shared_minutes(part, row.class)?;
        self.price(part, at, row)?;
        Ok(None)
    }

    fn verdict(&mut self, kind: u16) -> Verdict {
        match self.kinds.get(usize::from(kind)) {
            Some(known) if known.step != Step::Unknown => *known,
            Some(_) => self.judge(usize::from(kind)),
            None => Verdict::ODD,
        }
    }

    #[cold]
    fn judge(&mut self, kind: usize) -> Verdict {
        let numbers = self.numbers;
        let Some(own) = numbers.kinds.get(kind) else { return Verdict::ODD };
        let verdict = match (self.minutes(own.class).map(|minutes| self.enough(minutes)), own.currency) {
            (Some(Err(beyond)), _) => Verdict { most: -1, beyond, step: Step::Done, ..Verdict::UNKNOWN },
            (Some(Ok(minutes)), Some(currency)) => {
                let points = Bounds::of_kind(self.role, self.weights, own.seniority, minutes, self.assessor.day_minutes());
                let per = own.per(self.project.brief.hiring_model);
                let shared = Verdict { points: u8::try_from(points).unwrap_or(u8::MAX), currency, per, ..Verdict::UNKNOWN };
                match self.fare(currency, per).map(|(fare, ..)| (fare.most(), fare.beyond())) {
                    Some((most, Some(beyond))) => {
                        Verdict { most: u32::try_from(most).map_or(-1, |most| Pay::of(most).into()), beyond, step: Step::Done, ..shared }
                    }
                    Some((_, None)) | None => Verdict { step: Step::Rate, ..shared },
                }
            }
            (None, _) | (_, None) => Verdict::ODD,
        };
        self.kinds.get_mut(kind).into_iter().for_each(|known| *known = verdict);
        verdict
    }
}
