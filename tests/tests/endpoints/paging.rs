//! Lists: every item once, whatever the page size; cursors that fit one caller, one list and one filter.

mod change;
mod crowd;
mod foreign;

use std::collections::BTreeSet;

use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};

/// Registers so many developers, the one of this number in New Zealand.
async fn developers(app: &TestApp, count: usize, kiwi: usize) {
    let numbers: Vec<usize> = (1..=count).collect();
    // Faster at once, where that is safe.
    for some in numbers.chunks(if app.may_race() { 10 } else { 1 }) {
        let registrations = some.iter().map(|number| {
            let (operator, country) = (app.operator(), if *number == kiwi { "NZ" } else { "IN" });
            async move { operator.post("/developers", with(bodies::developer(), "/country", country)).await }
        });
        for reply in given::at_once(registrations).await {
            let _ = reply.expect(201);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_item_comes_exactly_once_whatever_the_page_size() {
    // F53
    let app = TestApp::start().await;
    developers(&app, 250, 0).await;
    for limit in [7, 100] {
        let (items, pages) = given::all_pages(&app.operator(), &format!("/developers?limit={limit}")).await;
        let ids: BTreeSet<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
        assert_eq!((items.len(), ids.len()), (250, 250), "page size {limit}");
        assert!(pages >= 250_usize.div_ceil(limit));
    }
    assert_eq!(app.operator().get("/developers").await.expect(200).body["items"].as_array().map(Vec::len), Some(25));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_matches_almost_nothing_finds_it_and_ends() {
    // F54
    let app = TestApp::start().await;
    developers(&app, 300, 285).await;
    for limit in [1, 10] {
        let (items, _) = given::all_pages(&app.operator(), &format!("/developers?country=NZ&limit={limit}")).await;
        assert_eq!(items.len(), 1, "page size {limit}");
    }
    assert_eq!(given::all_pages(&app.operator(), "/developers?country=AU&limit=3").await.0.len(), 0);
}

#[tokio::test]
async fn a_cursor_is_for_its_own_caller_list_and_filter() {
    // F54
    let app = given::app().await;
    let (one, other) = (given::client(&app).await, given::client(&app).await);
    for client in [&one, &one, &other, &other] {
        let _ = given::project(&app, client).await;
    }
    let first = app.client(&one).get("/projects?limit=1").await.expect(200);
    let cursor = first.body["next_cursor"].as_str().expect("a second page").to_owned();
    let next = app.client(&one).get(&format!("/projects?limit=1&cursor={cursor}")).await.expect(200);
    assert_ne!(next.body["items"][0]["id"], first.body["items"][0]["id"]);
    // Another page size is the same list.
    let _ = app.client(&one).get(&format!("/projects?limit=50&cursor={cursor}")).await.expect(200);
    let tampered = format!("{}{}", &cursor[..cursor.len() - 2], if cursor.ends_with("AA") { "BB" } else { "AA" });
    let strange = [
        (app.client(&other), format!("/projects?cursor={cursor}")),
        (app.operator(), format!("/projects?cursor={cursor}")),
        (app.operator(), format!("/projects?client_id={one}&cursor={cursor}")),
        (app.client(&one), format!("/projects?status=open&cursor={cursor}")),
        (app.client(&one), format!("/engagements?cursor={cursor}")),
        (app.client(&one), format!("/projects?cursor={tampered}")),
        (app.client(&one), "/projects?cursor=".to_owned()),
        (app.client(&one), "/projects?cursor=%F0%9F%98%80".to_owned()),
        (app.client(&one), format!("/projects?cursor={}", "A".repeat(4_000))),
    ];
    for (caller, path) in strange {
        let _ = caller.get(&path).await.expect_problem(400, "bad-cursor");
    }
    // A cursor belongs to the account and not to one token.
    let again = app.client(&one).get(&format!("/projects?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(again.body, next.body);
}

#[tokio::test]
async fn a_bad_query_is_refused_with_every_fault() {
    let app = given::app().await;
    let lists = ["/developers", "/clients", "/sellers", "/projects", "/engagements", "/timesheets"];
    for list in lists {
        for limit in ["0", "101", "-1", "ten", "1.0", "%2B5", "99999999999", ""] {
            let _ = app.operator().get(&format!("{list}?limit={limit}")).await.expect_faults(&["/limit"]);
        }
        let _ = app.operator().get(&format!("{list}?limit=1&limit=2")).await.expect_faults(&["/limit"]);
        let _ = app.operator().get(&format!("{list}?page=2&limit=0")).await.expect_faults(&["/limit", "/page"]);
    }
    let _ = app.operator().get("/developers?country=XX&status=new").await.expect_faults(&["/country", "/status"]);
    let long = format!("/developers?skill={}", "x".repeat(81));
    let _ = app.operator().get(&long).await.expect_faults(&["/skill"]);
}
