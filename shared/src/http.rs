//! The edge: who calls, what they sent, what goes back.
//!
//! Status codes live in [`problem`] and [`reply`] alone; a handler is parse → decide → save → reply.

pub mod accept;
pub mod caller;
pub mod csv;
pub(crate) mod fallback;
pub mod gateway;
pub mod input;
pub mod login;
pub mod once;
pub mod paging;
pub mod party;
pub mod patch;
pub mod problem;
pub mod query;
pub mod reply;
pub mod routes;
pub mod schema;
