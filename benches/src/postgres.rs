//! PostgreSQL by its own client: `PGHOST` and the like say where it runs. It gives the whole answer of a role, by one query each
//! that finds, scores, counts and orders, and its answers are compared with the pool's.
//!
//! It stands in two designs. The plain one is a GIN index over an array of skills, and columns. The other is fitted to the very
//! roles that are asked for here: its index has each skill by its years, at some steps, and holds those alone who are hired in the
//! way and speak the English that all of them ask for, as one of several such indexes would; its rows lie in the order of English.
//!
//! Much is in favour of both. There is a column for what a match asks of a developer even where that depends on how the project
//! hires (the pay for dedicated work) or on there being one commitment at most. A query is planned before the clock runs. And what
//! a role makes of every zone's hours, of every currency's amounts and of every seniority is found before as well, by the rules
//! themselves, and handed over as arrays (see [`given`]). It is timed by its client, so the way to the server and back counts.

mod given;
mod load;
mod query;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use muster::domain::id::DeveloperId;
use muster::domain::matching::Pool as Terms;
use muster::domain::pool::{Facts, Ranking};
use muster::domain::project::Project;

use crate::measure::Times;
use load::Numbers;
use query::Query;

/// What stands after each answer.
const ANSWERED: &str = "answered";

/// How a server keeps them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// An index over the array of skills.
    Skills,
    /// An index, and an order of rows, for just these roles.
    Fitted,
}

impl Design {
    pub const ALL: [Self; 2] = [Self::Skills, Self::Fitted];

    pub fn name(self) -> &'static str {
        match self {
            Self::Skills => "PostgreSQL",
            Self::Fitted => "PostgreSQL fit",
        }
    }

    /// Each has a schema of its own.
    fn schema(self) -> String {
        let name = match self {
            Self::Skills => "skills",
            Self::Fitted => "fitted",
        };
        format!("SET client_min_messages = warning;\nCREATE SCHEMA IF NOT EXISTS {name};\nSET search_path = {name};\n")
    }

    /// What the index is over.
    fn indexed(self) -> &'static str {
        match self {
            Self::Skills => "skills",
            Self::Fitted => "listed(skills, years)",
        }
    }
}

/// A server with the developers, and the numbers that its table has for things.
pub struct Postgres {
    design: Design,
    numbers: Numbers,
    ids: Vec<DeveloperId>,
}

/// Runs a script and gives its output back; none where there is no server.
fn psql(script: String) -> Option<String> {
    let mut client = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname=postgres"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = client.stdin.take()?;
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = client.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Postgres {
    /// Loads developers in the order of their ids; none where there is no server.
    #[expect(clippy::disallowed_methods, reason = "the server's client reads its settings from there as well")]
    pub fn new(facts: &[Facts], design: Design) -> Option<Self> {
        std::env::var_os("PGHOST")?;
        let (numbers, script) = load::script(facts, design);
        psql(script)?;
        Some(Self { design, numbers, ids: facts.iter().map(|facts| facts.id).collect() })
    }

    pub fn name(&self) -> &'static str {
        self.design.name()
    }

    /// How long it takes; its answers are compared with the pool's.
    pub fn times(&self, projects: &[Project], terms: &Terms<'_>, ranked: &[Ranking], best: usize) -> Option<Times> {
        let queries: Vec<Query> = projects.iter().map(|project| query::of(project, terms, &self.numbers, self.design, best)).collect();
        let mut script = self.design.schema();
        script.push_str(include_str!("postgres/session.sql"));
        let mut texts: Vec<&str> = Vec::new();
        for query in &queries {
            if !texts.contains(&query.text.as_str()) {
                writeln!(script, "PREPARE role_{} AS {};", texts.len(), query.text).expect("a text grows");
                texts.push(&query.text);
            }
        }
        // Once for the cache, once for the figures.
        for timing in ["off", "on"] {
            writeln!(script, "\\timing {timing}").expect("a text grows");
            for query in &queries {
                let at = texts.iter().position(|text| *text == query.text).expect("all are there");
                writeln!(script, "EXECUTE role_{at} ({});\n\\echo {ANSWERED}", query.values.join(", ")).expect("a text grows");
            }
        }
        let output = psql(script)?;
        let (mut shown, mut rows, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for line in output.lines() {
            if line == ANSWERED {
                answers.push(std::mem::take(&mut rows));
            } else if let Some(time) = line.strip_prefix("Time: ") {
                let milliseconds: f64 = time.split(' ').next()?.parse().expect("a time");
                shown.push(Duration::from_secs_f64(milliseconds / 1e3));
            } else {
                rows.push(line);
            }
        }
        assert_eq!((answers.len(), shown.len()), (2 * queries.len(), queries.len()), "an answer too few");
        for (rows, ranking) in answers.iter().zip(ranked.iter().cycle()) {
            let ours: Vec<_> = ranking.best.iter().map(|placed| (placed.developer_id, usize::from(placed.score))).collect();
            assert_eq!(self.read(rows), (ranking.eligible as usize, ours), "another answer");
        }
        Some(Times::of(shown))
    }

    /// How many are eligible, and the best of them. There is no row if nobody is.
    fn read(&self, rows: &[&str]) -> (usize, Vec<(DeveloperId, usize)>) {
        let rows: Vec<Vec<usize>> =
            rows.iter().map(|row| row.split('|').map(|figure| figure.parse().expect("a figure")).collect()).collect();
        (rows.first().map_or(0, |row| row[0]), rows.iter().map(|row| (self.ids[row[1]], row[2])).collect())
    }
}
