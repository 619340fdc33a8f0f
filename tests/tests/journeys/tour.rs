//! README's quick tour, run from README's own text: what a reader types works, and prints what README says.
//!
//! The commands are a small part of what a shell understands (variables, `curl`, `jq`, a redirection), so that the test
//! needs no shell: an unknown word fails it.

use std::collections::BTreeMap;

use muster_tests::TestApp;
use reqwest::Method;
use serde_json::Value;

const README: &str = include_str!("../../../README.md");

#[tokio::test]
async fn the_quick_tour_does_what_it_says() {
    let app = TestApp::start().await;
    let mut tour = Tour { variables: BTreeMap::new(), http: reqwest::Client::new() };
    let mut shown = 0;
    for Step { command, prints } in steps() {
        if command.starts_with("API=") {
            tour.variables.insert("API".to_owned(), app.server().base_url().to_owned());
            continue;
        }
        let printed = app.steadily(tour.run(&command)).await;
        if !prints.is_empty() {
            assert_eq!(printed.lines().collect::<Vec<_>>(), prints, "{command}");
            shown += 1;
        }
    }
    assert!(shown >= 20, "the tour shows only {shown} results");
}

struct Step {
    command: String,
    prints: Vec<String>,
}

/// The commands of the tour with what they print: all `sh` blocks of its section but the one that starts the server.
fn steps() -> Vec<Step> {
    let section = README.split("\n## Quick tour\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("README has a quick tour");
    let blocks = section.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut steps: Vec<Step> = Vec::new();
    let mut open = String::new();
    for line in blocks.filter(|block| !block.starts_with("cargo run")).flat_map(str::lines) {
        if let Some(shown) = line.strip_prefix("# → ") {
            steps.last_mut().expect("something is shown after a command").prints.push(shown.to_owned());
            continue;
        }
        open.push_str(line);
        open.push('\n');
        if open.matches('\'').count().is_multiple_of(2) {
            steps.push(Step { command: std::mem::take(&mut open).trim().to_owned(), prints: Vec::new() });
        }
    }
    assert_eq!(open, "", "a quote is left open");
    steps
}

struct Tour {
    variables: BTreeMap<String, String>,
    http: reqwest::Client,
}

impl Tour {
    /// Runs `NAME=$(pipeline)` or a pipeline, and gives what it prints.
    async fn run(&mut self, command: &str) -> String {
        let assigned = command.split_once("=$(").filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_uppercase()));
        match assigned {
            Some((name, rest)) => {
                let value = self.pipeline(rest.strip_suffix(')').expect("a closing bracket")).await;
                assert!(!value.is_empty() && value != "null", "{name} is empty: {command}");
                self.variables.insert(name.to_owned(), value);
                String::new()
            }
            None => self.pipeline(command).await,
        }
    }

    async fn pipeline(&self, command: &str) -> String {
        let words = shell_words::split(&self.expand(command)).expect("balanced quotes");
        let mut parts = words.split(|word| word == "|" || word == ">");
        let (curl, then) = (parts.next().expect("a command"), parts.next());
        let body = self.curl(curl).await;
        match then {
            Some([jq, raw, path]) if jq == "jq" && raw == "-r" => {
                let body: Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("JSON: {body}"));
                path.split(',')
                    .flat_map(|path| pick(&body, path))
                    .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Some([file]) => {
                assert!(file == "invoice.html" && body.starts_with("<!DOCTYPE html>"), "{file}: {body}");
                String::new()
            }
            Some(other) => panic!("unknown filter {other:?}"),
            None => body,
        }
    }

    /// Puts variables in, as a shell does: not within single quotes.
    fn expand(&self, command: &str) -> String {
        let mut expanded = String::new();
        for (at, part) in command.split('\'').enumerate() {
            let mut text = part.to_owned();
            if at % 2 == 0 {
                for (name, value) in self.variables.iter().rev() {
                    text = text.replace(&format!("${name}"), value);
                }
                assert!(!text.contains('$'), "an unset variable in {command}");
            } else {
                text = format!("'{text}'");
            }
            expanded.push_str(&text);
        }
        expanded
    }

    async fn curl(&self, words: &[String]) -> String {
        let mut words = words.iter().map(String::as_str);
        assert_eq!((words.next(), words.next()), (Some("curl"), Some("-s")));
        let (mut method, mut url, mut token, mut json) = (None, None, None, None);
        while let Some(word) = words.next() {
            match word {
                "-X" => method = words.next(),
                "--oauth2-bearer" => token = words.next(),
                "--json" => json = words.next(),
                _ if word.starts_with("http://") => url = Some(word),
                _ => panic!("unknown word {word}"),
            }
        }
        let method = method.map_or(if json.is_some() { Method::POST } else { Method::GET }, |method| method.parse().expect("a method"));
        let mut request = self.http.request(method, url.expect("a URL"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(json) = json {
            request = request.header("content-type", "application/json").body(json.to_owned());
        }
        let response = request.send().await.expect("the server answers");
        let (status, body) = (response.status(), response.text().await.expect("a whole answer"));
        assert!(status.is_success(), "{status}: {body}");
        body
    }
}

/// The values at a path such as `.roles[0].candidates[].name`.
fn pick<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let steps = path.replace('[', ".[");
    steps.split('.').filter(|step| !step.is_empty()).fold(vec![value], |values, step| {
        match step.strip_prefix('[').map(|step| step.trim_end_matches(']')) {
            Some("") => values.into_iter().flat_map(|value| value.as_array().into_iter().flatten()).collect(),
            Some(at) => values.into_iter().map(|value| &value[at.parse::<usize>().expect("an index")]).collect(),
            None => values.into_iter().map(|value| &value[step]).collect(),
        }
    })
}
