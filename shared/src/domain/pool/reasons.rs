//! From places in the pool to fits with their reasons: the profiles of the best say the rest.

use super::Ranking;
use crate::domain::matching::{Candidate, Pool as Terms, RoleMatch, assess};
use crate::domain::project::{Project, Role};

impl Ranking {
    /// The match for the role that was ranked, from the profiles of the best, which are the developers of the terms: those of
    /// the ranking's revisions.
    #[must_use]
    pub fn with_reasons(&self, project: &Project, role: &Role, terms: &Terms<'_>) -> RoleMatch {
        let profile = |id| terms.developers.iter().find(|profile| profile.id == id);
        let profiles = self.best.iter().filter_map(|placed| profile(placed.developer_id));
        let fits = profiles.filter_map(|profile| assess(project, role, terms, profile).ok());
        let candidates = (1..).zip(fits).map(|(rank, fit)| Candidate { rank, fit }).collect();
        RoleMatch { role_id: role.role_id, eligible: self.eligible, candidates, excluded: self.excluded }
    }
}
