//! Who suits a role and may be among its best: they wait until there are many of them, and are looked at in the order of the
//! points that they can have, so that most need not be.

use std::cmp::Reverse;

use super::super::columns::About;
use super::super::sieve::{Sieve, WELCOME};
use super::super::stock::Part;
use super::Scan;
use super::kinds::Found;
use super::rows::ROWS_AT_ONCE;

/// So many wait at most. Tests have few developers and are to choose several times.
pub(super) const MOST: usize = if cfg!(test) { 5 } else { 512 };

/// Someone who waits.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    /// The most points that they can have.
    most: u8,
    found: Found,
    /// Whether their kind and pay tell all but the skills.
    is_known: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn waiting(&mut self, found: Found, is_known: bool) -> Waiting {
        let most = is_known.then(|| self.most(found.about, self.bounds.of_skills(found.spot.met_all(), WELCOME, true)));
        let most = most.and_then(|most| u8::try_from(most).ok()).unwrap_or(u8::MAX);
        Waiting { most, found, is_known }
    }

    /// The most points of someone who has so many but for what their kind shares and the rate.
    fn most(&mut self, (kind, pay): About, others: u32) -> u32 {
        let (points, fare) = self.shared_by(kind);
        points
            + others
            + fare.and_then(|fare| fare.told(pay.least())).map_or(self.bounds.rate, |percent| self.bounds.of_rate(self.weights, percent))
    }

    /// Looks at those who wait, until nobody of them can be among the best any more, and places whoever is.
    pub(super) fn choose(&mut self, sieve: &Sieve<'a>, waiting: &mut Vec<Waiting>) {
        waiting.sort_unstable_by_key(|someone| Reverse(someone.most));
        let (mut chosen, mut scored) = (Vec::with_capacity(ROWS_AT_ONCE), Vec::with_capacity(ROWS_AT_ONCE));
        for some in waiting.chunks(ROWS_AT_ONCE) {
            if some.first().is_none_or(|first| u32::from(first.most) < self.least_of_all()) {
                break;
            }
            self.may_be_placed(sieve, some, &mut chosen);
            self.score_some(&chosen, &mut scored);
            self.place(&mut scored);
        }
        waiting.clear();
    }

    /// Who of some would be among the best if they had all the points that they can have.
    fn may_be_placed(&mut self, sieve: &Sieve<'a>, some: &[Waiting], chosen: &mut Vec<(&'a Part, u16)>) {
        chosen.clear();
        let are_many = self.least_of_all() > 0;
        // What sets tell of all of them comes first, and nothing is decided by it yet.
        let others: [u32; ROWS_AT_ONCE] = std::array::from_fn(|nth| {
            let Some(Waiting { found: Found { spot, .. }, .. }) = some.get(nth).filter(|_| are_many) else { return 0 };
            let (block, at) = (spot.block(), spot.at());
            self.bounds.of_skills(spot.met_all(), sieve.welcome(block, at), sieve.is_busy(block, at))
        });
        for (Waiting { most, found: Found { spot, about }, is_known }, others) in some.iter().zip(others) {
            let Some(part) = sieve.part(spot.block()) else { continue };
            let least = self.least(part);
            let may_be = !are_many || u32::from(*most) >= least && (!is_known || self.most(*about, others) >= least);
            if may_be {
                chosen.push((part, spot.at()));
            }
        }
    }
}
