//! What only one place in the source may do.

use crate::tree::{self, Source};

/// Where a word stands in code, outside the places that own it.
fn strays(word: &str, within: impl Fn(&Source) -> bool) -> Vec<String> {
    let sources = tree::sources();
    let searched = sources.iter().filter(|source| within(source));
    let found = searched.flat_map(|source| {
        source
            .code()
            .into_iter()
            .filter(|(_, line)| has_word(line, word))
            .map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
    });
    found.collect()
}

/// Whether a text has a word, not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back().is_some_and(part);
        let after = word.ends_with(part) && text[start + word.len()..].chars().next().is_some_and(part);
        !before && !after
    })
}

#[track_caller]
fn only_in(owners: &[&str], words: &[&str], within: impl Fn(&Source) -> bool) {
    for word in words {
        let strays = strays(word, |source| within(source) && !owners.iter().any(|owner| source.path == *owner || source.is_under(owner)));
        assert!(strays.is_empty(), "{word} belongs to {owners:?} alone:\n{}", strays.join("\n"));
    }
}

fn programs(source: &Source) -> bool {
    !source.is_under("tests")
}

fn deployed(source: &Source) -> bool {
    source.is_under("shared") || source.is_under("functions")
}

#[test]
fn a_word_is_found_whole() {
    assert!(has_word("let x: f64 = 1.0;", "f64") && has_word("std::env::var(name)", "std::env") && has_word("Ulid::new()", "Ulid::new("));
    assert!(!has_word("let f64s = 1;", "f64") && !has_word("to_f64()", "f64") && !has_word("MyUlid::new()", "Ulid::new("));
}

#[test]
fn only_the_store_knows_the_sdk_and_only_it_spells_keys() {
    only_in(&["shared/src/store", "shared/src/store.rs"], &["aws_sdk_dynamodb", "aws_config"], programs);
    for manifest in tree::functions().iter().map(|name| format!("functions/{name}/Cargo.toml")).chain(["local/Cargo.toml".to_owned()]) {
        assert!(!tree::read(&manifest).contains("aws-sdk"), "{manifest} depends on the SDK");
    }
    only_in(&["shared/src/store/key.rs"], &["gsi1", "gsi2", "gsi3", "gsi4"], programs);
}

#[test]
fn no_developer_is_written_without_a_note_for_the_pool() {
    only_in(&["shared/src/store/pool.rs"], &["replace(developer", "save(developer"], |source| source.is_under("shared/src/store"));
}

#[test]
fn only_the_configuration_reads_the_environment() {
    let words = ["std::env", "env::var", "env::var_os", "env::vars", "env::vars_os", "option_env!"];
    only_in(&["shared/src/config.rs"], &words, programs);
}

#[test]
fn only_the_clock_reads_the_time_and_makes_ids() {
    let words = [
        "SystemTime::now",
        "Timestamp::now",
        "Zoned::now",
        "Ulid::new(",
        "Ulid::generate",
        "Ulid::with_source",
        "Ulid::from_datetime",
        "Generator::new",
        "Uuid",
    ];
    only_in(&["shared/src/clock.rs"], &words, programs);
}

#[test]
fn only_problems_and_replies_know_status_codes() {
    only_in(&["shared/src/http/problem.rs", "shared/src/http/reply.rs"], &["StatusCode"], deployed);
}

#[test]
fn no_float_comes_near_money_time_or_scores() {
    // Lengths on paper become floats where a file of that format is written.
    only_in(&["functions/render-invoice/src/ink.rs"], &["f32", "f64"], |source| {
        source.is_under("shared/src/domain") || source.is_under("functions")
    });
}

#[test]
fn the_domain_knows_no_http_no_store_and_no_waiting() {
    let words = ["async", "await", "axum", "lambda_http", "tokio", "crate::http", "crate::store", "crate::clock", "tracing"];
    only_in(&[], &words, |source| source.is_under("shared/src/domain"));
}

#[test]
fn nothing_is_handled_by_a_module_file_of_no_name() {
    let strays: Vec<String> = tree::sources().into_iter().map(|source| source.path).filter(|path| path.ends_with("/mod.rs")).collect();
    assert_eq!(strays, Vec::<String>::new());
}

#[test]
fn every_module_says_first_what_it_is() {
    let silent = tree::sources().into_iter().filter(|source| {
        let first = source.text.lines().next().unwrap_or_default();
        first.strip_prefix("//! ").is_none_or(|text| text.len() <= 10)
    });
    let silent: Vec<String> = silent.map(|source| source.path).collect();
    assert!(silent.is_empty(), "these don't open with a `//!` paragraph:\n{}", silent.join("\n"));
}

/// A file past this has more than one subject. Tests under a type don't count: they are of its subject.
const LONGEST: usize = 300;

#[test]
fn no_file_is_too_long() {
    let long = tree::sources().into_iter().filter_map(|source| {
        let last = source.code().last().map_or(0, |(number, _)| *number);
        (last > LONGEST).then(|| format!("{}: {last} lines", source.path))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "these have more than {LONGEST} lines without their tests:\n{}", long.join("\n"));
}

#[test]
fn no_test_is_ignored_or_sleeps() {
    // Spelled in parts, so that this file doesn't hold what it looks for.
    for word in [
        concat!("#[", "ignore"),
        concat!("#[should", "_panic"),
        concat!("thread::", "sleep"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ] {
        let found: Vec<String> =
            tree::sources().into_iter().filter(|source| source.text.contains(word)).map(|source| source.path).collect();
        assert_eq!(found, Vec::<String>::new(), "{word}");
    }
}
