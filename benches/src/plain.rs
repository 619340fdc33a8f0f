//! The matcher over profiles, one after another: what the pool must equal.

use jiff::Timestamp;
use muster::domain::developer::{Developer, DeveloperProfile, DeveloperStatus};
use muster::domain::matching::{Pool as Terms, match_role};
use muster::domain::pool::{Facts, Ranking};
use muster::domain::project::Project;

use crate::measure::Times;

/// How many of the queries are tried: it takes long.
const TRIED: usize = 20;

pub fn developers(facts: &[Facts]) -> Vec<Developer> {
    facts.iter().map(developer).collect()
}

/// A profile that has these facts.
pub fn developer(facts: &Facts) -> Developer {
    Developer {
        id: facts.id,
        profile: DeveloperProfile {
            name: "Priya Nair".parse().expect("a name"),
            email: "priya@example.com".parse().expect("an address"),
            phone: None,
            country: facts.country,
            time_zone: facts.time_zone.clone(),
            working_hours: facts.working_hours,
            headline: None,
            seniority: facts.seniority,
            english: facts.english,
            skills: facts.skills.clone(),
            pay_rate: facts.pay_rate,
            hiring_models: facts.hiring_models.clone(),
            availability: facts.availability,
            tax_ids: Vec::new(),
            external_id: None,
        },
        status: DeveloperStatus::Vetted,
        status_before_pause: None,
        vetting_note: None,
        commitments: facts.commitments.clone(),
        revision: facts.revision,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// How long it takes; its answers are compared with the pool's.
pub fn check(projects: &[Project], terms: &Terms<'_>, ranked: &[Ranking], best: usize) -> Times {
    let mut times = Times::default();
    for (project, ranking) in projects.iter().zip(ranked).take(TRIED) {
        let found = times.time(|| match_role(project, &project.roles[0], terms, best));
        let plain: Vec<_> = found.candidates.iter().map(|candidate| (candidate.fit.developer_id, candidate.fit.score)).collect();
        let ours: Vec<_> = ranking.best.iter().map(|placed| (placed.developer_id, placed.score)).collect();
        assert_eq!((plain, found.eligible, found.excluded), (ours, ranking.eligible, ranking.excluded), "another answer");
    }
    times
}
