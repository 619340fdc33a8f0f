//! The crate all of Muster's functions share.
//!
//! * [`domain`] holds the rules and types: pure, synchronous, total. No I/O, no clock, no AWS, no HTTP.
//! * [`store`] holds the one DynamoDB table: every key, every transaction.
//! * [`http`] is the edge: who calls, what they sent, what goes back.
//! * [`pooling`] keeps the matcher's pool in memory up to the table, and folds what changed into its segments.
//! * [`issuing`] leads from approved time to issued invoices.
//! * The rest is what a function is started with: [`app`], [`config`], [`clock`], [`telemetry`], and [`lambda`], which serves it.

pub mod app;
pub mod clock;
pub mod config;
pub mod domain;
pub mod http;
pub mod issuing;
pub mod lambda;
pub mod pooling;
pub mod store;
pub mod telemetry;
