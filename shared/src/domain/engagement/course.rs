//! What becomes of an engagement after it was accepted: it is paused and resumed, and it ends. Whole local days in its
//! billing zone; past spans are kept.
//!
//! Only which days are in and out is said here. Whether time was logged on a day, and what was billed of it, is looked at
//! by whoever takes the step.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Engagement, EngagementStatus};
use crate::domain::calendar::Span;
use crate::domain::text::Note;

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

/// How an engagement was ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Its last day.
    pub ends_on: Date,
    /// Why.
    pub reason: Note,
    /// Who wanted it.
    pub initiated_by: Initiator,
    /// When it was agreed.
    pub agreed_at: Timestamp,
}

/// What became of an engagement, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Its pauses, which never overlap.
    #[serde(default)]
    pub pauses: Vec<Pause>,
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

    /// The same record, its status the one that it has at an instant: for whoever is shown it.
    #[must_use]
    pub fn as_of(mut self, now: Timestamp) -> Self {
        self.status = self.standing(self.today(now));
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

    /// Whether the day is billed.
    #[must_use]
    pub fn is_billable(&self, day: Date) -> bool {
        self.is_workable(day)
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
    pub fn end(&mut self, ending: Ending, notice: Option<u16>, today: Date) -> Result<(), CourseError> {
        match self.standing(today) {
            EngagementStatus::Active | EngagementStatus::Paused => {}
            other => return Err(CourseError::WrongStatus(other)),
        }
        let ends_on = ending.ends_on;
        not_before(ends_on, self.terms.starts_on.saturating_sub(1.day()), "the day before it begins")?;
        self.not_after_end(ends_on)?;
        if let Some(days) = notice {
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
