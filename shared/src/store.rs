//! The one DynamoDB table. [`key`] spells every key, [`transaction`] makes every write; one file per aggregate says what is kept.
//!
//! Nothing outside this module knows the AWS SDK. Indexes lag and never decide: what is decided is read strongly by key.

mod client;
mod connect;
mod credit_note;
mod developer;
mod engagement;
mod error;
mod export;
mod external_id;
pub mod idempotency;
mod invoice;
mod item;
pub mod key;
mod link;
mod login;
mod mark;
mod matches;
mod meter;
mod packed;
pub(crate) mod patience;
mod pay;
mod payment;
mod pool;
mod project;
mod read;
mod recommend;
mod run;
mod self_billing;
mod seller;
mod series;
mod skill;
mod sweep;
mod timesheet;
pub mod transaction;
mod turn;
mod weights;

pub use credit_note::{CreditIssue, ENGAGEMENT};
pub use developer::GrantedDeveloper;
pub use engagement::{DueAccounts, EngagementList};
pub use error::StoreError;
pub use export::after_owed;
pub use external_id::ExternallyKnown;
pub use invoice::Issue;
pub use login::LinkedLogin;
pub use matches::MatchRecord;
pub use meter::{Meter, Usage};
pub use payment::{History, Move};
pub use pool::{Attempt, Generation, PoolState};
pub use read::{Page, Position};
pub use run::RunRecord;
pub use self_billing::Closing;
pub use series::{NotIssued, SERIES, SeriesCounter};
pub use skill::UnrecognisedSkill;
pub use sweep::DunningSweep;
pub use timesheet::TimesheetList;
pub use turn::Turn;
pub use weights::WeightsRecord;

use crate::domain::id::{ClientId, DeveloperId};

/// The records that a caller may reach. There is no look-up without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All: the operator's.
    All,
    /// Those of one client.
    Client(ClientId),
    /// Those of one developer.
    Developer(DeveloperId),
}

impl Scope {
    /// Whether it reaches the bill side of a client: the operator's does, and the client's own.
    fn has_client(self, client: ClientId) -> bool {
        match self {
            Self::All => true,
            Self::Client(own) => own == client,
            Self::Developer(_) => false,
        }
    }
}

/// The table, reached through the AWS SDK.
#[derive(Clone, Debug)]
pub struct Store {
    client: aws_sdk_dynamodb::Client,
    table: String,
}
