//! How every test reaches Muster: a server of its own, callers with their tokens, replies as JSON.
//!
//! Nothing is shared between two tests and nothing is left running: each has its own store in memory, its own port and its own
//! movable clock. The store is the embedded one unless `MUSTER_TEST_ENDPOINT` names another engine, and as gentle as that one unless
//! `MUSTER_TEST_HOSTILE` gives a seed.

mod app;
pub mod bodies;
mod caller;
pub mod documents;
mod elsewhere;
mod faults;
pub mod fixtures;
pub mod functions;
mod hostile;
pub mod log;
pub mod neighbour;
pub mod openapi;
pub mod pdf;
pub mod raw_table;
pub mod relevance;
mod reply;

pub use app::TestApp;
pub use caller::Caller;
pub use faults::TableFaults;
pub use fixtures as given;
pub use hostile::{Fault, Hostile};
pub use neighbour::Neighbour;
pub use raw_table::RawTable;
pub use reply::Reply;
