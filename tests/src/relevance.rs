//! How well a ranking finds what people thought of it: TREC's files of judgements (`qrels`) and rankings (`run`), the usual
//! figures, and a baseline to hold them against.
//!
//! It is for operators: marks on candidates and hires are judgements, and matches are rankings.

#![expect(clippy::float_arithmetic, reason = "they are figures about rankings, not the scores of developers")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

mod bm25;

pub use bm25::baseline;

/// How relevant documents are to queries: 0 for not at all.
pub type Judgements = BTreeMap<String, BTreeMap<String, u32>>;
/// The documents found for each query, best first.
pub type Rankings = BTreeMap<String, Vec<String>>;

/// A line that can't be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: String,
}

/// The lines that say something, by their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// Reads `query iteration document relevance`, a line each. A line that begins with `#` says nothing; less than 0 is 0.
///
/// # Errors
/// The first line that is none.
pub fn read_judgements(text: &str) -> Result<Judgements, Unreadable> {
    let mut judgements = Judgements::new();
    for (line, content) in lines(text) {
        let unreadable = |fault: &str| Unreadable { line, fault: fault.to_owned() };
        let [query, _, document, relevance] = content.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(unreadable("not four columns"));
        };
        let relevance: i32 = relevance.parse().map_err(|_| unreadable("the relevance is no whole number"))?;
        let relevance = u32::try_from(relevance).unwrap_or_default();
        judgements.entry(query.to_owned()).or_default().insert(document.to_owned(), relevance);
    }
    Ok(judgements)
}

/// Reads `query Q0 document rank score tag`, a line each: by score, and by rank where scores are equal. A document that is named
/// twice counts where it stands first.
///
/// # Errors
/// The first line that is none.
pub fn read_rankings(text: &str) -> Result<Rankings, Unreadable> {
    let mut found: BTreeMap<String, Vec<(f64, u32, String)>> = BTreeMap::new();
    for (line, content) in lines(text) {
        let unreadable = |fault: &str| Unreadable { line, fault: fault.to_owned() };
        let [query, _, document, rank, score, _] = content.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(unreadable("not six columns"));
        };
        let rank: u32 = rank.parse().map_err(|_| unreadable("the rank is no whole number"))?;
        let score: f64 = score.parse().map_err(|_| unreadable("the score is no number"))?;
        found.entry(query.to_owned()).or_default().push((score, rank, document.to_owned()));
    }
    let order = |mut list: Vec<(f64, u32, String)>| {
        list.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut seen = BTreeSet::new();
        list.into_iter().map(|(_, _, document)| document).filter(|document| seen.insert(document.clone())).collect()
    };
    Ok(found.into_iter().map(|(query, list)| (query, order(list))).collect())
}

/// Reads what has an `id`, a line of JSON each, as the API answers it: developers, or roles with the id of the query they make.
/// What is kept of each is its words: headline, title, seniority and the names of skills.
///
/// # Errors
/// The first line that is no such thing.
pub fn read_texts(text: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut texts = BTreeMap::new();
    for (line, content) in lines(text) {
        let value: Value = serde_json::from_str(content).map_err(|error| Unreadable { line, fault: error.to_string() })?;
        let id = value["id"].as_str().ok_or_else(|| Unreadable { line, fault: "no id".to_owned() })?;
        let single = ["headline", "title", "seniority"].into_iter().filter_map(|field| value[field].as_str());
        let lists = ["skills", "required_skills", "preferred_skills"].into_iter().filter_map(|field| value[field].as_array());
        let skills = lists.flatten().filter_map(|skill| skill["name"].as_str().or_else(|| skill["skill"].as_str()));
        texts.insert(id.to_owned(), single.chain(skills).collect::<Vec<_>>().join(" "));
    }
    Ok(texts)
}

/// The means over all queries that have a relevant document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// How many queries those are. One that nothing was found for counts as 0 everywhere.
    pub queries: usize,
    /// The gain of the first ten, 2^relevance − 1 over log₂(rank + 1), as a part of the greatest there could be.
    pub ndcg_at_10: f64,
    /// One over the rank of the first relevant document.
    pub mrr: f64,
    /// The part of the relevant documents that is among the first ten.
    pub recall_at_10: f64,
    /// The same, among the first fifty.
    pub recall_at_50: f64,
}

/// How well rankings do by judgements. What nobody judged is not relevant.
#[must_use]
pub fn measure(judgements: &Judgements, rankings: &Rankings) -> Figures {
    let mut sums = [0.0; 4];
    let mut queries = 0;
    let none = Vec::new();
    for (query, judged) in judgements.iter().filter(|(_, judged)| judged.values().any(|relevance| *relevance > 0)) {
        let found: Vec<u32> =
            rankings.get(query).unwrap_or(&none).iter().map(|document| judged.get(document).copied().unwrap_or_default()).collect();
        let mut ideal: Vec<u32> = judged.values().copied().collect();
        ideal.sort_unstable_by(|left, right| right.cmp(left));
        let all = count(ideal.iter().filter(|relevance| **relevance > 0));
        let recall = |most: usize| count(found.iter().take(most).filter(|relevance| **relevance > 0)) / all;
        let first = found.iter().position(|relevance| *relevance > 0);
        let figures = [gain(&found) / gain(&ideal), first.map_or(0.0, |at| 1.0 / count(0..=at)), recall(10), recall(50)];
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        queries += 1;
    }
    let [ndcg_at_10, mrr, recall_at_10, recall_at_50] = sums.map(|sum| if queries == 0 { 0.0 } else { sum / count(0..queries) });
    Figures { queries, ndcg_at_10, mrr, recall_at_10, recall_at_50 }
}

/// The discounted gain of the first ten.
fn gain(relevances: &[u32]) -> f64 {
    (2_u32..).zip(relevances.iter().take(10)).map(|(rank, relevance)| (f64::from(*relevance).exp2() - 1.0) / f64::from(rank).log2()).sum()
}

fn count(of: impl Iterator) -> f64 {
    f64::from(u32::try_from(of.count()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
