//! Matching turned round: which open roles suit a developer, by the very rules and points by which the developer suits them.

use std::cmp::Reverse;

use super::{Factor, Fit, Pool, assess};
use crate::domain::developer::{Developer, DeveloperStatus};
use crate::domain::id::ProjectId;
use crate::domain::project::{Project, ProjectStatus, Role};

/// A project that suits a developer, and the roles of it that do, the best first.
#[derive(Clone, Debug)]
pub struct Recommendation<'a> {
    /// The project.
    pub project: &'a Project,
    /// The score of the best role.
    pub score: u8,
    /// The roles with how the developer suits them; not empty.
    pub roles: Vec<(&'a Role, Fit)>,
}

impl Recommendation<'_> {
    /// Its place among the developer's recommendations: those with a higher score first, then the newer.
    #[must_use]
    pub fn place(&self) -> (Reverse<u8>, Reverse<ProjectId>) {
        (Reverse(self.score), Reverse(self.project.id))
    }
}

/// The open projects that suit a developer, the best first, each with the terms that it is matched by.
///
/// Points of the factors in `hidden` are left out of every score with their reasons, so that neither a score nor an order tells
/// what its reader may not know. Only a vetted developer suits anything, and a project with a seat of theirs needs no other.
#[must_use]
pub fn recommend<'a>(
    open: impl IntoIterator<Item = (&'a Project, Pool<'a>)>,
    developer: &Developer,
    hidden: &[Factor],
) -> Vec<Recommendation<'a>> {
    let mut found: Vec<Recommendation<'a>> = Vec::new();
    for (project, pool) in open {
        let seated = project.roles.iter().flat_map(|role| &role.seats).any(|seat| seat.developer_id == developer.id);
        if developer.status != DeveloperStatus::Vetted || project.status != ProjectStatus::Open || seated {
            continue;
        }
        let vacant = project.roles.iter().filter(|role| role.seats.len() < usize::from(role.headcount));
        let suiting = vacant.filter_map(|role| Some((role, without(assess(project, role, &pool, developer).ok()?, hidden))));
        let mut roles: Vec<(&Role, Fit)> = suiting.collect();
        roles.sort_by_key(|(role, fit)| (Reverse(fit.score), role.role_id));
        if let Some((_, best)) = roles.first() {
            found.push(Recommendation { project, score: best.score, roles });
        }
    }
    found.sort_by_key(Recommendation::place);
    found
}

/// A fit without the points of some factors.
fn without(mut fit: Fit, hidden: &[Factor]) -> Fit {
    fit.reasons.retain(|reason| !hidden.contains(&reason.factor));
    fit.score = fit.reasons.iter().map(|reason| reason.points).sum();
    fit
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::super::tests::pool_of;
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::project::Seat;
    use std::collections::BTreeSet;
    use ulid::Ulid;

    fn numbered(number: u128) -> Project {
        Project { id: ProjectId::from_ulid(Ulid(number)), ..project() }
    }

    fn scored(wanted: &[(u128, u8)]) -> Vec<(ProjectId, u8)> {
        wanted.iter().map(|(number, score)| (ProjectId::from_ulid(Ulid(*number)), *score)).collect()
    }

    fn recommended(projects: &[Project], developer: &Developer, hidden: &[Factor]) -> Vec<(ProjectId, u8)> {
        let rates = exchange();
        pool_of(&[], Some(&rates), |pool| {
            let open = projects.iter().map(|project| (project, *pool));
            let found = recommend(open, developer, hidden);
            found.iter().map(|found| (found.project.id, found.score)).collect()
        })
    }

    #[test]
    fn a_role_is_scored_as_its_match_scores_the_developer() {
        let (mut dear, plain) = (numbered(1), numbered(2));
        dear.roles[0].preferred_skills.clear();
        let developer = developer(1);
        assert_eq!(recommended(&[plain.clone(), dear.clone(), numbered(3)], &developer, &[]), scored(&[(1, 82), (3, 72), (2, 72)]));
        // The head-room below the client's maximum is worth 8 points here.
        assert_eq!(recommended(&[dear], &developer, &[Factor::RateHeadRoom]), scored(&[(1, 74)]));
    }

    #[test]
    fn what_is_not_open_or_does_not_suit_is_not_recommended() {
        let developer = developer(1);
        let mut closed = numbered(1);
        closed.status = ProjectStatus::Cancelled;
        let mut full = numbered(2);
        let seat =
            |number| Seat { engagement_id: Id::from_ulid(Ulid(number)), developer_id: Id::from_ulid(Ulid(90 + number)), ended_on: None };
        full.roles[0].seats = vec![seat(1), seat(2)];
        let mut own = numbered(3);
        own.roles[0].seats = vec![Seat { developer_id: developer.id, ..seat(1) }];
        let mut foreign = numbered(4);
        foreign.brief.countries = vec![crate::domain::country::Country::NZ];
        let all = [closed, full, own, foreign, numbered(5)];
        assert_eq!(recommended(&all, &developer, &[]), scored(&[(5, 72)]));
        let paused = Developer { status: DeveloperStatus::Paused, ..developer.clone() };
        assert!(recommended(&all, &paused, &[]).is_empty());
        let rejected = BTreeSet::from([(all[4].roles[0].role_id, developer.id)]);
        let rates = exchange();
        pool_of(&[], Some(&rates), |pool| {
            let pool = Pool { rejected: &rejected, ..*pool };
            assert!(recommend([(&all[4], pool)], &developer, &[]).is_empty());
        });
    }
}
