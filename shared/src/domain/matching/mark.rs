//! What a client makes of its candidates: who interests it and who is turned down, for which role, by whom and when.
//!
//! What is thought of the same candidate later is added and nothing is forgotten, so that matching can be measured by it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::id::{DeveloperId, MatchId, ProjectId};
use crate::domain::project::RoleId;
use crate::domain::text::Note;
use crate::domain::timesheet::Actor;

words! {
    /// What is thought of a candidate.
    pub enum Mark {
        /// Worth talking to.
        Interested = "interested",
        /// Not for this role: later matches leave them out.
        Rejected = "rejected",
    }
}

/// How a candidate stood in the latest match when it was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The match.
    pub match_id: MatchId,
    /// The place, from 1.
    pub rank: u32,
    /// The score.
    pub score: u8,
}

/// A mark, with who gave it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// What is thought.
    pub mark: Mark,
    /// Why.
    pub reason: Option<Note>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// How the candidate stood, where it was shown for the role.
    pub standing: Option<Standing>,
}

/// All that was thought of one developer for one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateMarks {
    /// The project.
    pub project_id: ProjectId,
    /// The role.
    pub role_id: RoleId,
    /// The developer.
    pub developer_id: DeveloperId,
    /// What counts.
    pub latest: Marked,
    /// What was thought before, oldest first; the latest [`MOST_EARLIER`].
    pub earlier: Vec<Marked>,
    /// Raised by one with each mark.
    pub version: u64,
}

/// How many earlier marks are kept.
pub const MOST_EARLIER: usize = 50;

impl CandidateMarks {
    /// The first mark.
    #[must_use]
    pub fn first(project_id: ProjectId, role_id: RoleId, developer_id: DeveloperId, latest: Marked) -> Self {
        Self { project_id, role_id, developer_id, latest, earlier: Vec::new(), version: 1 }
    }

    /// Another mark on top.
    #[must_use]
    pub fn then(mut self, latest: Marked) -> Self {
        self.earlier.push(std::mem::replace(&mut self.latest, latest));
        if self.earlier.len() > MOST_EARLIER {
            self.earlier.remove(0);
        }
        Self { version: self.version + 1, ..self }
    }
}

/// Who is turned down at present, and for which role.
#[must_use]
pub fn rejected(marks: &[CandidateMarks]) -> BTreeSet<(RoleId, DeveloperId)> {
    let rejected = marks.iter().filter(|marks| marks.latest.mark == Mark::Rejected);
    rejected.map(|marks| (marks.role_id, marks.developer_id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::timesheet::ActorKind;
    use ulid::Ulid;

    fn marked(mark: Mark) -> Marked {
        let by = Actor { kind: ActorKind::Operator, id: "operator".to_owned() };
        Marked { mark, reason: None, at: Timestamp::UNIX_EPOCH, by, standing: None }
    }

    #[test]
    fn the_latest_mark_counts_and_those_before_are_kept_up_to_a_number() {
        let (project, developer) = (ProjectId::from_ulid(Ulid(1)), DeveloperId::from_ulid(Ulid(2)));
        let mut marks = CandidateMarks::first(project, RoleId::nth(1), developer, marked(Mark::Rejected));
        assert_eq!(rejected(&[marks.clone()]), BTreeSet::from([(RoleId::nth(1), developer)]));
        marks = marks.then(marked(Mark::Interested));
        assert_eq!((rejected(&[marks.clone()]), marks.earlier.len(), marks.version), (BTreeSet::new(), 1, 2));
        for _ in 0..60 {
            marks = marks.then(marked(Mark::Rejected));
        }
        assert_eq!((marks.earlier.len(), marks.version, marks.latest.mark), (MOST_EARLIER, 62, Mark::Rejected));
    }
}
