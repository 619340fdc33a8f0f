//! `/projects/{project_id}/matches`.

use muster_tests::bodies::{self, with};
use muster_tests::{Reply, TestApp, given};
use serde_json::{Value, json};

/// A dedicated project of a new client, and its path.
async fn project(app: &TestApp) -> (String, String) {
    let client = given::client(app).await;
    let id = app.operator().post("/projects", bodies::project(&client)).await.expect(201).id();
    (client, format!("/projects/{id}"))
}

/// A developer who knows these skills for some years.
fn knowing(skills: &[(&str, u8)]) -> Value {
    let skills: Vec<Value> = skills.iter().map(|(skill, years)| json!({ "skill": skill, "years": years })).collect();
    with(bodies::developer(), "/skills", skills)
}

fn candidates(reply: &Reply) -> Vec<String> {
    let all = reply.body["roles"][0]["candidates"].as_array().expect("candidates");
    all.iter().map(|candidate| candidate["developer_id"].as_str().expect("an id").to_owned()).collect()
}

fn excluded(reply: &Reply) -> u64 {
    reply.body["roles"][0]["excluded"].as_object().expect("exclusions").values().filter_map(Value::as_u64).sum()
}

#[tokio::test]
async fn the_bill_rate_is_pay_times_exchange_times_markup() {
    let app = given::app().await;
    let (client, path) = project(&app).await;
    let developer = given::vetted_developer(&app).await;
    let reply = app.client(&client).post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(reply.body["exchange_rates_date"], "2026-11-30");
    assert_eq!(reply.body["pool_size"], 1);
    let candidate = &reply.body["roles"][0]["candidates"][0];
    assert_eq!(candidate["rank"], 1);
    assert_eq!(candidate["developer_id"], developer);
    assert_eq!(candidate["name"], "Priya Nair");
    assert_eq!(candidate["bill_rate"], json!({ "amount": "9117.48", "currency": "AUD", "per": "month" }));
    assert_eq!(candidate["overlap_minutes"], json!({ "at_start": 90, "least": 90 }));
    assert_eq!(candidate["near_miss"], Value::Null);
    let points: u64 = candidate["reasons"].as_array().expect("reasons").iter().filter_map(|reason| reason["points"].as_u64()).sum();
    assert_eq!(candidate["score"], points);
}

#[tokio::test]
async fn pay_rate_and_margin_are_for_the_operator_alone() {
    // F59
    let app = given::app().await;
    let (client, path) = project(&app).await;
    let _ = given::vetted_developer(&app).await;
    let matches = format!("{path}/matches");
    let shown = [app.client(&client).post(&matches, json!({})).await.expect(200), app.client(&client).get(&matches).await.expect(200)];
    for reply in shown {
        for field in ["pay_rate", "margin", "email", "phone", "tax_ids"] {
            assert!(!reply.fields().contains(field), "{field} in {}", reply.text());
        }
    }
    let all = app.operator().get(&matches).await.expect(200);
    let candidate = &all.body["roles"][0]["candidates"][0];
    assert_eq!(candidate["pay_rate"], json!({ "amount": "420000.00", "currency": "INR", "per": "month" }));
    assert_eq!(candidate["margin"]["currency"], "AUD");
}

#[tokio::test]
async fn everyone_in_the_pool_is_eligible_or_excluded_under_one_rule() {
    let app = given::app().await;
    let (_, path) = project(&app).await;
    let good = given::vetted_developer(&app).await;
    let rows = [
        ("/hiring_models", json!(["hourly"]), "model_not_offered"),
        ("/country", json!("US"), "wrong_location"),
        ("/skills", json!([{ "skill": "Java" }]), "missing_required_skill"),
        ("/english", json!("A2"), "language"),
        ("/availability", json!({ "from": "2027-02-01", "hours_per_week": 40 }), "not_available"),
        ("/time_zone", json!("America/New_York"), "too_little_overlap"),
        ("/pay_rate/monthly/amount", json!("4200000"), "over_rate"),
    ];
    for (place, value, _) in &rows {
        let _ = given::vetted(&app, with(bodies::developer(), place, value.clone())).await;
    }
    let paid_in_euro = json!({ "hourly": { "amount": "40", "currency": "EUR" }, "monthly": { "amount": "6000", "currency": "EUR" } });
    let _ = given::vetted(&app, with(bodies::developer(), "/pay_rate", paid_in_euro)).await;
    // Neither of these is in the pool.
    let _ = app.operator().post("/developers", bodies::developer()).await.expect(201);
    let paused = given::vetted_developer(&app).await;
    let _ = app.operator().post(&format!("/developers/{paused}/pause"), Value::Null).await.expect(200);
    let reply = app.operator().post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(reply.body["pool_size"], 9);
    assert_eq!(candidates(&reply), [good]);
    let counts = &reply.body["roles"][0]["excluded"];
    for (_, _, rule) in &rows {
        assert_eq!(counts[rule], 1, "{rule} in {counts}");
    }
    assert_eq!(counts["no_exchange_rate"], 1);
    assert_eq!(excluded(&reply) + reply.body["roles"][0]["eligible"].as_u64().expect("a count"), 9);
}

#[tokio::test]
async fn one_missing_skill_of_two_is_a_near_miss_that_costs_points() {
    let app = given::app().await;
    let (_, path) = project(&app).await;
    let near = given::vetted(&app, knowing(&[("Node.js", 6)])).await;
    let short = given::vetted(&app, knowing(&[("Node.js", 2), ("PostgreSQL", 5)])).await;
    let full = given::vetted_developer(&app).await;
    let _ = given::vetted(&app, knowing(&[("Java", 6), ("MySQL", 6)])).await;
    let reply = app.operator().post(&format!("{path}/matches"), json!({})).await.expect(200);
    let order = candidates(&reply);
    assert_eq!(order.first(), Some(&full));
    assert!(order.len() == 3 && order.contains(&near) && order.contains(&short));
    for candidate in reply.body["roles"][0]["candidates"].as_array().expect("candidates") {
        let missed = match candidate["developer_id"].as_str() {
            Some(id) if id == near => json!("PostgreSQL"),
            Some(id) if id == short => json!("Node.js"),
            _ => Value::Null,
        };
        assert_eq!(candidate["near_miss"], missed);
    }
    assert_eq!(reply.body["near_misses"], true);
    // Whoever wants those alone who have everything says so, and it is kept with the match.
    let reply = app.operator().post(&format!("{path}/matches"), json!({ "near_misses": false })).await.expect(200);
    assert_eq!((candidates(&reply), &reply.body["roles"][0]["excluded"]["missing_required_skill"]), (vec![full], &json!(3)));
    let latest = app.operator().get(&format!("{path}/matches")).await.expect(200).body;
    assert_eq!((&latest["near_misses"], &latest["roles"][0]["eligible"]), (&json!(false), &json!(1)));
}

#[tokio::test]
async fn the_same_pool_comes_in_the_same_order_and_is_read_back_as_it_was() {
    // F43a
    let app = given::app().await;
    let (client, path) = project(&app).await;
    let mut ids = Vec::new();
    for _ in 0..12 {
        ids.push(given::vetted_developer(&app).await);
    }
    let matches = format!("{path}/matches");
    let first = app.client(&client).post(&matches, json!({ "limit": 5 })).await.expect(200);
    assert_eq!(candidates(&first), ids[..5]);
    assert_eq!(first.body["roles"][0]["eligible"], 12);
    assert_eq!(app.client(&client).get(&matches).await.expect(200).body, first.body);
    let all = app.client(&client).post(&matches, json!({ "limit": 50 })).await.expect(200);
    assert_eq!(candidates(&all), ids);
    assert_eq!(app.client(&client).get(&matches).await.expect(200).body, all.body);
}

#[tokio::test]
async fn a_client_sees_a_developer_only_while_in_the_latest_match() {
    let app = given::app().await;
    let (client, path) = project(&app).await;
    let first = given::vetted(&app, knowing(&[("Node.js", 6)])).await;
    let see = |id: &str| {
        let (caller, place) = (app.client(&client), format!("/developers/{id}"));
        async move { caller.get(&place).await }
    };
    let _ = see(&first).await.expect_problem(404, "not-found");
    let _ = app.client(&client).post(&format!("{path}/matches"), json!({ "limit": 1 })).await.expect(200);
    let shown = see(&first).await.expect(200);
    assert_eq!(shown.body["name"], "Priya Nair");
    for field in ["email", "phone", "pay_rate", "tax_ids", "vetting_note", "external_id", "status", "hourly", "monthly"] {
        assert!(!shown.fields().contains(field), "{field} in {}", shown.text());
    }
    // A better one takes the only place.
    let better = given::vetted_developer(&app).await;
    let _ = see(&better).await.expect_problem(404, "not-found");
    let _ = app.client(&client).post(&format!("{path}/matches"), json!({ "limit": 1 })).await.expect(200);
    let _ = see(&better).await.expect(200);
    let _ = see(&first).await.expect_problem(404, "not-found");
    let other = given::client(&app).await;
    let _ = app.client(&other).get(&format!("/developers/{better}")).await.expect_problem(404, "not-found");
}

#[tokio::test]
async fn hours_that_are_engaged_are_not_offered_again() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let (_, path) = project(&app).await;
    let reply = app.operator().post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(candidates(&reply), Vec::<String>::new());
    assert_eq!(reply.body["roles"][0]["excluded"]["not_available"], 1);
    assert!(!hired.engagement.is_empty());
}

#[tokio::test]
async fn a_limit_out_of_bounds_is_refused_and_nothing_is_stored() {
    let app = given::app().await;
    let (_, path) = project(&app).await;
    for limit in [json!(0), json!(51), json!("10"), json!(1.5)] {
        let _ = app.operator().post(&format!("{path}/matches"), json!({ "limit": limit })).await.expect_faults(&["/limit"]);
    }
    let _ = app.operator().get(&format!("{path}/matches")).await.expect_problem(404, "not-found");
    let empty = app.operator().post(&format!("{path}/matches"), json!({})).await.expect(200);
    assert_eq!(empty.body["pool_size"], 0);
}
