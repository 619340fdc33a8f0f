//! Edit, match, edit, match: each answer is that of a recomputation from the profiles.

use std::collections::BTreeSet;

use muster::domain::developer::{Developer, DeveloperStatus, English, Seniority};
use muster::domain::matching::{Pool as Terms, Weights, match_role};
use muster::pooling::compact::{Extent, compact};
use muster::pooling::current;
use muster::store::Scope;
use muster_tests::{bodies, given};

use super::World;

/// A tenth of those that the pool alone goes through, since each of these is three calls to the table.
const ROUNDS: usize = 1_000;

/// Changes something that a match depends on, another thing each round.
fn edit(developer: &mut Developer, round: usize) {
    let profile = &mut developer.profile;
    match round % 7 {
        0 => profile.availability.hours_per_week = if profile.availability.hours_per_week < 40 { 40 } else { 20 },
        1 => profile.seniority = Seniority::ALL[round / 7 % Seniority::ALL.len()],
        2 => profile.english = English::ALL.get(round / 7 % 7).copied(),
        3 => profile.skills.rotate_left(1),
        4 => {
            let years = u8::try_from(round / 7 % 9).expect("below nine");
            profile.skills.iter_mut().take(1).for_each(|skill| skill.years = years);
        }
        5 => developer.status = DeveloperStatus::Paused,
        _ => developer.status = DeveloperStatus::Vetted,
    }
    developer.revision += 1;
}

#[tokio::test]
async fn a_thousand_edits_each_show_in_the_very_next_match() {
    let world = World::of(12).await;
    let app = world.app();
    let client = given::client(&world.server).await;
    let id = world.server.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    let project = app.store.find_project(id.parse().expect("an id"), Scope::All).await.expect("a table").expect("posted");
    let role = &project.roles[0];
    let exchange = app.store.latest_exchange_rates("2026-12-01".parse().expect("a day")).await.expect("a table");
    let mut developers = app.store.find_developers(world.ids.iter().copied()).await.expect("a table");
    let mut shown = BTreeSet::new();
    for round in 0..ROUNDS {
        let at = round * 5 % developers.len();
        edit(&mut developers[at], round);
        app.store.replace_developer(&developers[at], app.clock.new_ulid()).await.expect("nobody else writes");
        if round % 250 == 100 {
            let _ = compact(app, Extent::AllChanges).await.expect("a table");
            world.wait(61);
        }
        let pool = if round % 100 == 99 { current(&world.cold()).await } else { current(app).await };
        let pool = pool.expect("a table");
        let (rejected, weights) = (BTreeSet::new(), Weights::FIRST);
        let terms = Terms {
            developers: &developers,
            markup_percent: 25.into(),
            exchange: exchange.as_ref(),
            rejected: &rejected,
            weights: &weights,
            near_misses: true,
        };
        let plain = match_role(&project, role, &terms, 5);
        assert_eq!(pool.rank(&project, role, &terms, 5).with_reasons(&project, role, &terms), plain, "round {round}");
        assert_eq!(pool.size(), terms.size(), "round {round}");
        shown.insert(plain.candidates.iter().map(|candidate| (candidate.fit.developer_id, candidate.fit.score)).collect::<Vec<_>>());
    }
    // Or the edits would change nothing that anybody sees.
    assert!(shown.len() > 100, "{}", shown.len());
    world.check("at last").await;
}
