//! `GET /skills`: the catalogue of skills, and which of them a text may be on its way to.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::skill::{SkillId, suggest};
use muster::domain::text::SkillText;
use muster::http::caller::Caller;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::Answer;
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use muster::store::{Page, Position};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// What someone has typed so far: the skills that it may become, the likeliest first. Without it all skills are listed, by id.
    #[deserr(default)]
    q: Option<SkillText>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// A skill of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Skill)]
pub(crate) struct SkillEntry {
    /// Its id, which never changes.
    skill: SkillId,
    name: &'static str,
    /// `language`, `framework`, `library`, `database`, `data`, `messaging`, `cloud`, `tool`, `protocol` or `practice`.
    kind: &'static str,
    /// Other spellings that are read as it.
    aliases: Vec<&'static str>,
    /// Skills of which whoever has this one has some as well.
    implies: Vec<SkillId>,
}

impl From<SkillId> for SkillEntry {
    fn from(skill: SkillId) -> Self {
        Self { skill, name: skill.name(), kind: skill.kind(), aliases: skill.aliases().collect(), implies: skill.implies().to_vec() }
    }
}

/// The name under which a cursor keeps how many skills went before.
const BEFORE: &str = "before";

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<SkillEntry>>> {
    let key = ListKey::new(caller, "skills", &[("q", filter.q.as_ref().map(ToString::to_string))]);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let before: usize = from.and_then(|from| from.get(BEFORE)?.parse().ok()).unwrap_or_default();
    let skills = filter.q.map_or_else(all_by_id, |text| suggest(text.as_str()));
    let until = before.saturating_add(usize::from(filter.limit.0));
    let next = (until < skills.len()).then(|| Position::from([(BEFORE.to_owned(), until.to_string())]));
    let items = skills.into_iter().skip(before).take(usize::from(filter.limit.0)).collect();
    Ok(Reply::ok(app.cursors.reply(Page { items, next }, &key, SkillEntry::from)))
}

fn all_by_id() -> Vec<SkillId> {
    let mut skills: Vec<SkillId> = SkillId::all().collect();
    skills.sort_unstable();
    skills
}
