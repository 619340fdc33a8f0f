//! The billing run, killed at its first call, its second, and so on; and at any call, month after month.

use std::collections::BTreeSet;

use muster_tests::{bodies, given};
use serde_json::json;

use crate::chain::{Disturbance, Trial};

/// Bills three clients' January, the run started again each time it dies; the state, the numbers and how often it died.
async fn billed(disturbance: Disturbance) -> (Vec<String>, u32) {
    let mut trial = Trial::start(disturbance).await;
    for _ in 0..3 {
        let hired = given::engagement(&trial.app).await;
        let _ = given::approved_week(&trial.app, &hired, "2027-01-04").await;
    }
    fire(&mut trial, "2027-02-01T00:05:00Z").await;
    let (invoices, _) = given::all_pages(&trial.app.operator(), "/invoices").await;
    let mut documents: Vec<String> = invoices.iter().map(|invoice| format!("{} {}", invoice["number"], invoice["total"])).collect();
    documents.sort();
    (documents, trial.deaths)
}

/// Fires a run, again each time it dies: at its first call, then at its second, and so on.
async fn fire(trial: &mut Trial, time: &str) {
    trial.app.set_clock(time);
    for call in 1..=120 {
        match trial.disturbance {
            Disturbance::None => {}
            Disturbance::Before => trial.faults.die_at(call, false),
            Disturbance::After => trial.faults.die_at(call, true),
        }
        let _ = trial.app.invoke("run-billing", json!({ "time": time })).await;
        let died = trial.faults.live();
        trial.deaths += u32::from(died);
        if !died {
            return;
        }
    }
    panic!("the run never gets through");
}

/// A month that was billed in advance, ended early and is not paid: what was credited, of what it was reminded, and how often a
/// run died.
async fn credited(disturbance: Disturbance) -> (Vec<String>, u32) {
    let mut trial = Trial::start(disturbance).await;
    let operator = trial.app.operator();
    // Not registered for GST, so that it charges its fee for paying late: 2 % of 5,000.00 less what is credited.
    let seller = bodies::with(bodies::seller_au(), "/tax_registered", false);
    let _ = operator.put("/sellers/sel_au", seller.clone()).await.expect(200);
    let (client, developer) = (given::client(&trial.app).await, given::vetted_developer(&trial.app).await);
    let project = operator.post("/projects", bodies::project(&client)).await.expect(201).id();
    let offer = json!({
        "project_id": project, "role_id": "r1", "developer_id": developer, "model": "dedicated",
        "bill_rate": { "amount": "5000.00", "currency": "AUD", "per": "month" }, "pay_rate": { "amount": "100000", "currency": "INR", "per": "month" },
        "starts_on": "2027-01-01", "billing": { "time_zone": "Australia/Sydney", "timing": "advance" }
    });
    let engagement = format!("/engagements/{}", operator.post("/engagements", offer).await.expect(201).id());
    let _ = trial.app.developer(&developer).post(&format!("{engagement}/accept"), json!({})).await.expect(200);
    trial.app.set_clock("2026-12-31T13:00:00Z");
    let _ = trial.app.invoke("run-billing", json!({ "time": "2026-12-31T13:00:00Z" })).await.expect(200);
    trial.app.set_clock("2027-01-05T00:00:00Z");
    // The invoice was issued before there were any steps.
    let steps = json!({ "reminder_days": [7], "late_fee": { "after_days": 9, "percent": "2" } });
    let _ = operator.put("/sellers/sel_au", bodies::with(seller, "/dunning", steps)).await.expect(200);
    let end = json!({ "ends_on": "2027-01-10", "reason": "Done.", "initiated_by": "developer" });
    let _ = operator.post(&format!("{engagement}/end"), end).await.expect(200);
    fire(&mut trial, "2027-02-01T00:05:00Z").await;
    fire(&mut trial, "2027-02-01T00:20:00Z").await;
    let (notes, _) = given::all_pages(&operator, "/credit-notes").await;
    let (invoices, _) = given::all_pages(&operator, "/invoices").await;
    let mut documents: Vec<String> = notes.iter().map(|note| format!("{} {}", note["number"], note["net"]["amount"])).collect();
    let of = |invoice: &serde_json::Value| {
        let steps = invoice["reminders"].as_array().map_or(0, Vec::len);
        format!("{} {} {steps}", invoice["number"], invoice["net"]["amount"])
    };
    documents.extend(invoices.iter().map(of));
    (documents, trial.deaths)
}

#[tokio::test]
async fn a_run_killed_at_every_call_credits_and_reminds_once() {
    let (undisturbed, none) = credited(Disturbance::None).await;
    // The fee, 2 % of the 1,612.90 that is left, is billed by itself, since no other invoice is to come.
    let expected = [r#""MC-2026-00001" "3387.10""#, r#""MU-2026-00002" "32.26" 0"#, r#""MU-2026-00001" "5000.00" 2"#];
    assert_eq!((undisturbed, none), (expected.map(str::to_owned).to_vec(), 0));
    for disturbance in [Disturbance::Before, Disturbance::After] {
        let (documents, deaths) = credited(disturbance).await;
        assert!(deaths > 5, "{disturbance:?}: only {deaths} deaths");
        assert_eq!(documents, expected, "{disturbance:?}");
    }
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

/// The months that are billed, by the instants of their runs in Sydney's first minutes of the month after.
const MONTH_ENDS: [&str; 12] = [
    "2027-01-31T13:05:00Z",
    "2027-02-28T13:05:00Z",
    "2027-03-31T13:05:00Z",
    "2027-04-30T14:05:00Z",
    "2027-05-31T14:05:00Z",
    "2027-06-30T14:05:00Z",
    "2027-07-31T14:05:00Z",
    "2027-08-31T14:05:00Z",
    "2027-09-30T14:05:00Z",
    "2027-10-31T13:05:00Z",
    "2027-11-30T13:05:00Z",
    "2027-12-31T13:05:00Z",
];

#[tokio::test]
async fn fifty_kills_at_any_call_leave_each_month_of_each_engagement_billed_once() {
    const PEOPLE: usize = 8;
    let mut trial = Trial::start(Disturbance::None).await;
    for _ in 0..PEOPLE {
        let _ = given::dedicated(&trial.app, |offer| offer).await;
    }
    let mut random = fastrand::Rng::with_seed(4);
    let mut months = 0;
    for end in MONTH_ENDS {
        if trial.deaths >= 50 {
            break;
        }
        trial.app.set_clock(end);
        months += 1;
        loop {
            // Often enough so late a call that the run gets through before it.
            trial.faults.die_at(random.i64(1..=30), random.bool());
            let _ = trial.app.invoke("run-billing", json!({ "time": end })).await;
            if !trial.faults.live() {
                break;
            }
            trial.deaths += 1;
        }
    }
    assert!(trial.deaths >= 50, "only {} kills in {months} months", trial.deaths);
    let (invoices, _) = given::all_pages(&trial.app.operator(), "/invoices?limit=100").await;
    let billed: BTreeSet<String> = invoices.iter().map(|invoice| format!("{} {}", invoice["client_id"], invoice["period"])).collect();
    assert_eq!((invoices.len(), billed.len()), (PEOPLE * months, PEOPLE * months));
    assert!(invoices.iter().all(|invoice| invoice["net"]["amount"] == "5000.00"), "each is a whole month");
    // Each of the seller's fiscal years counts from one, without a gap.
    let mut numbers: Vec<&str> = invoices.iter().filter_map(|invoice| invoice["number"].as_str()).collect();
    numbers.sort_unstable();
    let expected = |number: &str| number.rsplit('-').next().and_then(|number| number.parse::<usize>().ok());
    for (at, number) in numbers.iter().enumerate() {
        let first_of_year = numbers.iter().position(|other| other[..7] == number[..7]).expect("itself");
        assert_eq!(expected(number), Some(at - first_of_year + 1), "{numbers:?}");
    }
}
