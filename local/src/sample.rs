//! Sample data for a new store, sent through the API as its users would send it.

use lambda_http::Error;

/// Fills a new store. `base_url` has no slash at its end; `operator_token` is a bearer token of an operator.
///
/// # Errors
/// A request was refused: the sample data and the API disagree.
pub async fn load(base_url: &str, operator_token: &str) -> Result<(), Error> {
    // There are no functions yet whose records could be made.
    let _ = (base_url, operator_token);
    Ok(())
}
