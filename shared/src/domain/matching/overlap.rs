//! How many minutes of the day two people in two zones both work.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Span, days_between};
use crate::domain::developer::WorkingHours;
use crate::domain::zone::Zone;

/// Minutes that a developer's working hours share with one working day of the project. Days of the week make no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// On the role's first day.
    pub at_start: u32,
    /// On the day of the role on which they are fewest.
    pub least: u32,
}

/// Working hours and the zone they are kept in.
#[derive(Clone, Copy)]
pub(super) struct Day<'a> {
    pub zone: &'a Zone,
    pub hours: WorkingHours,
}

impl Day<'_> {
    /// From when to when they work on a local date. A time that the clocks skip moves on by what they skip.
    pub(super) fn on(self, date: Date) -> Option<(Timestamp, Timestamp)> {
        let last = if self.hours.end > self.hours.start { date } else { date.tomorrow().ok()? };
        let instant = |day: Date, time| Some(day.to_datetime(time).to_zoned_datetime(self.zone.rules().clone()).ok()?.timestamp());
        Some((instant(date, self.hours.start.time())?, instant(last, self.hours.end.time())?))
    }

    /// The minutes of one working day by the clock.
    pub(super) fn minutes(self) -> u32 {
        let minute = |time: jiff::civil::Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        let minutes = minute(self.hours.end.time()) - minute(self.hours.start.time());
        u32::try_from(if minutes > 0 { minutes } else { minutes + 24 * 60 }).unwrap_or_default()
    }
}

/// The days of a project held against the days of many developers. Every zone's clock is read once.
pub(in crate::domain) struct Overlaps<'a> {
    project: Day<'a>,
    days: Span,
    own: Clock,
    others: BTreeMap<&'a str, Clock>,
}

impl<'a> Overlaps<'a> {
    /// Over the days of a role, of which the first 12 months count.
    pub(super) fn over(project: Day<'a>, days: Span) -> Self {
        Self::on(project, first_year(days))
    }

    fn on(project: Day<'a>, days: Span) -> Self {
        Self { project, days, own: Clock::of(project.zone, days), others: BTreeMap::new() }
    }

    /// The days that count.
    pub(super) fn days(&self) -> Span {
        self.days
    }

    /// The overlap with a developer's days. Exact, daylight saving included.
    pub(super) fn with(&mut self, developer: Day<'a>) -> Overlap {
        let (first, end) = (day_number(self.days.start), day_number(self.days.end));
        let pair = self.pair(developer);
        let least = |from: i64, to: i64| pair.each(from, to).min().unwrap_or(u32::MAX);
        let at_start = least(first, first);
        let telling = pair.changes().map(|day| least((day - AROUND).max(first), (day + AROUND).min(end - 1)));
        Overlap { at_start, least: telling.fold(at_start, u32::min) }
    }

    fn pair(&mut self, developer: Day<'a>) -> Pair<'_> {
        let Self { project, days, own, others } = self;
        let other = others.entry(developer.zone.name()).or_insert_with(|| Clock::of(developer.zone, *days));
        Pair { own, asked: Hours::of(project.hours), other, met: Hours::of(developer.hours) }
    }
}

/// The minutes that two share on each of some days, as stretches of days that are alike.
pub(in crate::domain) struct Stretches {
    /// Ascending: the first day, and the minutes from then on.
    known: Vec<(i64, u32)>,
    /// The day after the last.
    end: i64,
}

impl Stretches {
    /// Those of two who keep these hours in these zones. The days are the first one's.
    pub(in crate::domain) fn of(project: (&Zone, WorkingHours), developer: (&Zone, WorkingHours), days: Span) -> Self {
        let day = |(zone, hours)| Day { zone, hours };
        let mut overlaps = Overlaps::on(day(project), days);
        let pair = overlaps.pair(day(developer));
        let (first, end) = (day_number(days.start), day_number(days.end));
        let around = pair.changes().flat_map(|day| day - AROUND..=day + AROUND);
        let telling: BTreeSet<i64> = around.filter(|day| (first..end).contains(day)).chain([first]).collect();
        let mut known: Vec<(i64, u32)> = Vec::new();
        for day in telling {
            let minutes = pair.each(day, day).min().unwrap_or_default();
            if known.last().is_none_or(|(_, last)| *last != minutes) {
                known.push((day, minutes));
            }
        }
        Self { known, end }
    }

    /// The fewest minutes on any of these days; none if not all of them are known.
    pub(in crate::domain) fn least(&self, days: Span) -> Option<u32> {
        let (first, end) = (day_number(days.start), day_number(days.end));
        let from = self.known.partition_point(|(start, _)| *start <= first).checked_sub(1).filter(|_| end <= self.end)?;
        let stretches = self.known.iter().skip(from).take_while(|(start, _)| *start < end.max(first + 1));
        stretches.map(|(_, minutes)| *minutes).min()
    }
}

/// Days of which around a change of a clock each is looked at; between those, every day is like the one before (see
/// [`telling_days`]).
const AROUND: i64 = 5;

/// Two people's hours by their clocks.
struct Pair<'c> {
    own: &'c Clock,
    asked: Hours,
    other: &'c Clock,
    met: Hours,
}

impl Pair<'_> {
    /// The minutes shared on each of some days in a row. Each of the other's days is found once for all of them.
    fn each(&self, from: i64, to: i64) -> impl Iterator<Item = u32> {
        let theirs: Vec<(i64, i64)> = (from - 3..=to + 3).map(|day| self.met.on(day, self.other)).collect();
        (from..=to).enumerate().map(move |(at, day)| {
            let (from, to) = self.asked.on(day, self.own);
            let around = theirs.iter().skip(at).take(7);
            let seconds = around.map(|(start, end)| (*end.min(&to) - *start.max(&from)).max(0)).sum::<i64>();
            u32::try_from(seconds / 60).unwrap_or_default()
        })
    }

    /// The days, by the first one's clock, on which one of the clocks changes.
    fn changes(&self) -> impl Iterator<Item = i64> {
        self.own.changes.iter().chain(&self.other.changes).map(|change| self.own.day_at(change.at))
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// How far beyond the days that count a clock is known: more than any two zones are apart.
const MARGIN_DAYS: i64 = 12;

fn day_number(date: Date) -> i64 {
    i64::from(days_between(EPOCH, date))
}

/// Working hours as seconds of the day.
#[derive(Clone, Copy)]
struct Hours {
    start: i64,
    end: i64,
}

impl Hours {
    fn of(hours: WorkingHours) -> Self {
        let second = |time: jiff::civil::Time| i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        let (start, end) = (second(hours.start.time()), second(hours.end.time()));
        Self { start, end: if end > start { end } else { end + DAY_SECONDS } }
    }

    /// From when to when they are on a day, as [`Day::on`] has it.
    fn on(self, day: i64, clock: &Clock) -> (i64, i64) {
        (clock.instant(day * DAY_SECONDS + self.start), clock.instant(day * DAY_SECONDS + self.end))
    }
}

/// A zone's clock over some days, in seconds.
struct Clock {
    /// Ahead of UTC before the first change.
    offset: i64,
    changes: Vec<Change>,
}

struct Change {
    /// When, in seconds of the epoch.
    at: i64,
    /// From which local time on the new offset counts: what is skipped or comes twice is still by the old one.
    local: i64,
    /// Ahead of UTC from then on.
    offset: i64,
}

impl Clock {
    fn of(zone: &Zone, days: Span) -> Self {
        let from = zone.start_of(days.start.saturating_sub(MARGIN_DAYS.days()));
        let to = zone.start_of(days.end.saturating_add(MARGIN_DAYS.days()));
        let first = i64::from(zone.rules().to_offset(from).seconds());
        let mut before = first;
        let changes = zone.rules().following(from).take_while(|change| change.timestamp() < to).map(|change| {
            let (at, offset) = (change.timestamp().as_second(), i64::from(change.offset().seconds()));
            let local = at + before.max(offset);
            before = offset;
            Change { at, local, offset }
        });
        Self { offset: first, changes: changes.collect() }
    }

    fn instant(&self, local: i64) -> i64 {
        let change = self.changes.iter().rev().find(|change| change.local <= local);
        local - change.map_or(self.offset, |change| change.offset)
    }

    /// The local day at an instant.
    fn day_at(&self, instant: i64) -> i64 {
        let change = self.changes.iter().take_while(|change| change.at <= instant).last();
        (instant + change.map_or(self.offset, |change| change.offset)).div_euclid(DAY_SECONDS)
    }
}

pub(super) fn first_year(days: Span) -> Span {
    let end = days.start.saturating_add(1.year());
    Span { start: days.start, end: days.end.min(end) }
}

/// The days, by one zone's dates, that have to be looked at: between two changes of any zone's clocks every day is like the
/// next, so the first day stands for those before a change, and the days around the change and after it stand for the rest.
pub(super) fn telling_days<'a>(zones: impl IntoIterator<Item = &'a Zone>, dated: &Zone, days: Span) -> BTreeSet<Date> {
    let from = dated.start_of(days.start.saturating_sub(7.days()));
    let to = dated.start_of(days.end.saturating_add(7.days()));
    let changes = zones.into_iter().flat_map(|zone| {
        let changes = zone.rules().following(from).map(|change| change.timestamp());
        changes.take_while(move |change| *change < to).map(|change| dated.date_at(change))
    });
    let around = changes.flat_map(|change| (-5_i64..=5).map(move |offset| change.saturating_add(offset.days())));
    around.filter(|day| days.contains(*day)).chain([days.start]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const ZONES: [&str; 12] = [
        "Asia/Kolkata",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "America/New_York",
        "America/Los_Angeles",
        "Europe/Berlin",
        "Africa/Casablanca",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "America/Sao_Paulo",
        "Etc/UTC",
    ];

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone")
    }

    fn hours(start: &str, end: &str) -> WorkingHours {
        WorkingHours { start: start.parse().expect("a time"), end: end.parse().expect("a time") }
    }

    fn overlap<'a>(project: Day<'a>, developer: Day<'a>, days: Span) -> Overlap {
        Overlaps::over(project, days).with(developer)
    }

    /// The minutes shared on one date of the project, by the calendar's own arithmetic.
    fn shared(project: Day<'_>, developer: Day<'_>, date: Date) -> u32 {
        let (from, to) = project.on(date).expect("a day");
        let days = (-3_i64..=3).filter_map(|offset| developer.on(date.saturating_add(offset.days())));
        let seconds = days.map(|(start, end)| end.min(to).as_second() - start.max(from).as_second()).filter(|seconds| *seconds > 0);
        u32::try_from(seconds.sum::<i64>() / 60).expect("a day's minutes")
    }

    fn between(first: Date, last: Date) -> Span {
        Span::inclusive(first, last).expect("a span")
    }

    #[test]
    fn overlap_goes_by_zone_and_date() {
        // F43b
        let (sydney, kolkata) = (zone("Australia/Sydney"), zone("Asia/Kolkata"));
        let project = Day { zone: &sydney, hours: hours("09:00", "17:00") };
        let developer = Day { zone: &kolkata, hours: hours("10:00", "19:00") };
        for (first, last, at_start, least) in [
            (date(2027, 1, 15), date(2027, 1, 15), 90, 90),
            (date(2027, 7, 15), date(2027, 7, 15), 150, 150),
            (date(2027, 7, 15), date(2027, 10, 3), 150, 90),
            (date(2027, 7, 15), date(2027, 10, 2), 150, 150),
            (date(2027, 7, 15), date(2030, 1, 1), 150, 90),
        ] {
            assert_eq!(overlap(project, developer, between(first, last)), Overlap { at_start, least }, "{first} {last}");
        }
    }

    #[test]
    fn only_the_first_twelve_months_count() {
        let (sydney, brisbane) = (zone("Australia/Sydney"), zone("Australia/Brisbane"));
        let project = Day { zone: &sydney, hours: hours("09:00", "17:00") };
        let developer = Day { zone: &brisbane, hours: hours("09:00", "17:00") };
        let days = |last| between(date(2027, 4, 10), last);
        assert_eq!(overlap(project, developer, days(date(2027, 10, 2))).least, 480);
        assert_eq!(overlap(project, developer, days(date(2027, 10, 3))).least, 420);
        assert_eq!(first_year(days(date(2199, 1, 1))).last(), date(2028, 4, 9));
    }

    #[test]
    fn hours_over_midnight_and_around_the_clock_are_whole() {
        let (utc, new_york) = (zone("Etc/UTC"), zone("America/New_York"));
        let day = between(date(2027, 1, 4), date(2027, 1, 4));
        let night = Day { zone: &utc, hours: hours("22:00", "06:00") };
        let clock = Day { zone: &new_york, hours: hours("07:00", "07:00") };
        assert_eq!((night.minutes(), clock.minutes()), (480, 1440));
        assert_eq!(overlap(night, clock, day).least, 480);
        assert_eq!(overlap(clock, night, day).least, 480);
        // The night of 2027-03-14 has only 23 hours in New York.
        let spring = between(date(2027, 3, 13), date(2027, 3, 13));
        let owl = Day { zone: &new_york, hours: hours("22:00", "06:00") };
        assert_eq!(overlap(owl, clock, spring).least, 420);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_days_looked_at_tell_as_much_as_all_of_them(
            zones in (0..ZONES.len(), 0..ZONES.len()),
            clocks in (0..96_u16, 0..96_u16, 0..96_u16, 0..96_u16),
            start in 0..1_000_i64,
            length in 1..400_i64,
        ) {
            let time = |quarter: u16| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
            let (project_zone, developer_zone) = (zone(ZONES[zones.0]), zone(ZONES[zones.1]));
            let project = Day { zone: &project_zone, hours: hours(&time(clocks.0), &time(clocks.1)) };
            let developer = Day { zone: &developer_zone, hours: hours(&time(clocks.2), &time(clocks.3)) };
            let first = date(2026, 1, 1).saturating_add(start.days());
            let days = between(first, first.saturating_add((length - 1).days()));
            let year = first_year(days);
            let every = (0..i64::from(year.days())).map(|offset| {
                let day = year.start.saturating_add(offset.days());
                shared(project, developer, day)
            });
            let found = overlap(project, developer, days);
            let least = every.min();
            prop_assert_eq!((found.at_start, Some(found.least)), (shared(project, developer, first), least));
            let years = Span { start: date(first.year(), 1, 1), end: date(first.year() + 2, 1, 1) };
            let stretches = Stretches::of((&project_zone, project.hours), (&developer_zone, developer.hours), years);
            prop_assert_eq!(stretches.least(year), least);
        }
    }
}
