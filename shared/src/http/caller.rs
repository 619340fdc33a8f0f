//! Who calls: the verified claims of the gateway's JWT authorizer, as types.
//!
//! A handler names the callers it admits by the extractor it takes: [`OperatorOnly`], [`ClientSide`], [`DeveloperSide`] or
//! [`Caller`] for all three. Without verified claims the answer is 401, for another role 403.

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

use super::problem::{Problem, ProblemKind};
use crate::domain::id::{ClientId, DeveloperId};
use crate::store::Scope;

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

/// The roles of a login; a token may hold several groups, of which ours are picked by their whole word.
fn roles(text: &str) -> impl Iterator<Item = &str> {
    text.trim_start_matches('[')
        .trim_end_matches(']')
        .split([',', ' '])
        .map(|role| role.trim_matches(['"', ' ']))
        .filter(|role| !role.is_empty())
}

impl Caller {
    /// The caller that the verified claims of a request name, which stand in its extensions.
    pub(crate) fn of(extensions: &Extensions) -> Result<Self, Problem> {
        let unauthenticated = || Problem::new(ProblemKind::Unauthenticated, "Send a valid token as `Authorization: Bearer …`.");
        let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else {
            return Err(unauthenticated());
        };
        let jwt = context.authorizer.as_ref().and_then(|authorizer| authorizer.jwt.as_ref()).ok_or_else(unauthenticated)?;
        let claim = |name: &str| jwt.claims.get(name).map(String::as_str);
        let mut admitted: Vec<&str> = ["roles", "cognito:groups"]
            .into_iter()
            .filter_map(claim)
            .flat_map(roles)
            .filter(|role| ["operator", "client", "developer"].contains(role))
            .collect();
        admitted.sort_unstable();
        admitted.dedup();
        let account = claim("muster_account");
        let forbidden = |detail: &str| Problem::new(ProblemKind::Forbidden, detail);
        match (admitted.as_slice(), account) {
            (["operator"], _) => Ok(Self::Operator),
            (["client"], Some(account)) => {
                account.parse().map(Self::Client).map_err(|_| forbidden("The token's account is not a client's."))
            }
            (["developer"], Some(account)) => {
                account.parse().map(Self::Developer).map_err(|_| forbidden("The token's account is not a developer's."))
            }
            ([_], None) => Err(forbidden("The token names no account.")),
            ([], _) => Err(forbidden("The token holds none of the roles operator, client and developer.")),
            _ => Err(forbidden("The token holds more than one of the roles operator, client and developer.")),
        }
    }
}

fn refused() -> Problem {
    Problem::new(ProblemKind::Forbidden, "Callers of your role may not do this.")
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.extensions)
    }
}
impl<S: Sync> FromRequestParts<S> for OperatorOnly {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Caller::of(&parts.extensions)? {
            Caller::Operator => Ok(Self),
            Caller::Client(_) | Caller::Developer(_) => Err(refused()),
        }
    }
}
impl<S: Sync> FromRequestParts<S> for ClientSide {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Caller::of(&parts.extensions)? {
            Caller::Operator => Ok(Self::Operator),
            Caller::Client(id) => Ok(Self::Client(id)),
            Caller::Developer(_) => Err(refused()),
        }
    }
}
impl<S: Sync> FromRequestParts<S> for DeveloperSide {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Caller::of(&parts.extensions)? {
            Caller::Operator => Ok(Self::Operator),
            Caller::Developer(id) => Ok(Self::Developer(id)),
            Caller::Client(_) => Err(refused()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_from_every_shape_a_claim_comes_in() {
        // L1
        for (text, first) in [
            ("[operator finance]", Some("operator")),
            ("operator", Some("operator")),
            ("[\"client\"]", Some("client")),
            ("developer,staff", Some("developer")),
            ("[not-operator]", Some("not-operator")),
            ("[]", None),
        ] {
            assert_eq!(roles(text).next(), first, "{text}");
        }
    }
}
