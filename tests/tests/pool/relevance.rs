//! The synthetic set that the relevance harness comes with: its run is what the matcher makes of its profiles.

use std::collections::BTreeMap;
use std::fmt::Write;

use muster_tests::relevance::{baseline, measure, read_judgements, read_rankings, read_texts};
use muster_tests::{bodies, given};
use serde_json::{Value, json};

use super::World;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/relevance");

fn file(name: &str) -> String {
    std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file's lines of JSON.
fn values(name: &str) -> Vec<Value> {
    let text = file(name);
    text.lines().filter(|line| !line.starts_with('#')).map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A body with the fields of another value in it, but for its id.
fn merged(mut body: Value, from: &Value) -> Value {
    let (into, from) = (body.as_object_mut().expect("an object"), from.as_object().expect("an object"));
    into.extend(from.iter().filter(|(field, _)| *field != "id").map(|(field, value)| (field.clone(), value.clone())));
    body
}

async fn run() -> String {
    let world = World::of(0).await;
    let mut names = BTreeMap::new();
    for profile in values("profiles.jsonl") {
        // Ids are in the order of time, and so are developers of one score.
        world.wait(1);
        let id = given::vetted(&world.server, merged(bodies::developer(), &profile)).await;
        names.insert(id, profile["id"].as_str().expect("an id").to_owned());
    }
    let (client, operator) = (given::client(&world.server).await, world.server.operator());
    let mut lines = String::from("# Synthetic: what the matcher makes of the profiles beside it; a test keeps it so.\n");
    for query in values("queries.jsonl") {
        let mut project = bodies::project(&client);
        project["roles"] = json!([merged(project["roles"][0].clone(), &query)]);
        let project = operator.post("/projects", project).await.expect(201).id();
        let found = operator.post(&format!("/projects/{project}/matches"), json!({ "limit": 50 })).await.expect(200).body;
        for candidate in found["roles"][0]["candidates"].as_array().expect("candidates") {
            let (id, name) = (query["id"].as_str().expect("an id"), &names[candidate["developer_id"].as_str().expect("an id")]);
            writeln!(lines, "{id} Q0 {name} {} {} muster", candidate["rank"], candidate["score"]).expect("a text grows");
        }
    }
    lines
}

/// `UPDATE_GOLDEN=1` renews it.
#[tokio::test]
async fn the_run_of_the_synthetic_set_is_the_matchers() {
    let now = run().await;
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it that the file is to be renewed")]
    let renew = std::env::var_os("UPDATE_GOLDEN").is_some();
    if renew {
        std::fs::write(format!("{FOLDER}/run.txt"), &now).expect("a folder to write to");
    }
    assert_eq!(now, file("run.txt"), "renew it with: UPDATE_GOLDEN=1 cargo test -p muster-tests --test pool synthetic");
    let judgements = read_judgements(&file("qrels.txt")).expect("judgements");
    let texts = |name: &str| read_texts(&file(name)).expect("texts");
    let ours = measure(&judgements, &read_rankings(&now).expect("a run"));
    let words = measure(&judgements, &baseline(&texts("profiles.jsonl"), &texts("queries.jsonl"), 50));
    assert_eq!((ours.queries, words.queries), (4, 4));
    assert!(ours.ndcg_at_10 > words.ndcg_at_10 && words.ndcg_at_10 > 0.0, "{ours:?} {words:?}");
}
