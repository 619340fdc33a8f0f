//! Cursors that are not what the list gave: forged, cut, changed, or another's.

use muster_tests::{Caller, TestApp, bodies, given};
use serde_json::json;

const FEBRUARY: &str = "2027-02-01T00:05:00Z";

/// A table with at least two records on every list, and the lists as an operator reads them.
async fn lists(app: &TestApp) -> (Vec<String>, given::Hired) {
    let _ = app.operator().put("/sellers/sel_other", bodies::seller_au()).await.expect(201);
    let (one, other) = (given::engagement(app).await, given::engagement(app).await);
    for hired in [&one, &other] {
        let _ = given::time(app, hired, "2027-01-05", 60).await;
        let _ = given::approved_week(app, hired, "2027-01-04").await;
    }
    app.set_clock(FEBRUARY);
    let run = app.invoke("run-billing", json!({ "time": FEBRUARY })).await.expect(200).body;
    let (invoices, _) = given::all_pages(&app.operator(), "/invoices").await;
    let invoice = |number: usize| invoices[number]["id"].as_str().expect("an id");
    for number in [0, 1] {
        for amount in ["1.00", "2.00"] {
            let body = json!({ "amount": { "amount": amount, "currency": "AUD" }, "received_on": "2027-02-02", "method": "bank transfer" });
            let _ = app.operator().post(&format!("/invoices/{}/payments", invoice(number)), body).await.expect(201);
        }
    }
    let mut lists: Vec<String> = ["/developers", "/clients", "/sellers", "/projects", "/engagements", "/timesheets", "/invoices"]
        .map(|list| format!("{list}?limit=1"))
        .to_vec();
    for hired in [&one, &other] {
        lists.push(format!("{}?limit=1", hired.time_entries()));
        lists.push(format!("/projects?client_id={}&limit=1", hired.client));
        lists.push(format!("/engagements?developer_id={}&limit=1", hired.developer));
        lists.push(format!("/timesheets?developer_id={}&limit=1", hired.developer));
        lists.push(format!("/timesheets?client_id={}&limit=1", hired.client));
        lists.push(format!("/invoices?client_id={}&limit=1", hired.client));
    }
    lists.extend([0, 1].map(|number| format!("/invoices/{}/payments?limit=1", invoice(number))));
    lists.push(format!("/billing-runs/{}/results?limit=1", run["run_id"].as_str().expect("a run")));
    lists.push("/billing-runs?limit=1".to_owned());
    lists.push("/developers?status=vetted&limit=1".to_owned());
    lists.push("/developers?country=IN&limit=1".to_owned());
    lists.push("/projects?status=staffed&limit=1".to_owned());
    lists.push("/timesheets?status=open&limit=1".to_owned());
    lists.push("/invoices?overdue=false&limit=1".to_owned());
    (lists, one)
}

async fn cursor(caller: &Caller, list: &str) -> Option<String> {
    caller.get(list).await.expect(200).body["next_cursor"].as_str().map(str::to_owned)
}

async fn refused(caller: &Caller, list: &str, cursor: &str) {
    let reply = caller.get(&format!("{list}&cursor={cursor}")).await;
    assert_eq!((reply.status, &reply.body["type"]), (400, &json!("/problems/bad-cursor")), "{list} {cursor}: {}", reply.text());
}

#[tokio::test]
async fn a_cursor_opens_no_other_list_no_other_filter_and_no_other_callers_list() {
    // F54
    let app = given::app().await;
    let (lists, hired) = lists(&app).await;
    let operator = app.operator();
    let mut cursors = Vec::new();
    for list in &lists {
        cursors.push((list, cursor(&operator, list).await));
    }
    let given = cursors.iter().filter(|(_, cursor)| cursor.is_some()).count();
    assert!(given >= 12, "only {given} lists have a second page");
    for (from, cursor) in cursors.iter().filter_map(|(list, cursor)| Some((list, cursor.as_ref()?))) {
        for list in &lists {
            if list == *from {
                let _ = operator.get(&format!("{list}&cursor={cursor}")).await.expect(200);
            } else {
                refused(&operator, list, cursor).await;
            }
        }
    }
    // The same list of one's own, read by the operator, the client and the developer.
    let list = format!("{}?limit=1", hired.time_entries());
    let callers = [app.operator(), app.client(&hired.client), app.developer(&hired.developer)];
    for (at, owner) in callers.iter().enumerate() {
        let cursor = cursor(owner, &list).await.expect("a second entry");
        for (other, caller) in callers.iter().enumerate() {
            if at == other {
                let _ = caller.get(&format!("{list}&cursor={cursor}")).await.expect(200);
            } else {
                refused(caller, &list, &cursor).await;
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_that_was_cut_changed_lengthened_or_signed_elsewhere_is_refused() {
    // F54
    let (app, elsewhere) = (given::app().await, given::app().await);
    for app in [&app, &elsewhere] {
        for _ in 0..2 {
            let _ = given::client(app).await;
        }
    }
    let (list, operator) = ("/clients?limit=1", app.operator());
    let genuine = cursor(&operator, list).await.expect("a second client");
    for length in 0..genuine.len() {
        refused(&operator, list, &genuine[..length]).await;
    }
    for at in 0..genuine.len() {
        let mut changed = genuine.clone();
        changed.replace_range(at..=at, if genuine.as_bytes()[at] == b'A' { "B" } else { "A" });
        refused(&operator, list, &changed).await;
    }
    for lengthened in [format!("{genuine}A"), format!("A{genuine}"), format!("{genuine}{genuine}"), format!("{genuine}=")] {
        refused(&operator, list, &lengthened).await;
    }
    let foreign = cursor(&elsewhere.operator(), list).await.expect("a second client");
    refused(&operator, list, &foreign).await;
    // What it says, without a signature, with one of zeros, and with one of another key's.
    let payload = &genuine[43..];
    for forged in [payload.to_owned(), format!("{}{payload}", "A".repeat(43)), format!("{}{payload}", &foreign[..43])] {
        refused(&operator, list, &forged).await;
    }
    for nonsense in ["%7B%7D", "null", "0", "eyJwayI6IiJ9", "%00", "..%2F..", "%FF%FE", "cursor"] {
        refused(&operator, list, nonsense).await;
    }
    let _ = operator.get(&format!("{list}&cursor={genuine}")).await.expect(200);
}
