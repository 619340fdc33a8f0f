//! Who may do what: every route of the OpenAPI document for every kind of caller, and for tokens that are worth nothing.

mod matrix;
mod tokens;
mod world;

use std::collections::BTreeSet;

use muster_tests::{Caller, Reply, given, openapi};

use matrix::{By, For, Is, Row, rows};
use world::World;

async fn send(caller: &Caller, row: &Row) -> Reply {
    let request = caller.request(row.method(), &row.path);
    Reply::of(if row.body.is_null() { request } else { request.json(&row.body) }).await
}

/// What may not be in an answer to a caller: names of fields, and texts.
fn hidden(by: By, row: &Row) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let (fields, texts) = match by {
        By::Client | By::OtherClient => (world::FIELDS_HIDDEN_FROM_CLIENTS.as_slice(), world::HIDDEN_FROM_CLIENTS.as_slice()),
        By::Developer | By::OtherDeveloper | By::Newcomer => {
            (world::FIELDS_HIDDEN_FROM_DEVELOPERS.as_slice(), world::HIDDEN_FROM_DEVELOPERS.as_slice())
        }
    };
    // The document speaks of every field there is; a newcomer that is let in sees what it has just sent.
    if row.admits == For::Anyone || row.admits == For::Newcomers {
        Default::default()
    } else {
        (fields.iter().copied().collect(), texts.iter().copied().collect())
    }
}

fn shows_nothing_hidden(by: By, row: &Row, reply: &Reply) {
    let (fields, texts) = hidden(by, row);
    let shown: Vec<_> = reply.fields().into_iter().filter(|field| fields.contains(field.as_str())).collect();
    assert!(shown.is_empty(), "{} shows {by:?} {shown:?}: {}", row.route, reply.text());
    let text = reply.text();
    let shown: Vec<_> = texts.into_iter().filter(|hidden| text.contains(hidden)).collect();
    assert!(shown.is_empty(), "{} shows {by:?} {shown:?}: {text}", row.route);
}

#[tokio::test]
async fn the_matrix_has_a_row_for_every_route_and_for_no_other() {
    let document = openapi::document();
    let route = |(method, path, _): (&str, &str, &_)| format!("{} {path}", method.to_uppercase());
    let documented: BTreeSet<String> = openapi::operations(&document).map(route).collect();
    let listed: BTreeSet<String> = rows(&World::new().await).iter().map(|row| row.route.to_owned()).collect();
    assert_eq!(listed, documented);
}

#[tokio::test]
async fn every_route_admits_whom_the_contract_names_and_no_one_else() {
    // F60, F61
    let world = World::new().await;
    let mut before = world.app.table().await;
    for row in rows(&world) {
        // Strangers first: what the owner does afterwards shows that they changed nothing.
        for by in By::ALL.into_iter().rev() {
            let reply = send(&world.caller(by, row.route), &row).await;
            let is = row.admits.meets(by);
            let expected = match is {
                Is::In => ![401, 403, 404].contains(&reply.status),
                Is::Never => reply.status == 403,
                Is::Hidden => reply.status == 404,
            };
            assert!(expected, "{} for {by:?}, who is {is:?}: {} {}", row.route, reply.status, reply.text());
            assert!(reply.status < 500, "{}: {}", row.route, reply.text());
            let after = world.app.table().await;
            if is != Is::In || row.route.starts_with("GET") {
                assert_eq!(after, before, "{} by {by:?} wrote", row.route);
            }
            before = after;
            shows_nothing_hidden(by, &row, &reply);
        }
        let reply = send(&world.app.operator(), &row).await;
        before = world.app.table().await;
        // The owner has taken it away by now.
        let gone = row.route.starts_with("DELETE") && row.admits != For::Operators;
        assert!(gone || ![401, 403, 404].contains(&reply.status), "{} for the operator: {}", row.route, reply.text());
    }
}

#[tokio::test]
async fn a_worthless_token_opens_no_route_and_writes_nothing() {
    let world = World::new().await;
    let before = world.app.table().await;
    for (wrong, token) in tokens::worthless(&world.app) {
        let caller = token.map_or_else(|| world.app.anyone(), |token| world.app.bearer(token));
        for row in rows(&world) {
            let reply = send(&caller, &row).await;
            let expected = if row.admits == For::Anyone { 200 } else { 401 };
            assert_eq!(reply.status, expected, "{} with a token that is {wrong}: {}", row.route, reply.text());
        }
    }
    assert_eq!(world.app.table().await, before);
}

#[tokio::test]
async fn the_role_is_checked_before_the_input() {
    let world = World::new().await;
    for row in rows(&world) {
        for by in By::ALL {
            if row.admits.meets(by) == Is::Never {
                let reply = Reply::of(world.caller(by, row.route).request(row.method(), &row.path).body("not json")).await;
                let _ = reply.expect_problem(403, "forbidden");
            }
        }
    }
}

#[tokio::test]
async fn a_developer_sees_all_of_itself_but_what_was_said_of_it() {
    let world = World::new().await;
    let path = format!("/developers/{}", world.hired.developer);
    let (own, seen) =
        (world.caller(By::Developer, "").get(&path).await.expect(200), world.caller(By::Client, "").get(&path).await.expect(200));
    assert_eq!(own.body["pay_rate"]["hourly"]["amount"], "2713.37");
    assert_eq!(own.body["tax_ids"][0]["value"], "29AAGCB7383J1Z4");
    assert!(seen.body["name"].is_string() && seen.body["email"].is_string(), "a hired developer can be reached: {}", seen.text());
}

#[tokio::test]
async fn a_token_without_an_account_of_ours_may_do_nothing() {
    let app = given::app().await;
    for id in ["dev_1", "cli_1"] {
        let _ = app.client(id).get("/engagements").await.expect_problem(403, "forbidden");
        let _ = app.developer(id).get("/engagements").await.expect_problem(403, "forbidden");
    }
}
