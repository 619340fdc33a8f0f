//! Reads that are not isolated from what is written while they last: the pool's partition comes in pages, and edits and
//! compactions fall between them.

use std::collections::BTreeMap;

use muster::domain::developer::Developer;
use muster::domain::id::DeveloperId;
use muster::pooling::compact::{Extent, compact};
use muster::pooling::current;
use muster_tests::{Fault, Hostile};

use super::World;

async fn revisions(world: &World) -> BTreeMap<DeveloperId, u64> {
    world.profiles().await.iter().map(|facts| (facts.id, facts.revision)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_torn_by_edits_and_compactions_misses_nobody_and_nothing_that_was_written_before_it() {
    let hostile = Hostile::only(Fault::ShortPage);
    let world = World::over(7, Some(&hostile)).await;
    let raise = |developer: &mut Developer| {
        developer.profile.availability.hours_per_week = 1 + developer.profile.availability.hours_per_week % 60;
    };
    for round in 0..60 {
        let before = revisions(&world).await;
        let write = async {
            for step in 0..3 {
                world.change(round + step * 3, raise).await;
                if (round + step) % 2 == 0 {
                    let _ = compact(world.app(), Extent::AllChanges).await.expect("a table");
                }
            }
        };
        let cold = world.cold();
        let (warm, cold, ()) = tokio::join!(current(world.app()), current(&cold), write);
        let after = revisions(&world).await;
        for (how, pool) in [("warm", warm.expect("a table")), ("cold", cold.expect("a table"))] {
            let seen: BTreeMap<DeveloperId, u64> = pool.facts().iter().map(|facts| (facts.id, facts.revision)).collect();
            assert!(seen.keys().eq(before.keys()), "{how}, round {round}: {} of {}", seen.len(), before.len());
            for (id, revision) in &seen {
                assert!((before[id]..=after[id]).contains(revision), "{how}, round {round}: {id} at {revision}");
            }
        }
        // No match takes a minute: what was folded in may go only after that.
        world.wait(61);
    }
    assert!(hostile.told(Fault::ShortPage) > 100);
    world.check("at last").await;
}
