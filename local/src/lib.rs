//! The local server: every function's routes in one process over an embedded store. Never deployed.
//!
//! * [`engine`] embeds the DynamoDB-compatible store, with the table that [`template`] reads out of `template.yaml`.
//! * [`gateway`] is API Gateway: a request becomes the event that Lambda would get, and the answer becomes a response.
//! * [`grants`] is IAM: what a function is not granted, its calls to the table are refused.
//! * [`token`] is the issuer of tokens and their verifier, [`sandbox`] what only a sandbox has, under `/local/`.
//! * [`server`] puts them together; `cargo run` and the tests start the same one.
//! * [`functions`] names what is served, [`sample`] fills a new store, [`greeting`] says what to try first.
//!
//! No rule of the business lives here: what a caller sees comes from the functions alone.

pub mod engine;
mod folder;
pub mod functions;
pub mod gateway;
pub mod grants;
pub mod greeting;
pub mod sample;
pub mod sandbox;
pub mod server;
pub mod template;
pub mod token;
mod view;
