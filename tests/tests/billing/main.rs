//! Billing over HTTP and by its schedule: each approved minute once, numbers without a gap, whatever happens at once.

mod accounts;
mod course;
mod credits;
mod demand;
mod dunning;
mod fixed;
mod forms;
mod hardship;
mod pay;
mod payments;
mod pdf;
mod reports;
mod schedule;
mod self_billing;
mod tax;
mod terms;

use muster_tests::TestApp;
use serde_json::Value;

/// Sends the billing run its event and gives what it answers.
async fn fire(app: &TestApp, event: Value) -> Value {
    app.invoke("run-billing", event).await.expect(200).body
}
