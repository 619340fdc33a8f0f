//! Electronic forms: what an invoice and a credit note are given as, to whom, and why not.

use muster_tests::{Caller, Reply, TestApp, bodies, given};
use reqwest::Method;
use serde_json::{Value, json};

async fn accepting(caller: &Caller, path: &str, accept: &str) -> Reply {
    Reply::of(caller.request(Method::GET, path).header("accept", accept)).await
}

/// Someone whose January was invoiced, and the path of the invoice.
async fn invoiced(app: &TestApp) -> (given::Hired, String) {
    let hired = given::engagement(app).await;
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let january = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let invoice = app.operator().post("/invoices", january).await.expect(201).id();
    (hired, format!("/invoices/{invoice}"))
}

fn place(kind: &str, reply: &Reply) -> String {
    format!("/{kind}/{}", reply.id())
}

#[tokio::test]
async fn an_invoice_is_given_as_ubl_to_those_whose_it_is_and_always_the_same() {
    // F59, F60
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let xml = format!("{invoice}/xml");
    let client = app.client(&hired.client);
    let first = client.get(&xml).await.expect(200);
    assert_eq!((first.header("content-type"), first.header("vary")), ("application/xml", "Authorization, Accept"));
    let text = first.text();
    for part in [
        "<cbc:CustomizationID>urn:peppol:pint:billing-1@aunz-1</cbc:CustomizationID>",
        "<cbc:ID>MU-2026-00001</cbc:ID>",
        "<cbc:EndpointID schemeID=\"0151\">51824753556</cbc:EndpointID>",
        "<cbc:InvoicedQuantity unitCode=\"HUR\">8</cbc:InvoicedQuantity>",
        "<cbc:PayableAmount currencyID=\"AUD\">528.00</cbc:PayableAmount>",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("2800"), "{text}");
    let other = app.client(given::client(&app).await);
    let _ = other.get(&xml).await.expect_problem(404, "not-found");
    let _ = app.developer(&hired.developer).get(&xml).await.expect_problem(403, "forbidden");
    let _ = app.anyone().get(&xml).await.expect(401);

    let paid = json!({ "amount": { "amount": "1.00", "currency": "AUD" }, "received_on": "2027-02-02", "method": "bank transfer" });
    let _ = app.operator().post(&format!("{invoice}/payments"), paid).await.expect(201);
    let moved = json!({ "name": "Another", "e_invoice": { "scheme": "0060", "id": "123456789" }, "purchase_order": "PO-1" });
    let _ = app.operator().patch(&format!("/clients/{}", hired.client), moved).await.expect(200);
    assert_eq!(app.operator().get(&xml).await.expect(200).bytes, first.bytes);
    let shown = app.operator().get(&invoice).await.expect(200).body;
    assert_eq!((&shown["client"]["e_invoice"], &shown["paid"]["amount"]), (&Value::Null, &json!("1.00")));
}

#[tokio::test]
async fn a_credit_note_names_the_invoice_that_it_credits() {
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let note = app.operator().post(&format!("{invoice}/credit-notes"), json!({ "full": true, "reason": "Wrong week" })).await.expect(201);
    let xml = app.client(&hired.client).get(&format!("{}/xml", place("credit-notes", &note))).await.expect(200).text();
    for part in ["<CreditNote ", ">381<", "<cbc:ID>MU-2026-00001</cbc:ID>", "<cbc:PayableAmount currencyID=\"AUD\">528.00<"] {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
    let refused = app.operator().get(&format!("{}/inv01", place("credit-notes", &note))).await.expect_problem(409, "no-electronic-form");
    assert!(refused.body["detail"].as_str().is_some_and(|detail| detail.contains("seller is in AU")), "{}", refused.text());
}

#[tokio::test]
async fn an_indian_seller_reports_its_invoices_and_credit_notes() {
    let app = given::app().await;
    let _ = app.operator().put("/sellers/sel_in", bodies::seller_in()).await.expect(201);
    let invoice = given::january(&app, bodies::client_in(), "INR").await.expect(201);
    let client = app.client(invoice.body["client_id"].as_str().expect("an id"));
    let report = client.get(&format!("{}/inv01", place("invoices", &invoice))).await.expect(200);
    assert_eq!(report.header("content-type"), "application/json");
    let (heading, values) = (&report.body["DocDtls"], &report.body["ValDtls"]);
    assert_eq!(heading, &json!({ "Typ": "INV", "No": "IN/26-27/00001", "Dt": "01/02/2027" }));
    assert_eq!((&report.body["TranDtls"]["SupTyp"], &report.body["BuyerDtls"]["Pos"]), (&json!("B2B"), &json!("27")));
    // The digits as they go out: no reader's float between.
    assert!(report.text().contains(r#""IgstVal":86.40,"RndOffAmt":-0.40,"TotInvVal":566.00"#), "{values}");
    // SHA-256 of 29AAGCB7383J1Z4, 2026-27, INV, IN/26-27/00001.
    assert_eq!(report.body["Irn"], "fcae5302fd899861014b706bdb92f4c9b07277adfc622ded436e19f9ba9aa3d2");

    let demand = json!({ "full": true, "reason": "Wrong week" });
    let note = app.operator().post(&format!("{}/credit-notes", place("invoices", &invoice)), demand).await.expect(201);
    let credited = client.get(&format!("{}/inv01", place("credit-notes", &note))).await.expect(200).body;
    assert_eq!(credited["DocDtls"]["Typ"], "CRN");
    assert_eq!(credited["RefDtls"]["PrecDocDtls"], json!([{ "InvNo": "IN/26-27/00001", "InvDt": "01/02/2027" }]));
    assert_eq!(credited["ValDtls"]["TotInvVal"], json!(566.0));
    assert_eq!(credited["Irn"], "208c7c77d5fcb73f4cabf8655edd44067a71a3b056ce4f2b6c5b9730f5d0b8ce");
    let _ = client.get(&format!("{}/xml", place("invoices", &invoice))).await.expect_problem(409, "no-electronic-form");
}

#[tokio::test]
async fn what_a_form_lacks_is_named_with_its_place() {
    let app = given::app().await;
    let _ = app.operator().put("/exchange-rates/2027-01-29", json!({ "base": "USD", "rates": { "AUD": "1.50" } })).await.expect(201);
    let invoice = given::january(&app, bodies::client_us(), "USD").await.expect(201);
    let refused = app.operator().get(&format!("{}/xml", place("invoices", &invoice))).await.expect_problem(409, "no-electronic-form");
    let pointers: Vec<&Value> = refused.body["errors"].as_array().expect("errors").iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/client/e_invoice"], "{}", refused.text());

    app.set_clock("2026-12-01T00:00:00Z");
    let reachable = bodies::with(bodies::client_us(), "/e_invoice", json!({ "scheme": "0060", "id": "123456789" }));
    let invoice = given::january(&app, reachable, "USD").await.expect(201);
    assert_eq!(invoice.body["client"]["e_invoice"], json!({ "scheme": "0060", "id": "123456789" }));
    let xml = app.operator().get(&format!("{}/xml", place("invoices", &invoice))).await.expect(200).text();
    assert!(xml.contains("<cbc:EndpointID schemeID=\"0060\">123456789</cbc:EndpointID>"), "{xml}");
}

#[tokio::test]
async fn who_prefers_another_form_is_led_to_it() {
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app).await;
    let note = app.operator().post(&format!("{invoice}/credit-notes"), json!({ "full": true, "reason": "Wrong week" })).await.expect(201);
    let client = app.client(&hired.client);
    for path in [invoice, place("credit-notes", &note)] {
        for (accept, form) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
            ("application/xml", "xml"),
            ("application/json;q=0.5, application/xml", "xml"),
            ("application/pdf", "pdf"),
        ] {
            let led = accepting(&client, &path, accept).await.expect(303);
            assert_eq!(
                (led.header("location"), led.header("vary")),
                (format!("{path}/{form}").as_str(), "Authorization, Accept"),
                "{accept}"
            );
            let _ = accepting(&client, led.header("location"), accept).await.expect(200);
        }
        for accept in ["*/*", "application/json", "application/json, text/html", "application/*"] {
            assert_eq!(accepting(&client, &path, accept).await.expect(200).header("content-type"), "application/json", "{accept}");
        }
        let _ = accepting(&client, &path, "image/png").await.expect_problem(406, "not-acceptable");
        let _ = accepting(&client, &format!("{path}/xml"), "text/html").await.expect_problem(406, "not-acceptable");
        let other = app.client(given::client(&app).await);
        let _ = accepting(&other, &path, "text/html").await.expect_problem(404, "not-found");
        let _ = accepting(&app.developer(&hired.developer), &path, "text/html").await.expect_problem(403, "forbidden");
    }
}
