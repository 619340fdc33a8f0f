//! `GET /developers/{developer_id}/projects`: the open projects that suit a developer, the best first.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::{DeveloperId, ProjectId};
use muster::domain::matching::recommend::{Recommendation, recommend};
use muster::domain::matching::{Factor, Pool};
use muster::domain::project::RoleId;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::Reply;
use muster::store::{Page, Position};
use serde::Serialize;
use serde_json::Value;

use crate::recommended::{DeveloperRole, OperatorRole, RecommendationReply};

/// How many open projects are looked at: the newest.
const MOST_PROJECTS: usize = 2_000;

/// What only the operator is shown: how far a rate is below the client's maximum tells what the client would pay.
const HIDDEN_FROM_DEVELOPERS: [Factor; 1] = [Factor::RateHeadRoom];

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf(id): PathOf<DeveloperId>,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    let key = ListKey::new(caller, &format!("projects of {id}"), &[]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let today = utc_day(app.clock.now());
    let (developer, mut projects, exchange, aliases, rejections, weights) = tokio::try_join!(
        app.store.find_developer(id, caller.scope()),
        app.store.open_projects(MOST_PROJECTS),
        app.store.latest_exchange_rates(today),
        app.store.skill_aliases(),
        app.store.rejections_of(id),
        app.store.latest_weights(),
    )?;
    let mut developer = developer.ok_or_else(Problem::not_found)?;
    developer.profile.read_skills(&aliases);
    projects.iter_mut().for_each(|project| project.read_skills(&aliases));
    let markups = app.store.markups_of(&projects.iter().map(|project| project.client_id).collect()).await?;
    // Turned down for a role of one project is not turned down for the same role of another.
    let rejected = |project: ProjectId| rejections.iter().filter(move |(of, _)| *of == project).map(move |(_, role)| (*role, id));
    let rejected: Vec<BTreeSet<(RoleId, DeveloperId)>> = projects.iter().map(|project| rejected(project.id).collect()).collect();
    let open = projects.iter().zip(&rejected).filter_map(|(project, rejected)| {
        let markup_percent = *markups.get(&project.client_id)?;
        let (exchange, weights) = (exchange.as_ref(), &weights.weights);
        Some((project, Pool { developers: &[], markup_percent, exchange, rejected, weights, near_misses: true }))
    });
    let hidden: &[Factor] = match caller {
        Caller::Operator => &[],
        Caller::Developer(_) | Caller::Client(_) => &HIDDEN_FROM_DEVELOPERS,
    };
    let page = page(recommend(open, &developer, hidden), which.limit(), from.as_ref());
    match caller {
        Caller::Operator => respond(&app, &key, page, |found| RecommendationReply::new(found, OperatorRole::new)),
        // Clients are not admitted; a developer sees its own side of each role.
        Caller::Developer(_) | Caller::Client(_) => respond(&app, &key, page, |found| RecommendationReply::new(found, DeveloperRole::new)),
    }
}

fn respond<'a, R: Serialize>(
    app: &App,
    key: &ListKey,
    page: Page<Recommendation<'a>>,
    reply: impl FnMut(Recommendation<'a>) -> R,
) -> Answer<Reply<Value>> {
    let list: ListReply<R> = app.cursors.reply(page, key, reply);
    Reply::ok(list).erased()
}

/// Those after a position, which is the score and the project of the last one before.
fn page<'a>(all: Vec<Recommendation<'a>>, limit: u16, from: Option<&Position>) -> Page<Recommendation<'a>> {
    let after = from.and_then(|from| {
        let score: u8 = from.get("score")?.parse().ok()?;
        let project: ProjectId = from.get("project")?.parse().ok()?;
        Some((Reverse(score), Reverse(project)))
    });
    let mut items: Vec<_> = all.into_iter().filter(|found| after.is_none_or(|after| found.place() > after)).collect();
    let more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let last = items.last().filter(|_| more);
    let next = last
        .map(|last| Position::from([("score".to_owned(), last.score.to_string()), ("project".to_owned(), last.project.id.to_string())]));
    Page { items, next }
}
