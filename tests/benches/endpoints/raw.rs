//! The same engine without Muster: what a plain call through the SDK takes.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_http_client::Builder;
use muster_local::engine::TABLE;
use muster_tests::TestApp;

use crate::READING;
use crate::load::{Load, Outcome, load};

/// The table, without the store around it.
pub(crate) struct Table(Client);

impl Table {
    pub(crate) fn new(app: &TestApp) -> Self {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("local"))
            .credentials_provider(Credentials::new("local", "local", None, None, "benchmark"))
            .endpoint_url(app.server().engine().endpoint())
            .http_client(Builder::new().build_http());
        Self(Client::from_conf(config.build()))
    }

    pub(crate) async fn gets(&self, callers: usize, most: usize) -> Load {
        self.0.put_item().table_name(TABLE).set_item(Some(item(0))).send().await.expect("an item is put");
        let client = self.0.clone();
        load(callers, READING, (0..most).collect(), move |_| {
            let get = client.get_item().table_name(TABLE).set_key(Some(key(0))).consistent_read(true);
            async move { outcome(get.send().await) }
        })
        .await
    }

    pub(crate) async fn puts(&self, callers: usize, most: usize) -> Load {
        let client = self.0.clone();
        load(callers, READING, (1..=most).collect(), move |number| {
            let put = client.put_item().table_name(TABLE).set_item(Some(item(number)));
            async move { outcome(put.send().await) }
        })
        .await
    }
}

fn outcome<T, E: ToString>(result: Result<T, E>) -> Outcome {
    match result {
        Ok(_) => Outcome { status: 200, fault: None },
        Err(error) => Outcome { status: 500, fault: Some(error.to_string()) },
    }
}

fn key(number: usize) -> HashMap<String, AttributeValue> {
    let text = |text: String| AttributeValue::S(text);
    HashMap::from([("pk".to_owned(), text(format!("raw-{number}"))), ("sk".to_owned(), text("raw".to_owned()))])
}

/// An item of about 1 KB.
fn item(number: usize) -> HashMap<String, AttributeValue> {
    let mut item = key(number);
    item.insert("text".to_owned(), AttributeValue::S("x".repeat(1_000)));
    item
}
