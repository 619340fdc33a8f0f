//! The table: a row for each developer, with what every match asks of them as plain columns.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;

use muster::domain::country::Country;
use muster::domain::developer::{HiringModel, WorkingHours};
use muster::domain::money::Currency;
use muster::domain::pool::Facts;
use muster::domain::rate::Per;
use muster::domain::skill::Skill;
use muster::domain::zone::Zone;

use super::Design;

/// What the table numbers, each from 1 in the order of first mention.
#[derive(Default)]
pub struct Numbers {
    /// The skills, and how many list each.
    skills: HashMap<String, (usize, usize)>,
    countries: Vec<Country>,
    /// The zones and the hours that are kept in them.
    pub classes: Vec<(Zone, WorkingHours)>,
    /// The currencies and the units in which pay is stated.
    pub pays: Vec<(Currency, Per)>,
}

impl Numbers {
    /// A skill's, 0 where no developer lists it, and how many list it.
    pub fn skill(&self, skill: &Skill) -> (usize, usize) {
        self.skills.get(&skill.id()).copied().unwrap_or_default()
    }

    /// A country's; 0 where no developer lives in it.
    pub fn country(&self, country: Country) -> usize {
        self.countries.iter().position(|known| *known == country).map_or(0, |at| at + 1)
    }
}

/// The number of something in a list, to which it is added if it is new.
fn number<T: PartialEq>(known: &mut Vec<T>, one: T) -> usize {
    let at = known.iter().position(|known| *known == one);
    at.unwrap_or_else(|| {
        known.push(one);
        known.len() - 1
    }) + 1
}

/// The years at which the fitted index has a skill: the steps of `fitted.sql`.
pub const STEPS: [u8; 6] = [0, 1, 2, 3, 5, 8];

/// How many amounts a currency and unit have room for in a column that holds both.
pub const ROOM: i64 = 1 << 32;

/// The script that makes the table and fills it.
pub fn script(facts: &[Facts], design: Design) -> (Numbers, String) {
    let mut numbers = Numbers::default();
    let mut script = design.schema();
    script.push_str(include_str!("table.sql"));
    script.push_str("COPY developers FROM STDIN;\n");
    let mut order: Vec<(usize, &Facts)> = facts.iter().enumerate().collect();
    if design == Design::Fitted {
        // Those whose English is better first, as they are sought together.
        order.sort_by_key(|(_, facts)| Reverse(facts.english));
    }
    for (id, facts) in order {
        row(&mut script, &mut numbers, id, facts);
    }
    script.push_str("\\.\n");
    script.push_str(match design {
        Design::Skills => "CREATE INDEX ON developers USING gin (skills);\n",
        Design::Fitted => include_str!("fitted.sql"),
    });
    script.push_str("VACUUM (ANALYZE) developers;\nCHECKPOINT;\n");
    (numbers, script)
}

fn row(script: &mut String, numbers: &mut Numbers, id: usize, facts: &Facts) {
    let country = number(&mut numbers.countries, facts.country);
    let class = number(&mut numbers.classes, (facts.time_zone.clone(), facts.working_hours));
    let monthly = facts.pay_rate.monthly.map(|money| (money, Per::Month));
    let (money, per) = monthly.or(facts.pay_rate.hourly.map(|money| (money, Per::Hour))).expect("a rate");
    let pay_kind = number(&mut numbers.pays, (money.currency(), per));
    let pay = i64::try_from(pay_kind).expect("few") * ROOM + money.minor();
    let availability = facts.availability;
    let [hours, from] = [availability.hours_per_week.to_string(), availability.from.to_string()];
    // All hours come back the day after the one commitment that a developer here may have.
    assert!(facts.commitments.len() < 2, "a commitment too many");
    let taken = facts.commitments.first();
    let hours_left = taken.map_or(0, |taken| taken.hours_per_week);
    let hours_left = availability.hours_per_week.saturating_sub(hours_left);
    let again = taken.map_or(Some(availability.from), |taken| Some(availability.from.max(taken.until?.tomorrow().ok()?)));
    let [again, taken_from] = [again, taken.map(|taken| taken.from)].map(|day| day.map_or("infinity".to_owned(), |day| day.to_string()));
    let dedicated = facts.hiring_models.contains(&HiringModel::Dedicated);
    let english = facts.english.map_or(-1, |english| english as i32);
    let seniority = facts.seniority as i32 + 1;
    let mut skills: Vec<(usize, u8)> = facts
        .skills
        .iter()
        .map(|own| {
            let next = numbers.skills.len() + 1;
            let (number, count) = numbers.skills.entry(own.skill.id()).or_insert((next, 0));
            *count += 1;
            (*number, own.years)
        })
        .collect();
    skills.sort_unstable();
    let listed = skills.iter().map(|(skill, _)| skill.to_string()).collect::<Vec<_>>().join(",");
    let years = skills.iter().map(|(_, years)| years.to_string()).collect::<Vec<_>>().join(",");
    writeln!(
        script,
        "{id}\t{from}\t{again}\t{taken_from}\t{pay}\t{pay_kind}\t{class}\t{country}\t{english}\t{seniority}\t{hours}\t{hours_left}\t{dedicated}\t{{{listed}}}\t{{{years}}}"
    )
    .expect("a text grows");
}
