//! Who can be in one team when all its members are to share a window of the day.

use jiff::ToSpan;

use crate::domain::calendar::Span;
use crate::domain::matching::overlap::{Day, first_year, telling_days};
use crate::domain::zone::Zone;

/// How many kinds of working day are told apart: as many as a set of bits holds.
pub(super) const MOST_KINDS: usize = 64;

/// The sets of working days, as bits by their places, of which each has one window of so many minutes that all its working
/// days share, on every one of the days: only the sets that are in no other. At most [`MOST_KINDS`] working days.
pub(super) fn compatible(kinds: &[Day<'_>], days: Span, minutes: u16) -> Vec<u64> {
    let mut sets = Vec::new();
    for first in 0..kinds.len() {
        sets.extend(with_first(kinds, first, first_year(days), i64::from(minutes) * 60));
    }
    outermost(sets)
}

/// The sets whose first working day is this one: every one of its days must hold the window.
fn with_first(kinds: &[Day<'_>], first: usize, days: Span, seconds: i64) -> Vec<u64> {
    let zones: Vec<&Zone> = kinds.iter().skip(first).map(|kind| kind.zone).collect();
    let mut sets = vec![u64::MAX << first];
    for date in telling_days(zones, kinds[first].zone, days) {
        let span = |kind: &Day<'_>, offset: i64| {
            let (from, to) = kind.on(date.saturating_add(offset.days()))?;
            Some((from.as_second(), to.as_second()))
        };
        let Some((from, to)) = span(&kinds[first], 0) else { return Vec::new() };
        let spans: Vec<(usize, i64, i64)> = kinds
            .iter()
            .enumerate()
            .skip(first)
            .flat_map(|(at, kind)| (-3_i64..=3).filter_map(move |offset| span(kind, offset).map(|(start, end)| (at, start, end))))
            .filter(|(_, start, end)| *start < to && *end > from)
            .collect();
        // A window that can be moved can be moved up to where someone begins.
        let starts = spans.iter().map(|(_, start, _)| (*start).max(from)).filter(|start| start + seconds <= to);
        let sharing = starts.map(|at| {
            let there = spans.iter().filter(|(_, start, end)| *start <= at && at + seconds <= *end);
            there.fold(0_u64, |set, (kind, _, _)| set | 1 << kind)
        });
        let sharing = outermost(sharing.collect());
        let both = sets.iter().flat_map(|set| sharing.iter().map(move |sharing| set & sharing));
        sets = outermost(both.filter(|set| set & 1 << first != 0).collect());
    }
    sets
}

/// The sets that are in no other, each once.
fn outermost(mut sets: Vec<u64>) -> Vec<u64> {
    sets.sort_unstable_by_key(|set| (std::cmp::Reverse(set.count_ones()), *set));
    let mut kept: Vec<u64> = Vec::new();
    for set in sets {
        if !kept.iter().any(|other| set & other == set) {
            kept.push(set);
        }
    }
    kept
}
