//! A role held against single rows, for whoever finds the candidates elsewhere: that is how other indexes are compared with
//! the pool's own sets, by one scorer.

use super::Pool;
use super::scan::Scan;
use super::stock::{Floor, Part};
use crate::domain::id::DeveloperId;
use crate::domain::matching::Pool as Terms;
use crate::domain::project::{Project, Role};

/// A role on its way through rows.
pub struct Trial<'a> {
    scan: Scan<'a>,
    blocks: Vec<(&'a Floor, usize, &'a Part)>,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    block: u32,
    at: u16,
}

impl Pool {
    /// Makes a role ready. Of the terms, the developers are not looked at.
    #[must_use]
    pub fn trial<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>) -> Trial<'a> {
        Trial { scan: self.scan(project, role, terms, 0), blocks: self.blocks().collect() }
    }

    /// Everyone of the pool and where they stand, until it is next brought up to date.
    pub fn places(&self) -> impl Iterator<Item = (DeveloperId, Place)> + '_ {
        (0..).zip(self.blocks()).flat_map(|(number, (floor, block, part))| {
            let ids = (0..).zip(&part.segment.packed.ids).filter(move |(at, _)| floor.live.bits.has(block, *at));
            ids.map(move |(at, id)| (*id, Place { block: number, at }))
        })
    }

    /// All segments with where they stand.
    fn blocks(&self) -> impl Iterator<Item = (&Floor, usize, &Part)> {
        self.floors().into_iter().flat_map(|floor| floor.stock.blocks().map(move |(block, part)| (floor, block, part)))
    }
}

impl Trial<'_> {
    /// The score of whoever stands there; none of one who does not suit the role. `listed` says that they were found by listing
    /// as many of the required skills as they must, so that it need not be asked again.
    pub fn score(&mut self, place: Place, listed: bool) -> Option<u8> {
        let (floor, block, part) = *self.blocks.get(usize::try_from(place.block).ok()?)?;
        if floor.live.bits.has(block, place.at) { self.scan.score_alone(part, place.at, listed) } else { None }
    }
}
