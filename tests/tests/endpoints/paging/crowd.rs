//! Ten thousand records of one millisecond.

use std::collections::BTreeSet;

use muster_tests::bodies::{self, with};
use muster_tests::raw_table::{copy, numbered};
use muster_tests::{TestApp, given};

const CROWD: usize = 10_000;
/// The number of the one that lives elsewhere.
const KIWI: usize = 9_500;

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
    let first = app.operator().get("/developers?country=NZ&limit=100").await.expect(200).body;
    assert_eq!(first["items"].as_array().map(Vec::len), Some(0));
    assert!(first["next_cursor"].is_string());
    let (found, pages) = given::all_pages(&app.operator(), "/developers?country=NZ&limit=100").await;
    assert_eq!(found.iter().map(|item| &item["id"]).collect::<Vec<_>>(), [&numbered(&like, KIWI)]);
    assert!(pages >= CROWD / 100 / 4, "{pages} pages");
}
