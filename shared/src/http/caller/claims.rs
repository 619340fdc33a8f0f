//! What a verified token says of its bearer, as API Gateway's JWT authorizer hands it over.

use axum::http::Extensions;
use lambda_http::request::RequestContext;

use crate::domain::login::{Account, Login};
use crate::http::problem::{Answer, Problem, ProblemKind};

/// The role that a token claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Operator,
    Client,
    Developer,
}

impl Role {
    fn of(word: &str) -> Option<Self> {
        match word {
            "operator" => Some(Self::Operator),
            "client" => Some(Self::Client),
            "developer" => Some(Self::Developer),
            _ => None,
        }
    }

    /// Whether an account is one of this role's; an operator has none.
    pub(super) fn has(self, account: Account) -> bool {
        match (self, account) {
            (Self::Client, Account::Client(_)) | (Self::Developer, Account::Developer(_)) => true,
            (Self::Operator | Self::Client | Self::Developer, _) => false,
        }
    }
}

/// The claims that say who calls.
#[derive(Debug)]
pub(super) struct Claims {
    pub(super) role: Option<Role>,
    /// The account; an operator's is not looked at.
    pub(super) account: Option<Account>,
    /// Issuer and subject; none if they are not such as a login could be tied by.
    pub(super) login: Option<Login>,
}

impl Claims {
    /// Reads them: 401 without a verified token, 403 if they make no sense together.
    pub(super) fn read(extensions: &Extensions) -> Answer<Self> {
        let unauthenticated = || Problem::new(ProblemKind::Unauthenticated, "Send a valid token as `Authorization: Bearer …`.");
        let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else {
            return Err(unauthenticated());
        };
        let jwt = context.authorizer.as_ref().and_then(|authorizer| authorizer.jwt.as_ref()).ok_or_else(unauthenticated)?;
        let claim = |name: &str| jwt.claims.get(name).map(String::as_str);
        let mut roles: Vec<Role> = Vec::new();
        for role in ["roles", "cognito:groups"].into_iter().filter_map(claim).flat_map(words).filter_map(Role::of) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        if roles.len() > 1 {
            return Err(super::forbidden("The token holds more than one of the roles operator, client and developer."));
        }
        let role = roles.first().copied();
        let account = match (role, claim("muster_account")) {
            (Some(Role::Operator), _) | (_, None) => None,
            (role, Some(text)) => Some(account(role, text)?),
        };
        let text = |name: &str| claim(name).and_then(|text| text.parse().ok());
        let login = text("iss").zip(text("sub")).map(|(issuer, subject)| Login { issuer, subject });
        Ok(Self { role, account, login })
    }
}

fn account(role: Option<Role>, text: &str) -> Answer<Account> {
    let account: Option<Account> = text.parse().ok().filter(|account| role.is_none_or(|role| role.has(*account)));
    account.ok_or_else(|| match role {
        Some(Role::Client) => super::forbidden("The token's account is not a client's."),
        Some(Role::Developer) => super::forbidden("The token's account is not a developer's."),
        Some(Role::Operator) | None => super::forbidden("The token's account is none of ours."),
    })
}

/// The words of a claim; a token may hold several groups, of which ours are picked by their whole word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.trim_start_matches('[')
        .trim_end_matches(']')
        .split([',', ' '])
        .map(|role| role.trim_matches(['"', ' ']))
        .filter(|role| !role.is_empty())
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
            assert_eq!(words(text).next(), first, "{text}");
        }
    }
}
