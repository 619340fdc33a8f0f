//! Teams whose members share a window of the day.

use super::*;
use crate::domain::matching::assess::days_of;
use crate::domain::matching::overlap::{WorkingDays, overlap};
use proptest::prelude::*;

fn at(mut developer: Developer, zone: &str, start: &str, end: &str) -> Developer {
    developer.profile.time_zone = zone.parse().expect("a zone");
    developer.profile.working_hours = hours(start, end);
    developer
}

fn sharing(overlap_minutes: u16) -> TeamTerms<'static> {
    TeamTerms { overlap_minutes, ..TeamTerms::default() }
}

#[test]
fn a_window_goes_by_zone_and_date() {
    let mut project = project();
    project.brief.min_overlap_minutes = 0;
    project.roles = vec![role(1, 2)];
    // Sydney has 9 to 17, Kolkata 10 to 19: 90 minutes in January and 150 in July.
    let developers = [at(paid(1, 800), "Australia/Sydney", "09:00", "17:00"), at(paid(2, 800), "Asia/Kolkata", "10:00", "19:00")];
    for (starts, ends, most) in [
        (date(2027, 1, 15), date(2027, 1, 20), 90),
        (date(2027, 7, 15), date(2027, 7, 20), 150),
        (date(2027, 7, 15), date(2027, 10, 3), 90),
    ] {
        project.brief.starts_on = starts;
        project.brief.ends_on = Some(ends);
        assert!(picked(&project, &developers, &sharing(most)).is_ok(), "{starts} {most}");
        let refused = picked(&project, &developers, &sharing(most + 1));
        assert_eq!(refused, Err(NoTeam::TooLittleOverlap { minutes: most + 1 }), "{starts}");
    }
}

#[test]
fn the_best_team_that_shares_the_window_is_taken_and_not_the_best_of_all() {
    let mut project = project();
    project.brief.min_overlap_minutes = 0;
    project.roles = vec![role(1, 2)];
    let developers = [
        at(paid(1, 800), "Asia/Kolkata", "12:00", "21:00"),
        at(paid(2, 800), "Asia/Kolkata", "20:00", "04:00"),
        at(junior(3, 500), "Asia/Kolkata", "12:00", "18:00"),
        at(junior(4, 400), "Asia/Kolkata", "19:00", "23:00"),
    ];
    assert_eq!(ids(&picked(&project, &developers, &sharing(0)).expect("a team")).len(), 2);
    let team = picked(&project, &developers, &sharing(360)).expect("a team");
    assert_eq!(ids(&team), [(RoleId::nth(1), developers[0].id), (RoleId::nth(1), developers[2].id)]);
    let team = picked(&project, &developers, &sharing(180)).expect("a team");
    assert_eq!(ids(&team), [(RoleId::nth(1), developers[1].id), (RoleId::nth(1), developers[3].id)]);
    assert_eq!(picked(&project, &developers, &sharing(361)), Err(NoTeam::TooLittleOverlap { minutes: 361 }));
    project.roles = vec![role(1, 5)];
    assert_eq!(picked(&project, &developers, &sharing(60)), Err(NoTeam::EmptySeat { role_id: RoleId::nth(1) }));
    project.roles = vec![role(1, 2)];
    // The cheapest that share it are numbers 2 and 4.
    let terms = TeamTerms { budget: Some(rate("3907.49", "AUD", Per::Month)), ..sharing(180) };
    assert!(picked(&project, &developers, &terms).is_ok());
    let terms = TeamTerms { budget: Some(rate("3907.48", "AUD", Per::Month)), ..sharing(180) };
    assert_eq!(picked(&project, &developers, &terms), Err(NoTeam::OverBudget { least: rate("3907.49", "AUD", Per::Month) }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn two_share_a_window_if_each_day_of_theirs_does(
        zones in (prop::sample::select(&ZONES[..]), prop::sample::select(&ZONES[..])),
        starts in (0..24_u8, 0..24_u8),
        lengths in (1..10_u8, 1..10_u8),
        hours_shared in 1..10_u16,
    ) {
        let mut project = project();
        project.brief.min_overlap_minutes = 0;
        project.brief.ends_on = Some(date(2027, 12, 31));
        project.roles = vec![role(1, 2)];
        let time = |hour: u8| format!("{:02}:00", hour % 24);
        let one = at(paid(1, 800), zones.0, &time(starts.0), &time(starts.0 + lengths.0));
        let other = at(paid(2, 800), zones.1, &time(starts.1), &time(starts.1 + lengths.1));
        let asked = Day { zone: &one.profile.time_zone, hours: one.profile.working_hours };
        let met = Day { zone: &other.profile.time_zone, hours: other.profile.working_hours };
        // No day here is long enough to meet two days of the other's, so that what is shared is one stretch.
        let least = overlap(&mut WorkingDays::of(asked), met, days_of(&project)).least;
        let team = picked(&project, &[one.clone(), other.clone()], &sharing(hours_shared * 60));
        prop_assert_eq!(team.is_ok(), least >= u32::from(hours_shared * 60), "{} minutes", least);
    }
}

const ZONES: [&str; 6] = ["Asia/Kolkata", "Australia/Sydney", "America/New_York", "Europe/Berlin", "Pacific/Auckland", "Etc/UTC"];
