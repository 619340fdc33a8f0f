//! A pool through its life: edits, departures and compactions in any order, and never an answer of yesterday.

use super::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What happens to a pool.
#[derive(Clone, Debug)]
enum Event {
    /// A developer is as the other list says, from now on.
    Edit(usize),
    /// A developer leaves.
    Leave(usize),
    /// The tail of some of the developers is folded in, and the segments are cut anew.
    Compact(Vec<usize>, Vec<usize>),
    /// What was folded in is taken off the tail.
    Sweep,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let some = || proptest::collection::vec(0..40_usize, 0..20);
    let event = prop_oneof![
        5 => (0..40_usize).prop_map(Event::Edit),
        2 => (0..40_usize).prop_map(Event::Leave),
        2 => (some(), some()).prop_map(|(whose, cuts)| Event::Compact(whose, cuts)),
        1 => Just(Event::Sweep),
    ];
    proptest::collection::vec(event, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_happens_the_next_answer_is_the_one_of_now(
        whole in wholes(),
        others in (1..=40_u128).map(random::developers).collect::<Vec<_>>(),
        events in events(),
    ) {
        let mut now = whole.developers.clone();
        let (mut manifest, made) = segments(&now, &[7, 7], 1);
        let mut tail: BTreeMap<DeveloperId, Change> = BTreeMap::new();
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest.clone(), made, [], whole.aliases()), Ok(()));
        for event in events {
            let mut brought = Vec::new();
            match event {
                Event::Edit(at) => {
                    if let (Some(own), Some(other)) = (now.get_mut(at), others.get(at)) {
                        own.profile = other.profile.clone();
                        own.commitments.clone_from(&other.commitments);
                        own.status = other.status;
                        own.revision += 1;
                        tail.insert(own.id, Change::of(own));
                    } else if let Some(other) = others.get(at).filter(|other| now.iter().all(|own| own.id != other.id)) {
                        now.push(other.clone());
                        tail.insert(other.id, Change::of(other));
                        now.sort_by_key(|developer| developer.id);
                    }
                }
                Event::Leave(at) => {
                    if let Some(own) = now.get_mut(at) {
                        own.status = DeveloperStatus::Erased;
                        own.revision += 1;
                        tail.insert(own.id, Change::of(own));
                    }
                }
                Event::Compact(whose, cuts) => {
                    let whose: BTreeSet<DeveloperId> = whose.iter().filter_map(|at| now.get(*at)).map(|own| own.id).collect();
                    let mut base = Pool::default();
                    let held = held(&pool);
                    prop_assert_eq!(base.update(manifest.clone(), held, [], SkillAliases::default()), Ok(()));
                    let folded = tail.values().filter(|change| whose.contains(&change.id)).cloned();
                    let facts = fold(base.facts(), folded);
                    let as_developers: Vec<Developer> = facts.iter().map(random_developer).collect();
                    (manifest, brought) = segments(&as_developers, &cuts, manifest.version + 1);
                }
                Event::Sweep => {
                    let folded = |change: &Change| {
                        let home = manifest.home_of(change.id).and_then(|name| pool.base.stock.homes.get(&name));
                        let found = home.and_then(|block| pool.base.stock.find(*block, change.id));
                        found.is_some_and(|(_, revision)| revision >= change.revision)
                    };
                    let gone: Vec<DeveloperId> = tail.values().filter(|change| folded(change)).map(|change| change.id).collect();
                    gone.iter().for_each(|id| drop(tail.remove(id)));
                }
            }
            prop_assert_eq!(pool.update(manifest.clone(), brought, tail.values().cloned(), whole.aliases()), Ok(()));
            prop_assert_eq!(ranked(&whole, &pool, usize::MAX), plainly(&whole, &now, usize::MAX));
        }
    }
}

/// The segments that a pool holds.
fn held(pool: &Pool) -> Vec<(SegmentName, Segment)> {
    let stock = &pool.base.stock;
    let part = |block: usize| stock.parts.get(block).and_then(Option::as_ref).expect("a home has its segment");
    stock.homes.iter().map(|(name, block)| (*name, Segment::new(part(*block).segment.packed.clone()))).collect()
}

/// The value of a strategy, the next of always the same ones.
fn next<T>(of: &impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    of.new_tree(runner).expect("a value").current()
}

#[test]
fn ten_thousand_edits_each_show_in_the_very_next_match() {
    let runner = &mut TestRunner::deterministic();
    let variants: Vec<Developer> = (1..=12).map(|number| next(&random::developers(number), runner)).collect();
    let projects: Vec<Whole> = (0..40).map(|_| next(&wholes(), runner)).collect();
    let mut now = variants.clone();
    let (mut manifest, made) = segments(&now, &[5], 1);
    let mut pool = Pool::default();
    pool.update(manifest.clone(), made, [], SkillAliases::default()).expect("all is there");
    let mut tail: BTreeMap<DeveloperId, Change> = BTreeMap::new();
    let mut answers = BTreeSet::new();
    for round in 0..10_000 {
        let (at, from) = (round * 5 % now.len(), round * 7 / 12 % variants.len());
        let (own, other) = (&mut now[at], &variants[from]);
        match round % 3 {
            0 => own.profile = other.profile.clone(),
            1 => own.commitments.clone_from(&other.commitments),
            _ => own.status = if own.status == DeveloperStatus::Vetted { other.status } else { DeveloperStatus::Vetted },
        }
        own.revision += 1;
        tail.insert(own.id, Change::of(own));
        let mut brought = Vec::new();
        if round % 97 == 0 {
            // Everything is folded in; what was, is taken off the tail at some later time.
            (manifest, brought) = segments(&now, &[round % 5, 3], manifest.version + 1);
        } else if round % 97 == 40 {
            tail.clear();
            (manifest, brought) = segments(&now, &[4], manifest.version + 1);
        }
        let whole = &projects[round % projects.len()];
        pool.update(manifest.clone(), brought, tail.values().cloned(), whole.aliases()).expect("all is there");
        let answer = ranked(whole, &pool, 5);
        assert_eq!(answer, plainly(whole, &now, 5), "round {round}");
        answers.insert(format!("{answer:?}"));
    }
    assert!(answers.len() > 500, "{}", answers.len());
}

/// A developer of these facts; what they lack does not matter to a match.
fn random_developer(facts: &Facts) -> Developer {
    let mut developer = samples::developer(1);
    developer.id = facts.id;
    developer.revision = facts.revision;
    developer.commitments.clone_from(&facts.commitments);
    let profile = &mut developer.profile;
    profile.country = facts.country;
    profile.time_zone = facts.time_zone.clone();
    profile.working_hours = facts.working_hours;
    profile.seniority = facts.seniority;
    profile.english = facts.english;
    profile.skills.clone_from(&facts.skills);
    profile.pay_rate = facts.pay_rate;
    profile.hiring_models.clone_from(&facts.hiring_models);
    profile.availability = facts.availability;
    developer
}
