//! The baseline: Okapi BM25 over words, as a search engine ranks texts when it knows nothing else (k₁ = 1.2, b = 0.75).

use std::collections::BTreeMap;

use super::{Rankings, count};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Words in small letters; `+`, `#` and an inner `.` belong to them, so that C++, C# and Node.js stay what they are.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && !"+#.".contains(letter));
    parts.map(|word| word.trim_matches('.').to_lowercase()).filter(|word| !word.is_empty()).collect()
}

/// The best `most` documents for each query, by their texts; equal scores by id. Who shares no word is not found.
#[must_use]
pub fn baseline(documents: &BTreeMap<String, String>, queries: &BTreeMap<String, String>, most: usize) -> Rankings {
    let documents: BTreeMap<&str, Vec<String>> = documents.iter().map(|(id, text)| (id.as_str(), words(text))).collect();
    let mean = count(documents.values().flatten()) / count(documents.iter()).max(1.0);
    let rank = |text: &String| {
        let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
        for word in words(text) {
            let times = |words: &[String]| count(words.iter().filter(|own| **own == word));
            let with: Vec<(&str, f64, f64)> =
                documents.iter().map(|(id, words)| (*id, times(words), count(words.iter()))).filter(|(_, times, _)| *times > 0.0).collect();
            let having = count(with.iter());
            let rarity = (1.0 + (count(documents.iter()) - having + 0.5) / (having + 0.5)).ln();
            for (id, times, length) in with {
                *scores.entry(id).or_default() += rarity * times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / mean));
            }
        }
        let mut ranked: Vec<(&str, f64)> = scores.into_iter().collect();
        ranked.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
        ranked.into_iter().take(most).map(|(id, _)| id.to_owned()).collect()
    };
    queries.iter().map(|(id, text)| (id.clone(), rank(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn the_rarer_word_in_the_shorter_text_wins() {
        let documents = texts(&[("d1", "Go Kafka"), ("d2", "Go Go Java"), ("d3", "Go, Kafka, C++, Node.js and much else.")]);
        let queries = texts(&[("q1", "kafka"), ("q2", "go java"), ("q3", "c node"), ("q4", "C++")]);
        let found = baseline(&documents, &queries, 10);
        assert_eq!(found["q1"], ["d1", "d3"]);
        assert_eq!(found["q2"], ["d2", "d1", "d3"]);
        assert_eq!(found["q3"], Vec::<String>::new());
        assert_eq!(found["q4"], ["d3"]);
        assert_eq!(baseline(&documents, &queries, 1)["q2"], ["d2"]);
    }
}
