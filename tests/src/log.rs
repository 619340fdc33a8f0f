//! The log of a test, as a function writes it in Lambda.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use muster::telemetry;
use serde_json::Value;

/// The name of the function whose log it is.
pub const FUNCTION: &str = "muster-TestFunction";

/// What is logged on the test's thread while this lives. Its server must run there too, as under `#[tokio::test]`.
#[derive(Debug)]
pub struct Log {
    written: Written,
    _guard: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Debug, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Begins at a level, such as `info`.
    #[must_use]
    pub fn start(level: &str) -> Self {
        let written = Written::default();
        let writer = written.clone();
        let subscriber = telemetry::json_lines(level, FUNCTION.to_owned(), move || writer.clone());
        Self { written, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// All of it, as it was written.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.written.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }

    /// The lines of a route's requests.
    #[must_use]
    pub fn requests(&self, route: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["Route"] == route).collect()
    }

    /// Forgets what was written.
    pub fn clear(&self) {
        self.written.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
