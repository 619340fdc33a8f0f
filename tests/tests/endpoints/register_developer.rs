//! `/developers*`.

use muster_tests::{TestApp, bodies, given};
use serde_json::{Value, json};

use bodies::{with, without};

#[tokio::test]
async fn a_registration_is_answered_with_the_record_and_where_it_is() {
    let app = TestApp::start().await;
    let reply = app.operator().post("/developers", bodies::developer()).await.expect(201);
    let id = reply.id();
    assert!(id.starts_with("dev_"));
    assert_eq!(reply.header("location"), format!("/developers/{id}"));
    assert_eq!(reply.header("etag"), "\"1\"");
    assert_eq!(reply.header("vary"), "Authorization, Accept");
    assert_eq!(reply.body["status"], "pending");
    assert_eq!(reply.body["version"], 1);
    assert_eq!(reply.body["pay_rate"]["monthly"], json!({ "amount": "420000.00", "currency": "INR" }));
    assert_eq!(reply.body["warnings"], json!([]));
    assert!(reply.body["created_at"].as_str().is_some_and(|at| at.ends_with('Z')));
    let read = app.operator().get(&format!("/developers/{id}")).await.expect(200);
    assert_eq!(read.body, reply.body);
    assert_eq!(read.header("etag"), "\"1\"");
}

#[tokio::test]
async fn skills_are_known_by_any_spelling_and_unknown_ones_are_kept_and_named() {
    let app = TestApp::start().await;
    let skills = json!([
        { "skill": "Node JS", "years": 4 }, { "skill": "postgres", "years": 5 }, { "skill": "node.js", "years": 6 }, { "skill": "Gizmotron" }
    ]);
    let reply = app.operator().post("/developers", with(bodies::developer(), "/skills", skills)).await.expect(201);
    assert_eq!(
        reply.body["skills"],
        json!([
            { "skill": "nodejs", "name": "Node.js", "years": 6, "recognised": true },
            { "skill": "postgresql", "name": "PostgreSQL", "years": 5, "recognised": true },
            { "skill": reply.body["skills"][2]["skill"], "name": "Gizmotron", "years": 0, "recognised": false },
        ])
    );
    let warnings = reply.body["warnings"].as_array().expect("warnings");
    assert!(warnings.len() == 1 && warnings[0].as_str().is_some_and(|text| text.contains("Gizmotron")), "{warnings:?}");
}

#[tokio::test]
async fn the_three_cs_are_three_skills_and_java_is_not_javascript() {
    // F41a, F41c
    let app = TestApp::start().await;
    let skills = json!([{ "skill": "C" }, { "skill": "C++" }, { "skill": "C#" }, { "skill": "Java" }, { "skill": "JavaScript" }]);
    let reply = app.operator().post("/developers", with(bodies::developer(), "/skills", skills)).await.expect(201);
    let names: Vec<&str> = reply.body["skills"].as_array().expect("skills").iter().filter_map(|skill| skill["name"].as_str()).collect();
    assert_eq!(names, ["C", "C++", "C#", "Java", "JavaScript"]);
    let found = app.operator().get("/developers?skill=C%2B%2B").await.expect(200);
    assert_eq!(found.body["items"][0]["id"], reply.body["id"]);
    let _ = app.operator().post("/developers", with(bodies::developer(), "/skills", json!([{ "skill": "C#" }]))).await.expect(201);
    for (skill, count) in [("C", 1), ("C%23", 2), ("Kotlin", 0)] {
        let found = app.operator().get(&format!("/developers?skill={skill}")).await.expect(200);
        assert_eq!(found.body["items"].as_array().map(Vec::len), Some(count), "{skill}");
    }
}

#[tokio::test]
async fn a_name_in_any_script_survives_as_it_was_written() {
    // F66, and the names of F62 and F63.
    let app = TestApp::start().await;
    let names =
        ["Suresh", "王", "O'Brien-Śmigły", "क्षत्रिय नियुक्ति", "சுந்தரம்", "株式会社山田", "Nguyễn Thị Ánh", "עידו", "محمد", "𠮷野", "X Æ A-12"];
    for name in names {
        let id = app.operator().post("/developers", with(bodies::developer(), "/name", name)).await.expect(201).id();
        assert_eq!(app.operator().get(&format!("/developers/{id}")).await.expect(200).body["name"], name);
    }
    let reply = app.operator().post("/developers", with(bodies::developer(), "/name", "  Zoe\u{308} \u{3000}")).await.expect(201);
    assert_eq!(reply.body["name"], "Zoë");
}

#[tokio::test]
async fn a_zones_alias_is_written_back_canonically() {
    // F21c
    let app = TestApp::start().await;
    let reply = app.operator().post("/developers", with(bodies::developer(), "/time_zone", "Asia/Calcutta")).await.expect(201);
    assert_eq!(reply.body["time_zone"], "Asia/Kolkata");
}

#[tokio::test]
async fn a_taken_email_is_a_conflict_whatever_its_case() {
    let app = TestApp::start().await;
    let with_email = |email: &str| with(bodies::developer(), "/email", email);
    let _ = app.operator().post("/developers", with_email("Priya.Nair@example.com")).await.expect(201);
    for email in ["priya.nair@EXAMPLE.com", "Priya.Nair@example.com", " priya.nair@example.com "] {
        let _ = app.operator().post("/developers", with_email(email)).await.expect_problem(409, "taken");
    }
    // Clients are another kind of account.
    let seller = given::seller_au(&app).await;
    assert_eq!(seller, "sel_au");
    let _ = app.operator().post("/clients", with(bodies::client(), "/email", "priya.nair@example.com")).await.expect(201);
    assert_eq!(app.operator().get("/developers").await.expect(200).body["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_registrations_of_one_address_at_once_exactly_one_succeeds() {
    let app = TestApp::start().await;
    app.must_isolate();
    let attempts = (0..20).map(|at| {
        let operator = app.operator();
        let email = if at % 2 == 0 { "same@example.com" } else { "SAME@example.com" };
        async move { operator.post("/developers", with(bodies::developer(), "/email", email)).await.status }
    });
    let mut statuses = given::at_once(attempts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[201].as_slice(), &[409; 19]].concat());
    assert_eq!(app.operator().get("/developers").await.expect(200).body["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_developer_moves_through_its_states() {
    let app = TestApp::start().await;
    let id = app.operator().post("/developers", bodies::developer()).await.expect(201).id();
    let step = |action: &'static str, body: Value| {
        let (operator, path) = (app.operator(), format!("/developers/{id}/{action}"));
        async move { operator.post(&path, body).await }
    };
    let _ = step("resume", json!({})).await.expect_problem(409, "wrong-state");
    assert_eq!(step("pause", json!({})).await.expect(200).body["status"], "paused");
    let again = step("pause", json!({})).await.expect_problem(409, "wrong-state");
    assert!(again.body["detail"].as_str().is_some_and(|detail| detail.contains("paused")));
    // A decision during a pause shows when it is over.
    assert_eq!(step("vetting", json!({ "decision": "vetted", "note": "Solid" })).await.expect(200).body["status"], "paused");
    let resumed = step("resume", json!({})).await.expect(200);
    assert_eq!(resumed.body["status"], "vetted");
    assert_eq!(resumed.body["vetting_note"], "Solid");
    assert_eq!(resumed.header("etag"), "\"4\"");
    assert_eq!(step("vetting", json!({ "decision": "declined" })).await.expect(200).body["status"], "declined");
    let _ = step("vetting", json!({ "decision": "maybe" })).await.expect_faults(&["/decision"]);
}

#[tokio::test]
async fn what_is_left_out_has_a_default() {
    let app = given::app().await;
    let mut body = bodies::developer();
    for field in ["phone", "working_hours", "headline", "english", "availability", "tax_ids"] {
        body = without(body, field);
    }
    let reply = app.operator().post("/developers", body).await.expect(201);
    assert_eq!(reply.body["working_hours"], json!({ "start": "09:00", "end": "17:00" }));
    assert_eq!(reply.body["availability"], json!({ "from": "2026-12-01", "hours_per_week": 40 }));
    assert_eq!(reply.body["phone"], Value::Null);
}

#[tokio::test]
async fn each_bad_field_is_refused_at_its_place() {
    let app = TestApp::start().await;
    let operator = app.operator();
    let long = "x".repeat(10_000);
    let rows = [
        ("/name", json!(""), "/name"),
        ("/name", json!(long), "/name"),
        ("/name", json!("Priya\u{0}Nair"), "/name"),
        ("/name", json!(7), "/name"),
        ("/name", Value::Null, "/name"),
        ("/email", json!("priya@"), "/email"),
        ("/phone", json!("call me"), "/phone"),
        ("/country", json!("XX"), "/country"),
        ("/time_zone", json!("Mars/Base"), "/time_zone"),
        ("/working_hours", json!({ "start": "10:00", "end": "10:00" }), "/working_hours/end"),
        ("/working_hours/end", json!("25:00"), "/working_hours/end"),
        ("/headline", json!("x".repeat(201)), "/headline"),
        ("/seniority", json!("king"), "/seniority"),
        ("/english", json!("D1"), "/english"),
        ("/skills", json!([]), "/skills"),
        ("/skills", json!(vec![json!({ "skill": "Go" }); 61]), "/skills"),
        ("/skills/1/skill", json!("x".repeat(81)), "/skills/1/skill"),
        ("/skills/0/years", json!(-1), "/skills/0/years"),
        ("/skills/0/years", json!(51), "/skills/0/years"),
        ("/skills/0/years", json!(2.5), "/skills/0/years"),
        ("/skills/0/level", json!("guru"), "/skills/0/level"),
        ("/pay_rate/hourly/amount", json!(19.99), "/pay_rate/hourly/amount"), // F11
        ("/pay_rate/hourly/amount", json!(8), "/pay_rate/hourly/amount"),
        ("/pay_rate/hourly/amount", json!("-1"), "/pay_rate/hourly/amount"),
        ("/pay_rate/hourly/amount", json!("0"), "/pay_rate/hourly/amount"),
        ("/pay_rate/hourly/amount", json!("28.001"), "/pay_rate/hourly/amount"),
        ("/pay_rate/hourly/amount", json!("1e3"), "/pay_rate/hourly/amount"),
        ("/pay_rate/hourly/currency", json!("ABC"), "/pay_rate/hourly/currency"),
        ("/pay_rate/monthly/currency", json!("AUD"), "/pay_rate/monthly/currency"),
        ("/pay_rate/hourly", Value::Null, "/pay_rate/hourly"),
        ("/hiring_models", json!([]), "/hiring_models"),
        ("/hiring_models/1", json!("hourly"), "/hiring_models/1"),
        ("/hiring_models/0", json!("daily"), "/hiring_models/0"),
        ("/availability/from", json!("2026-02-30"), "/availability/from"),
        ("/availability/hours_per_week", json!(0), "/availability/hours_per_week"),
        ("/tax_ids/0/value", json!("29AAGCB7383J1Z5"), "/tax_ids/0/value"),
    ];
    for (place, value, pointer) in rows {
        let _ = operator.post("/developers", with(bodies::developer(), place, value)).await.expect_faults(&[pointer]);
    }
    let mut body = bodies::developer();
    body["nick~name/x"] = json!("P");
    let _ = operator.post("/developers", body).await.expect_faults(&["/nick~0name~1x"]);
    assert_eq!(operator.get("/developers").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn many_faults_are_named_in_one_answer() {
    let app = TestApp::start().await;
    let mut body = without(without(bodies::developer(), "name"), "country");
    for (place, value) in [("/email", json!("nobody")), ("/skills/1/years", json!("five")), ("/pay_rate/hourly/amount", json!(19.99))] {
        body = with(body, place, value);
    }
    body = with(with(body, "/role", "boss"), "/tax_ids/0/scheme", "vat");
    let _ = app.operator().post("/developers", body).await.expect_faults(&[
        "/name",
        "/country",
        "/email",
        "/skills/1/years",
        "/pay_rate/hourly/amount",
        "/role",
        "/tax_ids/0/scheme",
    ]);
}

#[tokio::test]
async fn yen_has_no_decimals_and_dinars_have_three() {
    let app = TestApp::start().await;
    let paid = |amount: &str, currency: &str| {
        with(bodies::developer(), "/pay_rate", json!({ "hourly": { "amount": amount, "currency": currency } }))
    };
    let _ = app.operator().post("/developers", paid("5000.5", "JPY")).await.expect_faults(&["/pay_rate/hourly/amount"]);
    for (amount, currency, shown) in
        [("5000", "JPY", "5000"), ("19.5", "KWD", "19.500"), ("19.99", "AUD", "19.99"), ("8.20", "AUD", "8.20")]
    {
        // F11
        let reply = app.operator().post("/developers", paid(amount, currency)).await.expect(201);
        assert_eq!(reply.body["pay_rate"]["hourly"]["amount"], shown);
    }
}
