//! Who moved a timesheet on, when and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::text::Note;

words! {
    /// What someone who acts on a timesheet is.
    pub enum ActorKind {
        /// Someone of the operator.
        Operator = "operator",
        /// Someone of the client.
        Client = "client",
        /// The developer.
        Developer = "developer",
        /// Nobody: the agreed number of days went by.
        System = "system",
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What they are.
    pub kind: ActorKind,
    /// Their account, or the subject of an operator's login.
    pub id: String,
}

words! {
    /// What was done to a timesheet.
    pub enum Action {
        /// Handed in.
        Submitted = "submitted",
        /// Accepted.
        Approved = "approved",
        /// Handed back by the approver.
        Rejected = "rejected",
        /// Unlocked after it was handed in.
        Reopened = "reopened",
    }
}

/// One step in a timesheet's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEvent {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub action: Action,
    /// Why, where a reason is asked for.
    pub reason: Option<Note>,
}
