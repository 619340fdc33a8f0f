//! How a timesheet moves on: handed in, approved, rejected, reopened; by whom, when and why.
//!
//! Who may do what is decided at the edge. Each step returns the timesheet as it is afterwards, its version raised by one;
//! it is to be stored together with the engagement's next revision, on condition that neither changed meanwhile.

use jiff::Timestamp;
use thiserror::Error;

use super::entry::auto_approval;
use super::{Action, Actor, ActorKind, HistoryEvent, ShownStatus, Timesheet, TimesheetStatus};
use crate::domain::engagement::Engagement;
use crate::domain::text::Note;

/// Why a timesheet cannot take a step.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TransitionError {
    /// It does not stand where the step begins.
    #[error("the timesheet is {status}: it cannot be {action}")]
    WrongStatus {
        /// Where it stands.
        status: ShownStatus,
        /// What was asked for.
        action: Action,
    },
    /// It holds no time.
    #[error("the timesheet has no time to submit")]
    Empty,
}

/// A step that someone takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who takes it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl Timesheet {
    /// Hands it in. From then on it is locked, and approves itself after the agreed days, if any are agreed.
    ///
    /// # Errors
    /// Not open, or without any time.
    pub fn submit(&self, engagement: &Engagement, step: Step) -> Result<Self, TransitionError> {
        self.require(engagement, Action::Submitted, &[ShownStatus::Open])?;
        if self.entries.is_empty() {
            return Err(TransitionError::Empty);
        }
        let at = step.at;
        let auto = engagement.terms.auto_approve_after_days;
        Ok(Self {
            status: TimesheetStatus::Submitted,
            submitted_at: Some(at),
            auto_approve_at: auto.map(|days| auto_approval(at, days, &engagement.terms.billing.time_zone)),
            ..self.after(Action::Submitted, step, None)
        })
    }

    /// Accepts it. Whether it is late follows from how far the engagement is billed.
    ///
    /// # Errors
    /// Not submitted.
    pub fn approve(&self, engagement: &Engagement, step: Step) -> Result<Self, TransitionError> {
        self.require(engagement, Action::Approved, &[ShownStatus::Submitted])?;
        Ok(Self {
            status: TimesheetStatus::Approved,
            approved_at: Some(step.at),
            auto_approve_at: None,
            late: engagement.billing_state.is_behind(self.span, engagement.terms.starts_on),
            ..self.after(Action::Approved, step, None)
        })
    }

    /// Accepts it in nobody's name, once its time has come; `None` before. To be done before billing looks at it.
    #[must_use]
    pub fn auto_approve(&self, engagement: &Engagement, now: Timestamp) -> Option<Self> {
        self.auto_approve_at.filter(|at| *at <= now)?;
        let by = Actor { kind: ActorKind::System, id: "auto-approval".to_owned() };
        self.approve(engagement, Step { by, at: now }).ok()
    }

    /// Hands it back, with the reason.
    ///
    /// # Errors
    /// Not submitted.
    pub fn reject(&self, engagement: &Engagement, step: Step, reason: Note) -> Result<Self, TransitionError> {
        self.require(engagement, Action::Rejected, &[ShownStatus::Submitted])?;
        Ok(self.opened(Action::Rejected, step, reason))
    }

    /// Unlocks it, with the reason.
    ///
    /// # Errors
    /// Open already, or on an invoice.
    pub fn reopen(&self, engagement: &Engagement, step: Step, reason: Note) -> Result<Self, TransitionError> {
        self.require(engagement, Action::Reopened, &[ShownStatus::Submitted, ShownStatus::Approved])?;
        Ok(self.opened(Action::Reopened, step, reason))
    }

    fn require(&self, engagement: &Engagement, action: Action, from: &[ShownStatus]) -> Result<(), TransitionError> {
        let status = self.shown_status(engagement);
        if from.contains(&status) { Ok(()) } else { Err(TransitionError::WrongStatus { status, action }) }
    }

    fn opened(&self, action: Action, step: Step, reason: Note) -> Self {
        Self {
            status: TimesheetStatus::Open,
            submitted_at: None,
            approved_at: None,
            auto_approve_at: None,
            late: false,
            ..self.after(action, step, Some(reason))
        }
    }

    fn after(&self, action: Action, step: Step, reason: Option<Note>) -> Self {
        let mut next = self.clone();
        next.history.push(HistoryEvent { at: step.at, by: step.by, action, reason });
        next.version += 1;
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::engagement::BilledPeriod;
    use crate::domain::timesheet::samples::{actor, counted, hourly, invoice};
    use crate::domain::timesheet::timesheet_span;
    use jiff::civil::date;

    fn step(kind: ActorKind, at: &str) -> Step {
        Step { by: actor(kind), at: at.parse().expect("an instant") }
    }

    fn logged(engagement: &Engagement) -> Timesheet {
        let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, date(2027, 3, 2)));
        sheet.entries.push(counted(&sheet, 1, date(2027, 3, 2), 480));
        sheet
    }

    fn reason() -> Note {
        "wrong day".parse().expect("a note")
    }

    fn refused(status: ShownStatus, action: Action) -> Result<Timesheet, TransitionError> {
        Err(TransitionError::WrongStatus { status, action })
    }

    #[test]
    fn a_week_is_handed_in_handed_back_and_approved() {
        let engagement = hourly();
        let developer = || step(ActorKind::Developer, "2027-03-08T01:00:00Z");
        let client = || step(ActorKind::Client, "2027-03-09T01:00:00Z");
        let submitted = logged(&engagement).submit(&engagement, developer()).expect("open");
        assert_eq!(submitted.auto_approve_at, Some("2027-03-14T13:00:00Z".parse().expect("Sydney's midnight")));
        let rejected = submitted.reject(&engagement, client(), reason()).expect("submitted");
        assert_eq!((rejected.status, rejected.submitted_at, rejected.auto_approve_at), (TimesheetStatus::Open, None, None));
        let approved =
            rejected.submit(&engagement, developer()).and_then(|sheet| sheet.approve(&engagement, client())).expect("handed in again");
        assert_eq!((approved.status, approved.late, approved.version), (TimesheetStatus::Approved, false, 4));
        let history: Vec<_> = approved.history.iter().map(|event| (event.action, event.by.kind, event.reason.clone())).collect();
        assert_eq!(
            history,
            [
                (Action::Submitted, ActorKind::Developer, None),
                (Action::Rejected, ActorKind::Client, Some(reason())),
                (Action::Submitted, ActorKind::Developer, None),
                (Action::Approved, ActorKind::Client, None),
            ]
        );
    }

    #[test]
    fn a_step_from_the_wrong_place_names_where_it_stands() {
        let mut engagement = hourly();
        let by = || step(ActorKind::Operator, "2027-03-09T01:00:00Z");
        let open = logged(&engagement);
        assert_eq!(open.approve(&engagement, by()), refused(ShownStatus::Open, Action::Approved));
        assert_eq!(open.reject(&engagement, by(), reason()), refused(ShownStatus::Open, Action::Rejected));
        assert_eq!(open.reopen(&engagement, by(), reason()), refused(ShownStatus::Open, Action::Reopened));
        let empty = Timesheet { entries: Vec::new(), ..open.clone() };
        assert_eq!(empty.submit(&engagement, by()), Err(TransitionError::Empty));
        let submitted = open.submit(&engagement, by()).expect("open");
        assert_eq!(submitted.submit(&engagement, by()), refused(ShownStatus::Submitted, Action::Submitted));
        let approved = submitted.approve(&engagement, by()).expect("submitted");
        assert_eq!(approved.reject(&engagement, by(), reason()), refused(ShownStatus::Approved, Action::Rejected));
        assert_eq!(approved.reopen(&engagement, by(), reason()).map(|sheet| sheet.status), Ok(TimesheetStatus::Open));
        // Once its period is on an invoice it stays as it is, until that invoice is credited in full.
        let billed = BilledPeriod { from: date(2027, 3, 1), to: date(2027, 3, 31), invoice_id: invoice(1) };
        engagement.billing_state.periods.push(billed);
        assert_eq!(approved.reopen(&engagement, by(), reason()), refused(ShownStatus::Invoiced, Action::Reopened));
        engagement.billing_state.periods.clear();
        assert!(approved.reopen(&engagement, by(), reason()).is_ok());
    }

    #[test]
    fn what_is_approved_after_its_period_was_billed_is_late() {
        let mut engagement = hourly();
        engagement.billing_state.billed_until = date(2027, 4, 1);
        engagement.billing_state.periods.push(BilledPeriod { from: date(2027, 3, 1), to: date(2027, 3, 31), invoice_id: invoice(1) });
        let by = || step(ActorKind::Client, "2027-04-20T01:00:00Z");
        let mut late = logged(&engagement).submit(&engagement, by()).and_then(|sheet| sheet.approve(&engagement, by())).expect("submitted");
        assert!(late.late);
        assert_eq!(late.shown_status(&engagement), ShownStatus::Approved);
        late.invoice_id = Some(invoice(2));
        assert_eq!(late.shown_status(&engagement), ShownStatus::Invoiced);
        assert_eq!(late.reopen(&engagement, by(), reason()), refused(ShownStatus::Invoiced, Action::Reopened));
    }

    #[test]
    fn the_week_in_which_an_engagement_starts_is_not_late() {
        let mut engagement = hourly();
        engagement.terms.starts_on = date(2027, 3, 2);
        engagement.billing_state.billed_until = date(2027, 3, 2);
        let by = || step(ActorKind::Client, "2027-03-10T01:00:00Z");
        let first = logged(&engagement).submit(&engagement, by()).and_then(|sheet| sheet.approve(&engagement, by())).expect("submitted");
        assert_eq!((first.span.start, first.late), (date(2027, 3, 1), false));
    }

    #[test]
    fn a_week_approves_itself_once_its_time_has_come() {
        let engagement = hourly();
        let submitted = logged(&engagement).submit(&engagement, step(ActorKind::Developer, "2027-03-08T01:00:00Z")).expect("open");
        let at = submitted.auto_approve_at.expect("agreed");
        assert_eq!(submitted.auto_approve(&engagement, at.saturating_sub(jiff::ToSpan::seconds(1)).expect("near")), None);
        let approved = submitted.auto_approve(&engagement, at).expect("due");
        assert_eq!((approved.status, approved.history[1].by.kind), (TimesheetStatus::Approved, ActorKind::System));
        assert_eq!(approved.auto_approve(&engagement, at), None);
    }
}
