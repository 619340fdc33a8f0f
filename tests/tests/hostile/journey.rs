//! The whole chain, from registration to payment, on twenty hostile tables: it comes to what it comes to on a gentle one.

use std::collections::BTreeMap;
use std::sync::Arc;

use muster_tests::{Caller, Fault, Hostile, TestApp, bodies, given};
use serde_json::{Value, json};

const SEEDS: std::ops::Range<u64> = 0..20;

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

/// Asks for a shortlist until the developer, who was vetted a moment ago, is on it.
async fn shortlist(client: &Caller, project: &str, developer: &str) {
    for _ in 0..20 {
        let found = client.post(&format!("/projects/{project}/matches"), json!({ "limit": 5 })).await.expect(200);
        if found.body["roles"][0]["candidates"][0]["developer_id"] == developer {
            return;
        }
    }
    panic!("{developer} is never shortlisted");
}

/// Fires the schedule, three times at once, until the month is billed, and then once more.
async fn bill(app: &Arc<TestApp>) {
    let (mut issued, mut after) = (0, 0);
    for _ in 0..12 {
        after += u32::from(issued > 0);
        let runs = given::at_once((0..3).map(|_| {
            let app = app.clone();
            async move { app.invoke("run-billing", json!({ "time": FEBRUARY })).await.expect(200).body }
        }))
        .await;
        issued += runs.iter().map(|run| run["counts"]["issued"].as_u64().expect("a count")).sum::<u64>();
        if after > 0 {
            break;
        }
    }
    assert_eq!((issued, after), (1, 1));
}

async fn walk(app: &Arc<TestApp>) -> given::Hired {
    given::ready(app).await;
    let operator = app.operator();
    let (client_id, developer_id) = (given::client(app).await, given::vetted_developer(app).await);
    let (client, developer) = (app.client(&client_id), app.developer(&developer_id));
    let _ = developer.patch(&format!("/developers/{developer_id}"), json!({ "headline": "Ledgers" })).await.expect(200);
    let project = client.post("/projects", bodies::hourly_project(&client_id)).await.expect(201).id();
    shortlist(&client, &project, &developer_id).await;
    let engagement = given::offer(app, &project, &developer_id).await;
    let hired = given::Hired { client: client_id, developer: developer_id, project, engagement };
    let _ = developer.post(&format!("{}/accept", hired.path()), json!({})).await.expect(200);
    let _ = operator.patch(&hired.path(), json!({ "hours_per_week": 38 })).await.expect(200);
    let entry = json!({ "started_at": "2027-01-04T09:00", "ended_at": "2027-01-04T17:00" });
    let _ = developer.post(&hired.time_entries(), entry).await.expect(201);
    let second = given::time(app, &hired, "2027-01-05", 60).await.id();
    let _ = given::time(app, &hired, "2027-01-06", 120).await;
    let _ = developer.delete(&format!("{}/{second}", hired.time_entries())).await.expect(204);
    let sheet = hired.timesheet("2027-01-04");
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = client.post(&format!("{sheet}/reject"), json!({ "reason": "Whose?" })).await.expect(200);
    let _ = developer.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = client.post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    app.set_clock(FEBRUARY);
    bill(app).await;
    let invoice = given::all_pages(&client, "/invoices").await.0[0]["id"].as_str().expect("an id").to_owned();
    let payment = json!({ "amount": { "amount": "100.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "bank transfer" });
    let _ = operator.post(&format!("/invoices/{invoice}/payments"), payment).await.expect(201);
    hired
}

/// What a person would count, and how many items of the lasting kinds there are.
async fn outcome(app: &TestApp, hired: &given::Hired) -> (BTreeMap<String, usize>, Value) {
    let operator = app.operator();
    let (invoices, _) = given::all_pages(&app.client(&hired.client), "/invoices").await;
    let (entries, _) = given::all_pages(&operator, &hired.time_entries()).await;
    let engagement = operator.get(&hired.path()).await.expect(200).body;
    let documents = invoices.iter().map(|invoice| json!([invoice["number"], invoice["total"], invoice["paid"], invoice["status"]]));
    let seen = json!({
        "invoices": documents.collect::<Vec<_>>(),
        "minutes": entries.iter().map(|entry| &entry["minutes"]).collect::<Vec<_>>(),
        "engagement": [engagement["status"], engagement["billed_through"], engagement["version"], engagement["hours_per_week"]],
        "sheet": operator.get(&hired.timesheet("2027-01-04")).await.expect(200).body["status"],
        "project": operator.get(&format!("/projects/{}", hired.project)).await.expect(200).body["status"],
        "headline": operator.get(&format!("/developers/{}", hired.developer)).await.expect(200).body["headline"],
    });
    let mut counts = app.count_records().await;
    // How often was asked makes more of these.
    counts.retain(|record, _| !["reply", "match-role", "run", "run-result"].contains(&record.as_str()));
    (counts, seen)
}

async fn journey(app: TestApp) -> (BTreeMap<String, usize>, Value) {
    let app = Arc::new(app);
    let hired = walk(&app).await;
    outcome(&app, &hired).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_twenty_hostile_tables_the_chain_comes_to_what_it_comes_to_on_a_gentle_one() {
    let gentle = journey(TestApp::start().await).await;
    let tables: Vec<(u64, Hostile)> = SEEDS.map(|seed| (seed, Hostile::lagging(seed))).collect();
    let walks = tables.iter().cloned().map(|(seed, table)| async move { (seed, journey(TestApp::start_hostile(table).await).await) });
    for (seed, hostile) in given::at_once(walks).await {
        assert_eq!(hostile, gentle, "seed {seed}");
    }
    // The store writes no batches.
    for fault in Fault::ALL.into_iter().filter(|fault| *fault != Fault::UnprocessedItems) {
        let told: u64 = tables.iter().map(|(_, table)| table.told(fault)).sum();
        assert!(told > 0, "{fault:?} never happened");
        println!("{fault:?}: {told}");
    }
}
