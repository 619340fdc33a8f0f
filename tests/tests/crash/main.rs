//! Crash at every call: whatever call to the table a process dies at, before it or after it was carried out, the caller's
//! retry with the same key leads to the state of a run that nothing disturbed.

mod chain;
mod milestones;
mod run;
