//! The repository's files, read as text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The repository's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package stands in a folder of the repository")
}

/// A file's text, by its path from the root.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path} can't be read: {error}"))
}

/// The names of a folder's entries, those that begin with a dot left out.
pub(crate) fn names(folder: &str) -> BTreeSet<String> {
    entries(&root().join(folder)).iter().map(|path| name(path)).filter(|name| !name.starts_with('.')).collect()
}

/// The functions, by their folders.
pub(crate) fn functions() -> BTreeSet<String> {
    names("functions")
}

/// A Rust file.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The code that is built into a program: without tests and without comments, by its line numbers.
    pub(crate) fn code(&self) -> Vec<(usize, &str)> {
        let shipped = self.text.find("#[cfg(test)]\nmod tests {").map_or(self.text.as_str(), |tests| &self.text[..tests]);
        let shipped = if self.is_test() { "" } else { shipped };
        (1..).zip(shipped.lines()).filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
    }

    /// Whether the whole file is part of tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs" || part == "samples.rs" || part == "sample.rs")
    }

    pub(crate) fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Every Rust file of the repository.
pub(crate) fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["functions", "local", "shared", "tests"] {
        collect(&root().join(folder), &mut sources);
    }
    assert!(sources.len() > 100, "only {} sources were found", sources.len());
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for path in entries(folder) {
        if path.is_dir() && name(&path) != "target" {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
            let relative = path.strip_prefix(root()).expect("it was found under the root").to_string_lossy().replace('\\', "/");
            sources.push(Source { path: relative, text });
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{} can't be read: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry of a folder that is there").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
