//! `…/logins`: how logins are tied to a developer or a client, which is the same for both.
//!
//! `PUT` ties one, `GET` lists them, `DELETE` unties one, which its query names: `?issuer=…&subject=…`.

use axum::response::{IntoResponse, Response};
use deserr::Deserr;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::input::Faults;
use super::paging::ListReply;
use super::problem::{Answer, Problem, ProblemKind};
use super::reply::{Reply, no_content};
use crate::app::App;
use crate::domain::developer::Developer;
use crate::domain::login::{Account, ClaimText, Login};
use crate::store::{LinkedLogin, StoreError};

/// The most logins of an account: all of them are untied in one transaction when the account is erased.
const MOST_LOGINS: usize = 20;

/// A login as a body or a query names it.
#[derive(Debug, Deserr, IntoParams, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[schema(as = NewLogin)]
pub struct RawLogin {
    issuer: ClaimText,
    subject: ClaimText,
}

impl From<RawLogin> for Login {
    fn from(raw: RawLogin) -> Self {
        Self { issuer: raw.issuer, subject: raw.subject }
    }
}

/// A login as it goes out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Login)]
pub struct LoginReply {
    issuer: ClaimText,
    subject: ClaimText,
    linked_at: Timestamp,
}

impl From<LinkedLogin> for LoginReply {
    fn from(link: LinkedLogin) -> Self {
        Self { issuer: link.login.issuer, subject: link.login.subject, linked_at: link.linked_at }
    }
}

/// The logins of an account, the oldest first, on one page. `holder` finds whose account it is, at the same time.
///
/// # Errors
/// What `holder` refuses, or the table fails.
pub async fn list<H>(app: &App, account: Account, holder: impl Future<Output = Answer<H>>) -> Answer<Reply<ListReply<LoginReply>>> {
    let (_, mut links) = tokio::try_join!(holder, logins_of(app, account))?;
    links.sort_by(|one, other| (one.linked_at, &one.login).cmp(&(other.linked_at, &other.login)));
    Ok(Reply::ok(ListReply { items: links.into_iter().map(LoginReply::from).collect(), next_cursor: None }))
}

/// Ties a login to an account. `holder` finds whose it is, at the same time, and gives the record if it is a developer's. 201, or
/// 200 when it was tied to it already.
///
/// # Errors
/// What `holder` refuses; 409 when the login has another account or the account has its fill of logins.
pub async fn link(app: &App, account: Account, holder: impl Future<Output = Answer<Option<Developer>>>, raw: RawLogin) -> Answer<Response> {
    let link = LinkedLogin { account, login: raw.into(), linked_at: app.clock.now() };
    let (developer, links) = tokio::try_join!(holder, logins_of(app, account))?;
    if let Some(known) = links.iter().find(|known| known.login == link.login) {
        return Ok(Reply::ok(LoginReply::from(known.clone())).into_response());
    }
    if links.len() >= MOST_LOGINS {
        return Err(Problem::new(ProblemKind::WrongState, format!("The account has {MOST_LOGINS} logins, which is the most.")));
    }
    let created = app.store.create_login(&link, developer.as_ref(), app.clock.new_ulid()).await;
    app.logins.forget(&link.login);
    match created {
        Ok(()) => Ok(Reply::created(format!("{}/logins", path(account)), LoginReply::from(link)).into_response()),
        // The same request at the same moment is the same login of the same account.
        Err(StoreError::Taken { .. }) if app.store.find_login_account(&link.login).await? == Some(account) => {
            Ok(Reply::ok(LoginReply::from(link)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Unties a login from an account. Until the logins that others keep in mind are looked up again, at most five minutes later, it
/// may still call.
///
/// # Errors
/// 404 when it is not tied to this account.
pub async fn unlink(app: &App, account: Account, raw: RawLogin) -> Answer<Response> {
    let link = LinkedLogin { account, login: raw.into(), linked_at: app.clock.now() };
    match app.store.delete_login(&link, app.clock.new_ulid()).await {
        Ok(()) => {
            app.logins.forget(&link.login);
            Ok(no_content())
        }
        Err(StoreError::Stale { .. }) => Err(Problem::not_found()),
        Err(error) => Err(error.into()),
    }
}

async fn logins_of(app: &App, account: Account) -> Answer<Vec<LinkedLogin>> {
    Ok(app.store.logins_of(account).await?)
}

fn path(account: Account) -> String {
    match account {
        Account::Client(id) => format!("/clients/{id}"),
        Account::Developer(id) => format!("/developers/{id}"),
    }
}
