//! What the log and the metrics of a function tell, and what they never do.

use std::collections::BTreeSet;

use lambda_http::Context;
use muster::http::routes::Routes;
use muster_local::server::Options;
use muster_local::token::Login;
use muster_tests::bodies::{self, with};
use muster_tests::log::{FUNCTION, Log};
use muster_tests::{TableFaults, TestApp, given};
use serde_json::{Value, json};

/// What a caller sent or was sent that must stand in no log.
const PRIVATE: [&str; 14] = [
    "Quillfeather",
    "quill@feather.example",
    "+91 98 7654 3210",
    "29AAGCB7383J1Z4",
    "Quokkaworks",
    "desk@quokkaworks.example",
    "7 Wombat Lane",
    "51824753556",
    "2719.37",
    "1261.83",
    "1473.61",
    "Refitted the numbat ledger",
    "Numbat Ledger",
    "Bearer",
];

#[tokio::test]
async fn a_journey_leaves_nothing_private_in_the_log() {
    let log = Log::start("trace");
    let app = given::app().await;
    let operator = app.operator();

    let body = with(with(bodies::developer(), "/name", "Quillfeather"), "/email", "quill@feather.example");
    let body = with(with(body, "/phone", "+91 98 7654 3210"), "/pay_rate/hourly/amount", "2719.37");
    let developer = given::vetted(&app, body.clone()).await;
    let _ = operator.post("/developers", body).await.expect_problem(409, "taken");
    let body = with(with(bodies::client(), "/name", "Quokkaworks"), "/email", "desk@quokkaworks.example");
    let client = operator.post("/clients", with(body, "/address/line1", "7 Wombat Lane")).await.expect(201).id();
    let (buyer, worker) = (app.client(&client), app.developer(&developer));

    let body = with(with(bodies::hourly_project(&client), "/title", "Numbat Ledger"), "/roles/0/max_rate/amount", "1473.61");
    let project = buyer.post("/projects", without_client(body)).await.expect(201).id();
    let _ = buyer.post(&format!("/projects/{project}/matches"), json!({})).await.expect(200);
    let offer = with(bodies::offer(&project, &developer), "/bill_rate/amount", "1261.83");
    let offer = with(offer, "/pay_rate/amount", "2719.37");
    let engagement = operator.post("/engagements", offer).await.expect(201).id();
    let hired = given::Hired { client: client.clone(), developer: developer.clone(), project, engagement };
    let _ = worker.post(&format!("{}/accept", hired.path()), json!({})).await.expect(200);
    let entry = json!({ "date": "2027-01-04", "minutes": 480, "note": "Refitted the numbat ledger" });
    let _ = worker.post(&hired.time_entries(), entry).await.expect(201);
    let _ = worker.post(&hired.time_entries(), json!({ "date": "Refitted the numbat ledger" })).await.expect(422);
    let sheet = hired.timesheet("2027-01-04");
    let _ = worker.post(&format!("{sheet}/submit"), json!({})).await.expect(200);
    let _ = buyer.post(&format!("{sheet}/approve"), json!({})).await.expect(200);
    app.set_clock("2027-02-01T00:05:00Z");
    let run = app.invoke("run-billing", json!({})).await.expect(200);
    let invoice = run.body["issued"][0].as_str().expect("an invoice").to_owned();
    let invoice = buyer.get(&format!("/invoices/{invoice}")).await.expect(200);
    let _ = buyer.get("/nowhere/quill@feather.example?email=quill@feather.example").await.expect(404);
    let total = invoice.body["total"]["amount"].as_str().expect("a total").to_owned();

    let text = log.text();
    for private in PRIVATE.into_iter().chain([total.as_str()]) {
        assert!(!text.contains(private), "{private} stands in {}", line_with(&text, private));
    }
    let token = app.server().token(&Login::operator());
    let head = token.split('.').next().expect("a token has parts");
    assert!(!text.contains(head), "a token is logged: each begins like this one");
    assert!(text.contains(&developer) && text.contains(&client), "ids are what a line is found by");
    assert!(log.lines().len() > 15, "{text}");
}

fn without_client(body: Value) -> Value {
    bodies::without(body, "client_id")
}

fn line_with<'a>(text: &'a str, part: &str) -> &'a str {
    text.lines().find(|line| line.contains(part)).unwrap_or_default()
}

#[tokio::test]
async fn a_request_is_one_line_that_tells_who_what_and_how() {
    let app = given::app().await;
    let client = given::client(&app).await;
    // A login's first request looks up its account too.
    let _ = app.client(&client).get(&format!("/clients/{client}")).await.expect(200);
    let log = Log::start("info");
    let reply = app.client(&client).get(&format!("/clients/{client}")).await.expect(200);
    let [line] = log.lines().try_into().expect("one line");
    assert_eq!(line["request_id"], reply.header("apigw-requestid"));
    assert_eq!((&line["caller"], &line["account"]), (&json!("client"), &json!(client)));
    assert_eq!((&line["Route"], &line["Function"]), (&json!("GET /clients/{client_id}"), &json!(FUNCTION)));
    assert_eq!((&line["status"], &line["level"], &line["message"]), (&json!(200), &json!("INFO"), &json!("answered")));
    assert_eq!((&line["TableCalls"], &line["round_trips"]), (&json!(1), &json!(1)));
    let (whole, waited) = (line["Duration"].as_f64().expect("a time"), line["table_ms"].as_f64().expect("a time"));
    assert!(waited > 0.0 && waited <= whole, "{line}");
    assert!(line["ReadUnits"].as_f64().is_some_and(|units| units >= 1.0));
    assert_eq!(line["WriteUnits"], json!(0.0));
    assert_eq!((&line["Requests"], &line["Errors"], &line["Refused"]), (&json!(1), &json!(0), &json!(0)));
    assert!(line["problem"].is_null() && line["cause"].is_null());
}

#[tokio::test]
async fn a_write_tells_its_units_and_an_operator_has_no_account() {
    let app = given::app().await;
    let log = Log::start("info");
    let _ = app.operator().post("/clients", bodies::client()).await.expect(201);
    let [line] = log.requests("POST /clients").try_into().expect("one line");
    assert!(line["WriteUnits"].as_f64().is_some_and(|units| units >= 1.0), "{line}");
    assert_eq!(line["caller"], "operator");
    assert!(line["account"].is_null());
}

#[tokio::test]
async fn every_metric_of_a_line_is_a_number_in_it_and_every_dimension_a_text() {
    let app = given::app().await;
    let log = Log::start("info");
    let _ = app.operator().get("/clients").await.expect(200);
    let _ = app.invoke("run-billing", json!({})).await.expect(200);
    let lines = log.lines();
    assert_eq!(lines.len(), 3, "a request, the run, and the sandbox's own request");
    for line in lines {
        assert!(line["_aws"]["Timestamp"].is_u64());
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Muster");
        let metrics = directive["Metrics"].as_array().expect("metrics");
        assert!(metrics.len() >= 7, "{line}");
        for metric in metrics {
            assert!(line[metric["Name"].as_str().expect("a name")].is_number(), "{metric} in {line}");
            assert!(["Count", "Milliseconds", "None"].contains(&metric["Unit"].as_str().expect("a unit")));
        }
        for dimension in directive["Dimensions"][0].as_array().expect("a set of dimensions") {
            assert!(line[dimension.as_str().expect("a name")].as_str().is_some_and(|value| !value.is_empty()), "{dimension} in {line}");
        }
    }
}

#[tokio::test]
async fn refusals_and_faults_of_ours_are_told_apart() {
    let faults = TableFaults::default();
    let app = TestApp::start_with(Options { interceptors: vec![faults.interceptor()], ..Options::default() }).await;
    let log = Log::start("error");
    let missing = "/clients/cli_01kzzzzzzzzzzzzzzzzzzzzzzz";
    let _ = app.operator().get(missing).await.expect(404);
    faults.away_at(1);
    let _ = app.operator().get(missing).await.expect(503);
    let [refused, failed] = log.requests("GET /clients/{client_id}").try_into().expect("two lines, whatever the level");
    assert_eq!((&refused["Refused"], &refused["Errors"], &refused["problem"]), (&json!(1), &json!(0), &json!("not-found")));
    assert_eq!((&failed["Refused"], &failed["Errors"], &failed["problem"]), (&json!(0), &json!(1), &json!("unavailable")));
    assert_eq!((&failed["level"], &refused["level"]), (&json!("ERROR"), &json!("INFO")));
    assert!(failed["cause"].as_str().is_some_and(|cause| cause.contains("the table is away")), "{failed}");
    let units = failed["TableCalls"].as_u64().expect("a number of calls");
    assert!(units >= 1, "an attempt that failed is a call");
}

#[tokio::test]
async fn a_caller_without_a_role_is_none() {
    let app = TestApp::start().await;
    let log = Log::start("info");
    let _ = app.anyone().get("/no/such/path").await;
    let lines = log.lines();
    assert!(lines.iter().all(|line| line["caller"] == "none"), "{lines:?}");
    assert_eq!(lines.len(), 1);
    assert!(!log.text().contains("/no/such/path"));
}

#[tokio::test]
async fn a_run_tells_what_it_came_to() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let _ = given::approved_week(&app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let log = Log::start("error");
    let _ = app.invoke("run-billing", json!({ "dry_run": true, "as_of": "2027-02-01" })).await.expect(200);
    let runs = || log.lines().into_iter().filter(|line| !line["Runs"].is_null()).collect::<Vec<Value>>();
    assert_eq!(runs(), Vec::<Value>::new(), "a run that only tries counts nothing");
    let _ = app.invoke("run-billing", json!({})).await.expect(200);
    let [run] = runs().try_into().expect("one line");
    for (metric, value) in [("Issued", 1), ("Skipped", 0), ("Failed", 0), ("More", 0), ("Errors", 0), ("Runs", 1)] {
        assert_eq!(run[metric], value, "{metric} of {run}");
    }
    assert!(run["TableCalls"].as_u64().is_some_and(|calls| calls >= 3) && run["WriteUnits"].as_f64().is_some_and(|units| units > 2.0));
    assert_eq!(run["_aws"]["CloudWatchMetrics"][0]["Dimensions"], json!([["Function"]]), "what the alarm looks for");
}

#[tokio::test]
async fn a_run_that_fails_as_a_whole_is_an_error() {
    let faults = TableFaults::default();
    let app = TestApp::start_with(Options { interceptors: vec![faults.interceptor()], ..Options::default() }).await;
    let log = Log::start("error");
    faults.away_at(1);
    let _ = app.invoke("run-billing", json!({})).await.expect(500);
    let lines = log.lines();
    let run = lines.iter().find(|line| !line["Runs"].is_null()).expect("the run's line");
    assert_eq!((&run["Errors"], &run["level"]), (&json!(1), &json!("ERROR")));
    assert!(run["Failed"].is_null(), "nobody in particular failed");
}

async fn unlucky() -> &'static str {
    panic!("on purpose")
}

async fn unlucky_with_a_name() -> &'static str {
    let name = std::hint::black_box("Quillfeather");
    panic!("no room for {name}")
}

#[tokio::test]
async fn a_panic_is_logged_once_with_its_request_and_its_place() {
    // L8
    muster::telemetry::panics::note(|panic| eprintln!("{panic}"));
    let app = TestApp::start().await;
    let routes = Routes::new().get("/unlucky", unlucky).get("/clients", unlucky_with_a_name);
    let edge = muster::lambda::edge(routes, app.server().app().clone());
    let log = Log::start("info");
    for (route, path) in [("GET /unlucky", "/unlucky"), ("GET /clients", "/clients")] {
        let answer = muster::lambda::answer(&edge, event(route, path), Context::default()).await.expect("an answer");
        assert_eq!(answer["statusCode"], 500);
    }
    let [plain, with_a_name] = log.lines().try_into().expect("a line each");
    assert_eq!(plain["request_id"], "req-/unlucky");
    let cause = plain["cause"].as_str().expect("a cause");
    assert!(cause.contains("telemetry.rs:") && cause.contains("on purpose"), "{cause}");
    let cause = with_a_name["cause"].as_str().expect("a cause");
    assert!(cause.contains("telemetry.rs:") && !cause.contains("Quillfeather"), "{cause}");
    let levels: BTreeSet<&str> = [&plain, &with_a_name].into_iter().filter_map(|line| line["level"].as_str()).collect();
    assert_eq!(levels, BTreeSet::from(["ERROR"]));
}

fn event(route: &str, path: &str) -> Value {
    json!({
        "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": "", "headers": {}, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "a.example", "domainPrefix": "a", "requestId": format!("req-{path}"),
            "routeKey": route, "stage": "$default", "time": "01/Dec/2026:00:00:00 +0000", "timeEpoch": 1_796_083_200_000_u64,
            "http": { "method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test" }
        }
    })
}
