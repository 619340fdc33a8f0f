//! How the table is reached: over TLS on AWS, over plain HTTP where an endpoint is given.

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;

use super::Store;
use super::meter::Counting;

/// The roots that Amazon's services chain to. Parsing these few instead of the system's hundreds is most of a cold start saved.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

impl Store {
    /// A table on AWS, with the credentials and region of the environment. Without an `endpoint` it is the region's, or the one that
    /// `AWS_ENDPOINT_URL_DYNAMODB` names, which may be plain HTTP. `interceptors` see every call.
    pub async fn on_aws(table: &str, endpoint: Option<&str>, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> Self {
        let trust = TrustStore::empty().with_native_roots(false).with_pem_certificate(AMAZON_ROOTS);
        let tls = TlsContext::builder().with_trust_store(trust).build().expect("the roots are part of the program");
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(tls).build_https();
        let environment = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
        let mut config =
            aws_sdk_dynamodb::config::Builder::from(&environment).interceptor(Counting).retry_config(retries()).timeout_config(timeouts());
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        for interceptor in interceptors {
            config = config.interceptor(interceptor);
        }
        Self { client: aws_sdk_dynamodb::Client::from_conf(config.build()), table: table.to_owned() }
    }

    /// A table behind a plain HTTP endpoint: an embedded or emulated engine on this machine. `interceptors` see every call,
    /// which is how tests make the table fail.
    #[must_use]
    pub fn at_endpoint(endpoint: &str, table: &str, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> Self {
        let mut config = aws_sdk_dynamodb::config::Builder::new()
            .behavior_version(BehaviorVersion::latest())
            // An engine that minds the region at all knows this one.
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::for_tests())
            .endpoint_url(endpoint)
            .http_client(Builder::new().build_http())
            .interceptor(Counting)
            .retry_config(retries())
            .timeout_config(local_timeouts());
        for interceptor in interceptors {
            config = config.interceptor(interceptor);
        }
        Self { client: aws_sdk_dynamodb::Client::from_conf(config.build()), table: table.to_owned() }
    }

    /// The same table, each of whose calls is waited for that long: for an emulated engine that is slow.
    #[must_use]
    pub fn waiting(self, longest: Duration) -> Self {
        let timeouts = TimeoutConfig::builder().operation_attempt_timeout(longest).operation_timeout(longest).build();
        let config = self.client.config().to_builder().timeout_config(timeouts).build();
        Self { client: aws_sdk_dynamodb::Client::from_conf(config), ..self }
    }

    /// The same table, each of whose calls this interceptor sees too, after all others.
    #[must_use]
    pub fn seen_by(self, interceptor: SharedInterceptor) -> Self {
        let config = self.client.config().to_builder().interceptor(interceptor).build();
        Self { client: aws_sdk_dynamodb::Client::from_conf(config), ..self }
    }
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(4).with_initial_backoff(Duration::from_millis(50))
}

/// Below a function's own time, so that a dead connection is replaced and not waited for.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(1_500)).operation_timeout(Duration::from_secs(6)).build()
}

/// An engine on this machine shares its processors with those who ask it, and answers one call at a time. A call that waits is
/// then waiting its turn: to ask again would only make the queue longer. It is given up before the gateway is.
fn local_timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(20)).operation_timeout(Duration::from_secs(25)).build()
}
