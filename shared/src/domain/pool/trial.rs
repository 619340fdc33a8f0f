//! A role held against single rows, for whoever finds the candidates elsewhere: that is how other indexes are compared with
//! the pool's own sets, by one scorer.

use super::scan::Scan;
use super::{Part, Pool};
use crate::domain::id::DeveloperId;
use crate::domain::matching::Pool as Terms;
use crate::domain::project::{Project, Role};

/// A role on its way through rows.
pub struct Trial<'a> {
    scan: Scan<'a>,
    parts: Vec<&'a Part>,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    part: u32,
    at: u16,
}

impl Pool {
    /// Makes a role ready. Of the terms, the developers are not looked at.
    #[must_use]
    pub fn trial<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>) -> Trial<'a> {
        Trial { scan: self.scan(project, role, terms, 0), parts: self.all_parts().collect() }
    }

    /// Everyone of the pool and where they stand, until it is next brought up to date.
    pub fn places(&self) -> impl Iterator<Item = (DeveloperId, Place)> + '_ {
        (0..).zip(self.all_parts()).flat_map(|(part, rows)| {
            let ids = (0..).zip(&rows.segment.packed.ids).filter(|(at, _)| rows.live.has(*at));
            ids.map(move |(at, id)| (*id, Place { part, at }))
        })
    }
}

impl Trial<'_> {
    /// The score of whoever stands there; none of one who does not suit the role.
    pub fn score(&mut self, place: Place) -> Option<u8> {
        let part = self.parts.get(usize::try_from(place.part).ok()?)?;
        self.scan.score_alone(part, place.at)
    }
}
