//! What a warm match takes beside the calls to the table that it waits for: `cargo bench -p muster-tests --bench warm_match --
//! [developers…]`, 100 and 1,000 unless said otherwise.
//!
//! One caller asks again and again; the pool is compacted and held. The times are medians; nothing is asserted of them.

#![expect(clippy::float_arithmetic, reason = "measured times, which decide nothing")]

use std::time::Instant;

use muster_local::server::Options;
use muster_tests::log::Log;
use muster_tests::{TestApp, bodies, given};
use serde_json::json;

const ROUTE: &str = "POST /projects/{project_id}/matches";
/// How many matches come before those that are measured, and how many those are.
const WARMING: usize = 20;
const MEASURED: usize = 200;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1_000] } else { sizes };
    println!(
        "{:>10} {:>9} {:>9} {:>13} {:>19} {:>19}",
        "developers", "caller", "function", "its calls", "caller : its calls", "round trips"
    );
    for size in sizes {
        // Of one thread: the log is read on it.
        let row = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(measure(size));
        println!("{row}");
    }
}

async fn measure(size: usize) -> String {
    let app = TestApp::start_with(Options::default()).await;
    given::ready(&app).await;
    for _ in 0..size {
        let _ = given::vetted_developer(&app).await;
    }
    let _ = app.invoke("compact-pool", json!({ "all": true })).await.expect(200);
    // What was folded in is taken off the tail a minute later.
    app.set_clock("2026-12-01T00:02:00Z");
    let _ = app.invoke("compact-pool", json!({ "all": true })).await.expect(200);
    let client = given::client(&app).await;
    let project = app.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    let (buyer, path) = (app.client(&client), format!("/projects/{project}/matches"));
    let mut elapsed = Vec::new();
    let log = Log::start("info");
    for _ in 0..WARMING + MEASURED {
        let started = Instant::now();
        let _ = buyer.post(&path, json!({})).await.expect(200);
        elapsed.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let lines = log.requests(ROUTE);
    let of = |name: &str| median(lines.iter().skip(WARMING).filter_map(|line| line[name].as_f64()).collect());
    let caller = median(elapsed.split_off(WARMING));
    let calls = of("table_ms");
    format!("{size:>10} {caller:>6.2} ms {:>6.2} ms {calls:>10.2} ms {:>19.2} {:>19.0}", of("Duration"), caller / calls, of("round_trips"))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
