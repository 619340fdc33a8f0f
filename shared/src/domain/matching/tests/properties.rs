//! What holds whatever the pool: nobody is lost, points are the score, order is total, and more is never worth less.

use super::*;
use crate::domain::developer::{Availability, DeveloperSkill};
use proptest::prelude::*;
use proptest::sample::select;

const SKILLS: [&str; 9] = ["Node.js", "PostgreSQL", "Java", "Spring Boot", "Django", "Python", "AWS", "SQL", "Blorp"];

fn skills() -> impl Strategy<Value = Vec<DeveloperSkill>> {
    proptest::collection::btree_map(select(&SKILLS[..]), 0..12_u8, 0..7).prop_map(|skills| listed(&skills.into_iter().collect::<Vec<_>>()))
}

prop_compose! {
    fn developers()(facts in proptest::collection::vec((
        skills(),
        select(&[Country::IN, Country::NZ, Country::AU][..]),
        select(&["Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "Europe/Berlin"][..]),
        proptest::option::weighted(0.9, select(&[English::B1, English::B2, English::C1, English::C2][..])),
        1_000..900_000_i64,
        select(&["INR", "INR", "INR", "INR", "AUD", "JPY"][..]),
        (0..60_i64, 20..=45_u8, 0..20_u8),
        0..8_u8,
    ), 0..30)) -> Vec<Developer> {
        let numbered = (1_u128..).zip(facts);
        numbered.map(|(number, (skills, country, zone, english, pay, currency, (day, hours, taken_hours), kind))| {
            let mut developer = developer(number);
            let profile = &mut developer.profile;
            profile.skills = skills;
            profile.country = country;
            profile.time_zone = zone.parse().expect("a zone");
            profile.english = english;
            profile.pay_rate.monthly = Some(money(&pay.to_string(), currency));
            if kind == 1 {
                profile.pay_rate = PayRates { hourly: Some(money(&(pay / 170).to_string(), currency)), monthly: None };
            }
            if kind == 2 {
                profile.hiring_models = vec![HiringModel::Hourly];
            }
            profile.availability = Availability { from: date(2026, 11, 20).saturating_add(jiff::Span::new().days(day)), hours_per_week: hours };
            developer.commitments = vec![taken(date(2026, 6, 1), Some(date(2026, 12, 20)), taken_hours)];
            if kind == 3 && number % 4 == 0 {
                developer.status = DeveloperStatus::Pending;
            }
            developer
        }).collect()
    }
}

prop_compose! {
    fn projects()(
        asked in proptest::collection::btree_map(select(&SKILLS[..]), 0..4_u8, 0..4),
        preferred in proptest::sample::subsequence(&SKILLS[..], 1..4),
        location in select(&[Location::Any, Location::Offshore][..]),
        most in proptest::option::of(2_000..20_000_i64),
        hours_per_week in 10..=40_u8,
        min_english in proptest::option::of(Just(English::B2)),
    ) -> Project {
        let mut project = project();
        project.brief.location = location;
        project.brief.countries.clear();
        project.brief.min_english = min_english;
        project.brief.min_overlap_minutes = 30;
        let role = &mut project.roles[0];
        role.required_skills = required(&asked.into_iter().collect::<Vec<_>>());
        role.preferred_skills = preferred.into_iter().map(skill).collect();
        role.max_rate = most.map(|most| Rate { money: money(&most.to_string(), "AUD"), per: Per::Month });
        role.hours_per_week = hours_per_week;
        project
    }
}

/// A hundred points, shared out among the factors in any way.
fn weights() -> impl Strategy<Value = Weights> {
    proptest::collection::vec(0..=100_u8, 7).prop_map(|mut cuts| {
        cuts.sort_unstable();
        let ends = cuts.iter().copied().chain([100]);
        let mut shares = ends.zip([0].into_iter().chain(cuts.iter().copied())).map(|(end, start)| end - start);
        let mut next = || shares.next().expect("eight shares");
        let points = Points {
            required_skills: next(),
            preferred_skills: next(),
            experience: next(),
            seniority: next(),
            overlap: next(),
            rate_head_room: next(),
            availability: next(),
            track_record: next(),
        };
        Weights::new(2, points).expect("a hundred in all")
    })
}

fn matched(project: &Project, developers: &[Developer], weights: &Weights) -> RoleMatch {
    let (rejected, rates) = (BTreeSet::from([(RoleId::nth(1), developer(5).id)]), exchange());
    let pool =
        Pool { developers, markup_percent: Decimal::from(25), exchange: Some(&rates), rejected: &rejected, weights, near_misses: true };
    match_role(project, &project.roles[0], &pool, usize::MAX)
}

fn scores(found: &RoleMatch) -> std::collections::BTreeMap<DeveloperId, u8> {
    found.candidates.iter().map(|candidate| (candidate.fit.developer_id, candidate.fit.score)).collect()
}

proptest! {
    #[test]
    fn nobody_is_lost_and_the_points_are_the_score(project in projects(), weights in weights(), developers in developers()) {
        let found = matched(&project, &developers, &weights);
        let vetted = developers.iter().filter(|developer| developer.status == DeveloperStatus::Vetted).count();
        prop_assert_eq!(usize::try_from(found.eligible + found.excluded.total()), Ok(vetted));
        for candidate in &found.candidates {
            prop_assert_eq!(candidate.fit.reasons.iter().map(|reason| u32::from(reason.points)).sum::<u32>(), u32::from(candidate.fit.score));
            prop_assert!(candidate.fit.score <= 100);
            let factors: Vec<&str> = candidate.fit.reasons.iter().map(|reason| reason.factor.as_str()).collect();
            prop_assert_eq!(factors, Factor::WORDS);
            for reason in &candidate.fit.reasons {
                prop_assert!(reason.points <= reason.max && reason.max == weights.of(reason.factor), "{:?}", reason);
            }
        }
    }

    #[test]
    fn the_order_is_total_and_independent_of_the_pools(
        project in projects(),
        weights in weights(),
        (developers, shuffled) in developers().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let found = matched(&project, &developers, &weights);
        prop_assert_eq!(&found, &matched(&project, &shuffled, &weights));
        let order = |candidate: &Candidate| (std::cmp::Reverse(candidate.fit.score), candidate.fit.developer_id);
        prop_assert!(found.candidates.windows(2).all(|pair| order(&pair[0]) < order(&pair[1])));
    }

    #[test]
    fn another_skill_never_lowers_a_score(
        project in projects(),
        weights in weights(),
        developers in developers(),
        extra in select(&SKILLS[..]),
        years in 0..12_u8,
    ) {
        let before = scores(&matched(&project, &developers, &weights));
        let mut richer = developers;
        for developer in &mut richer {
            let skills = &mut developer.profile.skills;
            match skills.iter_mut().find(|own| own.skill == skill(extra)) {
                Some(own) => own.years = own.years.max(years),
                None => skills.push(DeveloperSkill { skill: skill(extra), years }),
            }
        }
        let after = scores(&matched(&project, &richer, &weights));
        for (id, score) in before {
            prop_assert!(after.get(&id).is_some_and(|after| *after >= score), "{} {}", id, score);
        }
    }

    #[test]
    fn a_lower_rate_never_hurts(project in projects(), weights in weights(), developers in developers(), percent in 1..100_i64) {
        let before = scores(&matched(&project, &developers, &weights));
        let mut cheaper = developers;
        let cut = |pay: Money| Money::from_minor(pay.minor() * percent / 100, pay.currency()).expect("less than before");
        for developer in &mut cheaper {
            let rates = &mut developer.profile.pay_rate;
            *rates = PayRates { hourly: rates.hourly.map(cut), monthly: rates.monthly.map(cut) };
        }
        let after = scores(&matched(&project, &cheaper, &weights));
        for (id, score) in before {
            prop_assert!(after.get(&id).is_some_and(|after| *after >= score), "{} {}", id, score);
        }
    }

    #[test]
    fn what_is_not_scored_changes_nothing(project in projects(), weights in weights(), developers in developers()) {
        let mut renamed = developers.clone();
        for developer in &mut renamed {
            developer.profile.name = "王".parse().expect("a name");
            developer.profile.email = "other@example.org".parse().expect("an address");
            developer.profile.phone = Some("+64 21 000 000".parse().expect("a phone"));
            developer.profile.headline = Some("Node.js, PostgreSQL".parse().expect("a headline"));
            developer.profile.external_id = Some("ats-991".parse().expect("a reference"));
            developer.vetting_note = Some("Node.js, PostgreSQL".parse().expect("a note"));
            developer.created_at = jiff::Timestamp::MAX;
            developer.version += 7;
            developer.profile.skills.reverse();
            developer.profile.hiring_models.reverse();
        }
        let mut retitled = project.clone();
        retitled.brief.title = "Java".parse().expect("a title");
        retitled.brief.description = Some("Java and nothing else.".parse().expect("a text"));
        retitled.roles[0].title = "Java developer".parse().expect("a title");
        prop_assert_eq!(matched(&project, &developers, &weights), matched(&retitled, &renamed, &weights));
    }

    #[test]
    fn the_one_missing_skill_of_a_near_miss_is_never_worth_missing(
        project in projects(),
        weights in weights(),
        developers in developers(),
    ) {
        for candidate in matched(&project, &developers, &weights).candidates {
            let Some(missing) = candidate.fit.near_miss else { continue };
            let asked = project.roles[0].required_skills.iter().find(|asked| asked.skill == missing).expect("a required skill");
            let mut knowing = developers.iter().find(|developer| developer.id == candidate.fit.developer_id).expect("a developer").clone();
            knowing.profile.skills.retain(|own| own.skill != missing);
            knowing.profile.skills.push(DeveloperSkill { skill: missing, years: asked.min_years });
            let found = matched(&project, &[knowing], &weights);
            let fit = &found.candidates.first().expect("eligible all the same").fit;
            prop_assert!(fit.near_miss.is_none() && fit.score >= candidate.fit.score);
        }
    }
}
