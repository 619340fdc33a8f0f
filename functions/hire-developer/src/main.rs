//! Serves `hire-developer` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    muster::lambda::serve(hire_developer::routes()).await
}
