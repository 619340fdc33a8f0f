//! How fast a match is, and what the pool costs: `cargo run --release -- 10000 100000 1000000` in this folder.
//!
//! With `--features tantivy` the same matches are made by way of a Tantivy index, and where `PGHOST` names a PostgreSQL server,
//! it answers the same queries. Every figure of one output comes from one run; everything runs on one thread. What a kind of
//! query begins with (`A:`) chooses it, and `--queries=` says how many of each there are.

mod measure;
mod people;
mod plain;
mod postgres;
#[cfg(feature = "tantivy")]
mod rival;
mod roles;

use std::collections::BTreeSet;
use std::time::Instant;

use muster::domain::matching::{Pool as Terms, Weights};
use muster::domain::pool::{Change, Facts, Manifest, Pool, Segment, SegmentName, SegmentRef, decode, encode_all};
use muster::domain::skill::SkillAliases;
use rust_decimal::Decimal;

use measure::{Times, bandwidth, give_back, resident};
use people::People;

/// How many queries of each kind, unless said otherwise.
const QUERIES: usize = 200;
/// How many candidates are asked for.
const BEST: usize = 20;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000] } else { sizes };
    let floor = bandwidth();
    println!("memory bandwidth, one thread reading: {floor:.1} GB/s");
    let queries = std::env::args().find_map(|argument| argument.strip_prefix("--queries=")?.parse().ok()).unwrap_or(QUERIES);
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| argument.starts_with(char::is_alphabetic)).collect();
    let chosen = |kind: &roles::Kind| named.is_empty() || named.iter().any(|name| kind.to_string().starts_with(name.as_str()));
    let kinds: Vec<roles::Kind> = roles::KINDS.into_iter().filter(chosen).collect();
    for size in sizes {
        run(size, floor, &kinds, queries);
    }
}

fn run(size: usize, floor: f64, kinds: &[roles::Kind], queries: usize) {
    println!("\n== {size} developers");
    let mut people = People::new(7);
    let before = resident();
    let facts: Vec<Facts> = (0..size).map(|number| people.next(number)).collect();
    let mut counts: Vec<usize> = facts.iter().map(|facts| facts.skills.len()).collect();
    counts.sort_unstable();
    println!("skills of a developer: median {}, 95th percentile {}", counts[size / 2], counts[size * 95 / 100]);

    #[cfg(feature = "tantivy")]
    let mut rival = rival::Rival::new(&facts);
    let servers: Vec<_> = postgres::Design::ALL.into_iter().filter_map(|design| postgres::Postgres::new(&facts, design)).collect();
    let developers = (size <= 100_000).then(|| plain::developers(&facts));
    let some: Vec<Facts> = facts.iter().step_by(size / 300 + 1).cloned().collect();

    let started = Instant::now();
    let encoded = encode_all(facts);
    let bytes: usize = encoded.iter().map(|(_, _, bytes)| bytes.len()).sum();
    let largest = encoded.iter().map(|(_, _, bytes)| bytes.len()).max().unwrap_or_default();
    println!(
        "snapshot: {} segments, {:.1} MB, largest {} KB, {} bytes a developer, encoded in {:.2} s",
        encoded.len(),
        bytes as f64 / 1e6,
        largest / 1000,
        bytes / size,
        started.elapsed().as_secs_f64()
    );
    give_back();
    let held = resident();
    let started = Instant::now();
    let mut manifest = Manifest { version: 1, segments: Vec::new() };
    let mut brought: Vec<(SegmentName, Segment)> = Vec::new();
    for (number, (first, developers, bytes)) in (0..).zip(&encoded) {
        let name = SegmentName { version: 1, number, maker: 1 };
        manifest.segments.push(SegmentRef { name, first: *first, developers: *developers });
        brought.push((name, decode(bytes).expect("what was written")));
    }
    let mut pool = Pool::default();
    pool.update(manifest.clone(), brought, [], SkillAliases::default()).expect("all are there");
    println!(
        "cold load: decoded, sets built in {:.0} ms; {:.0} MB resident",
        started.elapsed().as_secs_f64() * 1e3,
        resident().saturating_sub(held) as f64 / 1e6
    );
    println!("(the generator's own memory, and that of what it is compared with: {:.0} MB)", held.saturating_sub(before) as f64 / 1e6);
    #[cfg(feature = "tantivy")]
    rival.stand_in(&pool);

    let changes: Vec<Change> =
        some.into_iter().map(|facts| Change { id: facts.id, revision: facts.revision + 1, facts: Some(facts) }).collect();
    let count = changes.len();
    let mut applied = Times::default();
    for _ in 0..20 {
        let changes = changes.clone();
        let mut next = pool.clone();
        let manifest = manifest.clone();
        applied.time(|| next.update(manifest, [], changes, SkillAliases::default()).expect("all are there"));
    }
    println!("laying {count} changes over it: {applied}");

    let rejected = BTreeSet::new();
    let exchange = people::exchange();
    let terms = Terms {
        developers: &[],
        markup_percent: Decimal::from(25),
        exchange: Some(&exchange),
        rejected: &rejected,
        weights: &Weights::FIRST,
        near_misses: true,
    };
    for kind in kinds {
        let terms = Terms { near_misses: kind.near_misses, ..terms };
        let projects = roles::projects(*kind, queries, &people);
        let (mut ours, mut alone) = (Times::default(), Times::default());
        let nobody = Pool::default();
        let mut pass = || {
            let each = projects.iter().map(|project| {
                alone.time(|| nobody.rank(project, &project.roles[0], &terms, BEST));
                ours.time(|| pool.rank(project, &project.roles[0], &terms, BEST))
            });
            each.collect::<Vec<_>>()
        };
        let ranked = pass();
        // Whatever else the machine does comes and goes, so the pool is timed again after each of the others.
        let mut others: Vec<(&str, Times)> = Vec::new();
        if let Some(developers) = &developers {
            let terms = Terms { developers, ..terms };
            others.push(("plain matcher", plain::check(&projects, &terms, &ranked, BEST)));
            pass();
        }
        #[cfg(feature = "tantivy")]
        for (name, finding) in [("Tantivy, skills", rival::Finding::Skills), ("Tantivy, rules", rival::Finding::SkillsAndRules)] {
            others.push((name, rival.times(&pool, &projects, &terms, finding, &ranked, BEST)));
            pass();
        }
        for server in &servers {
            if let Some(times) = server.times(&projects, &terms, &ranked, BEST) {
                others.push((server.name(), times));
                pass();
            }
        }
        let mut eligible: Vec<u32> = ranked.iter().map(|ranking| ranking.eligible).collect();
        eligible.sort_unstable();
        println!("{kind}\n  pool            {ours}; eligible: median {}", eligible[eligible.len() / 2]);
        println!("  nobody there    {alone}");
        // A set for each skill asked for, and those of models, places, English and who is there, each read once.
        let sets = projects[0].roles[0].required_skills.len() + 4;
        println!("  floor           {:.3} ms: {sets} sets of a bit each, read once", (sets * size / 8) as f64 / floor / 1e6);
        for (name, times) in others {
            println!("  {name:<16}{times}; {:.1} times the pool", times.times(&ours));
        }
    }
}
