//! Blocks side by side: full ones, those that are replaced one by one, and what reaches over their edges.

use super::*;
use crate::domain::pool::bits::BLOCK;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Developers who stand in segments of their own, each of which can be made anew.
struct Rows {
    segments: Vec<(SegmentName, Vec<Developer>)>,
}

impl Rows {
    fn of(developers: &[Developer], size: usize) -> Self {
        let name = |number| SegmentName { version: 1, number, maker: 1 };
        Self { segments: (0..).map(name).zip(developers.chunks(size).map(<[Developer]>::to_vec)).collect() }
    }

    fn facts(developers: &[Developer]) -> Vec<Facts> {
        developers.iter().filter_map(Facts::of).collect()
    }

    fn everyone(&self) -> Vec<Developer> {
        self.segments.iter().flat_map(|(_, developers)| developers.clone()).collect()
    }

    /// The manifest of a version, and the segments that were made for it.
    fn manifest(&self, version: u64) -> (Manifest, Vec<(SegmentName, Segment)>) {
        let filled = self.segments.iter().map(|(name, developers)| (*name, Self::facts(developers))).filter(|(_, facts)| !facts.is_empty());
        let segment = |(name, facts): &(SegmentName, Vec<Facts>)| SegmentRef {
            name: *name,
            first: facts[0].id,
            developers: u32::try_from(facts.len()).expect("few"),
        };
        let filled: Vec<_> = filled.collect();
        let manifest = Manifest { version, segments: filled.iter().map(segment).collect() };
        let new = filled.into_iter().filter(|(name, _)| name.version == version);
        (manifest, new.map(|(name, facts)| (name, Segment::of(facts).remove(0))).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_segment_that_is_replaced_changes_its_own_block_alone(
        whole in wholes(),
        size in 3..9_usize,
        rounds in proptest::collection::vec((proptest::collection::btree_set(0..12_usize, 0..4), 0..40_usize, 0..6_usize), 1..6),
    ) {
        let mut rows = Rows::of(&whole.developers, size);
        let (manifest, made) = rows.manifest(1);
        let mut pool = Pool::default();
        prop_assert_eq!(pool.update(manifest, made, [], whole.aliases()), Ok(()));
        for (version, (replaced, from, leave)) in (2..).zip(rounds) {
            for (at, (name, developers)) in rows.segments.iter_mut().enumerate().filter(|(at, _)| replaced.contains(at)) {
                name.version = version;
                for (own, other) in developers.iter_mut().zip(whole.developers.iter().cycle().skip(from + at)) {
                    own.profile = other.profile.clone();
                    own.commitments.clone_from(&other.commitments);
                    own.revision += 1;
                }
                developers.iter_mut().take(if leave > 4 { 40 } else { leave }).for_each(|gone| gone.status = DeveloperStatus::Erased);
            }
            let (manifest, made) = rows.manifest(version);
            // Who is changed besides stands in some other block, and is laid over.
            let mut now = rows.everyone();
            let mut changes = Vec::new();
            for own in now.iter_mut().skip(from).take(3) {
                own.profile.seniority = Seniority::Lead;
                own.revision += 1;
                changes.push(Change::of(own));
            }
            prop_assert_eq!(pool.update(manifest, made, changes, whole.aliases()), Ok(()));
            for limit in [2, usize::MAX] {
                prop_assert_eq!(ranked(&whole, &pool, limit), plainly(&whole, &now, limit), "version {}", version);
            }
        }
    }
}

#[test]
fn full_blocks_rank_as_the_matcher_does() {
    let runner = &mut TestRunner::deterministic();
    let mut next = |number: u128| random::developers(number).new_tree(runner).expect("a value").current();
    let variants: Vec<Developer> = (1..=97).map(&mut next).collect();
    let count = 2 * BLOCK + 65;
    let developers: Vec<Developer> = (0..count)
        .map(|at| {
            let mut developer = variants[at * 31 % variants.len()].clone();
            developer.id = DeveloperId::from_ulid(Ulid(u128::try_from(at).expect("small") << 64 | 7));
            developer.status = DeveloperStatus::Vetted;
            // More days and rates than there are rungs and grades.
            let days = i64::try_from(at * 7 % 400).expect("small");
            developer.profile.availability.from = date(2026, 6, 1).saturating_add(jiff::Span::new().days(days));
            developer
        })
        .collect();
    let facts: Vec<Facts> = developers.iter().filter_map(Facts::of).collect();
    let sizes: Vec<usize> = Segment::of(facts).iter().map(Segment::len).collect();
    assert_eq!(sizes, [BLOCK, BLOCK, 65]);
    let (manifest, made) = segments(&developers, &[], 1);
    let mut pool = Pool::default();
    // The first and the last of words and blocks are edited, or leave.
    let mut now = developers.clone();
    let mut changes = Vec::new();
    for at in [0, 63, 64, BLOCK - 1, BLOCK, BLOCK + 63, 2 * BLOCK - 1, 2 * BLOCK, count - 1] {
        let own = &mut now[at];
        own.profile = variants[at % 5].profile.clone();
        own.status = if at % 2 == 0 { DeveloperStatus::Vetted } else { DeveloperStatus::Erased };
        own.revision += 1;
        changes.push(Change::of(own));
    }
    let runner = &mut TestRunner::deterministic();
    let mut most = 0;
    for round in 0..6 {
        let mut whole = wholes().new_tree(runner).expect("a value").current();
        // Hardly anything is asked, so that far more suit than are asked for.
        let brief = &mut whole.project.brief;
        (brief.location, brief.min_english, brief.min_overlap_minutes) = (Location::Any, None, 30);
        brief.countries.clear();
        pool.update(manifest.clone(), if round == 0 { made_again(&made) } else { Vec::new() }, changes.clone(), whole.aliases())
            .expect("all is there");
        let (size, wanted) = plainly(&whole, &now, usize::MAX);
        assert_eq!(ranked(&whole, &pool, usize::MAX), (size, wanted.clone()), "round {round}");
        most = most.max(wanted.eligible);
        let best = wanted.best.iter().take(20).copied().collect();
        assert_eq!(ranked(&whole, &pool, 20), (size, Ranking { best, ..wanted }), "round {round}");
    }
    assert!(most > 100, "{most}");
}

fn made_again(made: &[(SegmentName, Segment)]) -> Vec<(SegmentName, Segment)> {
    made.iter().map(|(name, segment)| (*name, Segment::new(segment.packed.clone()))).collect()
}
