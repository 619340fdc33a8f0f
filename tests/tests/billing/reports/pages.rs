//! Reports in pages: every client and engagement once, whatever the size of a page, and the sums of all of them at the end.

use std::collections::BTreeSet;

use muster_tests::bodies::{self, with};
use muster_tests::{TestApp, given};
use serde_json::{Value, json};

/// How many developers the client hires, and of how many the January is invoiced.
const HIRED: usize = 33;
const INVOICED: usize = 12;

/// What every page of a report holds together, the pages' number, and the sums that came with the last.
async fn all_of(app: &TestApp, place: &str, list: &str) -> (Vec<Value>, usize, Value) {
    let (mut items, mut pages, mut next) = (Vec::new(), 0, place.to_owned());
    loop {
        let page = app.operator().get(&next).await.expect(200).body;
        let own = page[list].as_array().expect("a list");
        items.extend(own.iter().cloned());
        pages += 1;
        assert!(pages < 200, "the report {place} does not end");
        match page["next_cursor"].as_str() {
            Some(cursor) => {
                assert_eq!(page.get("currencies").unwrap_or(&Value::Null), &Value::Null, "sums of a part");
                next = format!("{place}&cursor={cursor}");
            }
            None => return (items, pages, page["currencies"].clone()),
        }
    }
}

fn distinct(items: &[Value], field: &str) -> usize {
    items.iter().filter_map(|item| item[field].as_str()).collect::<BTreeSet<&str>>().len()
}

async fn hire(app: &TestApp, project: &str) -> String {
    let developer = given::vetted_developer(app).await;
    let engagement = app.operator().post("/engagements", bodies::offer(project, &developer)).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    let path = format!("/engagements/{engagement}");
    let _ =
        app.developer(&developer).post(&format!("{path}/time-entries"), json!({ "date": "2027-01-04", "minutes": 60 })).await.expect(201);
    let _ = app.developer(&developer).post(&format!("{path}/timesheets/2027-01-04/submit"), json!({})).await.expect(200);
    let _ = app.operator().post(&format!("{path}/timesheets/2027-01-04/approve"), json!({})).await.expect(200);
    engagement
}

#[tokio::test]
async fn a_report_of_many_records_comes_whole_in_pages_of_any_size() {
    // F47, F53
    let app = given::app().await;
    let client = given::client(&app).await;
    let role = with(bodies::hourly_project(&client), "/roles/0/headcount", 40);
    let project = app.operator().post("/projects", role).await.expect(201).id();
    let mut engagements = Vec::new();
    for _ in 0..HIRED {
        engagements.push(hire(&app, &project).await);
    }
    app.set_clock("2027-02-01T00:05:00Z");
    // All are unbilled, an hour at AUD 60.00 each; then some are owed, with GST.
    for limit in [1, 7, 33, 100] {
        let (items, pages, sums) = all_of(&app, &format!("/reports/unbilled?as_of=2027-01-31&limit={limit}"), "engagements").await;
        assert_eq!((items.len(), distinct(&items, "engagement_id"), pages), (HIRED, HIRED, HIRED.div_ceil(limit)), "{limit}");
        assert_eq!(
            (&sums[0]["approved"]["amount"], &sums[0]["approved_minutes"], sums.as_array().map(Vec::len)),
            (&json!("1980.00"), &json!(1980), Some(1))
        );
    }
    for engagement in &engagements[..INVOICED] {
        let body = json!({ "engagement_id": engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
        let _ = app.operator().post("/invoices", body).await.expect(201);
    }
    let (items, _, sums) = all_of(&app, "/reports/unbilled?as_of=2027-01-31&limit=5", "engagements").await;
    assert_eq!((items.len(), &sums[0]["approved"]["amount"]), (HIRED - INVOICED, &json!("1260.00")));
    let (items, pages, _) = all_of(&app, "/reports/margins?month=2027-01&limit=5", "engagements").await;
    assert_eq!((items.len(), pages), (HIRED, HIRED.div_ceil(5)));
    // Ten more clients owe an invoice each: AUD 66.00, where the first one owes twelve of them.
    for _ in 0..10 {
        let hired = given::engagement(&app).await;
        let _ = given::time(&app, &hired, "2027-01-11", 60).await;
        let sheet = hired.timesheet("2027-01-11");
        let _ = app.developer(&hired.developer).post(&format!("{sheet}/submit"), json!({})).await.expect(200);
        let _ = app.client(&hired.client).post(&format!("{sheet}/approve"), json!({})).await.expect(200);
        let body = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
        let _ = app.operator().post("/invoices", body).await.expect(201);
    }
    for limit in [1, 3, 11, 100] {
        let (items, pages, sums) = all_of(&app, &format!("/reports/ageing?as_of=2027-02-20&limit={limit}"), "clients").await;
        assert_eq!((items.len(), distinct(&items, "client_id"), pages), (11, 11, 11_usize.div_ceil(limit)), "{limit}");
        let own = items.iter().find(|item| item["client_id"] == json!(client)).expect("the first client");
        assert_eq!((&own["days_1_30"]["amount"], &sums[0]["total"]["amount"]), (&json!("792.00"), &json!("1452.00")));
    }
    let cursor = app.operator().get("/reports/ageing?as_of=2027-02-20&limit=1").await.expect(200).body["next_cursor"].clone();
    let cursor = cursor.as_str().expect("a cursor");
    for place in ["/reports/ageing?as_of=2027-02-21", "/reports/unbilled?as_of=2027-02-20"] {
        let _ = app.operator().get(&format!("{place}&cursor={cursor}")).await.expect_problem(400, "bad-cursor");
    }
}
