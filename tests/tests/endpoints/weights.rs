//! `/matching/weights`.

use muster_tests::bodies::{self, with};
use muster_tests::given;
use serde_json::{Value, json};

#[tokio::test]
async fn a_match_is_made_by_the_weights_that_hold_and_names_them() {
    let app = given::app().await;
    let first = app.operator().get("/matching/weights").await.expect(200);
    assert_eq!(first.body, json!({ "version": 1, "points": bodies::points(), "set_at": null }));
    let client = given::client(&app).await;
    let project = app.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    let _ = given::vetted_developer(&app).await;
    let matches = format!("/projects/{project}/matches");
    let before = app.operator().post(&matches, json!({})).await.expect(200).body;
    assert_eq!(before["weights_version"], 1);
    // Nothing but the overlap counts: 90 of 480 minutes are 18 of 100 points.
    let mut points = bodies::points();
    points.as_object_mut().expect("points").values_mut().for_each(|points| *points = json!(0));
    let body = json!({ "points": with(points, "/overlap", 100) });
    let second = app.operator().put("/matching/weights", body.clone()).await.expect(200);
    assert_eq!((&second.body["version"], second.header("etag")), (&json!(2), "\"2\""));
    let stored = app.operator().get(&matches).await.expect(200).body;
    assert_eq!(stored, before);
    let after = app.operator().post(&matches, json!({})).await.expect(200).body;
    assert_eq!((&after["weights_version"], &after["roles"][0]["candidates"][0]["score"]), (&json!(2), &json!(18)));
    let team = app.operator().post(&format!("/projects/{project}/team"), json!({})).await;
    let _ = team.expect_problem(422, "no-team");
    // The same again makes no version.
    assert_eq!(app.operator().put("/matching/weights", body).await.expect(200).body, second.body);
    let third = app.operator().put("/matching/weights", json!({ "points": bodies::points() })).await.expect(200);
    assert_eq!(third.body["version"], 3);
    assert_eq!(app.operator().get("/matching/weights").await.expect(200).body, third.body);
}

#[tokio::test]
async fn weights_are_whole_complete_and_make_a_hundred() {
    let app = given::app().await;
    let put = |points: Value| {
        let operator = app.operator();
        async move { operator.put("/matching/weights", json!({ "points": points })).await }
    };
    let _ = put(with(bodies::points(), "/overlap", 11)).await.expect_faults(&["/points"]);
    let bad = with(with(with(bodies::points(), "/overlap", 101), "/seniority", 9.5), "/charm", 0);
    let _ = put(bad).await.expect_faults(&["/points/overlap", "/points/seniority", "/points/charm"]);
    let _ = put(bodies::without(bodies::points(), "overlap")).await.expect_faults(&["/points/overlap"]);
    assert_eq!(app.operator().get("/matching/weights").await.expect(200).body["version"], 1);
    // Set by two at once, each version is one or the other's.
    let sent = [20, 30].map(|overlap| {
        let points = with(with(bodies::points(), "/overlap", overlap), "/required_skills", 50 - overlap);
        let operator = app.operator();
        async move { operator.put("/matching/weights", json!({ "points": points })).await }
    });
    for reply in given::at_once(sent).await {
        assert!([200, 409].contains(&reply.status), "{}", reply.text());
    }
}
