//! Where developers may be.

use super::super::bits::{WORDS, Words};
use super::super::listing::Listing;
use super::super::sets::Sets;
use crate::domain::matching::Assessor;

/// Where they may be.
pub(super) enum Place<'a> {
    Anywhere,
    In(Vec<&'a Listing>),
    NotIn(Vec<&'a Listing>),
}

/// Who of a block is well placed.
pub(super) enum PlaceHere<'w> {
    Anywhere,
    In(&'w Words),
    NotIn(&'w Words),
}

impl<'a> Place<'a> {
    pub(super) fn of(sets: &'a Sets, assessor: &Assessor<'_>) -> Self {
        let (inside, outside): (Vec<_>, Vec<_>) = sets.countries().partition(|(country, _)| assessor.is_well_placed(*country));
        let listings = |countries: Vec<_>| countries.into_iter().map(|(_, listing)| listing).collect();
        match (inside.len(), outside.len()) {
            (_, 0) => Self::Anywhere,
            (inner, outer) if outer < inner => Self::NotIn(listings(outside)),
            _ => Self::In(listings(inside)),
        }
    }

    pub(super) fn on<'w>(&'w self, block: usize, rooms: &'w mut [Words; 2]) -> PlaceHere<'w> {
        match self {
            Self::Anywhere => PlaceHere::Anywhere,
            Self::In(countries) => PlaceHere::In(union(countries, block, rooms)),
            Self::NotIn(countries) => PlaceHere::NotIn(union(countries, block, rooms)),
        }
    }
}

/// Who of a block is in any of these countries.
fn union<'w>(countries: &'w [&Listing], block: usize, [room, union]: &'w mut [Words; 2]) -> &'w Words {
    if let [only] = countries {
        return only.met(block, 0, room);
    }
    *union = Words::NONE;
    countries.iter().for_each(|country| union.or(country.met(block, 0, room)));
    union
}

impl PlaceHere<'_> {
    pub(super) fn word(&self, at: usize) -> u64 {
        match self {
            Self::Anywhere => u64::MAX,
            Self::In(countries) => countries.0[at % WORDS],
            Self::NotIn(countries) => !countries.0[at % WORDS],
        }
    }

    pub(super) fn has(&self, at: u16) -> bool {
        self.word(usize::from(at) / 64) & 1 << (at % 64) != 0
    }
}
