//! Serves `describe-api` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    muster::lambda::serve(describe_api::routes()).await
}
