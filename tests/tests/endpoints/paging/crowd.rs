//! Ten thousand records of one millisecond.

use std::collections::BTreeSet;

use muster_tests::bodies::{self, with};
use muster_tests::raw_table::{copy, numbered};
use muster_tests::{TestApp, given};
use serde_json::json;

const CROWD: usize = 10_000;
/// The number of the one that lives elsewhere.
const KIWI: usize = 3_000;

/// Makes copies of a developer that the API made, one of them of a developer in New Zealand; the millisecond that all have.
async fn crowd(app: &TestApp) -> String {
    let register = async |country: &str| app.operator().post("/developers", with(bodies::developer(), "/country", country)).await;
    let (usual, kiwi) = (register("IN").await.expect(201).id(), register("NZ").await.expect(201).id());
    let table = app.raw_table().await;
    let of = async |id: &str| table.items_of(id).await.into_iter().next().expect("its record");
    let (usual_item, kiwi_item) = (of(&usual).await, of(&kiwi).await);
    let item = |number| {
        let (item, id) = if number == KIWI { (&kiwi_item, &kiwi) } else { (&usual_item, &usual) };
        copy(item, id, &numbered(&usual, number))
    };
    table.put_all((0..CROWD).map(item).collect()).await;
    table.delete_all([usual.clone(), kiwi].map(|id| (id, "developer".to_owned()))).await;
    usual
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_of_one_millisecond_come_once_each_and_one_of_them_is_found() {
    // F53, F54
    let app = TestApp::start().await;
    let like = crowd(&app).await;
    let all: BTreeSet<String> = (0..CROWD).map(|number| numbered(&like, number)).collect();
    let (items, _) = given::all_pages(&app.operator(), "/developers?limit=100").await;
    let ids: BTreeSet<String> = items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(items.len(), CROWD);
    assert!(ids == all);
    // Four pages of the store's are all that one call reads: most calls find nobody and say where to go on.
    let (mut cursor, mut empty) = (String::new(), 0);
    loop {
        let page = app.operator().get(&format!("/developers?country=NZ&limit=100{cursor}")).await.expect(200).body;
        cursor = format!("&cursor={}", page["next_cursor"].as_str().expect("there is more"));
        let found = page["items"].as_array().expect("a list");
        if let Some(one) = found.first() {
            assert_eq!((found.len(), &one["id"]), (1, &json!(numbered(&like, KIWI))));
            break;
        }
        empty += 1;
    }
    assert!((KIWI / 400..CROWD / 100).contains(&empty), "{empty} empty pages");
}
