//! Persons to seats at the highest total weight, budget aside: exact, with the prices that prove it.
//!
//! Seats of one role are alike, so a person more is found by the best chain of moves between roles. The price of a role is
//! what one more seat of it would add: no role then wants anyone at more than their weight above its price.

use std::collections::HashMap;

/// One role's seats and who could sit there, each person once.
pub(super) struct Wanted {
    /// How many seats.
    pub(super) count: usize,
    /// Persons with what they are worth there, best first.
    pub(super) offers: Vec<(usize, i128)>,
}

/// The best assignment.
pub(super) struct Assignment {
    /// The persons of each role.
    pub(super) seated: Vec<Vec<usize>>,
    /// The price of each role.
    pub(super) prices: Vec<i128>,
}

/// How one more seat of a role is filled at best.
#[derive(Clone, Copy)]
enum Source {
    /// By someone who sits nowhere.
    Free(usize),
    /// By someone who leaves another role, which is filled in turn.
    From(usize, usize),
}

struct State<'a> {
    roles: &'a [Wanted],
    worth: Vec<HashMap<usize, i128>>,
    place: HashMap<usize, usize>,
    seated: Vec<Vec<usize>>,
}

/// Fills every seat.
///
/// # Errors
/// The first role, in the order given, with a seat that nobody is left for.
pub(super) fn assign(roles: &[Wanted]) -> Result<Assignment, usize> {
    let worth = roles.iter().map(|role| role.offers.iter().copied().collect()).collect();
    let mut state = State { roles, worth, place: HashMap::new(), seated: vec![Vec::new(); roles.len()] };
    for (at, role) in roles.iter().enumerate() {
        for _ in 0..role.count {
            state.fill(at)?;
        }
    }
    let weights = || roles.iter().flat_map(|role| role.offers.iter().map(|(_, weight)| weight.abs()));
    // Below whatever chain of moves: who has no rival is worth all there is.
    let lowest = -(weights().max().unwrap_or_default() + 1) * 2 * (roles.len() as i128 + 1);
    let prices = state.best(Some(lowest)).into_iter().map(|best| best.map_or(lowest, |(gain, _)| gain)).collect();
    Ok(Assignment { seated: state.seated, prices })
}

impl State<'_> {
    /// For each role, what one more seat of it adds at best, and how; `floor` is what it adds where nobody is left.
    fn best(&self, floor: Option<i128>) -> Vec<Option<(i128, Option<Source>)>> {
        let free = |role: &Wanted| role.offers.iter().find(|(person, _)| !self.place.contains_key(person)).copied();
        let mut best: Vec<Option<(i128, Option<Source>)>> = self
            .roles
            .iter()
            .map(|role| {
                let free = free(role).map(|(person, weight)| (weight, Some(Source::Free(person))));
                free.or(floor.map(|floor| (floor, None)))
            })
            .collect();
        let moves = self.moves();
        // No chain is longer than there are roles, since no circle of moves gains anything.
        for _ in 1..self.roles.len() {
            let mut changed = false;
            for &(from, to, person, gain) in &moves {
                let Some((before, _)) = best[from] else { continue };
                if best[to].is_none_or(|(now, _)| before + gain > now) {
                    best[to] = Some((before + gain, Some(Source::From(from, person))));
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        best
    }

    /// The best move from each role to each other one: from, to, who, and what it gains.
    fn moves(&self) -> Vec<(usize, usize, usize, i128)> {
        let mut moves = Vec::new();
        for (from, seated) in self.seated.iter().enumerate() {
            for (to, worth) in self.worth.iter().enumerate().filter(|(to, _)| *to != from) {
                let gains = seated.iter().filter_map(|person| Some((worth.get(person)? - self.worth[from][person], *person)));
                if let Some((gain, person)) = gains.max_by(|left, right| left.0.cmp(&right.0).then(right.1.cmp(&left.1))) {
                    moves.push((from, to, person, gain));
                }
            }
        }
        moves
    }

    fn fill(&mut self, role: usize) -> Result<(), usize> {
        let best = self.best(None);
        let mut at = role;
        loop {
            let Some((_, Some(source))) = best[at] else { return Err(role) };
            let (person, next) = match source {
                Source::Free(person) => (person, None),
                Source::From(from, person) => (person, Some(from)),
            };
            if let Some(from) = next {
                self.seated[from].retain(|seated| *seated != person);
            }
            self.seated[at].push(person);
            self.place.insert(person, at);
            match next {
                Some(from) => at = from,
                None => return Ok(()),
            }
        }
    }
}
