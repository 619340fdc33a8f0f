//! From approved time to issued invoices: the one path that a preview, an invoice on demand and a scheduled run all take.
//!
//! [`account`] reads what billing needs to know of one client and seller; the pure rules of `domain/billing` decide;
//! [`compose`] writes the document; [`commit`] gives it its number and stores it with all that it bills; [`run`] does so
//! for everyone who is due. [`credit`] takes documents back, and `overbilled` lets a run do so; [`dunning`] takes note of who is
//! overdue. [`self_bill`] goes the other way: it closes what a developer is paid for a month, with the invoices that sellers write for
//! it. `turn` keeps those apart who want numbers of one series at once.

pub mod account;
pub mod commit;
pub mod compose;
pub mod credit;
pub mod dunning;
mod overbilled;
pub mod run;
pub mod self_bill;
mod turn;
