//! `/developers/{developer_id}/logins`: the operator says which logins act for a developer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::id::DeveloperId;
use muster::domain::login::Account;
use muster::http::caller::OperatorOnly;
use muster::http::input::Input;
use muster::http::login::{self, LoginReply, RawLogin};
use muster::http::paging::ListReply;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{PathOf, Query};
use muster::http::reply::Reply;
use muster::store::Scope;

pub(crate) async fn link(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<DeveloperId>,
    Input(raw): Input<RawLogin>,
) -> Answer<Response> {
    let holder = async {
        let developer = find(&app, id).await?;
        match developer.status {
            DeveloperStatus::Erased => Err(Problem::new(ProblemKind::WrongState, "The developer is erased.")),
            DeveloperStatus::Pending | DeveloperStatus::Vetted | DeveloperStatus::Declined | DeveloperStatus::Paused => Ok(Some(developer)),
        }
    };
    login::link(&app, Account::Developer(id), holder, raw).await
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<DeveloperId>,
) -> Answer<Reply<ListReply<LoginReply>>> {
    login::list(&app, Account::Developer(id), find(&app, id)).await
}

pub(crate) async fn unlink(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<DeveloperId>,
    Query(raw): Query<RawLogin>,
) -> Answer<Response> {
    login::unlink(&app, Account::Developer(id), raw).await
}

async fn find(app: &App, id: DeveloperId) -> Answer<Developer> {
    app.store.find_developer(id, Scope::All).await?.ok_or_else(Problem::not_found)
}
