//! What the gateway answers by itself, before a tiny router.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use lambda_http::request::RequestContext;
use muster::app::App;
use muster::http::caller::KnownLogins;
use muster::http::paging::CursorKeys;
use muster::http::routes::Routes;
use muster::pooling::HeldPool;
use muster::store::Store;

use super::*;
use crate::token::Login;

fn app() -> Arc<App> {
    let store = Store::at_endpoint("http://127.0.0.1:1", "none", []);
    let cursors = CursorKeys::new(&["k".repeat(32)]);
    Arc::new(App {
        store,
        clock: Arc::new(Clock::system()),
        cursors,
        logins: KnownLogins::default(),
        pool: HeldPool::default(),
        open_registration: false,
    })
}

/// The claim as a function gets it; nothing where the gateway let one in without a token.
fn roles(context: &RequestContext) -> String {
    let RequestContext::ApiGatewayV2(context) = context else { return String::new() };
    let jwt = context.authorizer.as_ref().and_then(|authorizer| authorizer.jwt.as_ref());
    jwt.and_then(|jwt| jwt.claims.get("roles")).cloned().unwrap_or_default()
}

fn gateway(issuer: &Arc<Issuer>) -> Gateway {
    let routes = Routes::new()
        .get("/who", |Extension(context): Extension<RequestContext>| async move { roles(&context) })
        .get("/open", || async { "open" })
        .get("/slow", std::future::pending::<&'static str>)
        .get("/huge", || async { "x".repeat(LARGEST_PAYLOAD) })
        .post("/length", |body: axum::body::Bytes| async move { body.len().to_string() });
    let open = ["GET /open", "GET /slow", "GET /huge", "POST /length"].map(str::to_owned);
    let table = RouteTable::new(routes.table(), BTreeSet::from(open));
    Gateway::new(muster::lambda::edge(routes, app()), table, Some(issuer.clone()), Duration::from_millis(200))
}

fn request(method: Method, path: &str, token: Option<&str>) -> Request {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::empty()).expect("a request")
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a body in memory").to_bytes();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_route_with_the_authorizer_needs_a_valid_token() {
    let issuer = Arc::new(Issuer::new("secret"));
    let gateway = gateway(&issuer);
    let stranger = Issuer::new("another").issue(&Login::operator(), Clock::system().now());
    for token in [None, Some("nonsense"), Some(stranger.as_str())] {
        let response = gateway.answer(request(Method::GET, "/who", token)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(text(response).await, r#"{"message":"Unauthorized"}"#);
    }
    let token = issuer.issue(&Login::operator(), Clock::system().now());
    let response = gateway.answer(request(Method::GET, "/who", Some(&token))).await;
    assert_eq!(text(response).await, "[operator]");
}

#[tokio::test]
async fn unknown_routes_and_methods_reach_our_own_problems_without_a_token() {
    let gateway = gateway(&Arc::new(Issuer::new("secret")));
    for (method, path, status) in [(Method::GET, "/nowhere", StatusCode::NOT_FOUND), (Method::PUT, "/who", StatusCode::METHOD_NOT_ALLOWED)]
    {
        let response = gateway.answer(request(method, path, None)).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn every_request_has_an_id_of_its_own_which_a_problem_names() {
    let gateway = gateway(&Arc::new(Issuer::new("secret")));
    let first = gateway.answer(request(Method::GET, "/nowhere", None)).await;
    let id = first.headers()["apigw-requestid"].to_str().expect("text").to_owned();
    assert!(text(first).await.contains(&id));
    let second = gateway.answer(request(Method::GET, "/nowhere", None)).await;
    assert_ne!(second.headers()["apigw-requestid"], id);
}

#[tokio::test]
async fn a_function_that_takes_too_long_or_answers_too_much_is_given_up() {
    let gateway = gateway(&Arc::new(Issuer::new("secret")));
    let slow = gateway.answer(request(Method::GET, "/slow", None)).await;
    assert_eq!(slow.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text(slow).await, r#"{"message":"Service Unavailable"}"#);
    let huge = gateway.answer(request(Method::GET, "/huge", None)).await;
    assert_eq!(huge.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn requests_past_the_gateways_sizes_are_refused() {
    let gateway = gateway(&Arc::new(Issuer::new("secret")));
    let post = |length| Request::post("/length").body(Body::from(vec![b'x'; length])).expect("a request");
    assert_eq!(text(gateway.answer(post(1_000)).await).await, "1000");
    let long = gateway.answer(post(LARGEST_REQUEST + 1)).await;
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(text(long).await, r#"{"message":"Request Too Long"}"#);
    let head = Request::get("/open").header("x-long", "x".repeat(LARGEST_HEAD)).body(Body::empty()).expect("a request");
    assert_eq!(gateway.answer(head).await.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}
