//! What an answer leads to: the requests whose path is made of its fields.

use serde_json::{Map, Value, json};

use super::{each_operation, object};

/// An operation, the pointers into its reply that fill the path's parameters, and the operations that it leads to.
type Link = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// From an operation's success to what can be done next.
const LINKS: [Link; 26] = [
    ("registerDeveloper", &[("developer_id", "/id")], &["findDeveloper", "vetDeveloper", "pauseDeveloper"]),
    ("vetDeveloper", &[("developer_id", "/id")], &["findDeveloper", "pauseDeveloper"]),
    ("pauseDeveloper", &[("developer_id", "/id")], &["findDeveloper", "resumeDeveloper"]),
    ("listDevelopers", &[("developer_id", "/items/0/id")], &["findDeveloper", "vetDeveloper"]),
    ("registerClient", &[("client_id", "/id")], &["findClient"]),
    ("listClients", &[("client_id", "/items/0/id")], &["findClient"]),
    ("setSeller", &[("seller_id", "/id")], &["findSeller"]),
    ("setExchangeRates", &[("date", "/date")], &["findExchangeRates"]),
    ("postProject", &[("project_id", "/id")], &["findProject", "matchDevelopers", "cancelProject"]),
    ("listProjects", &[("project_id", "/items/0/id")], &["findProject", "matchDevelopers", "findMatch"]),
    ("matchDevelopers", &[("project_id", "/project_id")], &["findMatch", "findProject"]),
    ("offerEngagement", &[("engagement_id", "/id")], &["findEngagement", "acceptEngagement", "declineEngagement", "withdrawEngagement"]),
    ("listEngagements", &[("engagement_id", "/items/0/id")], &["findEngagement", "logTime", "listTime"]),
    (
        "listTimesheets",
        &[("engagement_id", "/items/0/engagement_id"), ("start", "/items/0/start")],
        &["findTimesheet", "submitTimesheet", "approveTimesheet", "rejectTimesheet", "reopenTimesheet"],
    ),
    (
        "findTimesheet",
        &[("engagement_id", "/engagement_id"), ("start", "/start")],
        &["submitTimesheet", "approveTimesheet", "rejectTimesheet", "reopenTimesheet"],
    ),
    ("issueInvoice", &[("invoice_id", "/id")], &["findInvoice", "showInvoice", "listInvoicePayments", "recordPayment", "creditInvoice"]),
    (
        "listInvoices",
        &[("invoice_id", "/items/0/id")],
        &["findInvoice", "showInvoice", "listInvoicePayments", "recordPayment", "creditInvoice"],
    ),
    ("recordPayment", &[("invoice_id", "/invoice_id")], &["findInvoice", "listInvoicePayments"]),
    ("recordClientPayment", &[("payment_id", "/id")], &["findPayment", "reversePayment"]),
    ("refundClient", &[("payment_id", "/id")], &["findPayment"]),
    ("listPayments", &[("payment_id", "/items/0/id")], &["findPayment", "reversePayment"]),
    ("creditInvoice", &[("credit_note_id", "/id")], &["findCreditNote", "showCreditNote"]),
    ("listCreditNotes", &[("credit_note_id", "/items/0/id")], &["findCreditNote", "showCreditNote"]),
    ("setSelfBilling", &[("developer_id", "/developer_id"), ("seller_id", "/seller_id")], &["findSelfBilling", "deleteSelfBilling"]),
    (
        "listSelfBilledInvoices",
        &[("developer_id", "/items/0/developer_id"), ("invoice_id", "/items/0/id")],
        &["findSelfBilledInvoice", "showSelfBilledInvoice"],
    ),
    ("listBillingRuns", &[("run_id", "/items/0/run_id")], &["findBillingRun", "listBillingResults"]),
];

/// Adds the links to the answers they start from.
pub(super) fn add(document: &mut Value) {
    let mut added = 0;
    each_operation(document, |_, _, operation| {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        for (_, parameters, targets) in LINKS.iter().filter(|(from, _, _)| *from == id) {
            added += 1;
            let parameters: Map<String, Value> =
                parameters.iter().map(|(name, pointer)| ((*name).to_owned(), format!("$response.body#{pointer}").into())).collect();
            let links: Map<String, Value> =
                targets.iter().map(|to| ((*to).to_owned(), json!({ "operationId": to, "parameters": parameters }))).collect();
            let successes = object(&mut operation["responses"]).iter_mut().filter(|(status, _)| status.starts_with('2'));
            successes.for_each(|(_, response)| response["links"] = links.clone().into());
        }
    });
    assert_eq!(added, LINKS.len(), "a link starts from an operation that does not exist");
}
