//! Someone else's commit at the worst moment.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use muster_local::server::Options;
use muster_tests::neighbour::now;
use muster_tests::{Caller, Neighbour, TableFaults, TestApp, given};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_engagement_that_changes_while_its_week_approves_itself_is_billed_in_the_same_run() {
    let changing: Arc<OnceLock<(Caller, String)>> = Arc::default();
    let (armed, done) = (changing.clone(), Arc::new(AtomicBool::new(false)));
    let once = done.clone();
    let neighbour = Neighbour::interceptor(move |operation, _| {
        let Some((operator, path)) = armed.get().filter(|_| operation == "TransactWriteItems") else { return };
        if !once.swap(true, Ordering::SeqCst) {
            let _ = now(operator.patch(path, json!({ "hours_per_week": 38 }))).expect(200);
        }
    });
    let app = TestApp::start_with(Options { interceptors: vec![neighbour], ..Options::default() }).await;
    given::ready(&app).await;
    let hired = given::engagement(&app).await;
    let _ = given::time(&app, &hired, "2027-01-04", 480).await;
    app.set_clock("2027-01-08T00:00:00Z");
    let sheet = hired.timesheet("2027-01-04");
    let _ = app.developer(&hired.developer).post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    app.set_clock("2027-02-01T00:05:00Z");
    changing.set((app.operator(), hired.path())).expect("it is armed once");
    let run = app.invoke("run-billing", json!({ "time": "2027-02-01T00:05:00Z" })).await.expect(200).body;
    assert!(done.load(Ordering::SeqCst));
    assert_eq!((&run["status"], &run["counts"]["issued"]), (&json!("complete"), &json!(1)), "{run}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn time_that_is_logged_while_a_pause_waits_for_its_engagement_is_seen_by_the_pause() {
    let logging: Arc<OnceLock<(Caller, given::Hired)>> = Arc::default();
    let (armed, read) = (logging.clone(), Arc::new(AtomicUsize::new(0)));
    let reads = read.clone();
    // The first attempt to read the engagement is throttled; before the second, which is slower than whatever else is read at
    // the same time, the developer logs time.
    let neighbour = Neighbour::interceptor(move |operation, body| {
        let asked = armed.get().filter(|(_, hired)| operation == "GetItem" && body.contains(&hired.engagement));
        let Some((developer, hired)) = asked else { return };
        if reads.fetch_add(1, Ordering::SeqCst) == 1 {
            let _ = now(developer.post(&hired.time_entries(), json!({ "date": "2027-01-11", "minutes": 60 }))).expect(201);
        }
    });
    let faults = TableFaults::default();
    let app = TestApp::start_with(Options { interceptors: vec![neighbour, faults.interceptor()], ..Options::default() }).await;
    given::ready(&app).await;
    let hired = given::engagement(&app).await;
    logging.set((app.developer(&hired.developer), hired.clone())).unwrap_or_else(|_| panic!("it is set once"));
    faults.throttle(1);
    let pause = app.operator().post(&format!("{}/pause", hired.path()), json!({ "from": "2027-01-11" })).await;
    assert!(read.load(Ordering::SeqCst) > 1);
    let _ = pause.expect_problem(409, "time-logged");
}
