//! `Idempotency-Key`: a POST that is sent again gets the first answer again, and its effect happens once.
//!
//! The layer reads the kept reply while the handler works. A handler that has an effect writes its reply in the same
//! transaction, on condition that none is kept yet: so the handler of a repetition can do no harm, and what it answers is
//! put aside for the kept reply. Only what succeeded is kept, for 24 hours by the clock.

use std::io::Read;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::caller;
use super::input;
use super::problem::{Answer, Problem, ProblemKind};
use super::reply::{Reply, ReplyParts};
use crate::app::App;
use crate::store::idempotency::SavedReply;
use crate::store::transaction::Write;

/// How long a reply is kept, in seconds.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// The largest sealed reply that is kept, in bytes of base 64: an item of the table holds 400 KB.
const LARGEST_KEPT: usize = 300 * 1024;

/// The length of the cipher's nonce, which stands before what it sealed.
const NONCE: usize = 12;

/// A request that carries an idempotency key, for the handler that writes its effect; empty for one that does not.
#[derive(Clone, Debug, Default)]
pub struct Once(Option<Pending>);

#[derive(Clone, Debug)]
struct Pending {
    /// Caller, path and key as one text; the secret that seals the reply is made from it.
    request: String,
    body_digest: String,
    /// A name of its own for each time that it is sent.
    attempt: String,
    now: i64,
}

impl<S: Sync> FromRequestParts<S> for Once {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl Once {
    /// The write of the effect that a reply tells of: it keeps the reply, if the request may be repeated.
    ///
    /// # Errors
    /// The reply cannot be sealed.
    pub fn write<T: Serialize>(&self, app: &App, reply: &Reply<T>) -> Answer<Write> {
        let id = app.clock.new_ulid();
        let Some(pending) = &self.0 else { return Ok(id.into()) };
        let sealed = pending.seal(&reply.parts()?)?;
        if sealed.len() > LARGEST_KEPT {
            return Ok(id.into());
        }
        let saved = SavedReply {
            request: pending.request.clone(),
            body_digest: pending.body_digest.clone(),
            attempt: pending.attempt.clone(),
            sealed,
            saved_at: pending.now,
            expires_at: pending.now + KEPT_SECONDS,
        };
        Ok(Write::with_reply(id, saved))
    }

    /// The same where the effect is not to be refused for its reply: without it, if it cannot be made or sealed.
    #[must_use]
    pub fn write_anyway<T: Serialize>(&self, app: &App, reply: Answer<Reply<T>>) -> Write {
        reply.and_then(|reply| self.write(app, &reply)).unwrap_or_else(|_| app.clock.new_ulid().into())
    }
}

/// The layer around all routes.
pub(crate) async fn replay(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let key = match idempotency_key(request.method(), request.headers()) {
        Ok(Some(key)) => key,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    let (mut parts, body) = request.into_parts();
    // Without a caller the handler's own answer is 401 or 403, and nothing is kept.
    let Ok(sender) = caller::sender(&mut parts, &app).await else { return next.run(Request::from_parts(parts, body)).await };
    let bytes = match input::read_bytes(body).await {
        Ok(bytes) => bytes,
        Err(problem) => return problem.into_response(),
    };
    let pending = Pending {
        request: format!("{sender}\n{}\n{key}", parts.uri.path()),
        body_digest: body_digest(&bytes),
        attempt: app.clock.new_ulid().to_string(),
        now: app.clock.now().as_second(),
    };
    parts.extensions.insert(Once(Some(pending.clone())));
    let handled = next.run(Request::from_parts(parts, Body::from(bytes)));
    let (kept, response) = tokio::join!(app.store.find_reply(&pending.request, pending.now), handled);
    let refused_for = response.extensions().get::<Problem>().map(Problem::kind);
    // Who may not ask any more, or could not read the answer, does not get it from here either.
    if matches!(refused_for, Some(ProblemKind::Unauthenticated | ProblemKind::Forbidden | ProblemKind::NotAcceptable)) {
        return response;
    }
    let overtaken = refused_for == Some(ProblemKind::KeyInUse);
    let kept = match kept {
        // The one that was quicker had not written when this one looked.
        Ok(None) if overtaken => app.store.find_reply(&pending.request, pending.now).await,
        kept => kept,
    };
    match kept {
        Ok(Some(saved)) if saved.body_digest != pending.body_digest => {
            Problem::new(ProblemKind::KeyReused, "The idempotency key was used with another body; take a new key.").into_response()
        }
        // The reply was looked for so late that it is this request's own.
        Ok(Some(saved)) if saved.attempt == pending.attempt => {
            pending.unseal(&saved).map_or_else(Problem::into_response, ReplyParts::into_response)
        }
        Ok(Some(saved)) => pending.unseal(&saved).map_or_else(Problem::into_response, replayed),
        Ok(None) => response,
        // Whether there is an earlier reply is not known: a success is one all the same, since it was written on that condition.
        Err(_) if response.status().is_success() => response,
        Err(error) => Problem::from(error).into_response(),
    }
}

fn replayed(parts: ReplyParts) -> Response {
    let mut response = parts.into_response();
    response.headers_mut().insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    response
}

/// The key of a POST that has one: 1 to 64 visible ASCII characters.
fn idempotency_key(method: &Method, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key").filter(|_| *method == Method::POST) else { return Ok(None) };
    let bytes = value.as_bytes();
    if (1..=64).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic) {
        Ok(Some(bytes.iter().copied().map(char::from).collect()))
    } else {
        Err(Problem::new(ProblemKind::InvalidInput, "`Idempotency-Key` must have 1 to 64 visible ASCII characters."))
    }
}

/// A digest of the body as JSON: blanks and the order of keys make no other body.
fn body_digest(bytes: &Bytes) -> String {
    let canonical = serde_json::from_slice::<serde_json::Value>(bytes).map(sorted).and_then(|value| serde_json::to_vec(&value));
    hex::encode(Sha256::digest(canonical.as_deref().unwrap_or(bytes)))
}

/// The same value with the keys of its objects in order, whatever order the map of this build keeps.
fn sorted(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            let ordered: std::collections::BTreeMap<String, serde_json::Value> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            ordered.into_iter().collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(sorted).collect(),
        plain => plain,
    }
}

impl Pending {
    fn cipher(&self) -> ChaCha20Poly1305 {
        let key: [u8; 32] = Sha256::digest(format!("muster reply\n{}", self.request)).into();
        ChaCha20Poly1305::new(&key.into())
    }

    fn seal(&self, reply: &ReplyParts) -> Answer<String> {
        let plain = serde_json::to_vec(reply).map_err(Problem::internal)?;
        let mut packed = Vec::new();
        DeflateEncoder::new(plain.as_slice(), Compression::fast()).read_to_end(&mut packed).map_err(Problem::internal)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Problem::internal(Unsealable))?;
        let sealed = self.cipher().encrypt(&nonce.into(), packed.as_slice()).map_err(|_| Problem::internal(Unsealable))?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn unseal(&self, saved: &SavedReply) -> Answer<ReplyParts> {
        let bytes = STANDARD_NO_PAD.decode(&saved.sealed).map_err(Problem::internal)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(|| Problem::internal(Unsealable))?;
        let packed = self.cipher().decrypt(nonce.into(), sealed).map_err(|_| Problem::internal(Unsealable))?;
        let mut plain = Vec::new();
        DeflateDecoder::new(packed.as_slice()).read_to_end(&mut plain).map_err(Problem::internal)?;
        serde_json::from_slice(&plain).map_err(Problem::internal)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a kept reply could not be sealed or opened")]
struct Unsealable;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_the_order_of_keys_make_no_other_body() {
        // F52a
        let digest = |text: &'static str| body_digest(&Bytes::from_static(text.as_bytes()));
        assert_eq!(digest(r#"{"a": 1, "b": {"d": [1, 2], "c": null}}"#), digest(r#"{"b":{"c":null,"d":[1,2]},"a":1}"#));
        assert_ne!(digest(r#"{"a": [1, 2]}"#), digest(r#"{"a": [2, 1]}"#));
        assert_ne!(digest(r#"{"a": "1"}"#), digest(r#"{"a": 1}"#));
    }

    #[test]
    fn a_kept_reply_opens_with_its_own_key_alone() {
        let pending = |key: &str| Pending {
            request: format!("operator\n/developers\n{key}"),
            body_digest: String::new(),
            attempt: String::new(),
            now: 0,
        };
        let parts = Reply::created("/developers/x".to_owned(), "secret").parts().expect("a reply");
        let sealed = pending("k").seal(&parts).expect("a seal");
        let [request, body_digest, attempt] = <[String; 3]>::default();
        let saved = SavedReply { request, body_digest, attempt, sealed, saved_at: 0, expires_at: 1 };
        assert!(pending("k").unseal(&saved).is_ok());
        assert!(pending("other").unseal(&saved).is_err());
        assert!(!saved.sealed.contains("secret"));
    }
}
