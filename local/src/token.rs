//! The issuer of the sandbox's tokens, and the verifier that stands where API Gateway's JWT authorizer stands.
//!
//! Tokens live by the wall clock; the movable clock is the business's alone.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Map, Value, json};
use std::str::FromStr;

/// The `iss` of every token of a local server.
pub const ISSUER: &str = "http://127.0.0.1/muster-local";
/// Whom its tokens are for: their `aud`.
pub const AUDIENCE: &str = "muster-local";
/// A token's life, in seconds.
const LIFE: i64 = 12 * 60 * 60;

/// What a login may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Runs Muster.
    Operator,
    /// Posts projects and pays.
    Client,
    /// Works.
    Developer,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Operator, Self::Client, Self::Developer];

    /// The word of the claim.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Client => "client",
            Self::Developer => "developer",
        }
    }
}

impl FromStr for Role {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or("must be one of operator, client, developer")
    }
}

/// A login: what a token says of its bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Login {
    /// The role; none for a login that is yet to be registered.
    pub role: Option<Role>,
    /// The account, such as `cli_…`; none for an operator, or for a login that is linked to its account in the table.
    pub account: Option<String>,
    /// The subject; where none is given it is made of the account or the role.
    pub subject: Option<String>,
}

impl Login {
    /// An operator.
    #[must_use]
    pub fn operator() -> Self {
        Self { role: Some(Role::Operator), ..Self::default() }
    }

    /// Someone who acts for an account.
    #[must_use]
    pub fn of(role: Role, account: impl ToString) -> Self {
        Self { role: Some(role), account: Some(account.to_string()), subject: None }
    }

    fn subject(&self) -> String {
        let made = || self.account.as_deref().or(self.role.map(Role::name)).unwrap_or("nobody").to_owned();
        self.subject.clone().unwrap_or_else(|| format!("local-{}", made()))
    }
}

/// Issues and verifies tokens with a secret of its store.
pub struct Issuer {
    signs: EncodingKey,
    verifies: DecodingKey,
    validation: Validation,
}

impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Issuer(…)")
    }
}

impl Issuer {
    /// The issuer of a secret.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Self { signs: EncodingKey::from_secret(secret.as_bytes()), verifies: DecodingKey::from_secret(secret.as_bytes()), validation }
    }

    /// A token of twelve hours from `now`, which is the wall clock's.
    #[must_use]
    pub fn issue(&self, login: &Login, now: Timestamp) -> String {
        let issued = now.as_second();
        let mut claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": login.subject(), "iat": issued, "exp": issued + LIFE });
        if let Some(role) = login.role {
            claims["roles"] = json!([role.name()]);
        }
        if let Some(account) = &login.account {
            claims["muster_account"] = json!(account);
        }
        encode(&Header::new(Algorithm::HS256), &claims, &self.signs).expect("plain claims and a secret always make a token")
    }

    /// The claims of a token of this issuer that has not expired.
    #[must_use]
    pub fn verify(&self, token: &str) -> Option<Map<String, Value>> {
        decode(token, &self.verifies, &self.validation).ok().map(|token| token.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use muster::clock::Clock;

    const SECRET: &str = "a secret of the tests";

    fn forged(header: Header, claims: &Value) -> String {
        encode(&header, claims, &EncodingKey::from_secret(SECRET.as_bytes())).expect("a token")
    }

    #[test]
    fn a_token_says_who_its_bearer_is() {
        let issuer = Issuer::new(SECRET);
        let now = Clock::system().now();
        let claims = issuer.verify(&issuer.issue(&Login::of(Role::Client, "cli_1"), now)).expect("valid claims");
        assert_eq!(claims["roles"], json!(["client"]));
        assert_eq!(claims["muster_account"], "cli_1");
        assert_eq!(claims["sub"], "local-cli_1");
        assert_eq!(claims["exp"].as_i64(), Some(now.as_second() + 12 * 60 * 60));
    }

    #[test]
    fn a_login_without_a_role_has_none_of_ours() {
        let issuer = Issuer::new(SECRET);
        let login = Login { subject: Some("auth0|7".to_owned()), ..Login::default() };
        let claims = issuer.verify(&issuer.issue(&login, Clock::system().now())).expect("valid claims");
        assert!(!claims.contains_key("roles") && !claims.contains_key("muster_account"));
        assert_eq!(claims["sub"], "auth0|7");
    }

    #[test]
    fn a_token_expires_by_the_wall_clock() {
        let issuer = Issuer::new(SECRET);
        let long_ago: Timestamp = "2020-01-01T00:00:00Z".parse().expect("an instant");
        assert_eq!(issuer.verify(&issuer.issue(&Login::operator(), long_ago)), None);
    }

    #[test]
    fn another_secret_algorithm_issuer_or_audience_is_refused() {
        let issuer = Issuer::new(SECRET);
        let soon = Clock::system().now().as_second() + 60;
        let good = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "s", "exp": soon });
        assert!(issuer.verify(&forged(Header::new(Algorithm::HS256), &good)).is_some());
        assert!(Issuer::new("another").verify(&forged(Header::new(Algorithm::HS256), &good)).is_none());
        assert!(issuer.verify(&forged(Header::new(Algorithm::HS512), &good)).is_none());
        for (claim, value) in [("iss", json!("https://else.example")), ("aud", json!("else")), ("exp", Value::Null)] {
            let mut claims = good.clone();
            claims[claim] = value;
            assert!(issuer.verify(&forged(Header::new(Algorithm::HS256), &claims)).is_none(), "{claim}");
        }
        // An unsigned token: {"alg":"none"}.
        let signed = forged(Header::new(Algorithm::HS256), &good);
        let claims = signed.split('.').nth(1).expect("claims");
        assert!(issuer.verify(&format!("eyJhbGciOiJub25lIn0.{claims}.")).is_none());
    }
}
