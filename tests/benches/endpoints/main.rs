//! What each endpoint asks of the table, and how fast the local server answers it: `cargo bench -p muster-tests --bench endpoints`,
//! with `-- 'POST /invoices'` after it only those whose routes have the text.
//!
//! The calls to the table are those that the function itself logs. The times are of one process on loopback, with its callers in it,
//! so what counts is their ratio to the same engine's plain `GetItem` and `PutItem` in the same run. Nothing is asserted of them.

#![expect(clippy::float_arithmetic, reason = "measured times, which decide nothing")]

mod list;
mod load;
mod raw;
mod table;
mod world;

use std::sync::Arc;
use std::time::Duration;

use muster_tests::log::Log;
use serde_json::Value;

use list::{Endpoint, endpoints};
use load::{Outcome, load};
use table::Table;
use world::World;

/// How many callers there are at once.
const CALLERS: usize = 64;
/// The most requests to an endpoint that can be asked the same thing again, and to one that needs a new record each time.
const READS: usize = 2_048;
const WRITES: usize = 96;
/// How long requests of the first kind are sent. All of the second kind are, since each endpoint goes on from those before.
const READING: Duration = Duration::from_secs(2);

/// What one request asks of the table, as the function logs it.
struct Shape {
    round_trips: u64,
    calls: u64,
    read_units: f64,
    write_units: f64,
}

fn main() {
    let shapes = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(shapes());
    tokio::runtime::Runtime::new().expect("a runtime").block_on(times(&shapes));
}

/// The endpoints that were asked for.
fn chosen() -> Vec<Endpoint> {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let is_chosen = |endpoint: &Endpoint| named.is_empty() || named.iter().any(|name| endpoint.route.contains(name.as_str()));
    endpoints().into_iter().filter(is_chosen).collect()
}

/// One request to each endpoint, on the thread whose log is read.
async fn shapes() -> Vec<Shape> {
    let world = Arc::new(World::make(20).await);
    let mut shapes = Vec::new();
    for endpoint in chosen() {
        let request = endpoint.prepare(&world, 1).await.remove(0);
        request.be_known().await;
        let log = Log::start("info");
        let reply = request.send().await;
        if reply.status >= 300 {
            eprintln!("{} answers {}: {}", endpoint.route, reply.status, problem(&reply.body));
        }
        let line = log.requests(endpoint.route).pop().unwrap_or_else(|| panic!("{} logs no line", endpoint.route));
        let (whole, units) = (|name: &str| line[name].as_u64().unwrap_or_default(), |name: &str| line[name].as_f64().unwrap_or_default());
        shapes.push(Shape {
            round_trips: whole("round_trips"),
            calls: whole("TableCalls"),
            read_units: units("ReadUnits"),
            write_units: units("WriteUnits"),
        });
    }
    shapes
}

async fn times(shapes: &[Shape]) {
    let world = Arc::new(World::make(100).await);
    let raw = raw::Table::new(&world.app);
    let (get, put) = (raw.gets(CALLERS, READS).await, raw.puts(CALLERS, READS).await);
    println!("{CALLERS} callers at once; a match ranks 100 developers.");
    println!("`of raw` is to GetItem for what reads, to PutItem for what writes.\n");
    let mut table = Table::begin(&get, &put);
    for (endpoint, shape) in chosen().into_iter().zip(shapes) {
        let (most, longest) = if endpoint.reads() { (READS, READING) } else { (WRITES, Duration::MAX) };
        let requests = endpoint.prepare(&world, most).await;
        let load = load(CALLERS, longest, requests, |request| async move {
            let reply = request.send().await;
            Outcome { status: reply.status, fault: (reply.status >= 300).then(|| problem(&reply.body)) }
        })
        .await;
        table.row(&endpoint, shape, &load, if endpoint.reads() { &get } else { &put });
    }
    table.end(&unlisted());
}

/// The routes that the list lacks.
fn unlisted() -> Vec<String> {
    let listed: Vec<&str> = endpoints().iter().map(|endpoint| endpoint.route).collect();
    let routes = muster_local::functions::all_routes();
    let all = routes.table().iter().map(|route| format!("{} {}", route.method, route.path));
    all.filter(|route| !listed.contains(&route.as_str())).collect()
}

fn problem(body: &Value) -> String {
    format!("{} {}", body["type"].as_str().unwrap_or("no problem"), body["detail"].as_str().unwrap_or_default())
}
