//! A month's end: `cargo bench -p muster-tests --bench month_end -- [engagements…]`, 200, 2,000 and 20,000 unless said otherwise.
//!
//! Each engagement is a dedicated one of a client of its own, so that each is an invoice. All of them are billed in one go; then those
//! of another server by runs of which fifty are killed at any moment and begun anew. What is checked is asserted; times are not.

#![expect(clippy::float_arithmetic, reason = "measured times, which decide nothing")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::AttributeValue;
use muster_local::server::Options;
use muster_tests::log::Log;
use muster_tests::raw_table::Item;
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

/// When January is over in Sydney.
const MONTH_END: &str = "2027-01-31T13:05:00Z";
/// How many runs are killed.
const KILLS: u32 = 50;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![200, 2_000, 20_000] } else { sizes };
    println!(
        "{:>11} {:>9} {:>10} {:>14} {:>14} {:>14} {:>9}",
        "engagements", "seconds", "invoices/s", "calls/invoice", "read units", "write units", "kills"
    );
    for size in sizes {
        // Of one thread: the log is read on it.
        let row = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(in_one_go(size));
        println!("{row}");
        let row = tokio::runtime::Runtime::new().expect("a runtime").block_on(killed(size));
        println!("{row}");
    }
}

async fn in_one_go(size: usize) -> String {
    let app = world(size).await;
    let log = Log::start("info");
    let started = Instant::now();
    while app.invoke("run-billing", json!({})).await.expect(200).body["more"] == true {}
    let took = started.elapsed().as_secs_f64();
    let lines: Vec<Value> = log.lines().into_iter().filter(|line| line["message"] == "billed").collect();
    let sum = |name: &str| lines.iter().filter_map(|line| line[name].as_f64()).sum::<f64>();
    check(&app, size).await;
    let each = |name: &str| sum(name) / size as f64;
    let (calls, read, write) = (each("TableCalls"), each("ReadUnits"), each("WriteUnits"));
    format!("{size:>11} {took:>9.1} {:>10.0} {calls:>14.2} {read:>14.2} {write:>14.2} {:>9}", size as f64 / took, "none")
}

async fn killed(size: usize) -> String {
    let app = std::sync::Arc::new(world(size).await);
    let mut random = fastrand::Rng::with_seed(20_000);
    let started = Instant::now();
    for _ in 0..KILLS {
        let run = tokio::spawn({
            let app = app.clone();
            async move { app.invoke("run-billing", json!({})).await }
        });
        tokio::time::sleep(Duration::from_micros(random.u64(2_000..(size as u64 * 50).max(10_000)))).await;
        // The connection ends, and with it the run, wherever it is.
        run.abort();
        let _ = run.await;
    }
    while app.invoke("run-billing", json!({})).await.expect(200).body["more"] == true {}
    let took = started.elapsed().as_secs_f64();
    check(&app, size).await;
    format!("{size:>11} {took:>9.1} {:>10.0} {:>14} {:>14} {:>14} {KILLS:>9}", size as f64 / took, "", "", "")
}

/// Every client is billed January once, and the numbers leave no gap.
async fn check(app: &TestApp, size: usize) {
    let (invoices, _) = given::all_pages(&app.operator(), "/invoices?limit=100").await;
    let clients: BTreeSet<&str> = invoices.iter().filter_map(|invoice| invoice["client_id"].as_str()).collect();
    let numbers: BTreeSet<usize> =
        invoices.iter().filter_map(|invoice| invoice["number"].as_str()?.rsplit('-').next()?.parse().ok()).collect();
    assert_eq!((invoices.len(), clients.len()), (size, size));
    assert_eq!((numbers.len(), numbers.last()), (size, Some(&size)), "consecutive numbers");
}

/// A server with so many engagements, all but one of them copies of that one under other ids.
async fn world(size: usize) -> TestApp {
    let app = TestApp::start_with(Options::default()).await;
    given::ready(&app).await;
    let hired = given::dedicated(&app, |offer| offer).await;
    let raw = app.raw_table().await;
    let mut template = raw.items_of(&hired.client).await;
    let of_engagement = raw.items_of(&hired.engagement).await;
    template.extend(of_engagement.into_iter().filter(|item| !names(item, &hired.client)).collect::<Vec<_>>());
    let mut copies = Vec::new();
    for number in 1..size {
        let ids = [(&hired.client, "cli"), (&hired.engagement, "eng")].map(|(id, prefix)| {
            let ulid = ulid::Ulid::from_parts(1_798_000_000_000 + number as u64, if prefix == "cli" { 1 } else { 2 });
            (id.clone(), format!("{prefix}_{}", ulid.to_string().to_ascii_lowercase()))
        });
        copies.extend(template.iter().map(|item| item.iter().map(|(name, value)| (name.clone(), renamed(value, &ids))).collect::<Item>()));
        if copies.len() > 2_000 {
            raw.put_all(std::mem::take(&mut copies)).await;
        }
    }
    raw.put_all(copies).await;
    app.set_clock(MONTH_END);
    app
}

fn names(item: &Item, id: &str) -> bool {
    ["pk", "sk"].iter().any(|key| item[*key].as_s().is_ok_and(|text| text.contains(id)))
}

/// The same value with other ids.
fn renamed(value: &AttributeValue, ids: &[(String, String)]) -> AttributeValue {
    match value {
        AttributeValue::S(text) => AttributeValue::S(ids.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to))),
        AttributeValue::L(all) => AttributeValue::L(all.iter().map(|value| renamed(value, ids)).collect()),
        AttributeValue::M(all) => AttributeValue::M(all.iter().map(|(name, value)| (name.clone(), renamed(value, ids))).collect()),
        other => other.clone(),
    }
}
