//! `/skills*`: the catalogue, what it does not know, and what the operator says that stands for.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

use bodies::with;

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["skill"].as_str()).collect()
}

/// A vetted developer with one skill beside Node.js.
async fn developer_with(app: &TestApp, skill: &str) -> String {
    given::vetted(app, with(bodies::developer(), "/skills", json!([{ "skill": "Node.js", "years": 6 }, { "skill": skill, "years": 4 }])))
        .await
}

#[tokio::test]
async fn what_is_typed_finds_the_skills_it_may_become() {
    let app = given::app().await;
    let caller = app.developer(&given::vetted_developer(&app).await);
    let found = caller.get("/skills?q=postgresq").await.expect(200).body;
    assert_eq!(found["items"][0]["skill"], "postgresql");
    assert_eq!(found["items"][0]["name"], "PostgreSQL");
    assert_eq!(found["items"][0]["kind"], "database");
    assert!(found["items"][0]["implies"].as_array().expect("ids").contains(&json!("sql")));
    assert!(found["items"][0]["aliases"].as_array().expect("spellings").contains(&json!("postgres")), "{found}");
    assert_eq!(caller.get("/skills?q=k8s").await.expect(200).body["items"][0]["skill"], "kubernetes");
    assert_eq!(caller.get("/skills?q=%D0%A1%2B%2B").await.expect(200).body["items"][0]["skill"], "cpp", "a Cyrillic С");
    assert_eq!(caller.get("/skills?q=zzqqxx").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn the_whole_catalogue_is_listed_once_whatever_the_page() {
    let app = given::app().await;
    let operator = app.operator();
    let (all, pages) = given::all_pages(&operator, "/skills?limit=100").await;
    assert!(all.len() >= 1_000 && pages == all.len().div_ceil(100));
    let mut sorted = ids(&all);
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted, ids(&all));
    let (by_seven, _) = given::all_pages(&operator, "/skills?q=ja&limit=7").await;
    let (at_once, _) = given::all_pages(&operator, "/skills?q=ja&limit=100").await;
    assert_eq!(by_seven, at_once);
    assert!(at_once.len() > 7);
    // A cursor of one search is none of another.
    let cursor = operator.get("/skills?q=ja&limit=1").await.expect(200).body["next_cursor"].as_str().expect("more").to_owned();
    let _ = operator.get(&format!("/skills?q=go&limit=1&cursor={cursor}")).await.expect_problem(400, "bad-cursor");
}

#[tokio::test]
async fn a_skill_that_nobody_knows_is_counted_until_nobody_has_it() {
    let app = given::app().await;
    let unknown = async |path: &str| {
        let items = given::all_pages(&app.operator(), path).await.0;
        items.iter().map(|item| (item["text"].as_str().expect("a text").to_lowercase(), item["developers"].clone())).collect::<Vec<_>>()
    };
    let (first, _) = (developer_with(&app, "Koob  Control").await, developer_with(&app, "koob control").await);
    let _ = developer_with(&app, "Kuberntes").await;
    for limit in [1, 25] {
        let texts = unknown(&format!("/skills/unrecognised?limit={limit}")).await;
        let normal: Vec<_> = texts.iter().map(|(text, count)| (text.split_whitespace().collect::<Vec<_>>().join(" "), count)).collect();
        assert_eq!(normal, [("koob control".to_owned(), &json!(2)), ("kuberntes".to_owned(), &json!(1))], "{limit}");
    }
    let list = app.operator().get("/skills/unrecognised").await.expect(200).body;
    assert_eq!(list["items"][1]["suggestions"][0]["skill"], "kubernetes");
    let path = format!("/developers/{first}");
    let _ = app.operator().patch(&path, json!({ "skills": [{ "skill": "Node.js", "years": 6 }] })).await.expect(200);
    assert_eq!(unknown("/skills/unrecognised").await[0].1, 1);
}

#[tokio::test]
async fn an_alias_shows_in_the_next_match_and_its_end_in_the_one_after() {
    let app = given::app().await;
    let developer = developer_with(&app, "Koob Control").await;
    let client = given::client(&app).await;
    let asked = json!([{ "skill": "Kubernetes", "min_years": 3 }, { "skill": "Node.js" }]);
    let project = with(bodies::hourly_project(&client), "/roles/0/required_skills", asked);
    let project = app.operator().post("/projects", project).await.expect(201).id();
    let near_miss = async || {
        let reply = app.operator().post(&format!("/projects/{project}/matches"), json!({})).await.expect(200);
        let candidate = reply.body["roles"][0]["candidates"][0].clone();
        assert_eq!(candidate["developer_id"], developer, "{}", reply.text());
        candidate["near_miss"].clone()
    };
    assert_eq!(near_miss().await, "Kubernetes");
    let path = "/skills/aliases/KOOB%20control";
    let set = app.operator().put(path, json!({ "skill": "kubernetes" })).await.expect(201);
    assert_eq!((&set.body["name"], &set.body["version"]), (&json!("Kubernetes"), &json!(1)));
    assert_eq!(near_miss().await, Value::Null);
    let changed = app.operator().put("/skills/aliases/koob%20%20control", json!({ "skill": "docker" })).await.expect(200);
    assert_eq!(changed.body["version"], 2);
    assert_eq!(near_miss().await, "Kubernetes");
    assert_eq!(ids(&given::all_pages(&app.operator(), "/skills/aliases").await.0), ["docker"]);
    let _ = app.operator().delete(path).await.expect(204);
    let _ = app.operator().delete(path).await.expect_problem(404, "not-found");
    assert_eq!(app.operator().get("/skills/aliases").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn an_alias_of_a_known_text_or_to_an_unknown_skill_is_refused() {
    let app = given::app().await;
    let _ = app.operator().put("/skills/aliases/postgres", json!({ "skill": "mysql" })).await.expect_faults(&["/text"]);
    let _ = app.operator().put("/skills/aliases/koob", json!({ "skill": "no-such-skill" })).await.expect_faults(&["/skill"]);
    let _ = app.operator().put("/skills/aliases/koob", json!({})).await.expect_faults(&["/skill"]);
    let too_many: Vec<Value> = (0..41).map(|at| json!({ "skill": format!("Homebrew thing {at}x") })).collect();
    let body = with(bodies::developer(), "/skills", too_many);
    let _ = app.operator().post("/developers", body).await.expect_faults(&["/skills"]);
}
