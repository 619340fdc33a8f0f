//! The best whole team within a budget: an assignment with a knapsack row, solved exactly in whole numbers.
//!
//! Who can't be in the best team is left out first, because enough others are as good and as cheap. Then money gets a price,
//! so that what remains is an assignment whose worth bounds that of every team. What a choice lacks of that bound is its
//! loss, and the search takes only choices whose losses together leave room for a better team than the best one known.

use std::collections::{BTreeMap, BinaryHeap};

use super::assign::{Wanted, assign};
use super::search::{Item, Search, Slopes};

/// How many choices the search looks at before it stops with the best team so far.
pub(super) const MOST_STEPS: u32 = 1_000_000;

/// Someone for a role. Persons are numbered in the order that decides between teams that are otherwise alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) person: usize,
    pub(super) score: u8,
    pub(super) cost: u64,
}

/// A role with seats to fill; each person once among its choices.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) seats: usize,
    pub(super) choices: Vec<Choice>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picked {
    /// The persons of each role, in their order.
    pub(super) persons: Vec<Vec<usize>>,
    pub(super) score: i128,
    pub(super) cost: i128,
    /// Whether it is proven that no other team has a higher score, or the same for less.
    pub(super) optimal: bool,
}

/// Why there is no team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Impossible {
    /// A seat of this role finds nobody.
    Seat(usize),
    /// The cheapest team costs this much.
    Budget(i128),
}

/// The team of the highest score; of those the cheapest; of those the first by its persons, role by role.
///
/// # Errors
/// There is no team.
pub(super) fn solve(openings: &[Opening], budget: Option<i128>, most_steps: u32) -> Result<Picked, Impossible> {
    let problem = Problem::new(openings, budget);
    let cheapest = problem.team(&problem.assign(|choice| -i128::from(choice.cost)).map_err(Impossible::Seat)?.seated);
    if cheapest.cost > problem.budget {
        return Err(Impossible::Budget(cheapest.cost));
    }
    let (bound, known) = problem.price_money(cheapest);
    let roles = problem.items(&bound, &known);
    let slopes =
        Slopes { point: FINENESS * problem.point, money: FINENESS + bound.money, most: bound.total - bound.money * problem.budget };
    let (persons, optimal) = Search::new(roles, slopes, problem.budget, most_steps).run(known.persons, known.score, known.cost);
    let team = problem.team(&persons);
    Ok(Picked { score: team.score, cost: team.cost, persons: team.persons, optimal })
}

/// By how much bounds are finer than what they bound, so that the price of money need not be a whole number.
const FINENESS: i128 = 1 << 20;

/// No weight exceeds this, so that no sum of weights over all the seats of a project overflows.
const HEAVIEST: i128 = 1 << 100;

/// How often the price of money is improved: far more often than it ever took.
const MOST_PRICES: usize = 64;

struct Problem {
    openings: Vec<Opening>,
    seats: usize,
    budget: i128,
    /// What a point of the score is worth, so that no saving makes up for one.
    point: i128,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Team {
    persons: Vec<Vec<usize>>,
    score: i128,
    cost: i128,
}

/// Prices, and what they prove no team to be worth more than.
struct Bound {
    /// Of money, by the [`FINENESS`].
    money: i128,
    /// Of each role's seats.
    roles: Vec<i128>,
    /// Of each person who has one.
    persons: BTreeMap<usize, i128>,
    total: i128,
}

impl Problem {
    fn new(openings: &[Opening], budget: Option<i128>) -> Self {
        let seats = openings.iter().map(|opening| opening.seats).sum();
        let kept = openings.iter().map(|opening| Opening { seats: opening.seats, choices: undominated(&opening.choices, seats) });
        let openings: Vec<Opening> = kept.collect();
        let dearest = |opening: &Opening| opening.choices.iter().map(|choice| choice.cost).max().unwrap_or_default();
        let most: i128 = openings.iter().map(|opening| i128::from(dearest(opening)) * count(opening.seats)).sum();
        let budget = budget.map_or(most, |budget| budget.min(most));
        Self { openings, seats, budget, point: budget.max(0) + 1 }
    }

    /// What a score at a cost is worth.
    fn value(&self, score: i128, cost: i128) -> i128 {
        score * self.point - cost
    }

    fn value_of(&self, team: &Team) -> i128 {
        self.value(team.score, team.cost)
    }

    /// The assignment of the highest weight. One choice more than there are seats is enough for each role: one of them is free.
    fn assign(&self, weight: impl Fn(&Choice) -> i128) -> Result<super::assign::Assignment, usize> {
        let wanted = self.openings.iter().map(|opening| {
            let mut offers: Vec<(usize, i128)> = opening.choices.iter().map(|choice| (choice.person, weight(choice))).collect();
            offers.sort_unstable_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
            offers.truncate(self.seats + 1);
            Wanted { count: opening.seats, offers }
        });
        assign(&wanted.collect::<Vec<_>>())
    }

    fn team(&self, seated: &[Vec<usize>]) -> Team {
        let mut team = Team { persons: seated.to_vec(), score: 0, cost: 0 };
        for (opening, persons) in self.openings.iter().zip(&mut team.persons) {
            persons.sort_unstable();
            for choice in opening.choices.iter().filter(|choice| persons.binary_search(&choice.person).is_ok()) {
                team.score += i128::from(choice.score);
                team.cost += i128::from(choice.cost);
            }
        }
        team
    }

    /// The best assignment and its bound, where money has a price.
    fn at(&self, money: i128) -> Option<(Team, Bound)> {
        let weight = |choice: &Choice| {
            let (score, cost) = (i128::from(choice.score), i128::from(choice.cost));
            FINENESS * self.value(score, cost) - money * cost
        };
        let assignment = self.assign(weight).ok()?;
        let mut persons = BTreeMap::new();
        for (opening, price) in self.openings.iter().zip(&assignment.prices) {
            for choice in &opening.choices {
                let above = weight(choice) - price;
                if above > 0 {
                    let own = persons.entry(choice.person).or_insert(0);
                    *own = above.max(*own);
                }
            }
        }
        let roles = self.openings.iter().zip(&assignment.prices).map(|(opening, price)| count(opening.seats) * price).sum::<i128>();
        let total = money * self.budget + roles + persons.values().sum::<i128>();
        Some((self.team(&assignment.seated), Bound { money, roles: assignment.prices, persons, total }))
    }

    /// The price of money at which the bound is lowest, and the best team within the budget that was met on the way: where a
    /// team within the budget and one beyond it are worth the same, the price is tried next.
    fn price_money(&self, cheapest: Team) -> (Bound, Team) {
        let dearest_money = HEAVIEST
            / (self.openings.iter().flat_map(|opening| &opening.choices).map(|choice| i128::from(choice.cost)).max().unwrap_or_default()
                + 1);
        let (mut over, mut bound) = self.at(0).expect("the cheapest team fills every seat");
        if over.cost <= self.budget {
            return (bound, over);
        }
        let (mut within, mut best) = (cheapest.clone(), cheapest);
        for _ in 0..MOST_PRICES {
            let money = (FINENESS * (self.value_of(&over) - self.value_of(&within)) / (over.cost - within.cost)).clamp(0, dearest_money);
            let Some((team, next)) = self.at(money) else { break };
            let line = |team: &Team| FINENESS * self.value_of(team) + money * (self.budget - team.cost);
            let settled = next.total <= line(&over).max(line(&within));
            if next.total < bound.total {
                bound = next;
            }
            if team.cost <= self.budget {
                if self.value_of(&team) > self.value_of(&best) {
                    best = team.clone();
                }
                within = team;
            } else {
                over = team;
            }
            if settled {
                break;
            }
        }
        (bound, best)
    }

    /// Each role's choices that a team worth as much as the known one can have, with their losses.
    fn items(&self, bound: &Bound, known: &Team) -> Vec<(usize, Vec<Item>)> {
        let room = bound.total - FINENESS * self.value_of(known);
        let roles = self.openings.iter().zip(&bound.roles).map(|(opening, price)| {
            let items = opening.choices.iter().map(|choice| {
                let (score, cost) = (i128::from(choice.score), i128::from(choice.cost));
                let own = bound.persons.get(&choice.person).copied().unwrap_or_default();
                let loss = price + own - (FINENESS * self.value(score, cost) - bound.money * cost);
                Item { person: choice.person, score, cost, loss }
            });
            (opening.seats, items.filter(|item| item.loss <= room).collect())
        });
        roles.collect()
    }
}

fn count(seats: usize) -> i128 {
    i128::try_from(seats).unwrap_or(i128::MAX)
}

/// The choices that the best team can have. Of those with as high a score at no higher cost, and earlier in order where both
/// are equal, one is free whatever the other seats take if there are as many of them as seats; so the choice is never needed.
fn undominated(choices: &[Choice], seats: usize) -> Vec<Choice> {
    let mut sorted = choices.to_vec();
    sorted
        .sort_unstable_by(|left, right| right.score.cmp(&left.score).then(left.cost.cmp(&right.cost)).then(left.person.cmp(&right.person)));
    let mut cheapest = BinaryHeap::new();
    sorted.retain(|choice| {
        let kept = cheapest.len() < seats || cheapest.peek().is_some_and(|most| choice.cost < *most);
        cheapest.push(choice.cost);
        if cheapest.len() > seats {
            cheapest.pop();
        }
        kept
    });
    sorted
}
