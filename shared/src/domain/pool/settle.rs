//! From places in the pool to fits with their reasons: the profiles of the best say the rest.

use super::Ranking;
use crate::domain::developer::{Developer, DeveloperStatus};
use crate::domain::matching::{Candidate, Fit, Pool as Terms, RoleMatch, assess};
use crate::domain::project::{Project, Role};

/// A match for one role: the ranked developers, each judged by their profile of now. One whose profile has changed since the
/// ranking gets the score of now and the place that goes with it, or none. Who has left the pool since is not shown; as the
/// pool was ranked, they are still counted.
#[must_use]
pub fn settle(project: &Project, role: &Role, terms: &Terms<'_>, ranking: Ranking, profiles: &[Developer]) -> RoleMatch {
    let Ranking { mut eligible, mut excluded, best } = ranking;
    let mut fits: Vec<Fit> = Vec::new();
    for placed in best {
        let profile = profiles.iter().find(|profile| profile.id == placed.developer_id);
        match profile.filter(|profile| profile.status == DeveloperStatus::Vetted).map(|profile| assess(project, role, terms, profile)) {
            Some(Ok(fit)) => fits.push(fit),
            Some(Err(exclusion)) => {
                eligible -= 1;
                excluded.add(exclusion, 1);
            }
            None => {}
        }
    }
    fits.sort_by(|left, right| right.score.cmp(&left.score).then(left.developer_id.cmp(&right.developer_id)));
    let candidates = (1..).zip(fits).map(|(rank, fit)| Candidate { rank, fit }).collect();
    RoleMatch { role_id: role.role_id, eligible, candidates, excluded }
}
