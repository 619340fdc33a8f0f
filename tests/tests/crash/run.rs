//! The billing run, killed at its first call, its second, and so on.

use muster_tests::given;
use serde_json::json;

use crate::chain::{Disturbance, Trial};

/// Bills three clients' January, the run started again each time it dies; the state, the numbers and how often it died.
async fn billed(disturbance: Disturbance) -> (Vec<String>, u32) {
    let mut trial = Trial::start(disturbance).await;
    for _ in 0..3 {
        let hired = given::engagement(&trial.app).await;
        let _ = given::approved_week(&trial.app, &hired, "2027-01-04").await;
    }
    trial.app.set_clock("2027-02-01T00:05:00Z");
    for call in 1..=120 {
        match disturbance {
            Disturbance::None => {}
            Disturbance::Before => trial.faults.die_at(call, false),
            Disturbance::After => trial.faults.die_at(call, true),
        }
        let _ = trial.app.invoke("run-billing", json!({ "time": "2027-02-01T00:05:00Z" })).await;
        let died = trial.faults.live();
        trial.deaths += u32::from(died);
        if !died {
            break;
        }
    }
    let (invoices, _) = given::all_pages(&trial.app.operator(), "/invoices").await;
    let mut documents: Vec<String> = invoices.iter().map(|invoice| format!("{} {}", invoice["number"], invoice["total"])).collect();
    documents.sort();
    (documents, trial.deaths)
}

#[tokio::test]
async fn a_run_killed_at_every_call_bills_each_once_without_a_gap() {
    let (undisturbed, none) = billed(Disturbance::None).await;
    assert_eq!((undisturbed.len(), none), (3, 0));
    for disturbance in [Disturbance::Before, Disturbance::After] {
        let (documents, deaths) = billed(disturbance).await;
        assert!(deaths > 5, "{disturbance:?}: only {deaths} deaths");
        assert_eq!(documents, undisturbed, "{disturbance:?}");
    }
}
