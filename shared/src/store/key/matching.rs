//! The keys of matches, of what is thought of their candidates, and of what they are made by.

use super::{Index, IndexKey, Key, Run, index_run, indexed, key, pointer, pointers, run};
use crate::domain::id::{ClientId, DeveloperId, ProjectId};
use crate::domain::project::RoleId;

pub(in crate::store) fn latest_match(project: ProjectId) -> Key {
    key(project, "match")
}
pub(in crate::store) fn shortlist(client: ClientId, project: ProjectId) -> Key {
    pointer(client, "shortlist", project)
}
pub(in crate::store) fn shortlists(client: ClientId) -> Run {
    pointers(client, "shortlist")
}
pub(in crate::store) fn mark(project: ProjectId, role: RoleId, developer: DeveloperId) -> Key {
    key(project, format_args!("mark#{role}#{developer}"))
}
pub(in crate::store) fn marks(project: ProjectId) -> Run {
    run(project, "mark#")
}
pub(in crate::store) fn mark_of_developer(developer: DeveloperId, project: ProjectId, role: RoleId) -> Key {
    key(developer, format_args!("mark#{project}#{role}"))
}
pub(in crate::store) fn marks_of_developer(developer: DeveloperId) -> Run {
    run(developer, "mark#")
}
pub(in crate::store) fn weights(version: u32) -> Key {
    key("weights", format_args!("{version:010}"))
}
pub(in crate::store) fn all_weights() -> Run {
    run("weights", "")
}
pub(in crate::store) fn open(id: ProjectId) -> IndexKey {
    indexed(Index::Status, "open", id)
}
pub(in crate::store) fn all_open() -> Run {
    index_run(Index::Status, "open")
}
