//! Who calls: the verified claims of the gateway's JWT authorizer and the account that their login is tied to, as types.
//!
//! A handler names the callers it admits by the extractor it takes: [`OperatorOnly`], [`ClientSide`], [`DeveloperSide`],
//! [`Caller`] for all three, or [`Registrant`]. Without verified claims the answer is 401, for another role 403.

mod claims;
mod standing;

use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;

pub use standing::KnownLogins;

use super::problem::{Answer, Problem, ProblemKind};
use crate::app::App;
use crate::domain::id::{ClientId, DeveloperId};
use crate::domain::login::{Account, Login};
use crate::store::Scope;
use claims::Claims;
use standing::Standing;

/// Someone with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Runs Muster; sees everything.
    Operator,
    /// Posts projects and pays.
    Client(ClientId),
    /// Works.
    Developer(DeveloperId),
}

/// Admits operators.
#[derive(Clone, Copy, Debug)]
pub struct OperatorOnly;

/// Admits operators and clients.
#[derive(Clone, Copy, Debug)]
pub enum ClientSide {
    /// An operator.
    Operator,
    /// A client.
    Client(ClientId),
}

/// Admits operators and developers.
#[derive(Clone, Copy, Debug)]
pub enum DeveloperSide {
    /// An operator.
    Operator,
    /// A developer.
    Developer(DeveloperId),
}

impl Caller {
    /// The caller whom the claims of a request name by themselves.
    pub(crate) fn claimed(extensions: &Extensions) -> Option<Self> {
        match Claims::read(extensions).and_then(|claims| Standing::decide(claims, None)) {
            Ok(Standing::Claimed(caller)) => Some(caller),
            Ok(Standing::Linked(_) | Standing::Unknown(_)) | Err(_) => None,
        }
    }

    /// The records this caller may reach.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Operator => Scope::All,
            Self::Client(id) => Scope::Client(id),
            Self::Developer(id) => Scope::Developer(id),
        }
    }

    /// Role and account as one word, such as `client:cli_…`; what a history keeps and a cursor is bound to.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Operator => "operator".to_owned(),
            Self::Client(id) => format!("client:{id}"),
            Self::Developer(id) => format!("developer:{id}"),
        }
    }
}

/// Admits operators, and logins that are nobody yet where the deployment lets them register themselves.
#[derive(Clone, Debug)]
pub enum Registrant {
    /// An operator.
    Operator,
    /// A login with neither role nor account.
    Newcomer(Login),
}

impl From<Account> for Caller {
    fn from(account: Account) -> Self {
        match account {
            Account::Client(id) => Self::Client(id),
            Account::Developer(id) => Self::Developer(id),
        }
    }
}
impl From<OperatorOnly> for Caller {
    fn from(OperatorOnly: OperatorOnly) -> Self {
        Self::Operator
    }
}
impl From<ClientSide> for Caller {
    fn from(side: ClientSide) -> Self {
        match side {
            ClientSide::Operator => Self::Operator,
            ClientSide::Client(id) => Self::Client(id),
        }
    }
}
impl From<DeveloperSide> for Caller {
    fn from(side: DeveloperSide) -> Self {
        match side {
            DeveloperSide::Operator => Self::Operator,
            DeveloperSide::Developer(id) => Self::Developer(id),
        }
    }
}

fn forbidden(detail: &str) -> Problem {
    Problem::new(ProblemKind::Forbidden, detail)
}

fn refused() -> Problem {
    forbidden("Callers of your role may not do this.")
}

/// Who a request turned out to be of, for whoever looks on from outside its handler.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(Arc<OnceLock<Caller>>);

impl Seen {
    /// Notes a caller, once.
    fn note(&self, caller: Caller) {
        let _ = self.0.set(caller);
    }

    /// The caller; of a request that nobody asked about, the one whom its claims name.
    pub(crate) fn caller(&self, claimed: Option<Caller>) -> Option<Caller> {
        self.0.get().copied().or(claimed)
    }
}

/// By what a request with an idempotency key is known as the same caller's: role and account of whoever has a role, and the login
/// itself of whoever has none, since a registration changes what the login is.
pub(crate) async fn sender(parts: &mut Parts, app: &App) -> Answer<String> {
    let claims = Claims::read(&parts.extensions)?;
    if let (None, Some(login)) = (claims.role, claims.login) {
        return Ok(format!("login:{}\n{}", login.issuer, login.subject));
    }
    match Standing::of(parts, app).await? {
        Standing::Claimed(caller) | Standing::Linked(caller) => Ok(caller.label()),
        Standing::Unknown(_) => Err(standing::no_role()),
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Standing::of(parts, app).await? {
            Standing::Claimed(caller) | Standing::Linked(caller) => Ok(caller),
            Standing::Unknown(_) => Err(standing::no_role()),
        }
    }
}
impl FromRequestParts<Arc<App>> for OperatorOnly {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Caller::from_request_parts(parts, app).await? {
            Caller::Operator => Ok(Self),
            Caller::Client(_) | Caller::Developer(_) => Err(refused()),
        }
    }
}
impl FromRequestParts<Arc<App>> for ClientSide {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Caller::from_request_parts(parts, app).await? {
            Caller::Operator => Ok(Self::Operator),
            Caller::Client(id) => Ok(Self::Client(id)),
            Caller::Developer(_) => Err(refused()),
        }
    }
}
impl FromRequestParts<Arc<App>> for DeveloperSide {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Caller::from_request_parts(parts, app).await? {
            Caller::Operator => Ok(Self::Operator),
            Caller::Developer(id) => Ok(Self::Developer(id)),
            Caller::Client(_) => Err(refused()),
        }
    }
}
impl FromRequestParts<Arc<App>> for Registrant {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Standing::of(parts, app).await? {
            Standing::Claimed(Caller::Operator) => Ok(Self::Operator),
            Standing::Unknown(login) if app.open_registration => Ok(Self::Newcomer(login)),
            Standing::Linked(_) if app.open_registration => {
                Err(Problem::new(ProblemKind::Taken, "The login is registered already; it has an account."))
            }
            Standing::Unknown(_) => Err(forbidden("Nobody can register without an operator here.")),
            Standing::Claimed(_) | Standing::Linked(_) => Err(refused()),
        }
    }
}
