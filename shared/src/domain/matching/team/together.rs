//! Teams whose members share a window of the day: the groups of persons who can, and the best team within any one of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::solve::{Impossible, MOST_STEPS, Opening, Picked, solve};
use super::window;
use crate::domain::developer::ClockTime;
use crate::domain::matching::assess::days_of;
use crate::domain::matching::overlap::Day;
use crate::domain::project::Project;

/// The greatest groups of persons, known by their working days, who share the window, and whether those are all there are.
pub(super) fn groups(project: &Project, persons: &[Day<'_>], minutes: u16) -> (Vec<Vec<bool>>, bool) {
    type Kind<'a> = (&'a str, ClockTime, ClockTime);
    fn kind<'a>(day: &Day<'a>) -> Kind<'a> {
        (day.zone.name(), day.hours.start, day.hours.end)
    }
    let mut kinds: BTreeMap<Kind<'_>, (usize, Day<'_>)> = BTreeMap::new();
    for day in persons {
        kinds.entry(kind(day)).or_insert((0, *day)).0 += 1;
    }
    let all = kinds.len() <= window::MOST_KINDS;
    // The most usual ones, where there are too many to tell apart.
    let mut usual: Vec<_> = kinds.into_iter().collect();
    usual.sort_by_key(|(kind, (count, _))| (Reverse(*count), *kind));
    usual.truncate(window::MOST_KINDS);
    let days: Vec<Day<'_>> = usual.iter().map(|(_, (_, day))| *day).collect();
    let places: BTreeMap<Kind<'_>, usize> = usual.iter().enumerate().map(|(place, (kind, _))| (*kind, place)).collect();
    let places: Vec<Option<usize>> = persons.iter().map(|day| places.get(&kind(day)).copied()).collect();
    let within = |set: u64| places.iter().map(|place| place.is_some_and(|place| set & 1 << place != 0)).collect();
    (window::compatible(&days, days_of(project), minutes).into_iter().map(within).collect(), all)
}

/// The best team of any one group; `None` where the groups are what leaves seats empty.
pub(super) fn together(openings: &[Opening], groups: &[Vec<bool>], all: bool, budget: Option<i128>) -> Option<Result<Picked, Impossible>> {
    let mut best: Option<Picked> = None;
    let mut least: Option<i128> = None;
    let mut proven = all;
    for group in groups {
        let within = openings.iter().map(|opening| Opening {
            seats: opening.seats,
            choices: opening.choices.iter().filter(|choice| group[choice.person]).copied().collect(),
        });
        match solve(&within.collect::<Vec<_>>(), budget, MOST_STEPS) {
            Ok(team) => {
                proven &= team.optimal;
                let order = |team: &Picked| (Reverse(team.score), team.cost, team.persons.clone());
                if best.as_ref().is_none_or(|best| order(&team) < order(best)) {
                    best = Some(team);
                }
            }
            Err(Impossible::Budget(cost)) => least = Some(least.map_or(cost, |least| least.min(cost))),
            Err(Impossible::Seat(_)) => {}
        }
    }
    match (best, least) {
        (Some(best), _) => Some(Ok(Picked { optimal: proven, ..best })),
        (None, Some(least)) => Some(Err(Impossible::Budget(least))),
        (None, None) => match solve(openings, None, 1) {
            Err(Impossible::Seat(role)) => Some(Err(Impossible::Seat(role))),
            Ok(_) | Err(Impossible::Budget(_)) => None,
        },
    }
}
