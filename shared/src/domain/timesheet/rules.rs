//! Whether time goes with what is already logged: locks, days, weeks, overlaps, the engagement's dates.
//!
//! Every fault is found, not only the first. Overlaps with the developer's other engagements are not seen from here.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::entry::{Piece, day_length};
use super::fault::EntryFault;
use super::{MOST_ENTRIES, TimeEntry, Timesheet, TimesheetStatus, timesheet_span, week_of};
use crate::domain::engagement::Engagement;
use crate::domain::id::TimeEntryId;

/// Everything against logging these pieces, or against putting them in the place of an entry; empty when they may be.
///
/// `sheets` are the engagement's stored timesheets of the weeks concerned: those of the pieces, the other halves of split
/// weeks, and the one of the entry that is replaced. With `override_cap` the weekly cap does not hold.
#[must_use]
pub fn faults(
    engagement: &Engagement,
    sheets: &[Timesheet],
    pieces: &[Piece],
    replaces: Option<TimeEntryId>,
    override_cap: bool,
) -> Vec<EntryFault> {
    let kept: Vec<&TimeEntry> = sheets.iter().flat_map(|sheet| &sheet.entries).filter(|entry| Some(entry.id) != replaces).collect();
    let mut faults = Vec::new();
    faults.extend(locks(engagement, sheets, pieces, replaces));
    faults.extend(crowded(&kept, pieces));
    faults.extend(outside(engagement, pieces));
    let paused = pieces.iter().filter(|piece| engagement.covers(piece.date) && engagement.is_paused_on(piece.date));
    faults.extend(paused.map(|piece| EntryFault::Paused { date: piece.date }));
    faults.extend(overlaps(&kept, pieces));
    faults.extend(long_days(engagement, &kept, pieces));
    if !override_cap {
        faults.extend(over_cap(engagement, &kept, pieces));
    }
    faults
}

/// The fault of changing a timesheet that is handed in.
///
/// # Errors
/// Not open.
pub fn unlocked(engagement: &Engagement, sheet: &Timesheet) -> Result<(), EntryFault> {
    match sheet.status {
        TimesheetStatus::Open => Ok(()),
        TimesheetStatus::Submitted | TimesheetStatus::Approved => {
            Err(EntryFault::Locked { start: sheet.span.start, status: sheet.shown_status(engagement) })
        }
    }
}

fn locks(engagement: &Engagement, sheets: &[Timesheet], pieces: &[Piece], replaces: Option<TimeEntryId>) -> Vec<EntryFault> {
    let touched: BTreeSet<Date> = pieces.iter().map(|piece| piece.timesheet.start).chain(replaces.map(TimeEntryId::timesheet)).collect();
    let sheets = sheets.iter().filter(|sheet| touched.contains(&sheet.span.start));
    sheets.filter_map(|sheet| unlocked(engagement, sheet).err()).collect()
}

fn crowded(kept: &[&TimeEntry], pieces: &[Piece]) -> Vec<EntryFault> {
    let starts: BTreeSet<Date> = pieces.iter().map(|piece| piece.timesheet.start).collect();
    let counted = starts.into_iter().map(|start| {
        let entries = kept.iter().filter(|entry| entry.id.timesheet() == start).count()
            + pieces.iter().filter(|piece| piece.timesheet.start == start).count();
        (start, entries)
    });
    counted.filter(|(_, entries)| *entries > MOST_ENTRIES).map(|(start, entries)| EntryFault::TooManyEntries { start, entries }).collect()
}

fn outside(engagement: &Engagement, pieces: &[Piece]) -> Vec<EntryFault> {
    let (starts_on, ends_on) = (engagement.terms.starts_on, engagement.terms.ends_on);
    let out = pieces.iter().filter(|piece| piece.date < starts_on || ends_on.is_some_and(|last| piece.date > last));
    out.map(|piece| EntryFault::OutsideEngagement { date: piece.date, starts_on, ends_on }).collect()
}

fn overlaps(kept: &[&TimeEntry], pieces: &[Piece]) -> Vec<EntryFault> {
    let clashes = |entry: &TimeEntry| {
        let Some((from, to)) = entry.started_at.zip(entry.ended_at) else { return false };
        pieces.iter().filter_map(|piece| piece.started_at.zip(piece.ended_at)).any(|(start, end)| start < to && from < end)
    };
    kept.iter().filter(|entry| clashes(entry)).map(|entry| EntryFault::Overlaps { entry: entry.id }).collect()
}

fn long_days(engagement: &Engagement, kept: &[&TimeEntry], pieces: &[Piece]) -> Vec<EntryFault> {
    let days: BTreeSet<Date> = pieces.iter().map(|piece| piece.date).collect();
    let mut faults = Vec::new();
    for date in days {
        let minutes = total(kept, pieces, |day| day == date);
        let length = day_length(&engagement.terms.billing.time_zone, date);
        if minutes > length {
            faults.push(EntryFault::DayTooLong { date, minutes, length });
        }
    }
    faults
}

fn over_cap(engagement: &Engagement, kept: &[&TimeEntry], pieces: &[Piece]) -> Vec<EntryFault> {
    let Some(cap) = engagement.terms.weekly_cap_minutes else { return Vec::new() };
    let weeks: BTreeSet<Date> = pieces.iter().map(|piece| week_of(piece.date).start).collect();
    let totals = weeks.into_iter().map(|monday| (monday, total(kept, pieces, |day| week_of(day).start == monday)));
    totals.filter(|(_, minutes)| *minutes > u32::from(cap)).map(|(monday, minutes)| EntryFault::OverCap { monday, minutes, cap }).collect()
}

/// The minutes on these days, those of the pieces included.
fn total(kept: &[&TimeEntry], pieces: &[Piece], on: impl Fn(Date) -> bool) -> u32 {
    let logged = kept.iter().map(|entry| (entry.date, entry.minutes));
    let proposed = pieces.iter().map(|piece| (piece.date, piece.minutes));
    logged.chain(proposed).filter(|(date, _)| on(*date)).map(|(_, minutes)| minutes).sum()
}

/// The first days of the timesheets of the weeks that the pieces lie in: all parts of a week that a period's end splits.
#[must_use]
pub fn weeks_concerned(engagement: &Engagement, pieces: &[Piece]) -> Vec<Date> {
    let terms = &engagement.terms.billing;
    let mut starts: Vec<Date> = pieces
        .iter()
        // More than two parts where the terms were changed within the week, too.
        .flat_map(|piece| week_of(piece.date).iter().map(|day| timesheet_span(terms, day).start).chain([piece.timesheet.start]))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::engagement::BilledPeriod;
    use crate::domain::timesheet::entry::{EntryInput, resolve, split};
    use crate::domain::timesheet::samples::{counted, hourly, invoice};
    use crate::domain::timesheet::{ShownStatus, timesheet_span};
    use jiff::Timestamp;
    use jiff::civil::date;
    use ulid::Ulid;

    fn clocked(engagement: &Engagement, from: &str, to: &str) -> Vec<Piece> {
        let input = EntryInput::Clocked { started_at: from.parse().expect("a moment"), ended_at: to.parse().expect("a moment") };
        split(resolve(input, &engagement.terms.billing.time_zone).expect("real times"), &engagement.terms.billing)
    }

    fn minutes(engagement: &Engagement, date: Date, minutes: u32) -> Vec<Piece> {
        let input = EntryInput::Counted { date, minutes };
        split(resolve(input, &engagement.terms.billing.time_zone).expect("a length"), &engagement.terms.billing)
    }

    fn sheet(engagement: &Engagement, day: Date) -> Timesheet {
        Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, day))
    }

    #[test]
    fn overlaps_are_named_and_touching_is_none() {
        let engagement = hourly();
        let mut week = sheet(&engagement, date(2027, 3, 2));
        let id = TimeEntryId::new(week.span.start, Ulid(7));
        let piece = clocked(&engagement, "2027-03-02T09:00", "2027-03-02T12:00")[0];
        week.entries.push(piece.into_entry(id, None, false, Timestamp::UNIX_EPOCH));
        let sheets = [week];
        let against = |from, to, replaces| faults(&engagement, &sheets, &clocked(&engagement, from, to), replaces, false);
        assert_eq!(against("2027-03-02T11:59", "2027-03-02T13:00", None), [EntryFault::Overlaps { entry: id }]);
        assert_eq!(against("2027-03-02T10:00", "2027-03-02T11:00", None), [EntryFault::Overlaps { entry: id }]);
        assert_eq!(against("2027-03-02T12:00", "2027-03-02T13:00", None), []);
        assert_eq!(against("2027-03-02T11:59", "2027-03-02T13:00", Some(id)), []);
    }

    #[test]
    fn a_day_holds_no_more_work_than_it_is_long() {
        let mut engagement = hourly();
        engagement.terms.weekly_cap_minutes = None;
        // The clocks of Sydney go back on 2027-04-04 and forward on 2027-10-03.
        for (day, length) in [(date(2027, 4, 4), 1500), (date(2027, 10, 3), 1380), (date(2027, 7, 5), 1440)] {
            let mut week = sheet(&engagement, day);
            week.entries.push(counted(&week, 1, day, 1000));
            let sheets = [week];
            assert_eq!(faults(&engagement, &sheets, &minutes(&engagement, day, length - 1000), None, false), []);
            let over = faults(&engagement, &sheets, &minutes(&engagement, day, length - 999), None, false);
            assert_eq!(over, [EntryFault::DayTooLong { date: day, minutes: length + 1, length }]);
        }
    }

    #[test]
    fn the_weekly_cap_counts_both_halves_of_a_split_week() {
        let engagement = hourly();
        let mut march = sheet(&engagement, date(2027, 3, 29));
        let mut april = sheet(&engagement, date(2027, 4, 1));
        march.entries.push(counted(&march, 1, date(2027, 3, 30), 1200));
        april.entries.push(counted(&april, 2, date(2027, 4, 2), 1080));
        let sheets = [march, april];
        assert_eq!(faults(&engagement, &sheets, &clocked(&engagement, "2027-03-31T23:00", "2027-04-01T01:00"), None, false), []);
        let over = clocked(&engagement, "2027-03-31T23:00", "2027-04-01T01:01");
        assert_eq!(
            faults(&engagement, &sheets, &over, None, false),
            [EntryFault::OverCap { monday: date(2027, 3, 29), minutes: 2401, cap: 2400 }]
        );
        assert_eq!(faults(&engagement, &sheets, &over, None, true), []);
        // The week after starts afresh.
        assert_eq!(faults(&engagement, &sheets, &minutes(&engagement, date(2027, 4, 5), 1440), None, false), []);
    }

    #[test]
    fn a_timesheet_that_is_handed_in_is_locked() {
        // F55
        let mut engagement = hourly();
        let mut week = sheet(&engagement, date(2027, 3, 2));
        week.entries.push(counted(&week, 1, date(2027, 3, 2), 240));
        let (start, id) = (week.span.start, week.entries[0].id);
        let adds = minutes(&engagement, date(2027, 3, 3), 60);
        week.status = TimesheetStatus::Approved;
        let locked = |status| vec![EntryFault::Locked { start, status }];
        let sheets = [week];
        assert_eq!(faults(&engagement, &sheets, &adds, None, false), locked(ShownStatus::Approved));
        // Neither may an entry move out of it into an open week.
        let moved = minutes(&engagement, date(2027, 3, 10), 180);
        assert_eq!(faults(&engagement, &sheets, &moved, Some(id), false), locked(ShownStatus::Approved));
        assert_eq!(faults(&engagement, &sheets, &moved, None, false), []);
        let billed = BilledPeriod { from: date(2027, 3, 1), to: date(2027, 3, 31), invoice_id: invoice(1) };
        engagement.billing_state.periods.push(billed);
        assert_eq!(faults(&engagement, &sheets, &adds, None, true), locked(ShownStatus::Invoiced));
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let mut engagement = hourly();
        engagement.terms.ends_on = Some(date(2027, 3, 2));
        let mut week = sheet(&engagement, date(2027, 3, 3));
        let entries = (0..MOST_ENTRIES).map(|serial| counted(&week, serial, date(2027, 3, 3), 12)).collect();
        week.entries = entries;
        week.status = TimesheetStatus::Submitted;
        let start = week.span.start;
        assert_eq!(
            faults(&engagement, &[week], &minutes(&engagement, date(2027, 3, 3), 10), None, false),
            [
                EntryFault::Locked { start, status: ShownStatus::Submitted },
                EntryFault::TooManyEntries { start, entries: 201 },
                EntryFault::OutsideEngagement { date: date(2027, 3, 3), starts_on: date(2027, 1, 4), ends_on: Some(date(2027, 3, 2)) },
                EntryFault::DayTooLong { date: date(2027, 3, 3), minutes: 2410, length: 1440 },
                EntryFault::OverCap { monday: date(2027, 3, 1), minutes: 2410, cap: 2400 },
            ]
        );
        let early = minutes(&engagement, date(2027, 1, 3), 10);
        assert!(matches!(faults(&engagement, &[], &early, None, false)[..], [EntryFault::OutsideEngagement { .. }]));
    }
}
