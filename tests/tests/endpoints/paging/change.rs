//! Lists that change while they are read: whatever is there from beginning to end comes exactly once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use muster_local::server::Options;
use muster_tests::bodies::{self, with};
use muster_tests::neighbour::now;
use muster_tests::raw_table::{Item, RawTable, copy, numbered, text};
use muster_tests::{Caller, Neighbour, TestApp, given};
use serde_json::json;

/// Page sizes, and how many records there are at first: those of even numbers stay, the others go one after the other.
const LISTS: [(u16, usize); 3] = [(1, 24), (7, 60), (100, 240)];
/// Room between two numbers for records that are added later.
const STEP: usize = 10;

/// Copies of a record that the API made.
#[derive(Clone)]
struct Copies {
    table: RawTable,
    id: String,
    items: Vec<Item>,
    count: usize,
}

impl Copies {
    /// Puts all that there are at first in the place of the one that is copied.
    async fn of(app: &TestApp, id: String, count: usize) -> Self {
        let table = app.raw_table().await;
        let items = table.items_of(&id).await;
        let copies = Self { table, id, items, count };
        let all = (1..=count).flat_map(|number| copies.record(number * STEP)).collect();
        copies.table.put_all(all).await;
        copies.table.delete_all(copies.items.iter().map(key)).await;
        copies
    }

    fn record(&self, number: usize) -> Vec<Item> {
        let other = numbered(&self.id, number);
        self.items.iter().map(|item| copy(item, &self.id, &other)).collect()
    }

    /// Around a place, deletes what doesn't stay and adds a record just before and just after it.
    async fn change_around(&self, number: usize) {
        let place = number / STEP;
        let gone = (place.saturating_sub(1)..=place + 2).filter(|place| place % 2 == 1).flat_map(|place| self.record(place * STEP));
        let gone: Vec<_> = gone.map(|item| key(&item)).collect();
        self.table.delete_all(gone).await;
        let added = [(place * STEP).saturating_sub(3), place * STEP + 3].into_iter().flat_map(|number| self.record(number));
        self.table.put_all(added.collect()).await;
    }

    /// The records that stay came once each, and none came twice.
    #[track_caller]
    fn check(&self, ids: &[String], of_those: impl Fn(usize) -> bool) {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for id in ids {
            *times.entry(id).or_default() += 1;
        }
        assert_eq!(times.iter().find(|(_, times)| **times > 1), None);
        for place in (1..=self.count).filter(|place| place % 2 == 0 && of_those(*place)) {
            let id = numbered(&self.id, place * STEP);
            assert!(times.contains_key(id.as_str()), "{id} is missing");
        }
    }
}

fn key(item: &Item) -> (String, String) {
    (text(item, "pk"), text(item, "sk"))
}

fn number_of(id: &str) -> usize {
    id[id.len() - 16..].parse().expect("a copy's number")
}

/// Reads a list page by page and changes it around the end of each page; the ids that came.
async fn read_while_it_changes(caller: &Caller, path: &str, copies: &Copies) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller.get(&format!("{path}{cursor}")).await.expect(200).body;
        ids.extend(page["items"].as_array().expect("a list").iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { return ids };
        cursor = format!("&cursor={next}");
        if let Some(last) = ids.last() {
            copies.change_around(number_of(last)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_comes_once_while_others_come_and_go_between_pages() {
    // F53
    for (limit, count) in LISTS {
        let app = given::app().await;
        let developer = app.operator().post("/developers", bodies::developer()).await.expect(201).id();
        let developers = Copies::of(&app, developer, count).await;
        let ids = read_while_it_changes(&app.operator(), &format!("/developers?limit={limit}"), &developers).await;
        developers.check(&ids, |_| true);
        let client = given::client(&app).await;
        let projects = Copies::of(&app, given::project(&app, &client).await, count).await;
        for caller in [app.client(&client), app.operator()] {
            let ids = read_while_it_changes(&caller, &format!("/projects?limit={limit}"), &projects).await;
            projects.check(&ids, |_| true);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_stays_and_passes_the_filter_comes_once_while_others_commit_between_the_stores_pages() {
    for (limit, count) in LISTS {
        let copies: Arc<OnceLock<Copies>> = Arc::default();
        let (shared, commits) = (copies.clone(), Arc::new(AtomicUsize::new(0)));
        let counted = commits.clone();
        let neighbour = Neighbour::interceptor(move |operation, body| {
            let start = (operation == "Query").then(|| body.split("\"ExclusiveStartKey\"").nth(1)).flatten();
            let Some((copies, start)) = shared.get().zip(start) else { return };
            let prefix = &copies.id[..copies.id.len() - 16];
            let Some(at) = start.find(prefix) else { return };
            counted.fetch_add(1, Ordering::SeqCst);
            now(copies.change_around(number_of(&start[at..at + copies.id.len()])));
        });
        let app = TestApp::start_with(Options { interceptors: vec![neighbour], ..Options::default() }).await;
        let register = async |country: &str| app.operator().post("/developers", with(bodies::developer(), "/country", country)).await;
        let developers = Copies::of(&app, register("IN").await.expect(201).id(), count).await;
        let kiwi = register("NZ").await.expect(201).id();
        let kiwi_items = developers.table.items_of(&kiwi).await;
        // Every sixth of them lives in New Zealand.
        let kiwis = (1..=count).filter(|place| place % 6 == 0).flat_map(|place| {
            let other = numbered(&developers.id, place * STEP);
            kiwi_items.iter().map(|item| copy(item, &kiwi, &other)).collect::<Vec<_>>()
        });
        developers.table.put_all(kiwis.collect()).await;
        developers.table.delete_all(kiwi_items.iter().map(key)).await;
        copies.set(developers.clone()).unwrap_or_else(|_| panic!("it is set once"));
        let (found, _) = given::all_pages(&app.operator(), &format!("/developers?country=NZ&limit={limit}")).await;
        let ids: Vec<String> = found.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect();
        developers.check(&ids, |place| place % 6 == 0);
        assert!(commits.load(Ordering::SeqCst) > 0);
    }
}

#[tokio::test]
async fn time_entries_come_once_while_earlier_weeks_are_begun() {
    let app = given::app().await;
    let hired = given::engagement(&app).await;
    let mut logged = Vec::new();
    for date in ["2027-01-18", "2027-01-19", "2027-01-20", "2027-01-25", "2027-01-26"] {
        logged.push(given::time(&app, &hired, date, 60).await.id());
    }
    for (limit, begun) in [(1, ["2027-01-04", "2027-01-05"]), (2, ["2027-01-11", "2027-01-12"])] {
        let (mut ids, mut cursor, mut begun) = (Vec::new(), String::new(), begun.into_iter());
        loop {
            let page =
                app.developer(&hired.developer).get(&format!("{}?limit={limit}{cursor}", hired.time_entries())).await.expect(200).body;
            let items = page["items"].as_array().expect("a list");
            assert!(items.len() <= limit);
            ids.extend(items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
            if let Some(date) = begun.next() {
                let _ = given::time(&app, &hired, date, 60).await;
            }
        }
        let stayed: Vec<&String> = ids.iter().filter(|id| logged.contains(id)).collect();
        assert_eq!(stayed, logged.iter().collect::<Vec<_>>(), "page size {limit}");
    }
    let body = json!({ "date": "2027-01-04", "minutes": 30 });
    let _ = app.developer(&hired.developer).post(&hired.time_entries(), body).await.expect(201);
}
