//! Compactions among edits: two at once, killed at any call, swept up after.

use muster::domain::developer::{Availability, DeveloperStatus, Seniority};
use muster::pooling::compact::{Compacted, Extent, compact};
use muster::pooling::current;
use proptest::prelude::*;

use super::World;

/// What happens.
#[derive(Clone, Debug)]
enum Event {
    Register,
    Edit(usize, u8),
    Pause(usize),
    Return(usize),
    Compact(Extent),
    /// Two at once.
    Race,
    /// One that dies at a call, before or after it is carried out.
    Killed(i64, bool),
    Wait(u64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let extent = prop_oneof![Just(Extent::Changes), Just(Extent::AllChanges), Just(Extent::AllChanges), Just(Extent::Rebuild)];
    let event = prop_oneof![
        1 => Just(Event::Register),
        6 => (0..20_usize, 1..60_u8).prop_map(|(at, hours)| Event::Edit(at, hours)),
        2 => (0..20_usize).prop_map(Event::Pause),
        2 => (0..20_usize).prop_map(Event::Return),
        3 => extent.prop_map(Event::Compact),
        2 => Just(Event::Race),
        2 => (1..16_i64, any::<bool>()).prop_map(|(call, applied)| Event::Killed(call, applied)),
        2 => prop_oneof![Just(61_u64), Just(3_700)].prop_map(Event::Wait),
    ];
    proptest::collection::vec(event, 20..40)
}

async fn live_through(events: &[Event]) {
    let mut world = World::of(6).await;
    world.check("at first").await;
    for (at, event) in events.iter().enumerate() {
        let app = world.app().clone();
        match event {
            Event::Register => world.register().await,
            Event::Edit(whose, hours) => {
                let seniority = if hours % 2 == 0 { Seniority::Mid } else { Seniority::Lead };
                let edit = |developer: &mut muster::domain::developer::Developer| {
                    developer.profile.seniority = seniority;
                    developer.profile.availability = Availability { hours_per_week: *hours, ..developer.profile.availability };
                };
                world.change(*whose, edit).await;
            }
            Event::Pause(whose) => world.change(*whose, |developer| developer.status = DeveloperStatus::Paused).await,
            Event::Return(whose) => world.change(*whose, |developer| developer.status = DeveloperStatus::Vetted).await,
            Event::Compact(extent) => drop(compact(&app, *extent).await.expect("a table")),
            Event::Race => {
                let (one, other) = tokio::join!(compact(&app, Extent::AllChanges), compact(&app, Extent::AllChanges));
                let (one, other) = (one.expect("a table"), other.expect("a table"));
                assert!(one.version.is_none() || one.version != other.version, "two made one version: {one:?} {other:?}");
            }
            Event::Killed(call, applied) => {
                world.faults.die_at(*call, *applied);
                let _ = compact(&app, Extent::AllChanges).await;
                let _ = world.faults.live();
            }
            Event::Wait(seconds) => world.wait(*seconds),
        }
        world.check(&format!("after event {at} of {events:?}")).await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn in_any_order_a_match_sees_what_the_profiles_say(events in events()) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(live_through(&events));
    }
}

#[tokio::test]
async fn a_compaction_killed_at_any_call_loses_nothing_and_leaves_nothing() {
    let world = World::of(5).await;
    let app = world.app();
    for applied in [false, true] {
        let mut deaths = 0;
        for call in 1..=40 {
            world.change(call, |developer| developer.profile.availability.hours_per_week = 20 + u8::try_from(call).expect("few")).await;
            world.faults.die_at(i64::try_from(call).expect("few"), applied);
            let _ = compact(app, Extent::AllChanges).await;
            let died = world.faults.live();
            world.check(&format!("killed at call {call}")).await;
            if !died {
                break;
            }
            deaths += 1;
        }
        assert!(deaths > 4, "{deaths}");
    }
    // Two hours and some compactions later nothing is left but the current segments and what the last manifests replaced.
    for at in 0..4 {
        world.wait(7_200);
        world.change(at, |developer| developer.profile.availability.hours_per_week += 1).await;
        let _ = compact(app, Extent::AllChanges).await.expect("a table");
    }
    world.wait(7_200);
    let _ = compact(app, Extent::AllChanges).await.expect("a table");
    world.check("at last").await;
    let records = world.server.count_records().await;
    let count = |kind: &str| records.get(kind).copied().unwrap_or_default();
    assert_eq!((count("pool-attempt"), count("pool-change"), count("pool-manifest")), (0, 0, 1));
    assert!(count("pool-segment") <= 3 && count("pool-generation") <= 2, "{records:?}");
}

#[tokio::test]
async fn a_change_stays_for_a_minute_after_it_was_folded() {
    let world = World::of(3).await;
    let app = world.app();
    let folded = compact(app, Extent::AllChanges).await.expect("a table");
    assert_eq!(folded, Compacted { version: Some(1), folded: 3, written: 1, swept: 0 });
    assert_eq!(compact(app, Extent::AllChanges).await.expect("a table"), Compacted::default());
    world.change(0, |developer| developer.profile.availability.hours_per_week = 11).await;
    world.wait(61);
    // The one that changed meanwhile stays, and is what is folded next.
    assert_eq!(compact(app, Extent::Changes).await.expect("a table").swept, 3);
    assert_eq!(world.server.count_records().await.get("pool-change"), Some(&1));
    assert_eq!(compact(app, Extent::AllChanges).await.expect("a table").folded, 1);
    world.check("at last").await;
}

#[tokio::test]
async fn a_rebuild_needs_no_changes_and_forgets_nobody() {
    let mut world = World::of(4).await;
    let app = world.app().clone();
    let _ = compact(&app, Extent::AllChanges).await.expect("a table");
    world.wait(61);
    let _ = compact(&app, Extent::AllChanges).await.expect("a table");
    world.register().await;
    world.change(1, |developer| developer.status = DeveloperStatus::Paused).await;
    let rebuilt = world.server.invoke("compact-pool", serde_json::json!({ "rebuild": true })).await.expect(200);
    assert_eq!(rebuilt.body["version"], 2);
    world.check("rebuilt").await;
    world.wait(61);
    let _ = compact(&app, Extent::Changes).await.expect("a table");
    world.check("swept").await;
}

#[tokio::test]
async fn a_table_that_is_older_than_its_pool_gets_it_at_the_first_run() {
    let world = World::of(3).await;
    let app = world.app();
    for facts in world.profiles().await {
        app.store.remove_change(facts.id, facts.revision, app.clock.new_ulid()).await.expect("a table");
    }
    assert_eq!(current(app).await.expect("a table").size(), 0);
    let first = world.server.invoke("compact-pool", serde_json::json!({})).await.expect(200);
    assert_eq!(first.body["written"], 1);
    world.check("built").await;
    // From then on too little is left alone.
    world.change(0, |developer| developer.profile.availability.hours_per_week = 11).await;
    assert_eq!(world.server.invoke("compact-pool", serde_json::json!({})).await.expect(200).body["version"], serde_json::Value::Null);
    world.check("changed").await;
}
