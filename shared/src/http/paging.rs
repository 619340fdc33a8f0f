//! Cursors: where a list goes on, opaque and authenticated, and bound to the caller, the route and the filter.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::caller::Caller;
use super::problem::{Problem, ProblemKind};
use crate::store::{Page, Position};

/// The secrets that authenticate cursors. The first signs; all verify, so that a key can be replaced without a break.
#[derive(Clone)]
pub struct CursorKeys(Vec<Vec<u8>>);

impl std::fmt::Debug for CursorKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CursorKeys(…)")
    }
}

/// What a cursor belongs to: another caller, list or filter makes it invalid.
#[derive(Clone, Debug)]
pub struct ListKey(String);

impl ListKey {
    /// The key of one list: who reads it, which list it is, and its filter in a fixed spelling.
    #[must_use]
    pub fn new(caller: impl Into<Caller>, list: &str, filter: &[(&str, Option<String>)]) -> Self {
        let filter: Vec<String> = filter.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        Self(format!("{}\n{list}\n{}", caller.into().label(), filter.join("\n")))
    }
}

/// A list's answer: a page of items and where the next begins.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ListReply<T> {
    /// The items; none is legal while there is a cursor.
    pub items: Vec<T>,
    /// Send it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

impl CursorKeys {
    /// Keys from their texts. There is at least one.
    #[must_use]
    pub fn new(keys: &[String]) -> Self {
        Self(keys.iter().map(|key| key.as_bytes().to_vec()).collect())
    }

    /// A page as it goes out.
    #[must_use]
    pub fn reply<T, R>(&self, page: Page<T>, key: &ListKey, reply: impl FnMut(T) -> R) -> ListReply<R> {
        ListReply { next_cursor: page.next.map(|position| self.seal(&position, key)), items: page.items.into_iter().map(reply).collect() }
    }

    /// The position that a cursor stands for.
    ///
    /// # Errors
    /// 400 when it is not one of ours, or one of another list.
    pub fn open(&self, cursor: Option<&str>, key: &ListKey) -> Result<Option<Position>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let bad = || Problem::new(ProblemKind::BadCursor, "Use `next_cursor` as it was given, with the same filter.");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
        let (tag, payload) = bytes.split_at_checked(32).ok_or_else(bad)?;
        let genuine = self.0.iter().any(|secret| mac(secret, payload, key).verify_slice(tag).is_ok());
        if !genuine {
            return Err(bad());
        }
        serde_json::from_slice(payload).map(Some).map_err(|_| bad())
    }

    fn seal(&self, position: &Position, key: &ListKey) -> String {
        let payload = serde_json::to_vec(position).expect("a map of strings always serialises");
        let secret = self.0.first().map(Vec::as_slice).unwrap_or_default();
        let mut bytes = mac(secret, &payload, key).finalize().into_bytes().to_vec();
        bytes.extend(payload);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

fn mac(secret: &[u8], payload: &[u8], key: &ListKey) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&u64::try_from(payload.len()).unwrap_or(u64::MAX).to_be_bytes());
    mac.update(payload);
    mac.update(key.0.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::problem::Answer;

    #[test]
    fn a_cursor_opens_only_for_its_own_list_and_keys_can_rotate() -> Answer<()> {
        let old = CursorKeys::new(&["old key of at least thirty-two characters".to_owned()]);
        let both = CursorKeys::new(&[
            "new key of at least thirty-two characters".to_owned(),
            "old key of at least thirty-two characters".to_owned(),
        ]);
        let key = ListKey::new(Caller::Operator, "developers", &[("status", Some("vetted".to_owned()))]);
        let position = Position::from([("sk".to_owned(), "x".to_owned())]);
        let cursor = old.seal(&position, &key);
        assert_eq!(both.open(Some(&cursor), &key)?, Some(position));
        let other = ListKey::new(Caller::Operator, "developers", &[("status", None)]);
        assert!(old.open(Some(&cursor), &other).is_err());
        let mut tampered = cursor.clone();
        tampered.replace_range(50..51, if cursor.as_bytes()[50] == b'A' { "B" } else { "A" });
        for bad in [tampered.as_str(), "", "AAAA", "not base64!", &cursor[1..]] {
            assert!(old.open(Some(bad), &key).is_err(), "{bad}");
        }
        Ok(())
    }
}
