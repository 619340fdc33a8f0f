//! `/developers/{developer_id}/projects`.

use muster_tests::bodies::{self, with};
use muster_tests::given;
use serde_json::{Value, json};

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["project_id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn open_projects_are_ranked_for_a_developer_as_the_developer_is_for_them() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let developer = given::vetted_developer(&app).await;
    let post = |body: Value| {
        let operator = app.operator();
        async move { operator.post("/projects", body).await.expect(201).id() }
    };
    let plain = post(bodies::project(&client)).await;
    let better = post(with(bodies::project(&client), "/roles/0/preferred_skills", json!([]))).await;
    let cancelled = post(bodies::project(&client)).await;
    let _ = app.client(&client).post(&format!("/projects/{cancelled}/cancel"), Value::Null).await.expect(200);
    let _ = post(with(bodies::project(&client), "/countries", json!(["NZ"]))).await;
    let path = format!("/developers/{developer}/projects");
    let own = app.developer(&developer).get(&path).await.expect(200);
    assert_eq!(ids(own.body["items"].as_array().expect("items")), [better.as_str(), plain.as_str()]);
    for field in ["bill_rate", "margin", "max_rate", "team_budget", "client_id", "filled"] {
        assert!(!own.fields().contains(field), "{field} in {}", own.text());
    }
    assert!(!own.text().contains("rate_head_room") && !own.text().contains("16000") && !own.text().contains("9117.48"));
    let role = &own.body["items"][0]["roles"][0];
    assert_eq!(role["pay_rate"], json!({ "amount": "420000.00", "currency": "INR", "per": "month" }));
    let points: u64 = role["reasons"].as_array().expect("reasons").iter().filter_map(|reason| reason["points"].as_u64()).sum();
    assert_eq!((&role["score"], &own.body["items"][0]["score"]), (&json!(points), &json!(points)));
    let all = app.operator().get(&path).await.expect(200);
    let matched = app.operator().post(&format!("/projects/{better}/matches"), json!({})).await.expect(200);
    let (seen, candidate) = (&all.body["items"][0]["roles"][0], &matched.body["roles"][0]["candidates"][0]);
    for field in ["score", "reasons", "bill_rate", "pay_rate", "margin", "overlap_minutes", "near_miss", "available_from"] {
        assert_eq!(seen[field], candidate[field], "{field}");
    }
    // Turned down for one role of one project.
    let rejected = json!({ "role_id": "r1", "mark": "rejected" });
    let _ = app.client(&client).post(&format!("/projects/{better}/candidates/{developer}"), rejected).await.expect(200);
    let rest = app.developer(&developer).get(&path).await.expect(200);
    assert_eq!(ids(rest.body["items"].as_array().expect("items")), [plain.as_str()]);
    let _ = app.operator().post(&format!("/developers/{developer}/pause"), Value::Null).await.expect(200);
    assert_eq!(app.operator().get(&path).await.expect(200).body, json!({ "items": [], "next_cursor": null }));
}

#[tokio::test]
async fn recommendations_come_in_pages_each_project_once() {
    let app = given::app().await;
    let client = given::client(&app).await;
    let developer = given::vetted_developer(&app).await;
    let mut posted = Vec::new();
    for number in 0..7 {
        let skills = if number % 2 == 0 { json!([]) } else { json!([{ "skill": "AWS" }]) };
        posted.push(
            app.operator().post("/projects", with(bodies::project(&client), "/roles/0/preferred_skills", skills)).await.expect(201).id(),
        );
    }
    let caller = app.developer(&developer);
    let (whole, _) = given::all_pages(&caller, &format!("/developers/{developer}/projects")).await;
    assert_eq!(ids(&whole), [6, 4, 2, 0, 5, 3, 1].map(|at: usize| posted[at].as_str()));
    for (limit, pages) in [(1, 7), (3, 3), (7, 1)] {
        let (items, found) = given::all_pages(&caller, &format!("/developers/{developer}/projects?limit={limit}")).await;
        assert_eq!((&items, found), (&whole, pages), "{limit}");
    }
    let first = caller.get(&format!("/developers/{developer}/projects?limit=3")).await.expect(200);
    let cursor = first.body["next_cursor"].as_str().expect("a cursor");
    let by_operator = app.operator().get(&format!("/developers/{developer}/projects?cursor={cursor}")).await;
    let _ = by_operator.expect_problem(400, "bad-cursor");
    let other = given::vetted_developer(&app).await;
    let _ = app.developer(&other).get(&format!("/developers/{developer}/projects")).await.expect_problem(404, "not-found");
    let _ = app.client(&client).get(&format!("/developers/{developer}/projects")).await.expect_problem(403, "forbidden");
}
