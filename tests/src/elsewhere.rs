//! Another engine than the embedded one. `MUSTER_TEST_ENDPOINT` names it, and each test then has a table of its own there, made from
//! `template.yaml` by a plain `CreateTable` and deleted at the test's end.
//!
//! An `http://` endpoint is an emulator: it is called with credentials that mean nothing, and it need not isolate transactions (moto
//! does not, and ignores their tokens): a test that races says so by [`must_isolate`](crate::TestApp::must_isolate), fails there, and
//! is left out by `.ci/moto`. It may be slow, too, and is waited for longer: moto copies the whole table for each transaction.
//! An `https://` endpoint is AWS: it is called with the environment's credentials and region. Its indexes lag by some milliseconds,
//! so a test that lists what it has just written may find less there.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, Projection, ProjectionType, TableStatus,
};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use muster::store::Store;
use muster_local::template::{TEMPLATE, Template};
use serde_json::Value;

/// How long an emulator may take for an answer; the local gateway gives up soon after.
const EMULATORS_TIME: Duration = Duration::from_secs(25);

/// A test's own table on the engine that the environment names.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub(crate) endpoint: String,
    pub(crate) table: String,
}

impl Elsewhere {
    /// Makes a table of this name, if the environment names an engine.
    pub(crate) async fn from_environment(table: String) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says by it which engine they run on")]
        let endpoint = std::env::var("MUSTER_TEST_ENDPOINT").ok().filter(|endpoint| !endpoint.is_empty())?;
        create(&client(&endpoint).await, &table).await;
        Some(Self { endpoint, table })
    }

    /// The table, as functions use it.
    pub(crate) async fn store(&self, interceptors: Vec<SharedInterceptor>) -> Store {
        if is_aws(&self.endpoint) {
            Store::on_aws(&self.table, Some(&self.endpoint), interceptors).await
        } else {
            Store::at_endpoint(&self.endpoint, &self.table, interceptors).waiting(EMULATORS_TIME)
        }
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let Self { endpoint, table } = &*self;
        // A thread and a runtime of its own: the test's own can't wait here.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime of one thread");
                let deleted = runtime.block_on(async { client(endpoint).await.delete_table().table_name(table).send().await });
                if let Err(error) = deleted {
                    eprintln!("the table {table} is left at {endpoint}: {error:?}");
                }
            });
        });
    }
}

/// Whether an endpoint is AWS itself.
pub(crate) fn is_aws(endpoint: &str) -> bool {
    endpoint.starts_with("https://")
}

/// A client for what no function may do: making and deleting tables, and breaking records.
pub(crate) async fn client(endpoint: &str) -> Client {
    let config = aws_config::defaults(BehaviorVersion::latest()).endpoint_url(endpoint);
    let config = if is_aws(endpoint) {
        config.http_client(Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https())
    } else {
        let config = config.http_client(Builder::new().build_http());
        config.region(Region::from_static("us-east-1")).credentials_provider(Credentials::for_tests())
    };
    Client::new(&config.load().await)
}

async fn create(client: &Client, table: &str) {
    let schema = Template::parse(TEMPLATE).and_then(|template| template.table()).expect("the template has a table").create;
    let each = |value: &Value| value.as_array().expect("an array").clone();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_else(|| panic!("{name} of {value}")).to_owned();
    let keys = |value: &Value| {
        let keys = each(&value["KeySchema"]).into_iter().map(|key| {
            let element =
                KeySchemaElement::builder().attribute_name(text(&key, "AttributeName")).key_type(text(&key, "KeyType").as_str().into());
            element.build().expect("a key")
        });
        keys.collect::<Vec<_>>()
    };
    let attributes = each(&schema["AttributeDefinitions"]).into_iter().map(|attribute| {
        let kind = text(&attribute, "AttributeType").as_str().into();
        AttributeDefinition::builder().attribute_name(text(&attribute, "AttributeName")).attribute_type(kind).build().expect("an attribute")
    });
    let indexes = each(&schema["GlobalSecondaryIndexes"]).into_iter().map(|index| {
        let projection = Projection::builder().projection_type(ProjectionType::All).build();
        let named = GlobalSecondaryIndex::builder().index_name(text(&index, "IndexName"));
        named.set_key_schema(Some(keys(&index))).projection(projection).build().expect("an index")
    });
    let made = client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.collect()))
        .set_key_schema(Some(keys(&schema)))
        .set_global_secondary_indexes(Some(indexes.collect()))
        .send()
        .await;
    let _ = made.unwrap_or_else(|error| panic!("{table} can't be made: {error:?}"));
    let mut status = None;
    while status != Some(TableStatus::Active) {
        tokio::time::sleep(Duration::from_millis(if status.is_some() { 500 } else { 0 })).await;
        let described = client.describe_table().table_name(table).send().await.expect("the table was just made");
        status = described.table.and_then(|table| table.table_status);
    }
}
