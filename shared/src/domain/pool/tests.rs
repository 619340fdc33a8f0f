//! The pool says exactly what the matcher says of the same developers, however it came about.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::developer::*;
use crate::domain::id::{EngagementId, Id};
use crate::domain::matching::samples::{exchange, project, required, skill};
use crate::domain::matching::team::{TeamTerms, open_roles, pick_team, plan_team};
use crate::domain::matching::{match_role, samples};
use crate::domain::money::Money;
use crate::domain::project::{Location, RoleId};
use crate::domain::rate::{Per, Rate};
use ulid::Ulid;

mod blocks;
mod life;
mod random;

use random::{Whole, wholes};

/// Segments that part developers at these places, and the manifest that names them.
fn segments(developers: &[Developer], cuts: &[usize], version: u64) -> (Manifest, Vec<(SegmentName, Segment)>) {
    let mut facts: Vec<Facts> = developers.iter().filter_map(Facts::of).collect();
    segment::sort(&mut facts);
    let mut manifest = Manifest { version, segments: Vec::new() };
    let mut made = Vec::new();
    let mut rest = facts.as_slice();
    for cut in cuts.iter().copied().chain([usize::MAX]) {
        let (chunk, left) = rest.split_at(cut.min(rest.len()));
        rest = left;
        for segment in Segment::of(chunk.to_vec()) {
            let name = SegmentName { version, number: u32::try_from(made.len()).expect("few"), maker: 1 };
            let developers = u32::try_from(segment.len()).expect("few");
            manifest.segments.push(SegmentRef { name, first: segment.first().expect("not empty"), developers });
            made.push((name, segment));
        }
    }
    (manifest, made)
}

/// What the matcher says of developers, as the pool would put it.
fn plainly(whole: &Whole, developers: &[Developer], limit: usize) -> (usize, Ranking) {
    let rates = exchange();
    let mut read = developers.to_vec();
    read.iter_mut().for_each(|developer| developer.profile.read_skills(&whole.aliases()));
    let developers = read.as_slice();
    let terms = Terms {
        developers,
        markup_percent: Decimal::from(whole.markup),
        exchange: Some(&rates),
        rejected: &whole.rejected,
        weights: &whole.weights,
        near_misses: whole.near_misses,
    };
    let found = match_role(&whole.project, &whole.project.roles[0], &terms, limit);
    let revisions: BTreeMap<DeveloperId, u64> = developers.iter().map(|developer| (developer.id, developer.revision)).collect();
    let revision = |id: DeveloperId| revisions.get(&id).copied().unwrap_or_default();
    let best = found.candidates.iter().map(|candidate| candidate.fit.developer_id);
    let scores = found.candidates.iter().map(|candidate| candidate.fit.score);
    let best = best.zip(scores).map(|(developer_id, score)| Placed { developer_id, score, revision: revision(developer_id) }).collect();
    (terms.size(), Ranking { eligible: found.eligible, excluded: found.excluded, best })
}

fn ranked(whole: &Whole, pool: &Pool, limit: usize) -> (usize, Ranking) {
    let rates = exchange();
    let terms = Terms {
        developers: &[],
        markup_percent: Decimal::from(whole.markup),
        exchange: Some(&rates),
        rejected: &whole.rejected,
        weights: &whole.weights,
        near_misses: whole.near_misses,
    };
    (pool.size(), pool.rank(&whole.project, &whole.project.roles[0], &terms, limit))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_pool_of_any_developers_ranks_as_the_matcher_does(
        whole in wholes(),
        cuts in proptest::collection::vec(0..20_usize, 0..4),
        limit in prop_oneof![Just(0_usize), 1..6_usize, Just(usize::MAX)],
    ) {
        let (manifest, made) = segments(&whole.developers, &cuts, 1);
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest, made, [], whole.aliases()), Ok(()));
        let plain = plainly(&whole, &whole.developers, limit);
        prop_assert_eq!(ranked(&whole, &pool, limit), plain.clone());
        prop_assert_eq!(plain.1.eligible + plain.1.excluded.total(), u32::try_from(plain.0).expect("few"));
        let (rates, project) = (exchange(), &whole.project);
        let terms = Terms {
            developers: &[],
            markup_percent: Decimal::from(whole.markup),
            exchange: Some(&rates),
            rejected: &whole.rejected,
            weights: &whole.weights,
            near_misses: whole.near_misses,
        };
        let mut trial = pool.trial(project, &project.roles[0], &terms);
        let alone = pool.places().filter_map(|(id, place)| trial.score(place, false).map(|score| (id, score)));
        let all = plainly(&whole, &whole.developers, usize::MAX).1.best;
        let all: BTreeSet<_> = all.into_iter().map(|placed| (placed.developer_id, placed.score)).collect();
        prop_assert_eq!(alone.collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn a_segment_that_does_not_say_what_its_slots_hold_ranks_the_same(whole in wholes()) {
        let (manifest, mut made) = segments(&whole.developers, &[], 1);
        for (_, segment) in &mut made {
            for row in &mut segment.packed.rows {
                if row.has(row::ODD) {
                    (row.slots, row.hourly, row.monthly) = ([0; row::SLOTS], 0, 0);
                    row.flags &= !(row::HOURLY | row::MONTHLY | row::LONG);
                }
                row.flags &= !row::SLOTTED;
            }
        }
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest, made, [], whole.aliases()), Ok(()));
        prop_assert_eq!(ranked(&whole, &pool, usize::MAX), plainly(&whole, &whole.developers, usize::MAX));
    }

    #[test]
    fn facts_come_back_from_bytes_as_they_were(whole in wholes()) {
        let mut facts: Vec<Facts> = whole.developers.iter().filter_map(Facts::of).collect();
        segment::sort(&mut facts);
        let bytes = encode(&facts);
        let read = decode(&bytes).expect("what was written reads");
        prop_assert_eq!(read.facts().collect::<Vec<_>>(), facts);
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            prop_assert!(decode(&bytes[..cut]).is_err(), "cut at {}", cut);
        }
    }

    #[test]
    fn a_text_stands_for_its_skill_from_the_next_update_on_and_no_longer_than_it_is_said_to(
        whole in wholes(),
        changed in proptest::collection::btree_set(0..40_usize, 0..20),
    ) {
        let (manifest, made) = segments(&whole.developers, &[9], 1);
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest.clone(), made, [], SkillAliases::default()), Ok(()));
        let mut now = whole.developers.clone();
        let mut changes = Vec::new();
        for at in changed.into_iter().filter(|at| *at < whole.developers.len()) {
            now[at].profile.skills = whole.developers[(at + 1) % whole.developers.len()].profile.skills.clone();
            now[at].revision += 1;
            changes.push(Change::of(&now[at]));
        }
        for alias in [whole.alias, None, whole.alias] {
            let whole = Whole { alias, ..whole.clone() };
            prop_assert_eq!(pool.update(manifest.clone(), [], changes.clone(), whole.aliases()), Ok(()));
            prop_assert_eq!(ranked(&whole, &pool, usize::MAX), plainly(&whole, &now, usize::MAX));
        }
    }

    #[test]
    fn changes_may_be_laid_over_any_number_of_times(whole in wholes(), stale in proptest::collection::vec(0..40_usize, 0..12)) {
        let (manifest, made) = segments(&[], &[], 1);
        let changes: Vec<Change> = whole.developers.iter().map(Change::of).collect();
        // Older states of some of them, which must not come back.
        let stale = stale.iter().filter_map(|at| changes.get(*at)).map(|change| Change { revision: change.revision - 1, facts: None, ..change.clone() });
        let all: Vec<Change> = stale.chain(changes.iter().cloned()).chain(changes.iter().cloned()).collect();
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest.clone(), made, all.clone(), whole.aliases()), Ok(()));
        let wanted = plainly(&whole, &whole.developers, usize::MAX);
        prop_assert_eq!(ranked(&whole, &pool, usize::MAX), wanted.clone());
        prop_assert_eq!(pool.update(manifest, [], all, whole.aliases()), Ok(()));
        prop_assert_eq!(ranked(&whole, &pool, usize::MAX), wanted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_team_of_the_pool_is_the_one_of_its_developers(
        whole in wholes(),
        cuts in proptest::collection::vec(0..20_usize, 0..4),
        seats in proptest::collection::vec((1..3_u8, 0..30_u8), 1..4),
        budget in proptest::option::of(1_000..4_000_000_i64),
        overlap_minutes in prop_oneof![2 => Just(0_u16), 1 => Just(60), 1 => Just(300)],
    ) {
        let (rates, mut project) = (exchange(), whole.project.clone());
        let role = project.roles.remove(0);
        project.roles = (1..)
            .zip(&seats)
            .map(|(number, (headcount, fewer))| Role {
                role_id: RoleId::nth(number),
                headcount: *headcount,
                hours_per_week: role.hours_per_week.saturating_sub(*fewer).max(1),
                required_skills: if *fewer > 15 { Vec::new() } else { role.required_skills.clone() },
                ..role.clone()
            })
            .collect();
        let budget = budget.and_then(|minor| Money::from_minor(minor, project.brief.currency).ok());
        let team_terms = TeamTerms { budget: budget.map(|money| Rate { money, per: Per::Month }), overlap_minutes, hired: &[] };
        let mut developers = whole.developers.clone();
        developers.iter_mut().for_each(|developer| developer.profile.read_skills(&whole.aliases()));
        let terms = Terms {
            developers: &developers,
            markup_percent: Decimal::from(whole.markup),
            exchange: Some(&rates),
            rejected: &whole.rejected,
            weights: &whole.weights,
            near_misses: whole.near_misses,
        };
        let (manifest, made) = segments(&whole.developers, &cuts, 1);
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest, made, [], whole.aliases()), Ok(()));
        let none = Terms { developers: &[], ..terms };
        let offered = open_roles(&project).map(|role| (role, pool.offers(&project, role, &none))).collect();
        let of_pool = plan_team(&project, offered, none.exchange, &team_terms).map(|plan| plan.with_fits(&project, &terms));
        prop_assert_eq!(of_pool, pick_team(&project, &terms, &team_terms));
    }
}

#[test]
fn a_pool_is_left_as_it_was_when_a_segment_is_missing() {
    let developers: Vec<Developer> = (1..=3).map(samples::developer).collect();
    let (manifest, made) = segments(&developers, &[1], 1);
    let mut pool = Pool::default();
    assert_eq!(pool.missing(&manifest).len(), 2);
    pool.update(manifest.clone(), made, [], SkillAliases::default()).expect("all is there");
    assert_eq!((pool.size(), pool.missing(&manifest)), (3, Vec::new()));
    let (next, made) = segments(&developers[..2], &[1], 2);
    let absent = next.segments[1].name;
    assert_eq!(pool.update(next, made.into_iter().take(1), [], SkillAliases::default()), Err(absent));
    assert_eq!((pool.size(), pool.manifest()), (3, &manifest));
}

#[test]
fn a_segment_is_split_before_it_is_too_large() {
    // Texts that nobody knows do not fit rows and hardly compress.
    let facts: Vec<Facts> = (1..=600_u128)
        .map(|number| {
            let mut developer = samples::developer(number);
            let odd = |at: u128| format!("{:x}", (number * 60 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
            developer.profile.skills = (0..30).map(|at| DeveloperSkill { skill: skill(&odd(at)), years: 1 }).collect();
            Facts::of(&developer).expect("vetted")
        })
        .collect();
    let encoded = encode_all(facts.clone());
    assert!(encoded.len() > 1);
    let mut read = Vec::new();
    for (first, count, bytes) in &encoded {
        assert!(bytes.len() <= MOST_BYTES);
        let segment = decode(bytes).expect("reads");
        assert_eq!((segment.first(), segment.len()), (Some(*first), *count as usize));
        read.extend(segment.facts());
    }
    assert_eq!(read, facts);
}
