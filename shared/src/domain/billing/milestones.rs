//! The bills of accepted milestones: one for each billing period in which some were accepted. They are no period's own, so
//! that others accepted in it are billed as well.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{EngagementTime, PeriodBill, bill, lines};
use crate::domain::calendar::Span;
use crate::domain::draft::LineKind;
use crate::domain::milestone::{Milestone, MilestoneStatus};
use crate::domain::period::{Clamped, period_containing};

/// The bills of what is accepted and on no invoice by an instant, of the days that count.
pub(super) fn bills(time: EngagementTime<'_>, now: Timestamp, counts: impl Fn(Date) -> bool) -> Vec<PeriodBill> {
    let engagement = time.engagement;
    let mut periods = BTreeMap::<Span, Vec<(Date, &Milestone)>>::new();
    let accepted = engagement.course.milestones.iter().filter(|milestone| milestone.status(now) == MilestoneStatus::Accepted);
    for (milestone, at) in accepted.filter_map(|milestone| milestone.accepted_by(now).map(|at| (milestone, at))) {
        let day = engagement.today(at);
        if counts(day) {
            periods.entry(period_containing(&engagement.terms.billing, day)).or_default().push((day, milestone));
        }
    }
    let one = |(whole, milestones): (Span, Vec<(Date, &Milestone)>)| {
        let days = || milestones.iter().map(|(day, _)| *day);
        let billed = days().min().zip(days().max()).and_then(|(first, last)| Span::inclusive(first, last)).unwrap_or(whole);
        PeriodBill {
            extra_lines: milestones
                .iter()
                .filter_map(|(day, milestone)| Some((Span::inclusive(*day, *day)?, milestone)))
                .map(|(day, milestone)| lines::of_thing(time, LineKind::Milestone, &milestone.title, day, milestone.amount))
                .collect(),
            milestones: milestones.iter().map(|(_, milestone)| milestone.id).collect(),
            ..bill(Clamped { whole, billed }, Vec::new(), engagement.billing_state.billed_until)
        }
    };
    periods.into_iter().map(one).collect()
}

/// When the next milestone accepts itself.
pub(super) fn next_acceptance(time: EngagementTime<'_>, now: Timestamp) -> Option<Timestamp> {
    time.engagement.course.milestones.iter().filter_map(|milestone| milestone.auto_accept_at).filter(|at| *at > now).min()
}
