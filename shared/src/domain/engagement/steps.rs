//! The steps in an engagement's life after it was accepted: it is paused and resumed, gets other rates and days off, and ends.
//! And what they make of each of its days.
//!
//! Only which days are in and out is said here. Whether time was logged on a day is looked at by whoever takes the step.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{
    BillingTerms, CourseError, EarlierTerms, Ending, Engagement, EngagementStatus, Initiator, Leave, Pause, Proration, RateChange,
};
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::period::{period_containing, whole_period};
use crate::domain::text::Note;

const LAST_DAY: &str = "its last day";

impl Engagement {
    /// The local day in its billing zone at an instant.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        self.terms.billing.time_zone.date_at(now)
    }

    /// Where it stands on a day. A pause and an end that were agreed take effect with their days, whether or not the record
    /// was written since.
    #[must_use]
    pub fn standing(&self, today: Date) -> EngagementStatus {
        match self.status {
            EngagementStatus::Active | EngagementStatus::Paused => {
                if self.terms.ends_on.is_some_and(|last| last < today) {
                    EngagementStatus::Ended
                } else if self.is_paused_on(today) {
                    EngagementStatus::Paused
                } else {
                    EngagementStatus::Active
                }
            }
            other @ (EngagementStatus::Offered | EngagementStatus::Ended | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
                other
            }
        }
    }

    /// The same record, its status, rates and milestones as they are at an instant: for whoever is shown it.
    #[must_use]
    pub fn as_of(mut self, now: Timestamp) -> Self {
        let today = self.today(now);
        self.status = self.standing(today);
        if let Some(rate) = self.course.rates.iter().rev().find(|rate| rate.effective_from <= today) {
            (self.terms.bill_rate, self.terms.pay_rate) = (rate.bill_rate, rate.pay_rate);
        }
        for milestone in &mut self.course.milestones {
            milestone.accepted_at = milestone.accepted_by(now);
            milestone.auto_accept_at = milestone.auto_accept_at.filter(|at| *at > now);
        }
        self
    }

    /// Whether a pause holds on the day.
    #[must_use]
    pub fn is_paused_on(&self, day: Date) -> bool {
        self.course.pauses.iter().any(|pause| pause.contains(day))
    }

    /// Whether the day is one of its own, neither before its start nor after its end.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.terms.starts_on <= day && self.terms.ends_on.is_none_or(|last| day <= last)
    }

    /// Whether time can be logged on the day.
    #[must_use]
    pub fn is_workable(&self, day: Date) -> bool {
        self.covers(day) && !self.is_paused_on(day)
    }

    /// Whether a monthly fee is billed for the day.
    #[must_use]
    pub fn is_billable(&self, day: Date) -> bool {
        let off = |leave: &Leave| !leave.paid && leave.from <= day && day <= leave.to;
        self.is_workable(day) && !self.course.leave.iter().any(off) && !self.is_unbilled_trial(day)
    }

    /// The day after the trial: the calendar days from the start.
    #[must_use]
    pub fn trial_until(&self) -> Date {
        self.terms.starts_on.saturating_add(i32::from(self.terms.trial_days).days())
    }

    /// Whether the day lies in a trial that the client ended.
    #[must_use]
    pub fn is_unbilled_trial(&self, day: Date) -> bool {
        day < self.trial_until() && self.course.ending.as_ref().is_some_and(|ending| ending.trial_unbilled)
    }

    /// The rates by the days on which they hold, the first of them without a beginning and the last without an end.
    #[must_use]
    pub fn rates(&self) -> Vec<RateChange> {
        let terms = &self.terms;
        if self.course.rates.is_empty() {
            vec![RateChange { effective_from: terms.starts_on, bill_rate: terms.bill_rate, pay_rate: terms.pay_rate }]
        } else {
            self.course.rates.clone()
        }
    }

    /// Changes its rates from a day on. A change for the same day replaces the earlier one.
    ///
    /// # Errors
    /// Neither active nor paused, outside its days, or at or before what is billed.
    pub fn change_rates(&mut self, change: RateChange, today: Date) -> Result<(), CourseError> {
        self.require_running(today)?;
        let from = change.effective_from;
        not_before(from, self.terms.starts_on, "its first day")?;
        self.not_after_end(from)?;
        self.require_unbilled(from)?;
        let mut rates = self.rates();
        rates.retain(|rate| rate.effective_from != from);
        rates.push(change);
        rates.sort_by_key(|rate| rate.effective_from);
        self.course.rates = rates;
        Ok(())
    }

    /// Has it billed by other terms from a day on, with which a period begins. Those for the same day replace what was agreed last.
    ///
    /// # Errors
    /// Neither active nor paused, outside its days, at or before what is billed, before an earlier change, not with a period's
    /// beginning, or another zone, by whose days all of it counts.
    pub fn change_billing(&mut self, from: Date, new: BillingTerms, today: Date) -> Result<(), CourseError> {
        self.require_running(today)?;
        self.not_after_end(from)?;
        let before = &self.terms.billing;
        if let Some(last) = before.earlier.last() {
            not_before(from, last.until, "the last change of its billing")?;
        }
        self.require_unbilled(from)?;
        // What was agreed for the same day never held.
        let (mut earlier, old) = match before.earlier.split_last() {
            Some((last, others)) if last.until == from => (others.to_vec(), BillingTerms { earlier: Vec::new(), ..last.terms.clone() }),
            _ => (before.earlier.clone(), BillingTerms { earlier: Vec::new(), ..before.clone() }),
        };
        let period = period_containing(&BillingTerms { earlier: earlier.clone(), ..old.clone() }, from);
        if from <= self.terms.starts_on || period.start != from {
            return Err(CourseError::NotAPeriod { earlier: period.start, later: period.end });
        }
        if new.time_zone != old.time_zone {
            return Err(CourseError::OtherZone(old.time_zone));
        }
        // Without proration any part of a period costs all of it: what is cut short by the change would be paid twice.
        let whole = whole_period(&new, from);
        if self.terms.model == HiringModel::Dedicated && new.proration == Proration::None && whole.start != from {
            return Err(CourseError::CutShort { earlier: whole.start, later: whole.end });
        }
        earlier.push(EarlierTerms { until: from, terms: old });
        self.terms.billing = BillingTerms { earlier, ..new };
        Ok(())
    }

    /// Notes days off, which may be over: what was billed of unpaid ones is credited by the next run.
    ///
    /// # Errors
    /// Neither active nor paused, outside its days, or over leave that is known.
    pub fn take_leave(&mut self, leave: Leave, today: Date) -> Result<(), CourseError> {
        self.require_running(today)?;
        not_before(leave.from, self.terms.starts_on, "its first day")?;
        self.not_after_end(leave.to)?;
        if let Some(known) = self.course.leave.iter().find(|known| known.from <= leave.to && leave.from <= known.to) {
            return Err(CourseError::LeaveAgreed { from: known.from, to: known.to });
        }
        self.course.leave.push(leave);
        self.course.leave.sort_by_key(|leave| leave.from);
        Ok(())
    }

    /// Nothing from this day on is billed or passed over.
    fn require_unbilled(&self, from: Date) -> Result<(), CourseError> {
        let state = &self.billing_state;
        let passed = state.billed_until.yesterday().ok().filter(|_| state.billed_until > self.terms.starts_on);
        match state.periods.iter().map(|period| period.to).chain(passed).max().filter(|through| from <= *through) {
            Some(billed_through) => Err(CourseError::Billed { billed_through }),
            None => Ok(()),
        }
    }

    fn require_running(&self, today: Date) -> Result<(), CourseError> {
        match self.standing(today) {
            EngagementStatus::Active | EngagementStatus::Paused => Ok(()),
            other => Err(CourseError::WrongStatus(other)),
        }
    }

    /// Whether all of these days lie in a pause that nobody has ended yet, as seen on a day.
    #[must_use]
    pub fn rests_through(&self, days: Span, today: Date) -> bool {
        let open = self.course.pauses.last().filter(|pause| pause.until.is_none());
        self.standing(today) == EngagementStatus::Paused && open.is_some_and(|pause| pause.from <= days.start)
    }

    /// Pauses it from a day on, which may be over: what was billed of the days since is credited by the next run.
    ///
    /// # Errors
    /// Not active, paused already, or outside its days.
    pub fn pause(&mut self, from: Date, reason: Option<Note>, today: Date) -> Result<(), CourseError> {
        match self.standing(today) {
            EngagementStatus::Active => {}
            other => return Err(CourseError::WrongStatus(other)),
        }
        if let Some(from) = self.course.pauses.last().filter(|pause| pause.until.is_none_or(|until| until > today)).map(|pause| pause.from)
        {
            return Err(CourseError::PauseAgreed { from });
        }
        let resumed = self.course.pauses.last().and_then(|pause| pause.until);
        not_before(from, self.terms.starts_on, "its first day")?;
        if let Some(resumed) = resumed {
            not_before(from, resumed, "when it was last resumed")?;
        }
        self.not_after_end(from)?;
        self.course.pauses.push(Pause { from, until: None, reason });
        self.status = self.standing(today);
        Ok(())
    }

    /// Resumes it: the day is billed again. A day that is over is accepted as well.
    ///
    /// # Errors
    /// No pause to end, or the day is not after its first and not after the engagement's last one.
    pub fn resume(&mut self, on: Date, today: Date) -> Result<(), CourseError> {
        let standing = self.standing(today);
        match standing {
            EngagementStatus::Active | EngagementStatus::Paused => {}
            other => return Err(CourseError::WrongStatus(other)),
        }
        let last_day = self.terms.ends_on;
        let Some(pause) = self.course.pauses.last_mut().filter(|pause| pause.until.is_none_or(|until| until > today)) else {
            return Err(CourseError::WrongStatus(standing));
        };
        not_before(on, pause.from.saturating_add(1.day()), "the day after the pause begins")?;
        if let Some(latest) = last_day.filter(|last| on > *last) {
            return Err(CourseError::TooLate { latest, why: LAST_DAY });
        }
        pause.until = Some(on);
        self.status = self.standing(today);
        Ok(())
    }

    /// Ends it on a day, which may be over: what was billed beyond is credited by the next run. The day before its first one
    /// ends it before it begins. An end that was agreed can be brought forward, not put off.
    ///
    /// `notice` is what the one who ends it has to keep: days from today, unless the day lies within the trial.
    ///
    /// # Errors
    /// Neither active nor paused, too early, or after the agreed end.
    pub fn end(&mut self, mut ending: Ending, notice: Option<u16>, today: Date) -> Result<(), CourseError> {
        self.require_running(today)?;
        let ends_on = ending.ends_on;
        not_before(ends_on, self.terms.starts_on.saturating_sub(1.day()), "the day before it begins")?;
        self.not_after_end(ends_on)?;
        let in_trial = ends_on < self.trial_until();
        // Time in a trial is billed only once the trial is over: one that is billed was ended too late to be free.
        let is_billed = self.terms.model == HiringModel::Hourly && !self.billing_state.periods.is_empty();
        ending.trial_unbilled = ending.initiated_by == Initiator::Client && in_trial && !is_billed;
        if let Some(days) = notice.map(|days| if in_trial { 0 } else { days }) {
            not_before(ends_on, today.saturating_add(i32::from(days).days()), "for the notice that was agreed")?;
        }
        self.terms.ends_on = Some(ends_on);
        self.course.ending = Some(ending);
        self.status = self.standing(today);
        Ok(())
    }

    fn not_after_end(&self, day: Date) -> Result<(), CourseError> {
        match self.terms.ends_on {
            Some(latest) if day > latest => Err(CourseError::TooLate { latest, why: LAST_DAY }),
            Some(_) | None => Ok(()),
        }
    }
}

fn not_before(day: Date, earliest: Date, why: &'static str) -> Result<(), CourseError> {
    if day < earliest { Err(CourseError::TooEarly { earliest, why }) } else { Ok(()) }
}
