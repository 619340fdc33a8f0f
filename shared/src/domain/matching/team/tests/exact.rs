//! The solver alone: equal to trying every team, and to a solver of integer programmes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, constraint, microlp, variable};
use proptest::prelude::*;

use super::super::solve::{Choice, Impossible, MOST_STEPS, Opening, Picked, solve};

/// Openings of so many seats at most, each with some of the persons, whose scores and costs are up to those bounds.
fn openings(roles: usize, seats: usize, persons: usize, most: impl Strategy<Value = (u8, u64)>) -> impl Strategy<Value = Vec<Opening>> {
    most.prop_flat_map(move |(score, cost)| {
        let choice = proptest::option::weighted(0.8, (0..=score, 0..=cost));
        let opening = (1..=seats, proptest::collection::vec(choice, 1..=persons));
        proptest::collection::vec(opening, 1..=roles)
    })
    .prop_map(|openings| {
        let opening = |(seats, choices): (usize, Vec<Option<(u8, u64)>>)| {
            let choices = choices.into_iter().enumerate();
            let choices = choices.filter_map(|(person, choice)| choice.map(|(score, cost)| Choice { person, score, cost }));
            Opening { seats, choices: choices.collect() }
        };
        openings.into_iter().map(opening).collect()
    })
}

fn bounds() -> impl Strategy<Value = (u8, u64)> {
    (prop::sample::select(&[1_u8, 3, 10, 100][..]), prop::sample::select(&[1_u64, 3, 10, 100][..]))
}

type Order = (Reverse<i128>, i128, Vec<Vec<usize>>);

/// Tries every team.
fn every(openings: &[Opening], budget: Option<i128>, seat: (usize, usize), team: &mut Order, best: &mut Option<Order>) {
    let (role, filled) = seat;
    let Some(opening) = openings.get(role) else {
        if budget.is_none_or(|budget| team.1 <= budget) && best.as_ref().is_none_or(|best| *team < *best) {
            *best = Some(team.clone());
        }
        return;
    };
    if filled == opening.seats {
        return every(openings, budget, (role + 1, 0), team, best);
    }
    for choice in &opening.choices {
        let after = team.2[role].last().is_none_or(|last| *last < choice.person);
        if !after || team.2.iter().flatten().any(|person| *person == choice.person) {
            continue;
        }
        team.2[role].push(choice.person);
        team.0.0 += i128::from(choice.score);
        team.1 += i128::from(choice.cost);
        every(openings, budget, (role, filled + 1), team, best);
        team.2[role].pop();
        team.0.0 -= i128::from(choice.score);
        team.1 -= i128::from(choice.cost);
    }
}

fn best_of_all(openings: &[Opening], budget: Option<i128>) -> Option<Order> {
    let mut best = None;
    every(openings, budget, (0, 0), &mut (Reverse(0), 0, vec![Vec::new(); openings.len()]), &mut best);
    best
}

fn cheapest(openings: &[Opening]) -> Option<i128> {
    let free = openings.iter().map(|opening| Opening {
        seats: opening.seats,
        choices: opening.choices.iter().map(|choice| Choice { score: 0, ..*choice }).collect(),
    });
    best_of_all(&free.collect::<Vec<_>>(), None).map(|(_, cost, _)| cost)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_team_is_the_best_of_all_there_are(openings in openings(3, 2, 6, bounds()), budget in prop::option::weighted(0.75, 0..400_i128)) {
        let found = solve(&openings, budget, MOST_STEPS);
        match best_of_all(&openings, budget) {
            Some((Reverse(score), cost, persons)) => prop_assert_eq!(found, Ok(Picked { persons, score, cost, optimal: true })),
            None => match cheapest(&openings) {
                Some(least) => prop_assert_eq!(found, Err(Impossible::Budget(least))),
                None => prop_assert!(matches!(found, Err(Impossible::Seat(_)))),
            },
        }
    }
}

/// The lowest cost of a team of a least score, or the highest score of a team within a budget, by integer programming.
fn programme(openings: &[Opening], least_score: Option<i32>, budget: Option<i32>) -> Option<i128> {
    let mut variables = ProblemVariables::new();
    let mut of_person: BTreeMap<usize, Expression> = BTreeMap::new();
    let (mut score, mut cost) = (Expression::from(0), Expression::from(0));
    let mut of_role = Vec::new();
    for opening in openings {
        let mut sum = Expression::from(0);
        for choice in &opening.choices {
            let taken = variables.add(variable().binary());
            sum += taken;
            score += i32::from(choice.score) * taken;
            cost += i32::try_from(choice.cost).expect("a small cost") * taken;
            *of_person.entry(choice.person).or_insert_with(|| Expression::from(0)) += taken;
        }
        of_role.push((opening.seats, sum));
    }
    let aim = if least_score.is_some() { -cost.clone() } else { score.clone() };
    let mut model = variables.maximise(aim.clone()).using(microlp);
    for (seats, sum) in of_role {
        model = model.with(constraint!(sum == i32::try_from(seats).expect("a few")));
    }
    for (_, sum) in of_person {
        model = model.with(constraint!(sum <= 1));
    }
    if let Some(budget) = budget {
        model = model.with(constraint!(cost <= budget));
    }
    if let Some(least) = least_score {
        model = model.with(constraint!(score >= least));
    }
    let solution = model.solve().ok()?;
    format!("{:.0}", solution.eval(&aim)).parse().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_team_is_that_of_an_integer_programme(openings in openings(4, 2, 12, Just((60_u8, 900_u64))), budget in 0..4_000_i32) {
        match solve(&openings, Some(i128::from(budget)), MOST_STEPS) {
            Ok(team) => {
                prop_assert!(team.optimal);
                prop_assert_eq!(programme(&openings, None, Some(budget)), Some(team.score));
                let least = i32::try_from(team.score).expect("a small score");
                prop_assert_eq!(programme(&openings, Some(least), Some(budget)), Some(-team.cost));
            }
            Err(Impossible::Budget(least)) => {
                prop_assert_eq!(programme(&openings, Some(0), None), Some(-least));
            }
            Err(Impossible::Seat(_)) => prop_assert_eq!(programme(&openings, None, None), None),
        }
    }
}

#[test]
fn a_search_that_is_stopped_says_so_and_has_a_team_all_the_same() {
    let choice = |role: usize, person: usize| Choice {
        person,
        score: u8::try_from(40 + (person * 7 + role * 13) % 50).expect("a score"),
        cost: u64::try_from(1_000 + (person * 7_919 + role * 104_729) % 5_003).expect("a cost"),
    };
    let openings: Vec<Opening> =
        (0..8).map(|role| Opening { seats: 1, choices: (0..60).map(|person| choice(role, person)).collect() }).collect();
    let full = solve(&openings, Some(16_011), MOST_STEPS).expect("a team");
    let stopped = solve(&openings, Some(16_011), 3).expect("a team");
    assert!(full.optimal && !stopped.optimal);
    assert!(stopped.score <= full.score && stopped.cost <= 16_011 && full.cost <= 16_011);
    assert_eq!(solve(&openings, Some(16_011), 3), Ok(stopped));
}

#[test]
fn the_largest_amounts_overflow_nothing() {
    let choice = |person| Choice { person, score: 100, cost: u64::MAX - person as u64 };
    let openings: Vec<Opening> = (0..20).map(|_| Opening { seats: 10, choices: (0..210).map(choice).collect() }).collect();
    let team = solve(&openings, None, MOST_STEPS).expect("a team");
    assert_eq!((team.score, team.optimal), (20_000, true));
    assert!(solve(&openings, Some(team.cost - 1), 1_000).is_err());
}
