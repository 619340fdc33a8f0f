//! Serves `register-developer` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    muster::lambda::serve(register_developer::routes()).await
}
