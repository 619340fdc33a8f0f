//! The keys of matches, of what is thought of their candidates, and of what they are made by.

use super::{Index, IndexKey, Key, Run, index_run, indexed, key, run};
use crate::domain::id::{ClientId, DeveloperId, MatchId, ProjectId};
use crate::domain::project::RoleId;

pub(in crate::store) fn latest_match(project: ProjectId) -> Key {
    key(project, "match")
}
pub(in crate::store) fn match_role(id: MatchId, role: RoleId) -> Key {
    key(id, format_args!("role#{role}"))
}
pub(in crate::store) fn match_roles(id: MatchId) -> Run {
    run(id, "role#")
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
pub(in crate::store) fn match_grant(client: ClientId, developer: DeveloperId, project: ProjectId) -> Key {
    key(client, format_args!("grant#{developer}#match#{project}"))
}
pub(in crate::store) fn open(id: ProjectId) -> IndexKey {
    indexed(Index::Status, "open", id)
}
pub(in crate::store) fn all_open() -> Run {
    index_run(Index::Status, "open")
}
/// The id that a match grant carries, so that an older match's grant is known as such.
pub(in crate::store) fn grant_is_of(grant: MatchId, latest: MatchId) -> bool {
    grant == latest
}
