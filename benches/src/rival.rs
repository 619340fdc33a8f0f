//! A Tantivy index over the same developers: it finds who has the skills, and whoever it finds is scored by the pool's own scorer
//! on the pool's own rows, so that what is compared is how candidates are found. Its answers are compared with the pool's.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use muster::domain::developer::{English, HiringModel};
use muster::domain::id::DeveloperId;
use muster::domain::matching::Pool as Terms;
use muster::domain::pool::{Facts, Place, Pool, Ranking};
use muster::domain::project::Project;
use muster::domain::skill::Skill;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema};
use tantivy::{Index, IndexReader, TantivyDocument, Term};

use crate::measure::Times;

/// What the index finds by.
#[derive(Clone, Copy)]
pub enum Finding {
    /// The skills alone.
    Skills,
    /// The skills, the way of being hired and the English.
    SkillsAndRules,
}

/// The index, and where its documents stand in the pool.
pub struct Rival {
    reader: IndexReader,
    fields: Fields,
    numbers: HashMap<String, u64>,
    places: Vec<(DeveloperId, Place)>,
}

#[derive(Clone, Copy)]
struct Fields {
    skill: Field,
    model: Field,
    english: Field,
}

const NUMBER: &str = "number";

impl Rival {
    /// Developers in the order of their ids.
    pub fn new(facts: &[Facts]) -> Self {
        let mut schema = Schema::builder();
        let fields = Fields {
            skill: schema.add_u64_field("skill", INDEXED),
            model: schema.add_u64_field("model", INDEXED),
            english: schema.add_u64_field("english", INDEXED),
        };
        let own_number = schema.add_u64_field(NUMBER, FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 512 << 20).expect("a writer");
        let mut numbers = HashMap::new();
        for (number, facts) in (0..).zip(facts) {
            let mut document = TantivyDocument::default();
            document.add_u64(own_number, number);
            for own in &facts.skills {
                let next = numbers.len() as u64;
                document.add_u64(fields.skill, *numbers.entry(own.skill.id()).or_insert(next));
            }
            for model in &facts.hiring_models {
                document.add_u64(fields.model, *model as u64);
            }
            if let Some(english) = facts.english {
                document.add_u64(fields.english, english as u64);
            }
            writer.add_document(document).expect("a document");
        }
        writer.commit().expect("room in memory");
        let segments = index.searchable_segment_ids().expect("segments");
        if segments.len() > 1 {
            writer.merge(&segments).wait().expect("one segment");
        }
        let reader = index.reader().expect("a reader");
        reader.reload().expect("the merged segment");
        Self { reader, fields, numbers, places: Vec::new() }
    }

    /// Ties the documents to a pool of the same developers.
    pub fn stand_in(&mut self, pool: &Pool) {
        self.places = pool.places().collect();
        self.places.sort_by_key(|(id, _)| *id);
    }

    pub fn times(&self, pool: &Pool, projects: &[Project], terms: &Terms<'_>, finding: Finding, ranked: &[Ranking], best: usize) -> Times {
        let mut times = Times::default();
        for (project, ranking) in projects.iter().zip(ranked) {
            let found = times.time(|| self.rank(pool, project, terms, finding, best));
            let ours: Vec<_> = ranking.best.iter().map(|placed| (placed.developer_id, placed.score)).collect();
            assert_eq!(found, (ranking.eligible, ours), "another answer");
        }
        times
    }

    fn rank(&self, pool: &Pool, project: &Project, terms: &Terms<'_>, finding: Finding, best: usize) -> (u32, Vec<(DeveloperId, u8)>) {
        let searcher = self.reader.searcher();
        let weight =
            self.query(project, terms.near_misses, finding).weight(EnableScoring::disabled_from_searcher(&searcher)).expect("a query");
        let mut trial = pool.trial(project, &project.roles[0], terms);
        let mut heap: BinaryHeap<(Reverse<u8>, DeveloperId)> = BinaryHeap::new();
        let mut eligible = 0;
        for segment in searcher.segment_readers() {
            let numbers = segment.fast_fields().u64(NUMBER).expect("a column").first_or_default_col(0);
            let mut each = |documents: &[u32]| {
                for document in documents {
                    let (id, place) = self.places[numbers.get_val(*document) as usize];
                    let Some(score) = trial.score(place, true) else { continue };
                    eligible += 1;
                    let entry = (Reverse(score), id);
                    if heap.len() < best {
                        heap.push(entry);
                    } else if let Some(mut least) = heap.peek_mut()
                        && entry < *least
                    {
                        *least = entry;
                    }
                }
            };
            weight.for_each_no_score(segment, &mut each).expect("a search");
        }
        (eligible, heap.into_sorted_vec().into_iter().map(|(Reverse(score), id)| (id, score)).collect())
    }

    fn query(&self, project: &Project, near_misses: bool, finding: Finding) -> BooleanQuery {
        let required = &project.roles[0].required_skills;
        let term = |field: Field, number: u64| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_u64(field, number), IndexRecordOption::Basic))
        };
        let skill = |skill: &Skill| term(self.fields.skill, self.numbers.get(&skill.id()).copied().unwrap_or(u64::MAX));
        let occur = if near_misses { Occur::Should } else { Occur::Must };
        let skills = required.iter().map(|asked| (occur, skill(&asked.skill))).collect();
        let skills =
            if near_misses { BooleanQuery::with_minimum_required_clauses(skills, required.len() - 1) } else { BooleanQuery::new(skills) };
        match finding {
            Finding::Skills => skills,
            Finding::SkillsAndRules => {
                let model: HiringModel = project.brief.hiring_model;
                let enough = English::ALL.iter().filter(|own| project.brief.min_english.is_none_or(|least| **own >= least));
                let english = enough.map(|own| (Occur::Should, term(self.fields.english, *own as u64))).collect();
                let rules: [Box<dyn Query>; 3] =
                    [Box::new(skills), term(self.fields.model, model as u64), Box::new(BooleanQuery::new(english))];
                BooleanQuery::new(rules.into_iter().map(|rule| (Occur::Must, rule)).collect())
            }
        }
    }
}
