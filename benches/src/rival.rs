//! A Tantivy index over the skills: how long it takes to find and count who has all of them but one. Rules and points, which a
//! match needs besides, are left out in its favour.

use muster::domain::pool::Facts;
use muster::domain::project::Project;
use muster::domain::skill::Skill;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, INDEXED, IndexRecordOption, Schema};
use tantivy::{Index, IndexReader, TantivyDocument, Term};

use crate::measure::Times;
use crate::people::SKILLS;

pub struct Rival {
    reader: IndexReader,
    skill: Field,
    numbers: std::collections::HashMap<String, u64>,
}

impl Rival {
    pub fn new(facts: &[Facts]) -> Self {
        let mut schema = Schema::builder();
        let skill = schema.add_u64_field("skill", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 256 << 20).expect("a writer");
        let mut numbers = std::collections::HashMap::with_capacity(SKILLS);
        for facts in facts {
            let mut document = TantivyDocument::default();
            for own in &facts.skills {
                let next = numbers.len() as u64;
                document.add_u64(skill, *numbers.entry(own.skill.id()).or_insert(next));
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
        Self { reader, skill, numbers }
    }

    pub fn times(&self, projects: &[Project]) -> Times {
        let searcher = self.reader.searcher();
        let mut times = Times::default();
        for project in projects {
            let required = &project.roles[0].required_skills;
            let term = |skill: &Skill| {
                let number = self.numbers.get(&skill.id()).copied().unwrap_or(u64::MAX);
                Box::new(TermQuery::new(Term::from_field_u64(self.skill, number), IndexRecordOption::Basic)) as Box<dyn Query>
            };
            let clauses = required.iter().map(|asked| (Occur::Should, term(&asked.skill))).collect();
            let query = BooleanQuery::with_minimum_required_clauses(clauses, required.len() - 1);
            let found = times.time(|| searcher.search(&query, &Count).expect("a search"));
            assert!(found < usize::MAX);
        }
        times
    }
}
