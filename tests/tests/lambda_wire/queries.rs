//! L4: queries and headers, decoded once and never a reason to fail.

use deserr::Deserr;
use muster::http::input::Faults;
use muster::http::query::Query;
use muster::http::reply::Reply;
use muster::http::routes::Routes;
use serde_json::{Value, json};

use crate::wire::{Wire, event};

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct Search {
    q: String,
    #[deserr(default)]
    cursor: Option<String>,
}

fn routes() -> Routes {
    Routes::new().get("/search", |Query(search): Query<Search>| async move { Reply::ok(json!({ "q": search.q, "cursor": search.cursor })) })
}

fn search(query: &str) -> Value {
    let mut event = event("GET /search", "/search");
    event["rawQueryString"] = json!(query);
    // The gateway's own reading, which is not to be trusted: it joins what is given twice.
    event["queryStringParameters"] = json!({ "q": "not this" });
    event
}

#[tokio::test]
async fn a_query_is_decoded_once() {
    let wire = Wire::start().await;
    for (query, q, cursor) in [
        ("q=C%2B%2B&cursor=a%2Bb%3D", "C++", json!("a+b=")),
        ("q=C%2B%2B", "C++", Value::Null),
        ("q=%252B", "%2B", Value::Null),
        ("q=a b", "a b", Value::Null),
        ("q=a+b", "a b", Value::Null),
        ("q=a%20b", "a b", Value::Null),
        ("q=Zoë", "Zoë", Value::Null),
        ("q=Zo%C3%AB", "Zoë", Value::Null),
        ("q=100%", "100%", Value::Null),
        ("q=%zz", "%zz", Value::Null),
        ("q=%FF", "\u{fffd}", Value::Null),
        ("q=<\"a\">|{b}\\^`#c", "<\"a\">|{b}\\^`#c", Value::Null),
        ("q=a=b", "a=b", Value::Null),
        ("&q=x&&", "x", Value::Null),
    ] {
        let answer = wire.send(routes(), search(query)).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        assert_eq!(answer.json(), json!({ "q": q, "cursor": cursor }), "{query}");
    }
}

#[tokio::test]
async fn a_fault_of_a_query_is_named() {
    let wire = Wire::start().await;
    for (query, pointer) in [("", "/q"), ("cursor=x", "/q"), ("q=a&q=b", "/q"), ("q=a&p=b", "/p")] {
        let answer = wire.send(routes(), search(query)).await.expect_problem(422, "invalid-input");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}");
    }
}

#[tokio::test]
async fn no_header_makes_a_function_fail() {
    let wire = Wire::start().await;
    for (name, value) in [
        ("user-agent", "Zoë’s browser/1.0"),
        ("x-note", "a\tb"),
        ("x-note", ""),
        ("host", "not a host"),
        ("host", "häuser.example"),
        ("x-forwarded-proto", "gopher é"),
        ("content-length", "many"),
        ("cookie", "a=é"),
    ] {
        let mut event = search("q=x");
        event["headers"][name] = json!(value);
        let answer = wire.send(routes(), event).await;
        assert_eq!(answer.status, 200, "{name}: {value:?}: {}", answer.text());
    }
    let mut bare = search("q=x");
    bare["headers"] = json!({});
    bare["cookies"] = json!(["a=1", "b=é"]);
    let _ = wire.send(routes(), bare).await.expect(200);
}
