//! Milestones: what an engagement for a fixed price delivers, piece by piece, and what each is worth once it is accepted.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::id::{InvoiceId, MilestoneId};
use super::money::Money;
use super::text::{Note, Title};

/// The most milestones an engagement has.
pub const MOST_MILESTONES: usize = 100;

words! {
    /// Where a milestone stands. That it is on an invoice is derived, never stored.
    pub enum MilestoneStatus {
        /// To be delivered.
        Planned = "planned",
        /// Waiting to be accepted.
        Delivered = "delivered",
        /// To be billed.
        Accepted = "accepted",
        /// On an invoice.
        Invoiced = "invoiced",
    }
}

/// A milestone that was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Note,
}

/// A milestone's record, kept with its engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// What it is.
    pub title: Title,
    /// What the client pays for it. Hidden from the developer.
    pub amount: Money,
    /// What the developer is paid for it, where that is agreed by milestones. Hidden from the client.
    pub pay_amount: Option<Money>,
    /// The day by which it is to be delivered.
    pub due_on: Option<Date>,
    /// When it was last delivered; absent while it is planned.
    pub delivered_at: Option<Timestamp>,
    /// When it accepts itself if nobody acts; present only while it waits.
    pub auto_accept_at: Option<Timestamp>,
    /// When it was accepted by someone.
    pub accepted_at: Option<Timestamp>,
    /// When and why it was given back, oldest first.
    pub returned: Vec<Return>,
    /// The invoice it is on.
    pub invoice_id: Option<InvoiceId>,
}

/// The milestone does not stand where the step begins.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("The milestone is {0}.")]
pub struct MilestoneError(pub MilestoneStatus);

impl Milestone {
    /// When it was accepted, by someone or by itself, as seen at an instant.
    #[must_use]
    pub fn accepted_by(&self, now: Timestamp) -> Option<Timestamp> {
        self.accepted_at.or(self.auto_accept_at.filter(|at| *at <= now))
    }

    /// Where it stands at an instant.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> MilestoneStatus {
        match (self.invoice_id, self.accepted_by(now), self.delivered_at) {
            (Some(_), _, _) => MilestoneStatus::Invoiced,
            (None, Some(_), _) => MilestoneStatus::Accepted,
            (None, None, Some(_)) => MilestoneStatus::Delivered,
            (None, None, None) => MilestoneStatus::Planned,
        }
    }

    /// Hands it over; it accepts itself at the instant that is given, if one is.
    ///
    /// # Errors
    /// Not planned.
    pub fn deliver(&mut self, now: Timestamp, auto_accept_at: Option<Timestamp>) -> Result<(), MilestoneError> {
        self.require(now, MilestoneStatus::Planned)?;
        self.delivered_at = Some(now);
        self.auto_accept_at = auto_accept_at;
        Ok(())
    }

    /// Accepts it: it is billed.
    ///
    /// # Errors
    /// Not delivered.
    pub fn accept(&mut self, now: Timestamp) -> Result<(), MilestoneError> {
        self.require(now, MilestoneStatus::Delivered)?;
        self.accepted_at = Some(now);
        self.auto_accept_at = None;
        Ok(())
    }

    /// Gives it back, with the reason; it is to be delivered again.
    ///
    /// # Errors
    /// Not delivered.
    pub fn give_back(&mut self, now: Timestamp, reason: Note) -> Result<(), MilestoneError> {
        self.require(now, MilestoneStatus::Delivered)?;
        self.delivered_at = None;
        self.auto_accept_at = None;
        self.returned.push(Return { at: now, reason });
        Ok(())
    }

    fn require(&self, now: Timestamp, status: MilestoneStatus) -> Result<(), MilestoneError> {
        match self.status(now) {
            stands if stands == status => Ok(()),
            other => Err(MilestoneError(other)),
        }
    }
}
