//! Who is free by the start for as many hours as a role takes.

use jiff::civil::Date;

use super::super::bits::{WORDS, Words};
use super::super::ladder::AtMost;
use super::super::sets::{Sets, day};
use crate::domain::project::{ProjectBrief, Role};

/// Who is free: has the hours and never takes them, or has them by the start.
pub(super) struct Free<'a> {
    too_few: Option<AtMost<'a>>,
    too_few_spare: Option<AtMost<'a>>,
    from: AtMost<'a>,
    clear: AtMost<'a>,
    /// None where the role ends before the start.
    held: Option<AtMost<'a>>,
}

/// The sets of [`Free`] of one block: who is sure to have at most so much, beyond whom nobody has.
pub(super) struct FreeHere<'a> {
    too_few: Option<(&'a Words, &'a Words)>,
    too_few_spare: Option<(&'a Words, &'a Words)>,
    from: (&'a Words, &'a Words),
    clear: (&'a Words, &'a Words),
    held: Option<&'a Words>,
}

/// The last day from which someone who starts may be free: the start, and not after the end.
pub(super) fn last_start(brief: &ProjectBrief) -> Date {
    brief.ends_on.map_or(brief.starts_on, |last| last.min(brief.starts_on))
}

impl<'a> Free<'a> {
    pub(super) fn of(sets: &'a Sets, brief: &ProjectBrief, role: &Role) -> Self {
        let by = last_start(brief);
        let fewer = u32::from(role.hours_per_week).checked_sub(1);
        Self {
            too_few: fewer.map(|hours| sets.hours.at_most(hours)),
            too_few_spare: fewer.map(|hours| sets.spare.at_most(hours)),
            from: sets.from.at_most(day(by)),
            clear: sets.clear.at_most(day(by)),
            held: (by == brief.starts_on).then(|| sets.held.at_most(day(by))),
        }
    }

    pub(super) fn on(&self, block: usize) -> FreeHere<'_> {
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
    pub(super) fn word(&self, at: usize, left: u64) -> (u64, u64) {
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
