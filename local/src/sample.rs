//! Sample data for a new store, sent through the API as its users would send it: the operator registers and offers, clients post
//! and approve, developers accept and log.
//!
//! What is sent stands in `data/`; every person and company in it is invented. All dates are counted from the server's present
//! day, and nothing is random.

mod accounts;
mod api;
mod developers;
mod hire;
mod projects;
mod reference;
mod time;

use lambda_http::Error;

pub use accounts::{Accounts, accounts};

use api::Api;

/// Fills a new store. `base_url` has no slash at its end; `operator_token` is a bearer token of an operator.
///
/// # Errors
/// A request was refused: the sample data and the API disagree.
pub async fn load(base_url: &str, operator_token: &str) -> Result<(), Error> {
    let api = Api::new(base_url)?;
    let operator = api.session(operator_token);
    let now = api.now().await?;
    reference::load_rates(&operator, now).await?;
    reference::load_sellers(&operator, now).await?;
    let clients = reference::load_clients(&operator).await?;
    developers::load(&operator, now).await?;
    let hires = projects::load(&api, &operator, &clients, now).await?;
    hire::work_and_bill(&hires, &operator, now).await
}
