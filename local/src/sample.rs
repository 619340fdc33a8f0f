//! Sample data for a new store, sent through the API as its users would send it.

use lambda_http::Error;

/// Accounts of the store for which the server's greeting shows tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    /// A client's id.
    pub client: Option<String>,
    /// A developer's id.
    pub developer: Option<String>,
}

/// Fills a new store. `base_url` has no slash at its end; `operator_token` is a bearer token of an operator.
///
/// # Errors
/// A request was refused: the sample data and the API disagree.
pub async fn load(base_url: &str, operator_token: &str) -> Result<(), Error> {
    // There are no functions yet whose records could be made.
    let _ = (base_url, operator_token);
    Ok(())
}

/// A client and a developer among those in the store, new or old; none where there are none.
///
/// # Errors
/// The API does not answer.
pub async fn accounts(base_url: &str, operator_token: &str) -> Result<Accounts, Error> {
    // There are no functions yet that could be asked.
    let _ = (base_url, operator_token);
    Ok(Accounts::default())
}
