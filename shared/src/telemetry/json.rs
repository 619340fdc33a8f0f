//! Lines as CloudWatch reads them: a JSON object each, and the metrics of those that are metrics in its embedded metric format.

use std::fmt;

use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::{REQUEST, RUN, is_of};

/// The namespace of all metrics.
const NAMESPACE: &str = "Muster";

/// A field that is a metric: its name in the event, the metric's name and its unit.
type Metric = (&'static str, &'static str, &'static str);

const OF_REQUESTS: [Metric; 7] = [
    ("requests", "Requests", "Count"),
    ("errors", "Errors", "Count"),
    ("refused", "Refused", "Count"),
    ("duration_ms", "Duration", "Milliseconds"),
    ("table_calls", "TableCalls", "Count"),
    ("read_units", "ReadUnits", "None"),
    ("write_units", "WriteUnits", "None"),
];

const OF_RUNS: [Metric; 10] = [
    ("runs", "Runs", "Count"),
    ("errors", "Errors", "Count"),
    ("issued", "Issued", "Count"),
    ("skipped", "Skipped", "Count"),
    ("failed", "Failed", "Count"),
    ("more", "More", "Count"),
    ("duration_ms", "Duration", "Milliseconds"),
    ("table_calls", "TableCalls", "Count"),
    ("read_units", "ReadUnits", "None"),
    ("write_units", "WriteUnits", "None"),
];

/// Writes events as lines.
#[derive(Debug)]
pub(super) struct JsonLines {
    function: String,
}

impl JsonLines {
    pub(super) fn new(function: String) -> Self {
        Self { function }
    }

    fn line(&self, event: &Event<'_>) -> Map<String, Value> {
        let mut fields = Fields(Map::new());
        event.record(&mut fields);
        let Fields(mut line) = fields;
        let level = *event.metadata().level();
        line.insert("level".to_owned(), json!(level.as_str()));
        if is_of(event, REQUEST) {
            let status = line.get("status").and_then(Value::as_u64).unwrap_or_default();
            let route = line.remove("route").unwrap_or_default();
            line.insert("Route".to_owned(), route);
            line.insert("requests".to_owned(), json!(1));
            line.insert("errors".to_owned(), json!(u8::from(status >= 500)));
            line.insert("refused".to_owned(), json!(u8::from((400..500).contains(&status))));
            self.add_metrics(&mut line, &OF_REQUESTS, &["Function", "Route"]);
        } else if is_of(event, RUN) {
            line.insert("runs".to_owned(), json!(1));
            line.insert("errors".to_owned(), json!(u8::from(level == Level::ERROR)));
            self.add_metrics(&mut line, &OF_RUNS, &["Function"]);
        }
        line
    }

    /// Gives the fields that are metrics their names as metrics, and says so in the line.
    fn add_metrics(&self, line: &mut Map<String, Value>, metrics: &[Metric], dimensions: &[&str]) {
        let mut named = Vec::new();
        for (field, name, unit) in metrics {
            if let Some(value) = line.remove(*field) {
                line.insert((*name).to_owned(), value);
                named.push(json!({ "Name": name, "Unit": unit }));
            }
        }
        line.insert("Function".to_owned(), json!(self.function));
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": named });
        line.insert("_aws".to_owned(), json!({ "Timestamp": crate::clock::wall_milliseconds(), "CloudWatchMetrics": [directive] }));
    }
}

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        writeln!(writer, "{}", Value::Object(self.line(event)))
    }
}

/// The fields of an event.
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), json!(format!("{value:?}")));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), json!(value));
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), json!(value));
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), json!(value));
    }
}
