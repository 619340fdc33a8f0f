//! An engagement for fixed prices, each step of its milestones killed at every call.

use muster_tests::bodies::{self, with};
use serde_json::{Value, json};

use crate::chain::{Disturbance, Trial, fixed};

/// Agrees on three milestones: one is given back, delivered again, accepted and billed; one is delivered; one is left. What there is
/// then, and how often a process died.
async fn walk(disturbance: Disturbance) -> (Value, u32) {
    let mut trial = Trial::start(disturbance).await;
    let operator = trial.app.operator();
    let client_id = trial.post(&operator, "/clients", fixed(bodies::client(), "client@example.com")).await.id();
    let developer_id = trial.post(&operator, "/developers", fixed(bodies::developer(), "developer@example.com")).await.id();
    let (client, developer) = (trial.app.client(&client_id), trial.app.developer(&developer_id));
    let _ = trial.post(&operator, &format!("/developers/{developer_id}/vetting"), json!({ "decision": "vetted" })).await;
    let project = with(bodies::hourly_project(&client_id), "/hiring_model", "fixed");
    let project = trial.post(&client, "/projects", project).await.id();
    let offer = with(bodies::offer(&project, &developer_id), "/model", "fixed");
    let engagement = format!("/engagements/{}", trial.post(&operator, "/engagements", offer).await.id());
    let _ = trial.post(&developer, &format!("{engagement}/accept"), json!({})).await;
    trial.app.set_clock("2027-01-20T00:00:00Z");
    let milestones = format!("{engagement}/milestones");
    let mut ids = Vec::new();
    // Each body has another length, and so another key.
    for title in ["Import", "Export rows", "Reconciliation"] {
        let body = json!({ "title": title, "amount": { "amount": "2500.00", "currency": "AUD" } });
        ids.push(trial.post(&operator, &milestones, body).await.id());
    }
    let first = format!("{milestones}/{}", ids[0]);
    let _ = trial.post(&developer, &format!("{first}/deliver"), json!({})).await;
    let _ = trial.post(&client, &format!("{first}/return"), json!({ "reason": "Rows are missing." })).await;
    let _ = trial.post(&developer, &format!("{first}/deliver"), Value::Null).await;
    let _ = trial.post(&client, &format!("{first}/accept"), json!({})).await;
    let _ = trial.post(&operator, &format!("{milestones}/{}/deliver", ids[2]), json!({})).await;
    let _ = trial.app.invoke("run-billing", json!({ "time": "2027-01-20T01:00:00Z" })).await.expect(200);
    let shown = operator.get(&engagement).await.expect(200).body;
    let (invoices, _) = muster_tests::given::all_pages(&operator, "/invoices").await;
    let of = |milestone: &Value| {
        let returned = milestone["returned"].as_array().map(Vec::len);
        json!([milestone["title"], milestone["status"], milestone["amount"], returned])
    };
    let seen = json!({
        "milestones": shown["milestones"].as_array().expect("a list").iter().map(of).collect::<Vec<_>>(),
        "version": shown["version"],
        "invoices": invoices.iter().map(|invoice| json!([invoice["number"], invoice["net"]])).collect::<Vec<_>>(),
        "records": trial.app.count_records().await,
    });
    (seen, trial.deaths)
}

#[tokio::test]
async fn milestones_killed_at_every_call_end_as_ones_that_were_not() {
    let (undisturbed, none) = walk(Disturbance::None).await;
    assert_eq!(none, 0);
    let stands = |at: usize| undisturbed["milestones"][at][1].clone();
    assert_eq!(
        ([stands(0), stands(1), stands(2)], &undisturbed["milestones"][0][3]),
        (["invoiced", "planned", "delivered"].map(|text| json!(text)), &json!(1))
    );
    assert_eq!(undisturbed["invoices"], json!([["MU-2026-00001", { "amount": "2500.00", "currency": "AUD" }]]));
    for disturbance in [Disturbance::Before, Disturbance::After] {
        let (seen, deaths) = walk(disturbance).await;
        assert!(deaths > 25, "{disturbance:?}: only {deaths} deaths");
        assert_eq!(seen, undisturbed, "{disturbance:?}");
    }
}
