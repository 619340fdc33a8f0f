//! Who a login is to us: what its token claims, held against the account that its login is tied to in the table.
//!
//! The table is asked once for a login, strongly; what it says is kept for up to five minutes. That a login is tied to nothing is
//! kept only beside claims that say by themselves who calls: a link made later that contradicts them is then noticed after
//! five minutes at most, like one that is changed or removed. Whoever needs a link and has none is looked up again at each
//! request, so that a new link, or a registration, counts at once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp};

use super::claims::{Claims, Role};
use super::{Caller, Seen, forbidden};
use crate::app::App;
use crate::domain::login::{Account, Login};
use crate::http::problem::Answer;

/// How long an answer of the table is gone by.
const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// How many logins are kept; past it all are looked up again.
const MOST_KEPT: usize = 10_000;

/// Who a verified login is.
#[derive(Clone, Debug)]
pub(crate) enum Standing {
    /// Someone with a role of ours in the token.
    Claimed(Caller),
    /// Someone without a role, whose login is tied to an account.
    Linked(Caller),
    /// A login that has neither.
    Unknown(Login),
}

/// What the table said of logins a while ago.
#[derive(Debug, Default)]
pub struct KnownLogins(Mutex<HashMap<Login, Known>>);

#[derive(Debug)]
struct Known {
    account: Option<Account>,
    since: Timestamp,
}

impl KnownLogins {
    /// Forgets a login whose link was changed here.
    pub fn forget(&self, login: &Login) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(login);
    }

    fn find(&self, login: &Login, now: Timestamp) -> Option<Option<Account>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The clock of a sandbox can be put back: what was seen later is not known yet.
        known.get(login).filter(|known| known.since <= now && now.duration_since(known.since) < KEPT).map(|known| known.account)
    }

    fn keep(&self, login: &Login, account: Option<Account>, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KEPT {
            known.clear();
        }
        known.insert(login.clone(), Known { account, since: now });
    }
}

impl Standing {
    /// The standing of whoever calls; found once for a request.
    pub(crate) async fn of(parts: &mut Parts, app: &App) -> Answer<Self> {
        if let Some(standing) = parts.extensions.get::<Self>() {
            return Ok(standing.clone());
        }
        let claims = Claims::read(&parts.extensions)?;
        let link = link(&claims, app).await?;
        let standing = Self::decide(claims, link)?;
        if let (Some(seen), Self::Claimed(caller) | Self::Linked(caller)) = (parts.extensions.get::<Seen>(), &standing) {
            seen.note(*caller);
        }
        parts.extensions.insert(standing.clone());
        Ok(standing)
    }

    /// A claim and a link that disagree are nobody.
    pub(super) fn decide(claims: Claims, link: Option<Account>) -> Answer<Self> {
        let disagree = || forbidden("The token and the account that its login is tied to disagree.");
        if let (Some(claimed), Some(linked)) = (claims.account, link)
            && claimed != linked
        {
            return Err(disagree());
        }
        match (claims.role, claims.account.or(link)) {
            (Some(role), Some(account)) if !role.has(account) => Err(disagree()),
            (Some(Role::Operator), _) => Ok(Self::Claimed(Caller::Operator)),
            (Some(_), Some(account)) => Ok(Self::Claimed(account.into())),
            (Some(_), None) => Err(forbidden("The token names no account, and its login is tied to none.")),
            (None, Some(account)) if link.is_some() => Ok(Self::Linked(account.into())),
            (None, claimed) => match claims.login {
                Some(login) if claimed.is_none() => Ok(Self::Unknown(login)),
                _ => Err(no_role()),
            },
        }
    }
}

/// The refusal of a login that is nobody's.
pub(super) fn no_role() -> crate::http::problem::Problem {
    forbidden("The token holds none of the roles operator, client and developer, and its login is tied to no account.")
}

async fn link(claims: &Claims, app: &App) -> Answer<Option<Account>> {
    let Some(login) = &claims.login else { return Ok(None) };
    let stands_alone = claims.role == Some(Role::Operator) || (claims.role.is_some() && claims.account.is_some());
    let now = app.clock.now();
    if let Some(account) = app.logins.find(login, now)
        && (account.is_some() || stands_alone)
    {
        return Ok(account);
    }
    let account = app.store.find_login_account(login).await?;
    if account.is_some() || stands_alone {
        app.logins.keep(login, account, now);
    }
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "cli_01j00000000000000000000000";
    const OTHER: &str = "cli_01j00000000000000000000001";
    const DEVELOPER: &str = "dev_01j00000000000000000000000";

    fn account(text: &str) -> Option<Account> {
        (!text.is_empty()).then(|| text.parse().expect("an account"))
    }

    fn login() -> Login {
        Login { issuer: "https://login.example/".parse().expect("an issuer"), subject: "7".parse().expect("a subject") }
    }

    fn told(role: Option<Role>, claimed: &str, linked: &str) -> String {
        let claims = Claims { role, account: account(claimed), login: Some(login()) };
        match Standing::decide(claims, account(linked)) {
            Ok(Standing::Claimed(caller)) => format!("claimed {}", caller.label()),
            Ok(Standing::Linked(caller)) => format!("linked {}", caller.label()),
            Ok(Standing::Unknown(_)) => "unknown".to_owned(),
            Err(_) => "nobody".to_owned(),
        }
    }

    #[test]
    fn a_token_and_a_link_that_agree_or_complete_each_other_are_someone() {
        assert_eq!(told(Some(Role::Operator), "", ""), "claimed operator");
        assert_eq!(told(Some(Role::Client), CLIENT, ""), format!("claimed client:{CLIENT}"));
        assert_eq!(told(Some(Role::Client), CLIENT, CLIENT), format!("claimed client:{CLIENT}"));
        assert_eq!(told(Some(Role::Client), "", CLIENT), format!("claimed client:{CLIENT}"));
        assert_eq!(told(Some(Role::Developer), "", DEVELOPER), format!("claimed developer:{DEVELOPER}"));
        assert_eq!(told(None, "", DEVELOPER), format!("linked developer:{DEVELOPER}"));
        assert_eq!(told(None, CLIENT, CLIENT), format!("linked client:{CLIENT}"));
        assert_eq!(told(None, "", ""), "unknown");
    }

    #[test]
    fn a_token_and_a_link_that_disagree_are_nobody() {
        for (role, claimed, linked) in [
            (Some(Role::Operator), "", CLIENT),
            (Some(Role::Client), CLIENT, OTHER),
            (Some(Role::Client), CLIENT, DEVELOPER),
            (Some(Role::Client), "", DEVELOPER),
            (Some(Role::Developer), "", CLIENT),
            (None, CLIENT, OTHER),
            // A role without an account, and an account without a role.
            (Some(Role::Client), "", ""),
            (None, CLIENT, ""),
        ] {
            assert_eq!(told(role, claimed, linked), "nobody", "{role:?} {claimed:?} {linked:?}");
        }
    }

    #[test]
    fn a_login_is_known_for_five_minutes_and_not_before_it_was_seen() {
        let known = KnownLogins::default();
        let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
        known.keep(&login(), account(CLIENT), at("2027-01-04T09:00:00Z"));
        assert_eq!(known.find(&login(), at("2027-01-04T09:04:59Z")), Some(account(CLIENT)));
        assert_eq!(known.find(&login(), at("2027-01-04T09:05:00Z")), None);
        assert_eq!(known.find(&login(), at("2027-01-04T08:59:59Z")), None);
        known.forget(&login());
        assert_eq!(known.find(&login(), at("2027-01-04T09:00:00Z")), None);
    }
}
