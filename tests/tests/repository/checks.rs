//! What the checks of `.ci/` repeat from elsewhere is what stands there.

use std::collections::BTreeSet;

use muster::config::Config;

use crate::tree;

/// The names in a list of a script, one a line: `readonly racing=(`.
fn list(script: &str, name: &str) -> BTreeSet<String> {
    let text = tree::read(script);
    let mut lines = text.lines().skip_while(|line| *line != format!("readonly {name}=("));
    assert!(lines.next().is_some(), "{script} has no list {name}");
    lines.take_while(|line| *line != ")").map(|line| line.trim().to_owned()).collect()
}

/// The tests in whose bodies a call stands.
fn tests_that(call: &str) -> BTreeSet<String> {
    let sources = tree::sources();
    let tests = sources.iter().filter(|source| source.is_under("tests/tests") && !source.is_under("tests/tests/repository"));
    let named = tests.flat_map(|source| {
        let functions = source.text.split("\nasync fn ").skip(1).filter(|function| function.contains(call));
        functions.filter_map(|function| Some(function.split_once('(')?.0.to_owned()))
    });
    named.collect()
}

#[test]
fn moto_runs_all_but_the_tests_that_race() {
    let racing = tests_that(".must_isolate()");
    assert!(racing.len() > 5, "{racing:?}");
    assert_eq!(list(".ci/moto", "racing"), racing, ".ci/moto against the tests that call must_isolate()");
}

#[test]
fn cargo_lambda_is_told_what_the_template_tells() {
    let script = tree::read(".ci/lambda");
    for variable in Config::VARIABLES {
        assert!(script.contains(&format!("export {variable}=")), ".ci/lambda does not set {variable}");
    }
}
