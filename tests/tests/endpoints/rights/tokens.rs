//! Tokens that are worth nothing.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use muster::clock::Clock;
use muster_local::token::{AUDIENCE, ISSUER};
use muster_tests::TestApp;
use serde_json::{Value, json};

/// What is wrong with each, and the token; none for a request without one. All of them say that an operator calls.
pub(super) fn worthless(app: &TestApp) -> Vec<(&'static str, Option<String>)> {
    let now = Clock::system().now().as_second();
    let good = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "local-operator", "roles": ["operator"], "iat": now, "exp": now + 3_600 });
    let own = app.server().engine().secret().to_owned();
    let sign = |algorithm, claims: &Value, secret: &str| {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("a token")
    };
    let with = |claim: &str, value: Value| {
        let mut claims = good.clone();
        claims[claim] = value;
        sign(Algorithm::HS256, &claims, &own)
    };
    let valid = sign(Algorithm::HS256, &good, &own);
    let (_, rest) = valid.split_once('.').expect("three parts");
    let (claims, signature) = rest.split_once('.').expect("three parts");
    let headed = |header: &str, rest: &str| format!("{}.{rest}", BASE64_URL_SAFE_NO_PAD.encode(header));
    let developer = BASE64_URL_SAFE_NO_PAD.encode(with("roles", json!(["developer"])));
    vec![
        ("no token", None),
        ("expired", Some(with("exp", json!(now - 1)))),
        ("without an end", Some(with("exp", Value::Null))),
        ("another issuer's", Some(with("iss", json!("https://login.example/")))),
        ("for another audience", Some(with("aud", json!("another")))),
        ("signed with another secret", Some(sign(Algorithm::HS256, &good, "another secret"))),
        ("of another algorithm", Some(sign(Algorithm::HS512, &good, &own))),
        ("of a swapped algorithm", Some(headed(r#"{"typ":"JWT","alg":"RS256"}"#, rest))),
        ("unsigned", Some(headed(r#"{"typ":"JWT","alg":"none"}"#, &format!("{claims}.")))),
        ("unsigned, with a signature", Some(headed(r#"{"typ":"JWT","alg":"none"}"#, rest))),
        ("of other claims", Some(format!("{}.{developer}.{signature}", valid.split('.').next().unwrap_or_default()))),
        ("cut", Some(valid[..valid.len() - 2].to_owned())),
        ("no token at all", Some("x".to_owned())),
    ]
}
