//! The printed table: a row for each endpoint, what is over its budget, and why some may take more trips than others.

use crate::Shape;
use crate::list::Endpoint;
use crate::load::Load;

/// What was printed so far, as far as its end sums it up.
#[derive(Default)]
pub(crate) struct Table {
    over: Vec<String>,
    reasons: Vec<(&'static str, &'static str)>,
    failed: usize,
}

impl Table {
    /// Prints the head and the rows of the engine itself.
    pub(crate) fn begin(get: &Load, put: &Load) -> Self {
        println!(
            "{:<67} {:>11} {:>5} {:>6} {:>6} {:>8} {:>8} {:>8} {:>6}  statuses",
            "endpoint", "trips/most", "calls", "read", "write", "req/s", "p50 ms", "p99 ms", "of raw"
        );
        for (name, load) in [("GetItem (1 KB, strongly)", get), ("PutItem (1 KB)", put)] {
            println!("{:<67} {:>11} {:>5} {:>6} {:>6} {} {:>6.2}  {}", name, "", "", "", "", times(load), 1.0, statuses(load));
        }
        Self::default()
    }

    /// Prints an endpoint's row.
    pub(crate) fn row(&mut self, endpoint: &Endpoint, shape: &Shape, load: &Load, raw: &Load) {
        let over = shape.round_trips > endpoint.most;
        let trips = format!("{}{}/{}", if over { "! " } else { "" }, shape.round_trips, endpoint.most);
        if over {
            self.over.push(format!("{} takes {} round trips and should take {}", endpoint.route, shape.round_trips, endpoint.most));
        }
        self.reasons.extend(endpoint.why().map(|why| (endpoint.route, why)));
        self.failed += load.faults.values().sum::<usize>();
        println!(
            "{:<67} {:>11} {:>5} {:>6} {:>6} {} {:>6.2}  {}",
            endpoint.route,
            trips,
            shape.calls,
            shape.read_units,
            shape.write_units,
            times(load),
            load.rate() / raw.rate(),
            statuses(load)
        );
        for (fault, times) in &load.faults {
            println!("    {times} times: {fault}");
        }
    }

    /// Prints what it comes to.
    pub(crate) fn end(self, unlisted: &[String]) {
        println!("\nWhere a budget is above one trip for a read or a new record and two for a change:");
        for (route, why) in self.reasons {
            println!("    {route}: {why}");
        }
        println!("\nOver budget: {}", if self.over.is_empty() { "none".to_owned() } else { self.over.join("; ") });
        println!("Requests that failed: {}", self.failed);
        println!("Routes without a row: {}", if unlisted.is_empty() { "none".to_owned() } else { unlisted.join(", ") });
    }
}

fn times(load: &Load) -> String {
    format!("{:>8.0} {:>8.2} {:>8.2}", load.rate(), load.at(50), load.at(99))
}

fn statuses(load: &Load) -> String {
    load.statuses.iter().map(|(status, times)| format!("{status} x {times}")).collect::<Vec<_>>().join(", ")
}
