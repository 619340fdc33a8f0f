//! The depth-first search: choices in the order of their losses, cut where the losses or the cost leave no better team; then,
//! among teams of the same worth, for the first by its persons.

use std::cmp::Ordering;
use std::collections::HashSet;

/// A choice, and what a team with it is at least worth less than the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) person: usize,
    pub(super) score: i128,
    pub(super) cost: i128,
    pub(super) loss: i128,
}

/// How much room the bound leaves for losses in a team of some score and cost: the bound's `most`, less `point` for each point
/// of the score, and `money` for each unit of the cost.
#[derive(Clone, Copy)]
pub(super) struct Slopes {
    pub(super) most: i128,
    pub(super) point: i128,
    pub(super) money: i128,
}

impl Slopes {
    /// What the losses of a team of this score or a higher one, at this cost or a lower one, add up to at most.
    fn room(&self, score: i128, cost: i128) -> i128 {
        self.most - self.point * score + self.money * cost
    }
}

/// How often the search is widened to twice the loss.
const NARROWINGS: u32 = 8;

struct Role {
    /// Its place among the roles.
    at: usize,
    /// An earlier role of the search with the very same items: what it has taken is taken up here.
    alike: Option<usize>,
    seats: usize,
    items: Vec<Item>,
    /// The least that one of its seats costs.
    cheapest: i128,
}

/// The search, with what it has found.
pub(super) struct Search {
    roles: Vec<Role>,
    /// The least that the seats of the roles after each cost.
    rest: Vec<i128>,
    slopes: Slopes,
    budget: i128,
    most_steps: u32,
}

/// What is chosen so far.
#[derive(Default)]
struct Partial {
    persons: Vec<usize>,
    taken: HashSet<usize>,
    /// For each role that is filled, where its items go on.
    next: Vec<usize>,
    score: i128,
    cost: i128,
    loss: i128,
}

/// The best team so far, and what is looked for.
struct Aim {
    score: i128,
    cost: i128,
    /// Whether the first team of that very score and cost ends the search; else better ones are looked for.
    first: bool,
    /// No more loss than this is looked at.
    most_loss: i128,
    found: Option<Vec<usize>>,
    steps: u32,
}

impl Search {
    pub(super) fn new(roles: Vec<(usize, Vec<Item>)>, slopes: Slopes, budget: i128, most_steps: u32) -> Self {
        let roles = roles.into_iter().enumerate().map(|(at, (seats, items))| {
            let cheapest = items.iter().map(|item| item.cost).min().unwrap_or_default();
            Role { at, alike: None, seats, items, cheapest }
        });
        Self { roles: roles.collect(), rest: Vec::new(), slopes, budget, most_steps }
    }

    /// The best team, given one that is known; and whether it is proven to be the best.
    pub(super) fn run(mut self, known: Vec<Vec<usize>>, score: i128, cost: i128) -> (Vec<Vec<usize>>, bool) {
        self.arrange(|role| role.items.len(), |item| (item.loss, item.person));
        let mut aim = Aim { score, cost, first: false, most_loss: 0, found: None, steps: self.most_steps };
        let proven = self.widen(&mut aim);
        let best = aim.found.take().map_or(known, |found| self.by_role(&found));
        if !proven {
            return (best, false);
        }
        self.arrange(|role| role.at, |item| (0, item.person));
        let mut aim = Aim { first: true, most_loss: i128::MAX, steps: self.most_steps, ..aim };
        let _ = self.look(&mut aim);
        let first = aim.found.map(|found| self.by_role(&found));
        (first.unwrap_or(best), true)
    }

    fn arrange<K: Ord>(&mut self, roles: impl Fn(&Role) -> K, items: impl Fn(&Item) -> (i128, usize)) {
        for role in &mut self.roles {
            role.items.sort_unstable_by_key(&items);
        }
        self.roles.sort_by_key(|role| (roles(role), role.at));
        for at in 1..self.roles.len() {
            let (before, own) = (&self.roles[..at], &self.roles[at]);
            self.roles[at].alike = before.iter().rposition(|role| role.items == own.items);
        }
        let mut rest = 0;
        self.rest = vec![0; self.roles.len()];
        for (at, role) in self.roles.iter().enumerate().rev() {
            self.rest[at] = rest;
            let mut costs: Vec<i128> = role.items.iter().map(|item| item.cost).collect();
            costs.sort_unstable();
            rest += costs.iter().take(role.seats).sum::<i128>();
        }
    }

    /// Looks where little is lost, then further and further: the better the team that is known, the less is left to look at.
    /// `false` when the steps did not suffice.
    fn widen(&self, aim: &mut Aim) -> bool {
        for narrowing in (0..=NARROWINGS).rev() {
            let room = self.room(aim);
            aim.most_loss = aim.most_loss.max(room >> narrowing);
            if !self.look(aim) {
                return false;
            }
            if aim.most_loss >= self.room(aim) {
                return true;
            }
        }
        true
    }

    /// The most that a better team can lose.
    fn room(&self, aim: &Aim) -> i128 {
        self.slopes.room(aim.score + 1, self.budget).max(self.slopes.room(aim.score, aim.cost - 1))
    }

    /// Looks everywhere; `false` when the steps did not suffice.
    fn look(&self, aim: &mut Aim) -> bool {
        let seats = self.roles.first().map_or(0, |role| role.seats);
        let _ = self.step(aim, &mut Partial::default(), 0, seats, 0);
        aim.steps > 0
    }

    /// Fills `left` more seats of a role with its items from one on, then the roles after it. `true` ends the search.
    fn step(&self, aim: &mut Aim, partial: &mut Partial, at: usize, left: usize, from: usize) -> bool {
        let Some(role) = self.roles.get(at) else { return aim.meet(partial) };
        if left == 0 {
            partial.next.push(from);
            let done = match self.roles.get(at + 1) {
                Some(next) => self.step(aim, partial, at + 1, next.seats, next.alike.map_or(0, |alike| partial.next[alike])),
                None => aim.meet(partial),
            };
            partial.next.pop();
            return done;
        }
        let others = role.cheapest * i128::try_from(left - 1).unwrap_or(i128::MAX) + self.rest[at];
        let last = role.items.len().saturating_sub(left - 1);
        for (index, item) in role.items.iter().enumerate().take(last).skip(from) {
            let Some(most) = self.most_cost(aim, partial.loss + item.loss) else {
                // By loss, all that follow lose as much; by person, they may not.
                if aim.first { continue } else { break }
            };
            if partial.cost + item.cost + others > most || partial.taken.contains(&item.person) {
                continue;
            }
            aim.steps = aim.steps.saturating_sub(1);
            if aim.steps == 0 {
                return true;
            }
            partial.put(item);
            let done = self.step(aim, partial, at, left - 1, index + 1);
            partial.take_back(item);
            if done {
                return true;
            }
        }
        false
    }

    /// The most that a team with this loss may cost; `None` where it can't be what is looked for.
    fn most_cost(&self, aim: &Aim, loss: i128) -> Option<i128> {
        if loss > aim.most_loss {
            return None;
        }
        if aim.first {
            return (loss <= self.slopes.room(aim.score, aim.cost)).then_some(aim.cost);
        }
        if loss <= self.slopes.room(aim.score + 1, self.budget) {
            return Some(self.budget);
        }
        (loss <= self.slopes.room(aim.score, aim.cost - 1)).then_some(aim.cost - 1)
    }

    /// Persons in the order of the seats here, by the roles in theirs.
    fn by_role(&self, persons: &[usize]) -> Vec<Vec<usize>> {
        let mut by_role = vec![Vec::new(); self.roles.len()];
        let mut rest = persons;
        for role in &self.roles {
            let (own, others) = rest.split_at(role.seats.min(rest.len()));
            by_role[role.at] = own.to_vec();
            rest = others;
        }
        by_role
    }
}

impl Partial {
    fn put(&mut self, item: &Item) {
        self.persons.push(item.person);
        self.taken.insert(item.person);
        self.score += item.score;
        self.cost += item.cost;
        self.loss += item.loss;
    }

    fn take_back(&mut self, item: &Item) {
        self.persons.pop();
        self.taken.remove(&item.person);
        self.score -= item.score;
        self.cost -= item.cost;
        self.loss -= item.loss;
    }
}

impl Aim {
    /// A whole team: kept if it is what is looked for.
    fn meet(&mut self, team: &Partial) -> bool {
        let kept = match team.score.cmp(&self.score) {
            Ordering::Greater => true,
            Ordering::Equal if self.first => team.cost == self.cost,
            Ordering::Equal => team.cost < self.cost,
            Ordering::Less => false,
        };
        if kept {
            (self.score, self.cost) = (team.score, team.cost);
            self.found = Some(team.persons.clone());
        }
        kept && self.first
    }
}
