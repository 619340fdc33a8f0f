//! The table of the template is the table that everything runs on.

use std::collections::BTreeSet;

use muster_local::engine::{Engine, TABLE};
use serde_json::{Value, json};

use crate::{template, tree};

fn declared() -> Value {
    template::template()["Resources"]["Table"]["Properties"].clone()
}

/// One call in DynamoDB's own protocol: the engine looks for a signature but verifies none.
async fn ask(engine: &Engine, action: &str) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client without TLS needs nothing");
    let signature = "AWS4-HMAC-SHA256 Credential=a/20270101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=b";
    let response = http
        .post(engine.endpoint())
        .header("x-amz-target", format!("DynamoDB_20120810.{action}"))
        .header("x-amz-date", "20270101T000000Z")
        .header("authorization", signature)
        .header("content-type", "application/x-amz-json-1.0")
        .body(json!({ "TableName": TABLE }).to_string());
    let reply = muster_tests::Reply::of(response).await.expect(200);
    reply.body
}

/// The entries of an array in one order, so that two arrays can be compared as sets.
fn sorted(value: &Value) -> Vec<String> {
    let mut entries: Vec<String> = value.as_array().expect("an array").iter().map(Value::to_string).collect();
    entries.sort();
    entries
}

#[tokio::test]
async fn the_local_table_is_the_templates() {
    let engine = Engine::memory(0).await.expect("a store in memory");
    let made = ask(&engine, "DescribeTable").await["Table"].clone();
    let declared = declared();
    assert_eq!(made["KeySchema"], declared["KeySchema"]);
    assert_eq!(sorted(&made["AttributeDefinitions"]), sorted(&declared["AttributeDefinitions"]));
    // Nobody reads a stream here, and the embedded engine would keep all of it.
    assert!(made["StreamSpecification"].is_null() && declared["StreamSpecification"].is_object());
    let indexes = made["GlobalSecondaryIndexes"].as_array().expect("the table has indexes");
    let index =
        |index: &Value| json!({ "IndexName": index["IndexName"], "KeySchema": index["KeySchema"], "Projection": index["Projection"] });
    let indexes: Value = indexes.iter().map(index).collect();
    assert_eq!(sorted(&indexes), sorted(&declared["GlobalSecondaryIndexes"]));
    let expiry = ask(&engine, "DescribeTimeToLive").await;
    assert_eq!(expiry["TimeToLiveDescription"]["AttributeName"], declared["TimeToLiveSpecification"]["AttributeName"]);
    engine.stop().await;
}

#[test]
fn every_index_of_the_template_is_used_and_every_index_used_is_there() {
    let declared = declared();
    let indexes = declared["GlobalSecondaryIndexes"].as_array().expect("the table has indexes");
    let there: BTreeSet<String> = indexes.iter().filter_map(|index| index["IndexName"].as_str()).map(str::to_owned).collect();
    let keys = tree::read("shared/src/store/key.rs");
    // Each arm of `Index::name`.
    let arms = keys.split("Self::").skip(1).filter_map(|arm| arm.split_once("=> \"")).filter_map(|(_, rest)| rest.split('"').next());
    let used: BTreeSet<String> = arms.map(str::to_owned).collect();
    assert_eq!(used, there, "Index::name() in shared/src/store/key.rs against template.yaml");
    for index in indexes {
        let name = index["IndexName"].as_str().expect("an index has a name");
        let attributes: Vec<&str> =
            index["KeySchema"].as_array().into_iter().flatten().filter_map(|key| key["AttributeName"].as_str()).collect();
        assert_eq!(attributes, [format!("{name}pk"), format!("{name}sk")], "the store writes an index's keys under these names");
    }
}

#[test]
fn the_table_is_kept_recoverable_and_encrypted() {
    let table = template::template()["Resources"]["Table"].clone();
    assert_eq!(table["DeletionPolicy"], "Retain");
    assert_eq!(table["UpdateReplacePolicy"], "Retain");
    assert_eq!(table["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
    assert_eq!(table["Properties"]["SSESpecification"]["SSEEnabled"], true);
    assert_eq!(template::tagged(&table["Properties"]["DeletionProtectionEnabled"], "Ref"), Some("DeletionProtection"));
}
