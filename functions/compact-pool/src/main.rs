//! Serves `compact-pool` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    muster::lambda::serve_events(compact_pool::run).await
}
