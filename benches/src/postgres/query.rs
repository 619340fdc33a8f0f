//! One role as one query: a text that is alike for roles of a kind, so that the server plans it once, and what differs.

use std::fmt::Write as _;

use muster::domain::matching::{Pool as Terms, Weights};
use muster::domain::project::{Project, RequiredSkill};
use muster::domain::skill::{Skill, SkillId};

use super::Design;
use super::given::Given;
use super::load::{Numbers, STEPS};

/// A query with places for values, and the values.
#[derive(Default)]
pub struct Query {
    pub text: String,
    pub values: Vec<String>,
}

/// The points of a skill that is there in full, of which others are parts.
const FULL: usize = 60;

/// How many are eligible, and the best of them with their scores.
pub fn of(project: &Project, terms: &Terms<'_>, numbers: &Numbers, design: Design, best: usize) -> Query {
    let mut query = Query::default();
    let (brief, role) = (&project.brief, &project.roles[0]);
    let given = Given::of(project, terms, numbers);
    let near = terms.near_misses && role.required_skills.len() > 1;
    let found = query.found(&role.required_skills, numbers, design, near);
    let (own, skills) = query.skills(project, numbers, near);
    let preferred = query.preferred(&role.preferred_skills, numbers);
    let start = query.hold(format!("'{}'", brief.starts_on), "date");
    let hours = query.hold(role.hours_per_week.to_string(), "smallint");
    // Not a value: the index is only used where the text says that its own condition is met.
    let english = brief.min_english.map_or(-1, |english| english as i32);
    let home = query.hold(numbers.country(project.client_country).to_string(), "smallint");
    let overlap = query.list(&given.overlap, "smallint[]");
    let rate = query.list(&given.rate, "smallint[]");
    let steps = query.list(&given.steps, "bigint[]");
    let most = query.list(&given.most, "bigint[]");
    let seniority = query.list(&given.seniority, "smallint[]");
    let free = format!("CASE WHEN hours_left >= {hours} THEN free_from ELSE free_again END");
    // Nothing is rounded for availability and track record: their weights are what they are divided by.
    query.text = format!(
        "WITH suited AS MATERIALIZED (SELECT id, {own}{preferred} + ({overlap})[class] \
         + ({rate})[width_bucket(pay, {steps}) + 1] + ({seniority})[seniority] \
         + least(({start} - {free}) / 7 + 1, 5) + 2 + (taken_from < {start})::int AS others \
         FROM developers WHERE ({found}) AND english >= {english} AND country <> {home} AND dedicated AND hours >= {hours} \
         AND {free} <= {start} AND ({overlap})[class] >= 0 AND pay <= ({most})[pay_kind]) \
         SELECT (SELECT count(*) FROM suited), id, others + {skills} AS score FROM suited ORDER BY score DESC, id LIMIT {best}"
    );
    query
}

impl Query {
    /// Keeps a value and gives the place for it.
    fn hold(&mut self, value: String, of: &str) -> String {
        self.values.push(value);
        format!("${}::{of}", self.values.len())
    }

    fn list<T: ToString>(&mut self, of: &[T], kind: &str) -> String {
        let each: Vec<String> = of.iter().map(ToString::to_string).collect();
        self.hold(format!("'{{{}}}'", each.join(",")), kind)
    }

    /// The conditions that the index answers, and the years that it leaves open.
    fn found(&mut self, required: &[RequiredSkill], numbers: &Numbers, design: Design, near: bool) -> String {
        let entry = |asked: &RequiredSkill| {
            let (number, count) = numbers.skill(&asked.skill);
            let step = STEPS.iter().copied().rfind(|step| *step <= asked.min_years).unwrap_or_default();
            (count, if design == Design::Fitted { number * 64 + usize::from(step) } else { number })
        };
        let mut entries: Vec<(usize, usize)> = required.iter().map(entry).collect();
        entries.sort_unstable();
        let entries: Vec<usize> = entries.into_iter().map(|(_, entry)| entry).collect();
        // Two parts, of which one is listed in full and all but one of the other: what a set for each that may be missing would
        // find, with fewer readings of the index. The rarer part is the smaller one.
        let found = if !near {
            self.all(&entries, design)
        } else if entries.len() < 4 {
            self.but_one(&entries, design)
        } else {
            let (rare, common) = entries.split_at(entries.len() / 2);
            let [all_rare, all_common] = [rare, common].map(|part| self.all(part, design));
            let [most_rare, most_common] = [rare, common].map(|part| self.but_one(part, design));
            format!("({all_rare} AND {most_common}) OR ({all_common} AND {most_rare})")
        };
        let is_told = |years: u8| if design == Design::Fitted { STEPS.contains(&years) } else { years == 0 };
        if required.iter().all(|asked| is_told(asked.min_years)) {
            return found;
        }
        let met = required.iter().map(|asked| {
            let number = self.hold(numbers.skill(&asked.skill).0.to_string(), "int");
            format!("coalesce(years[lists.idx(skills, {number})] >= {}, false)::int", asked.min_years)
        });
        format!("({found}) AND {} >= {}", met.collect::<Vec<_>>().join(" + "), required.len() - usize::from(near))
    }

    fn all(&mut self, entries: &[usize], design: Design) -> String {
        format!("{} @> {}", design.indexed(), self.list(entries, "int[]"))
    }

    /// At most one is missing if no two are.
    fn but_one(&mut self, entries: &[usize], design: Design) -> String {
        let pairs = entries.iter().enumerate().flat_map(|(at, one)| entries[at + 1..].iter().map(|other| [*one, *other]));
        let pairs = pairs.map(|pair| format!("{} && {}", design.indexed(), self.list(&pair, "int[]")));
        pairs.collect::<Vec<_>>().join(" AND ")
    }

    /// Whether one of those that imply a skill is listed; none where there are none.
    fn implied(&mut self, asked: &Skill, numbers: &Numbers) -> Option<String> {
        let others = SkillId::all().map(Skill::Known).filter(|other| other.implies(asked));
        let others: Vec<usize> = others.map(|other| numbers.skill(&other).0).filter(|number| *number > 0).collect();
        if others.is_empty() { None } else { Some(format!("skills && {}", self.list(&others, "int[]"))) }
    }

    /// What to know of each required skill, and the points from that: for having them, and for the years beyond those asked for.
    fn skills(&mut self, project: &Project, numbers: &Numbers, near: bool) -> (String, String) {
        let required = &project.roles[0].required_skills;
        let weights = Weights::FIRST.points();
        let (mut own, mut credits, mut above) = (String::new(), Vec::new(), Vec::new());
        for (at, asked) in required.iter().enumerate() {
            let (number, least) = (self.hold(numbers.skill(&asked.skill).0.to_string(), "int"), asked.min_years);
            write!(own, "years[lists.idx(skills, {number})] AS years_{at}, ").expect("a text grows");
            above.push(format!("least(greatest(years_{at} - {least}, 0), 5)"));
            if !near {
                continue;
            }
            let implied = self.implied(&asked.skill, numbers).map_or("0".to_owned(), |implied| {
                write!(own, "CASE WHEN {implied} THEN {} ELSE 0 END AS implied_{at}, ", FULL / 3).expect("a text grows");
                format!("implied_{at}")
            });
            let short = format!("{} * years_{at} / {}", FULL / 2, least.max(1));
            credits.push(format!("CASE WHEN years_{at} >= {least} THEN {FULL} ELSE greatest({short}, {implied}) END"));
        }
        let listed = if near {
            format!("{} * ({}) / {}", weights.required_skills, credits.join(" + "), FULL * required.len())
        } else {
            weights.required_skills.to_string()
        };
        (own, format!("{listed} + {} * ({}) / {}", weights.experience, above.join(" + "), 5 * required.len()))
    }

    fn preferred(&mut self, preferred: &[Skill], numbers: &Numbers) -> String {
        let credits = preferred.iter().map(|asked| {
            let number = self.hold(numbers.skill(asked).0.to_string(), "int");
            let implied = self.implied(asked, numbers).map(|implied| format!("WHEN {implied} THEN {} ", FULL / 3));
            format!("CASE WHEN lists.idx(skills, {number}) > 0 THEN {FULL} {}ELSE 0 END", implied.unwrap_or_default())
        });
        let credits = credits.collect::<Vec<_>>().join(" + ");
        format!("{} * ({credits}) / {}", Weights::FIRST.points().preferred_skills, FULL * preferred.len())
    }
}
