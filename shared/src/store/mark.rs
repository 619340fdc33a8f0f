//! The marks of a project's candidates: those of one developer for one role are one item, and the developer's own partition names
//! the roles that it was turned down for.

use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::transaction::{Transaction, Write};
use crate::domain::id::{DeveloperId, ProjectId};
use crate::domain::matching::mark::{CandidateMarks, Mark};
use crate::domain::project::RoleId;

impl Stored for CandidateMarks {
    const KIND: &'static str = "mark";
    fn key(&self) -> Key {
        key::mark(self.project_id, self.role_id, self.developer_id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// The present mark, among those of its developer.
#[derive(Debug, Serialize, Deserialize)]
struct DeveloperMark {
    developer_id: DeveloperId,
    project_id: ProjectId,
    role_id: RoleId,
    mark: Mark,
    version: u64,
}

impl Stored for DeveloperMark {
    const KIND: &'static str = "developer-mark";
    fn key(&self) -> Key {
        key::mark_of_developer(self.developer_id, self.project_id, self.role_id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

impl Store {
    /// All marks of a project's candidates, in no order.
    ///
    /// # Errors
    /// The table fails.
    pub async fn marks(&self, project: ProjectId) -> Result<Vec<CandidateMarks>, StoreError> {
        self.query_all(&key::marks(project)).await?.into_iter().map(from_item).collect()
    }

    /// The marks of one developer for one role.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_marks(&self, project: ProjectId, role: RoleId, developer: DeveloperId) -> Result<Option<CandidateMarks>, StoreError> {
        self.get(&key::mark(project, role, developer)).await
    }

    /// The roles that a developer was turned down for.
    ///
    /// # Errors
    /// The table fails.
    pub async fn rejections_of(&self, developer: DeveloperId) -> Result<Vec<(ProjectId, RoleId)>, StoreError> {
        let marks = self.query_all(&key::marks_of_developer(developer)).await?;
        let marks = marks.into_iter().map(from_item).collect::<Result<Vec<DeveloperMark>, _>>()?;
        Ok(marks.into_iter().filter(|own| own.mark == Mark::Rejected).map(|own| (own.project_id, own.role_id)).collect())
    }

    /// Keeps the marks of one developer for one role, the latest on top of those that were read.
    ///
    /// # Errors
    /// Someone else marked them meanwhile, or the table fails.
    pub async fn save_marks(&self, marks: &CandidateMarks, write: impl Into<Write>) -> Result<(), StoreError> {
        let of_developer = DeveloperMark {
            developer_id: marks.developer_id,
            project_id: marks.project_id,
            role_id: marks.role_id,
            mark: marks.latest.mark,
            version: marks.version,
        };
        let mut transaction = Transaction::new(write);
        transaction.save(marks, "mark").save(&of_developer, "mark");
        self.commit(transaction).await
    }
}
