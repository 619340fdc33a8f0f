//! Against figures worked out by hand.

use super::*;

const QRELS: &str = "# marks of last year
q1 0 d1 3
q1 0 d2 2
q1 0 d3 0
q1 0 d4 1
q2 0 d1 1
q3 0 d1 0
";
const RUN: &str = "q1 Q0 d3 1 90 muster
q1 Q0 d2 3 70 muster
q1 Q0 d1 2 80.5 muster
q1 Q0 d5 4 60 muster
q1 Q0 d1 5 10 muster
q3 Q0 d1 1 1 muster
";

#[track_caller]
fn about(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-6, "{left} is not {right}");
}

#[test]
fn the_figures_are_those_worked_out_by_hand() {
    let judgements = read_judgements(QRELS).expect("judgements");
    let rankings = read_rankings(RUN).expect("a run");
    assert_eq!(rankings["q1"], ["d3", "d1", "d2", "d5"]);
    let alone = Judgements::from([("q1".to_owned(), judgements["q1"].clone())]);
    let figures = measure(&alone, &rankings);
    // d1 second and d2 third: 7 ÷ log₂ 3 + 3 ÷ log₂ 4 = 5.916508; at best 7 ÷ 1 + 3 ÷ log₂ 3 + 1 ÷ log₂ 4 = 9.392789.
    about(figures.ndcg_at_10, 0.629_899);
    about(figures.mrr, 0.5);
    about(figures.recall_at_10, 2.0 / 3.0);
    // Nothing was found for q2, which halves everything; nothing is relevant to q3, which does not count.
    let all = measure(&judgements, &rankings);
    assert_eq!(all.queries, 2);
    about(all.ndcg_at_10, 0.629_899 / 2.0);
    about(all.mrr, 0.25);
    about(all.recall_at_50, 1.0 / 3.0);
}

#[test]
fn only_the_first_ten_count_for_what_is_at_10() {
    let documents = (1..=11).map(|number| (format!("d{number:02}"), u32::from(number == 11))).collect();
    let judgements = Judgements::from([("q".to_owned(), documents)]);
    let rankings = Rankings::from([("q".to_owned(), (1..=11).map(|number| format!("d{number:02}")).collect())]);
    let figures = measure(&judgements, &rankings);
    assert_eq!((figures.ndcg_at_10, figures.recall_at_10, figures.recall_at_50), (0.0, 0.0, 1.0));
    about(figures.mrr, 1.0 / 11.0);
    assert_eq!(measure(&Judgements::new(), &rankings).queries, 0);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let fault = |line, fault: &str| Unreadable { line, fault: fault.to_owned() };
    assert_eq!(read_judgements("q 0 d 1\n\nq 0 d"), Err(fault(3, "not four columns")));
    assert_eq!(read_judgements("q 0 d much"), Err(fault(1, "the relevance is no whole number")));
    assert_eq!(read_rankings("q Q0 d 1 high muster"), Err(fault(1, "the score is no number")));
    assert_eq!(read_rankings("q Q0 d first 1 muster"), Err(fault(1, "the rank is no whole number")));
    assert_eq!(read_texts("{}"), Err(fault(1, "no id")));
    let texts = read_texts(r#"{"id": "d1", "headline": "Payments", "skills": [{"skill": "nodejs", "name": "Node.js"}, {"skill": "Go"}]}"#);
    assert_eq!(texts.expect("texts")["d1"], "Payments Node.js Go");
}
