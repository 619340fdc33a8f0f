//! Whom and what the server's greeting shows, looked up in whatever store there is.

use lambda_http::Error;
use serde_json::Value;

use super::api::{Api, Session};

/// Accounts and records of the store for which the server's greeting shows tokens and links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    /// A client's id; one with an invoice, where there is one.
    pub client: Option<String>,
    /// A developer's id; one whose time is on that invoice, where there is one.
    pub developer: Option<String>,
    /// An invoice of the client.
    pub invoice: Option<String>,
    /// The engagement that the invoice is of.
    pub engagement: Option<String>,
    /// The engagement's project.
    pub project: Option<String>,
}

/// A client and a developer among those in the store, new or old; none where there are none.
///
/// # Errors
/// The API does not answer.
pub async fn accounts(base_url: &str, operator_token: &str) -> Result<Accounts, Error> {
    let operator = Api::new(base_url)?.session(operator_token);
    let invoices = operator.get("/invoices?limit=100").await?;
    let items = invoices["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    // One that nothing was paid of has the most to be tried on.
    let Some(invoice) = items.iter().find(|invoice| invoice["status"] == "issued").or(items.first()) else {
        return without_invoice(&operator).await;
    };
    let engagement = known(&invoice["lines"][0]["engagement_id"]);
    let project = match &engagement {
        Some(id) => known(&operator.get(&format!("/engagements/{id}")).await?["project_id"]),
        None => None,
    };
    let developer = known(&invoice["lines"][0]["developer_id"]);
    Ok(Accounts { client: known(&invoice["client_id"]), developer, invoice: known(&invoice["id"]), engagement, project })
}

async fn without_invoice(operator: &Session) -> Result<Accounts, Error> {
    let first = async |path: &str| Ok::<_, Error>(known(&operator.get(path).await?["items"][0]["id"]));
    Ok(Accounts { client: first("/clients?limit=1").await?, developer: first("/developers?limit=1").await?, ..Accounts::default() })
}

fn known(value: &Value) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}
