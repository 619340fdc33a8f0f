//! Lambda's wire format: events as API Gateway sends them, through the very path of a deployed function, and their answers.

mod answers;
mod claims;
mod events;
mod faults;
mod panics;
mod paths;
mod queries;
mod table;
mod wire;
