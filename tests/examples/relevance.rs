//! Prints how well a ranking does by judgements, beside BM25 over the same profiles:
//! `cargo run -p muster-tests --example relevance -- qrels.txt run.txt profiles.jsonl queries.jsonl`.

use std::fs::read_to_string;
use std::process::ExitCode;

use muster_tests::relevance::{Figures, Unreadable, baseline, measure, read_judgements, read_rankings, read_texts};

/// As deep as anything is measured.
const MOST_FOUND: usize = 50;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [qrels, run, profiles, queries] = paths.as_slice() else {
        eprintln!("usage: relevance <qrels> <run> <profiles.jsonl> <queries.jsonl>");
        return ExitCode::FAILURE;
    };
    match figures(qrels, run, profiles, queries) {
        Ok([ours, baseline]) => {
            println!("{} queries with someone relevant\n", ours.queries);
            println!("{:<10}{:>9}{:>9}{:>11}{:>11}", "", "nDCG@10", "MRR", "recall@10", "recall@50");
            for (name, figures) in [("run", ours), ("BM25", baseline)] {
                let Figures { ndcg_at_10, mrr, recall_at_10, recall_at_50, .. } = figures;
                println!("{name:<10}{ndcg_at_10:>9.4}{mrr:>9.4}{recall_at_10:>11.4}{recall_at_50:>11.4}");
            }
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn figures(qrels: &str, run: &str, profiles: &str, queries: &str) -> Result<[Figures; 2], String> {
    let judgements = read(qrels, read_judgements)?;
    let documents = read(profiles, read_texts)?;
    let found = baseline(&documents, &read(queries, read_texts)?, MOST_FOUND);
    Ok([measure(&judgements, &read(run, read_rankings)?), measure(&judgements, &found)])
}

fn read<T>(path: &str, parse: impl Fn(&str) -> Result<T, Unreadable>) -> Result<T, String> {
    let text = read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    parse(&text).map_err(|Unreadable { line, fault }| format!("{path}:{line}: {fault}"))
}
