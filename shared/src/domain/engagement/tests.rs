//! The states of an engagement: which step leads where, on which day it takes effect, and which are refused.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::*;
use crate::domain::timesheet::samples::hourly;

fn note() -> crate::domain::text::Note {
    "As agreed.".parse().expect("a note")
}

fn ending(ends_on: Date, initiated_by: Initiator) -> Ending {
    Ending { ends_on, reason: note(), initiated_by, trial_unbilled: false, agreed_at: Timestamp::UNIX_EPOCH }
}

const TODAY: Date = date(2027, 2, 10);

#[test]
fn a_pause_takes_effect_with_its_day_and_ends_with_the_day_of_resuming() {
    let mut engagement = hourly();
    engagement.pause(date(2027, 2, 15), Some(note()), TODAY).expect("active");
    assert_eq!(engagement.status, EngagementStatus::Active);
    let standing = |engagement: &Engagement, days: [Date; 3]| days.map(|day| engagement.standing(day));
    use EngagementStatus::{Active, Ended, Paused};
    assert_eq!(standing(&engagement, [date(2027, 2, 14), date(2027, 2, 15), date(2028, 1, 1)]), [Active, Paused, Paused]);
    engagement.resume(date(2027, 3, 1), date(2027, 2, 20)).expect("paused");
    assert_eq!(engagement.status, Paused);
    assert_eq!(standing(&engagement, [date(2027, 2, 20), date(2027, 2, 28), date(2027, 3, 1)]), [Paused, Paused, Active]);
    engagement.end(ending(date(2027, 3, 31), Initiator::Client), Some(14), date(2027, 3, 1)).expect("active");
    assert_eq!(standing(&engagement, [date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 1)]), [Active, Active, Ended]);
    let billable = [date(2027, 2, 14), date(2027, 2, 15), date(2027, 2, 28), date(2027, 3, 1), date(2027, 4, 1)];
    assert_eq!(billable.map(|day| engagement.is_billable(day)), [true, false, false, true, false]);
}

#[test]
fn any_other_step_is_refused_with_the_present_state() {
    use EngagementStatus::{Active, Declined, Ended, Offered, Paused, Withdrawn};
    for status in [Offered, Ended, Declined, Withdrawn] {
        let mut engagement = hourly();
        engagement.status = status;
        assert_eq!(engagement.pause(TODAY, None, TODAY), Err(CourseError::WrongStatus(status)));
        assert_eq!(engagement.resume(TODAY, TODAY), Err(CourseError::WrongStatus(status)));
        assert_eq!(engagement.end(ending(TODAY, Initiator::Operator), None, TODAY), Err(CourseError::WrongStatus(status)));
    }
    let mut engagement = hourly();
    assert_eq!(engagement.resume(TODAY, TODAY), Err(CourseError::WrongStatus(Active)));
    engagement.pause(date(2027, 2, 1), None, TODAY).expect("active");
    assert_eq!(engagement.status, Paused);
    assert_eq!(engagement.pause(date(2027, 3, 1), None, TODAY), Err(CourseError::WrongStatus(Paused)));
    engagement.resume(date(2027, 2, 5), TODAY).expect("paused");
    assert_eq!(engagement.resume(date(2027, 2, 6), TODAY), Err(CourseError::WrongStatus(Active)));
    engagement.pause(date(2027, 3, 1), None, TODAY).expect("active until then");
    assert_eq!(engagement.pause(date(2027, 3, 2), None, TODAY), Err(CourseError::PauseAgreed { from: date(2027, 3, 1) }));
}

#[test]
fn days_outside_the_engagement_and_its_notice_are_refused_with_the_nearest_that_would_do() {
    let mut engagement = hourly();
    engagement.terms.ends_on = Some(date(2027, 6, 30));
    let earliest = |result: Result<(), CourseError>| match result {
        Err(CourseError::TooEarly { earliest, .. }) => earliest,
        other => panic!("{other:?}"),
    };
    let latest = |result: Result<(), CourseError>| match result {
        Err(CourseError::TooLate { latest, .. }) => latest,
        other => panic!("{other:?}"),
    };
    assert_eq!(earliest(engagement.pause(date(2027, 1, 3), None, TODAY)), date(2027, 1, 4));
    assert_eq!(latest(engagement.pause(date(2027, 7, 1), None, TODAY)), date(2027, 6, 30));
    engagement.pause(date(2027, 1, 10), None, TODAY).expect("active");
    assert_eq!(earliest(engagement.resume(date(2027, 1, 10), TODAY)), date(2027, 1, 11));
    assert_eq!(latest(engagement.resume(date(2027, 7, 1), TODAY)), date(2027, 6, 30));
    engagement.resume(date(2027, 1, 20), TODAY).expect("paused");
    assert_eq!(earliest(engagement.pause(date(2027, 1, 19), None, TODAY)), date(2027, 1, 20));
    assert_eq!(earliest(engagement.end(ending(date(2027, 2, 23), Initiator::Client), Some(14), TODAY)), date(2027, 2, 24));
    assert_eq!(latest(engagement.end(ending(date(2027, 7, 1), Initiator::Operator), None, TODAY)), date(2027, 6, 30));
    assert_eq!(earliest(engagement.end(ending(date(2027, 1, 2), Initiator::Operator), None, TODAY)), date(2027, 1, 3));
    engagement.end(ending(date(2027, 1, 3), Initiator::Operator), None, TODAY).expect("before it began");
    assert_eq!(engagement.status, EngagementStatus::Ended);
}
