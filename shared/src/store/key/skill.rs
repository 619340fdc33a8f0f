//! The keys of skills beyond the catalogue: who wrote them, and what the operator says they stand for.

use super::{Key, Run, digest, key, run};
use crate::domain::id::DeveloperId;

pub(in crate::store) fn unknown_skill(folded: &str, developer: DeveloperId) -> Key {
    key(unknown_skill_partition(folded), developer)
}
fn unknown_skill_partition(folded: &str) -> String {
    format!("unknown-skill#{}", digest(&[folded]))
}
/// An unknown text among all of them: in the order of the texts, which have no line breaks.
pub(in crate::store) fn unknown_skill_place(folded: &str, developer: DeveloperId) -> String {
    format!("{folded}\n{developer}")
}
pub(in crate::store) fn skill_alias(folded: &str) -> Key {
    key("skill-aliases", folded)
}
pub(in crate::store) fn all_skill_aliases() -> Run {
    run("skill-aliases", "")
}
