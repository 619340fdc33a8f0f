//! From a text of a skill list to skills: the text is taken apart at the seams that lists have, and each part is looked up
//! whole. Versions, levels and years are taken off its ends; nothing else is.

use super::catalogue::SkillId;
use super::fold::{fold_alike, key};
use super::{Skill, SkillText};

/// Names that stand for several skills at once, by key.
const GROUPS: [(&str, &[&str]); 14] = [
    ("elk", &["elasticsearch", "logstash", "kibana"]),
    ("elkstack", &["elasticsearch", "logstash", "kibana"]),
    ("elasticstack", &["elasticsearch", "logstash", "kibana"]),
    ("efk", &["elasticsearch", "fluentd", "kibana"]),
    ("efkstack", &["elasticsearch", "fluentd", "kibana"]),
    ("lamp", &["linux", "apache-http-server", "mysql", "php"]),
    ("lampstack", &["linux", "apache-http-server", "mysql", "php"]),
    ("lempstack", &["linux", "nginx", "mysql", "php"]),
    ("mern", &["mongodb", "express", "react", "nodejs"]),
    ("mernstack", &["mongodb", "express", "react", "nodejs"]),
    ("meanstack", &["mongodb", "express", "angular", "nodejs"]),
    ("mevnstack", &["mongodb", "express", "vuejs", "nodejs"]),
    ("pernstack", &["postgresql", "express", "react", "nodejs"]),
    ("tallstack", &["tailwindcss", "alpinejs", "laravel", "laravel-livewire"]),
];

/// Words after a name that say how well it is known, or what kind of thing it is.
const TRAILING: [&str; 21] = [
    "programming",
    "language",
    "lang",
    "framework",
    "scripting",
    "development",
    "developer",
    "database",
    "db",
    "basic",
    "basics",
    "fundamentals",
    "expert",
    "advanced",
    "intermediate",
    "beginner",
    "proficient",
    "primary",
    "secondary",
    "experience",
    "lts",
];

/// Words before a name that say how well it is known.
const LEADING: [&str; 4] = ["advanced", "basic", "modern", "proficient"];

/// Words after a number that make it a span of time.
const YEARS: [&str; 7] = ["years", "year", "yrs", "yr", "y", "yoe", "exp"];

/// What joins two skills within one item of a list, weakest first. All the parts must be known, or none counts.
const JOINERS: [&str; 6] = [" with ", " using ", " and ", "&", " + ", "/"];

/// The skills that a text of a skill list names: usually one, several for `HTML, CSS & JS`. Never empty, each once.
///
/// A text in which nothing is known is one unknown skill. In a list of which something is known, each item that is not
/// becomes an unknown skill of its own.
#[must_use]
pub fn read(text: &SkillText) -> Vec<Skill> {
    let unknown = || vec![Skill::Unknown(text.clone())];
    if let Some(whole) = named(text.as_str()) {
        return known(whole);
    }
    let mut skills: Vec<Skill> = Vec::new();
    for item in items(text.as_str()) {
        for skill in read_item(item) {
            if !skills.contains(&skill) {
                skills.push(skill);
            }
        }
    }
    if skills.iter().any(Skill::recognised) { skills } else { unknown() }
}

fn known(ids: Vec<SkillId>) -> Vec<Skill> {
    ids.into_iter().map(Skill::Known).collect()
}

/// One item of a list; nothing for a mere version or span of years.
fn read_item(item: &str) -> Vec<Skill> {
    if let Some(ids) = joined(item) {
        return known(ids);
    }
    let (outside, insides) = brackets(item);
    // What stands in brackets explains what stands before them; one letter alone explains too little to count by itself.
    let outer = joined(&outside);
    let explained = insides.iter().flat_map(|inside| items(inside)).filter_map(joined).flatten();
    let explained: Vec<SkillId> = explained.filter(|id| outer.is_some() || id.name().len() > 1).collect();
    match outer {
        Some(ids) => known(ids.into_iter().chain(explained).collect()),
        None if !explained.is_empty() => known(explained),
        None if outside.split_whitespace().all(|word| is_version(word) || YEARS.contains(&word) || word.starts_with("etc")) => Vec::new(),
        None => item.trim().parse().map(Skill::Unknown).into_iter().collect(),
    }
}

/// The items of a list, parted by commas and the like that stand outside brackets.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';' | '|' | '•' | '·' | '、' | '，' | '；')
    })
    .map(|item| item.trim().trim_start_matches("and ").trim_start_matches("& "))
    .filter(|item| !item.is_empty())
}

/// The text without its brackets, and what stood in each of them.
fn brackets(text: &str) -> (String, Vec<&str>) {
    let mut outside = String::new();
    let mut insides = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['(', '[']) {
        outside.push_str(before);
        outside.push(' ');
        let (inside, next) = after.split_once([')', ']']).unwrap_or((after, ""));
        insides.push(inside);
        rest = next;
    }
    outside.push_str(rest);
    (outside, insides)
}

/// The skills of an item all of whose parts are known.
fn joined(item: &str) -> Option<Vec<SkillId>> {
    if let Some(ids) = named(item) {
        return Some(ids);
    }
    let folded = fold_alike(item);
    let joiner = JOINERS.into_iter().find(|joiner| folded.contains(joiner))?;
    let parts: Vec<&str> = folded.split(joiner).map(str::trim).collect();
    // R&D and C/R are no lists of languages, and AC/DC is none either.
    if parts.iter().all(|part| part.chars().count() <= 1) {
        return None;
    }
    let mut ids = Vec::new();
    // `Java 8/11` names one skill and two versions.
    let first_version = parts.iter().position(|part| !is_version(part)).unwrap_or_default();
    for (at, part) in parts.iter().enumerate() {
        if at > first_version && is_version(part) {
            continue;
        }
        ids.extend(joined(part)?);
    }
    Some(ids)
}

/// The skills that a text without seams stands for: tried as it is, then without one version, level or span after another.
fn named(text: &str) -> Option<Vec<SkillId>> {
    let folded = fold_alike(text);
    let mut rest = folded.as_str();
    loop {
        rest = trimmed(rest);
        let key = key(rest);
        if let Some(id) = SkillId::by_key(&key) {
            return Some(vec![id]);
        }
        if let Some((_, ids)) = GROUPS.iter().find(|(name, _)| *name == key) {
            return Some(ids.iter().filter_map(|id| SkillId::find(id)).collect());
        }
        rest = shortened(rest)?;
    }
}

/// Without bullets, quotes and closing punctuation. A leading point stays: it belongs to `.NET`.
fn trimmed(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>' | '"' | '\'' | '`' | '“' | '”'));
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '.' | ',' | ':' | ';' | '!' | '"' | '\'' | '`' | '“' | '”'))
}

/// The text without its last version, level or span of years, or without its first word when that is a level.
fn shortened(text: &str) -> Option<&str> {
    if let Some((before, last)) = text.rsplit_once(' ') {
        if is_version(last) || TRAILING.contains(&last) {
            return Some(before);
        }
        if YEARS.contains(&last) {
            return before.rsplit_once(' ').filter(|(_, number)| is_version(number)).map(|(before, _)| before);
        }
    }
    if let Some((first, after)) = text.split_once(' ')
        && LEADING.contains(&first)
    {
        return Some(after);
    }
    // A version written on to its name: python3, c++17. On to a single letter it may be anything: C1 is a level of English.
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let version = text.get(name.len()..)?;
    (version.starts_with(|c: char| c.is_ascii_digit()) && trimmed(name).chars().count() > 1 && !name.ends_with(' ')).then_some(name)
}

/// Whether a word is a version or another bare number: `3.11`, `v18`, `2.x`, `19c`, `8+`, `3.9-3.12`.
fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v').unwrap_or(word);
    let number = number.strip_suffix('+').unwrap_or(number);
    let number = number.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'x' | '*' | '-'))
}

#[cfg(test)]
mod tests;
