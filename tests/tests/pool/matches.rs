//! Matches over the API: an edit shows in the very next one, before and after compactions.

use muster::pooling::compact::{Extent, compact};
use muster_tests::{bodies, given};
use serde_json::{Value, json};

use super::World;

#[tokio::test]
async fn an_edit_shows_in_the_very_next_match() {
    let world = World::of(3).await;
    let client = given::client(&world.server).await;
    let operator = world.server.operator();
    let project = operator.post("/projects", bodies::project(&client)).await.expect(201).id();
    let changed = world.ids[1].to_string();
    for round in 0..24 {
        let hours = if round % 2 == 0 { 20 } else { 40 };
        let availability = json!({ "availability": { "from": "2026-12-01", "hours_per_week": hours } });
        let _ = operator.patch(&format!("/developers/{changed}"), availability).await.expect(200);
        if round % 5 == 3 {
            let _ = compact(world.app(), Extent::AllChanges).await.expect("a table");
            world.wait(61);
        }
        let found = operator.post(&format!("/projects/{project}/matches"), json!({})).await.expect(200).body;
        let role = &found["roles"][0];
        let shown: Vec<&str> =
            role["candidates"].as_array().expect("candidates").iter().filter_map(|one| one["developer_id"].as_str()).collect();
        assert_eq!(shown.contains(&changed.as_str()), hours == 40, "round {round}: {role}");
        let excluded: u64 = role["excluded"].as_object().expect("exclusions").values().filter_map(Value::as_u64).sum();
        assert_eq!((found["pool_size"].as_u64(), role["eligible"].as_u64().map(|eligible| eligible + excluded)), (Some(3), Some(3)));
    }
}
