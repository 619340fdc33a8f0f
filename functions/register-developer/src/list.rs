//! `GET /developers`: all developers, for the operator.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::country::Country;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::skill;
use muster::domain::text::{Reference, SkillText};
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::Answer;
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::reply::DeveloperReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    status: Option<DeveloperStatus>,
    #[deserr(default)]
    country: Option<Country>,
    #[deserr(default)]
    skill: Option<SkillText>,
    #[deserr(default)]
    external_id: Option<Reference>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

impl Filter {
    fn key(&self, caller: OperatorOnly) -> ListKey {
        let skill = self.skill.as_ref().map(ToString::to_string);
        ListKey::new(
            caller,
            "developers",
            &[
                ("status", self.status.map(|status| status.to_string())),
                ("country", self.country.map(|country| country.to_string())),
                ("skill", skill),
                ("external_id", self.external_id.as_ref().map(ToString::to_string)),
            ],
        )
    }

    fn admits(&self, developer: &Developer, skills: &[String]) -> bool {
        self.status.is_none_or(|status| developer.status == status)
            && self.country.is_none_or(|country| developer.profile.country == country)
            && skills.iter().all(|skill| developer.profile.skills.iter().any(|known| known.skill.id() == *skill))
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<DeveloperReply>>> {
    let key = filter.key(caller);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let skills: Vec<String> =
        filter.skill.as_ref().map(|text| skill::read(text).iter().map(skill::Skill::id).collect()).unwrap_or_default();
    let admits = |developer: &Developer| filter.admits(developer, &skills);
    let page = match &filter.external_id {
        Some(external_id) => app.store.page_by_external_id(external_id, filter.limit.0, from, admits).await?,
        None => app.store.page_developers(filter.limit.0, from, admits).await?,
    };
    Ok(Reply::ok(app.cursors.reply(page, &key, |developer| DeveloperReply::new(developer, true))))
}
