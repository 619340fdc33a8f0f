//! The README names what is there.

use crate::{template, tree};

fn section<'a>(readme: &'a str, heading: &str) -> &'a str {
    let (_, rest) = readme.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("README.md has no section {heading}"));
    rest.split("\n## ").next().unwrap_or(rest)
}

#[test]
fn the_map_names_every_folder_and_every_function() {
    let readme = tree::read("README.md");
    let map = section(&readme, "Map");
    for folder in tree::names("").iter().filter(|name| tree::root().join(name).is_dir() && *name != "target") {
        assert!(map.contains(&format!("| `{folder}/` |")), "the map lacks {folder}/");
    }
    for function in tree::functions() {
        assert!(map.contains(&format!("| `{function}` |")), "the map lacks the function {function}");
    }
}

#[test]
fn a_path_that_the_map_names_is_there() {
    let readme = tree::read("README.md");
    let rows = section(&readme, "Map").lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split('`').next());
    for path in rows {
        let there = tree::root().join(path).exists() || tree::root().join("functions").join(path).exists();
        assert!(there, "the map names {path}");
    }
}

#[test]
fn every_parameter_and_variable_of_the_deployment_is_explained() {
    let readme = tree::read("README.md");
    let deploy = section(&readme, "Deploy");
    let template = template::template();
    let parameters = template["Parameters"].as_object().expect("the template has parameters");
    for name in parameters.keys().map(String::as_str).chain(muster::config::Config::VARIABLES) {
        assert!(deploy.contains(&format!("`{name}`")), "the section on deploying lacks {name}");
    }
}
