//! `/skills/unrecognised` and `/skills/aliases*`: which skills nobody knows, and what the operator says they stand for.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::skill::{self, Skill, SkillAlias, SkillId, suggest};
use muster::domain::text::SkillText;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::{Reply, no_content};
use serde::Serialize;
use utoipa::ToSchema;

/// The most skills that are suggested for a text.
const MOST_SUGGESTED: usize = 5;

/// What a text is to stand for.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewSkillAlias)]
pub(crate) struct RawAlias {
    /// The id of a skill of the catalogue.
    skill: SkillId,
}

/// A text that the catalogue does not know.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnrecognisedSkill)]
pub(crate) struct UnrecognisedReply {
    text: SkillText,
    /// How many developers have it.
    developers: u32,
    /// What it may have been meant to be, the likeliest first.
    suggestions: Vec<SuggestionReply>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SkillSuggestion)]
struct SuggestionReply {
    skill: SkillId,
    name: &'static str,
}

/// What a text stands for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SkillAlias)]
pub(crate) struct AliasReply {
    text: SkillText,
    skill: SkillId,
    name: &'static str,
    set_at: Timestamp,
    version: u64,
}

impl From<SkillAlias> for AliasReply {
    fn from(alias: SkillAlias) -> Self {
        Self { text: alias.text, skill: alias.skill, name: alias.skill.name(), set_at: alias.set_at, version: alias.version }
    }
}

pub(crate) async fn unrecognised(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<UnrecognisedReply>>> {
    let key = ListKey::new(caller, "unrecognised skills", &[]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let page = app.store.page_unrecognised_skills(which.limit(), from).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, |unknown| {
        UnrecognisedReply {
            suggestions: suggest(unknown.text.as_str())
                .into_iter()
                .take(MOST_SUGGESTED)
                .map(|skill| SuggestionReply { skill, name: skill.name() })
                .collect(),
            text: unknown.text,
            developers: unknown.developers,
        }
    })))
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<AliasReply>>> {
    let key = ListKey::new(caller, "skill aliases", &[]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let page = app.store.page_skill_aliases(which.limit(), from).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, AliasReply::from)))
}

pub(crate) async fn put(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(text): PathOf<SkillText>,
    Input(raw): Input<RawAlias>,
) -> Answer<Reply<AliasReply>> {
    // What the catalogue reads by itself is not the operator's to read otherwise.
    if let Some(known) = skill::read(&text).iter().find_map(Skill::known) {
        return Err(Problem::invalid_at("/text", format!("is read as {} by the catalogue", known.name())));
    }
    let before = app.store.find_skill_alias(&text).await?;
    let version = before.as_ref().map_or(1, |alias| alias.version + 1);
    let alias = SkillAlias { text, skill: raw.skill, set_at: app.clock.now(), version };
    app.store.save_skill_alias(&alias, app.clock.new_ulid()).await?;
    let reply = AliasReply::from(alias);
    Ok(if before.is_none() { Reply::created("/skills/aliases".to_owned(), reply) } else { Reply::ok(reply) }.version(version))
}

pub(crate) async fn delete(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, PathOf(text): PathOf<SkillText>) -> Answer<Response> {
    let alias = app.store.find_skill_alias(&text).await?.ok_or_else(Problem::not_found)?;
    app.store.delete_skill_alias(&alias, app.clock.new_ulid()).await?;
    Ok(no_content())
}
