//! PostgreSQL with a GIN index over an array of skills, by its own client: `PGHOST` and the like say where it runs.
//!
//! It finds and counts who lists the skills (all, or all but one; whatever the years) and the rules that are plain columns. Overlap,
//! commitments and scores, which a match needs besides, are left out in its favour, and so is the reading of any profile.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use muster::domain::pool::Facts;
use muster::domain::project::Project;

use crate::measure::Times;

/// The numbers that skills have in the table.
pub struct Postgres {
    numbers: HashMap<String, usize>,
}

/// Runs a script and gives its output back; none where there is no server.
fn psql(script: &str) -> Option<String> {
    let mut client = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--set=ON_ERROR_STOP=1", "--dbname=postgres"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = client.stdin.take()?;
    let script = script.to_owned();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = client.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Postgres {
    /// Loads developers; none where there is no server.
    pub fn new(facts: &[Facts]) -> Option<Self> {
        std::env::var_os("PGHOST")?;
        let mut numbers = HashMap::new();
        let mut script = String::from(
            "SET client_min_messages = warning; DROP TABLE IF EXISTS developers;
             CREATE UNLOGGED TABLE developers (id int, country text, english int, model_dedicated bool, free_from date, hours int, monthly float8, skills int[]);
             COPY developers FROM STDIN;
",
        );
        for (id, facts) in facts.iter().enumerate() {
            let skills = facts.skills.iter().map(|own| {
                let next = numbers.len();
                numbers.entry(own.skill.id()).or_insert(next).to_string()
            });
            let skills = skills.collect::<Vec<_>>().join(",");
            let pay = facts.pay_rate.monthly.or(facts.pay_rate.hourly).map_or(0, |money| money.minor());
            let dedicated = facts.hiring_models.contains(&muster::domain::developer::HiringModel::Dedicated);
            let english = facts.english.map_or(-1, |english| english as i32);
            writeln!(
                script,
                "{id}\t{}\t{english}\t{dedicated}\t{}\t{}\t{pay}\t{{{skills}}}",
                facts.country.code(),
                facts.availability.from,
                facts.availability.hours_per_week
            )
            .expect("a text grows");
        }
        script.push_str("\\.\nCREATE INDEX ON developers USING gin (skills); VACUUM (ANALYZE) developers; CHECKPOINT;\n");
        psql(&script)?;
        Some(Self { numbers })
    }

    pub fn times(&self, projects: &[Project], near_misses: bool) -> Option<Times> {
        let mut script = String::from("SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB';\n");
        // Once for the cache, once for the figures.
        for timing in ["off", "on"] {
            writeln!(script, "\\timing {timing}").expect("a text grows");
            for project in projects {
                writeln!(script, "{}", self.query(project, near_misses)).expect("a text grows");
            }
        }
        let output = psql(&script)?;
        let shown = output.lines().filter_map(|line| line.strip_prefix("Time: ")?.split(' ').next()?.parse::<f64>().ok());
        Some(Times::of(shown.map(|milliseconds| Duration::from_secs_f64(milliseconds / 1e3)).collect()))
    }

    fn query(&self, project: &Project, near_misses: bool) -> String {
        let role = &project.roles[0];
        let numbers: Vec<String> = role
            .required_skills
            .iter()
            .map(|asked| self.numbers.get(&asked.skill.id()).map_or("-1".to_owned(), ToString::to_string))
            .collect();
        let all =
            |of: &mut dyn Iterator<Item = &String>| format!("skills @> ARRAY[{}]", of.map(String::as_str).collect::<Vec<_>>().join(","));
        // All but one: some set that leaves one out.
        let but_one = |left_out: usize| all(&mut (0..).zip(&numbers).filter(|(at, _)| *at != left_out).map(|(_, number)| number));
        let sets: Vec<String> = if near_misses { (0..numbers.len()).map(but_one).collect() } else { vec![all(&mut numbers.iter())] };
        format!(
            "SELECT count(*) FROM developers WHERE ({}) AND country <> 'AU' AND english >= {} AND model_dedicated \
             AND free_from <= '{}' AND hours >= {};",
            sets.join(" OR "),
            project.brief.min_english.map_or(0, |english| english as i32),
            project.brief.starts_on,
            role.hours_per_week
        )
    }
}
