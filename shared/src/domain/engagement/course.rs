//! What is kept of an engagement's life after it was accepted: pauses, rates, leave and its end, with all that is past. Whole
//! local days in its billing zone. The steps that make them are in `steps`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::EngagementStatus;
use crate::domain::charge::Charge;
use crate::domain::milestone::Milestone;
use crate::domain::rate::Rate;
use crate::domain::text::Note;
use crate::domain::zone::Zone;

words! {
    /// Who wants an engagement to end.
    pub enum Initiator {
        /// The client.
        Client = "client",
        /// The developer.
        Developer = "developer",
        /// The operator.
        Operator = "operator",
    }
}

/// A time in which an engagement rests: nothing is worked, nothing is billed, the hours stay committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first day that is not billed.
    pub from: Date,
    /// The first day that is billed again, once it is known.
    pub until: Option<Date>,
    /// Why.
    pub reason: Option<Note>,
}

impl Pause {
    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// Rates that hold from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateChange {
    /// The first day on which they hold.
    pub effective_from: Date,
    /// What the client pays.
    pub bill_rate: Rate,
    /// What the developer is paid.
    pub pay_rate: Rate,
}

/// Days off, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Whether a monthly fee goes on. Work by the hour is not billed for days off either way.
    pub paid: bool,
}

/// How an engagement was ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Its last day.
    pub ends_on: Date,
    /// Why.
    pub reason: Note,
    /// Who wanted it.
    pub initiated_by: Initiator,
    /// Whether the client ended it within its trial, which is not billed then.
    #[serde(default)]
    pub trial_unbilled: bool,
    /// When it was agreed.
    pub agreed_at: Timestamp,
}

/// What became of an engagement, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Its pauses, which never overlap.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Every rate it had and will have, the first one first; empty while it has only those of its terms.
    #[serde(default)]
    pub rates: Vec<RateChange>,
    /// Days off, which never overlap.
    #[serde(default)]
    pub leave: Vec<Leave>,
    /// What it delivers for fixed prices, in the order in which it was agreed.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// What else is billed of it, oldest first.
    #[serde(default)]
    pub charges: Vec<Charge>,
    /// How it was ended, if it was; its last day also stands in the terms.
    #[serde(default)]
    pub ending: Option<Ending>,
}

/// Why a step cannot be taken. One variant for each rule.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CourseError {
    /// It is not in a state for it.
    #[error("The engagement is {0}.")]
    WrongStatus(EngagementStatus),
    /// A pause is agreed already.
    #[error("The engagement is to be paused from {from}.")]
    PauseAgreed {
        /// Its first day.
        from: Date,
    },
    /// Leave is agreed already.
    #[error("There is leave from {from} to {to} already.")]
    LeaveAgreed {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// What is billed cannot get another rate.
    #[error("It is billed up to {billed_through}: what is agreed can change from the day after.")]
    Billed {
        /// The last billed day.
        billed_through: Date,
    },
    /// No period begins with the day.
    #[error("must be the first day of a billing period, such as {earlier} or {later}, and after the engagement's first day")]
    NotAPeriod {
        /// The first day of the period that the day lies in.
        earlier: Date,
        /// The first day of the next.
        later: Date,
    },
    /// Without proration, the period that the change cuts short would cost a whole one.
    #[error(
        "must be the first day of a period by the new terms, such as {earlier} or {later}, since without proration a part costs the whole"
    )]
    CutShort {
        /// The first day of the period that the day lies in.
        earlier: Date,
        /// The first day of the next.
        later: Date,
    },
    /// Its days would become others.
    #[error("must stay {0}: all of the engagement counts in its days")]
    OtherZone(Zone),
    /// The day is too early.
    #[error("must not be before {earliest}, {why}")]
    TooEarly {
        /// The earliest that would do.
        earliest: Date,
        /// What makes it so.
        why: &'static str,
    },
    /// The day is too late.
    #[error("must not be after {latest}, {why}")]
    TooLate {
        /// The latest that would do.
        latest: Date,
        /// What makes it so.
        why: &'static str,
    },
}
