//! L8: a panic is one request's misfortune.

use muster::http::routes::Routes;

use crate::wire::{Wire, answer, event};

async fn unlucky() -> &'static str {
    panic!("the secret of the handler")
}

#[tokio::test]
async fn a_panic_is_a_problem_and_the_next_request_is_served() {
    let wire = Wire::start().await;
    let routes = Routes::new().get("/unlucky", unlucky).get("/fine", || async { "fine" });
    let edge = muster::lambda::edge(routes, wire.app().server().app().clone());
    for _ in 0..3 {
        let failed = answer(&edge, event("GET /unlucky", "/unlucky")).await.expect_problem(500, "internal");
        assert_eq!(failed.json()["instance"], event("GET /fine", "/fine")["requestContext"]["requestId"]);
        assert!(!failed.text().contains("secret"), "{}", failed.text());
        assert_eq!(answer(&edge, event("GET /fine", "/fine")).await.expect(200).text(), "fine");
    }
}
