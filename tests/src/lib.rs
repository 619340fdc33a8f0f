//! How every test reaches Muster: a server of its own, callers with their tokens, replies as JSON.
//!
//! Nothing is shared between two tests and nothing is left running: each has its own store in memory, its own port and its own
//! movable clock.

mod app;
pub mod bodies;
mod caller;
mod faults;
pub mod fixtures;
pub mod functions;
pub mod openapi;
mod reply;

pub use app::TestApp;
pub use caller::Caller;
pub use faults::TableFaults;
pub use fixtures as given;
pub use reply::Reply;
