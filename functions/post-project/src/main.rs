//! Serves `post-project` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    muster::lambda::serve(post_project::routes()).await
}
