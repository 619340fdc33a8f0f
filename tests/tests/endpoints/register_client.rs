//! `/clients*`.

use muster_tests::bodies::{self, with, without};
use muster_tests::given;
use serde_json::{Value, json};

#[tokio::test]
async fn a_client_is_registered_and_read_back() {
    let app = given::app().await;
    let reply = app.operator().post("/clients", bodies::client()).await.expect(201);
    let id = reply.id();
    assert_eq!(reply.header("location"), format!("/clients/{id}"));
    assert_eq!(reply.body["tax_ids"], json!([{ "scheme": "abn", "value": "51824753556" }]));
    for caller in [app.operator(), app.client(&id)] {
        let read = caller.get(&format!("/clients/{id}")).await.expect(200);
        assert_eq!(read.body, reply.body);
    }
}

#[tokio::test]
async fn what_is_left_out_has_a_default() {
    let app = given::app().await;
    let mut body = bodies::client();
    for field in ["legal_name", "region", "address", "seller_id", "tax_registered", "tax_ids", "payment_terms_days"] {
        body = without(body, field);
    }
    let reply = app.operator().post("/clients", body).await.expect(201);
    assert_eq!(reply.body["payment_terms_days"], 14);
    assert_eq!(reply.body["sez"], "none");
    assert_eq!(reply.body["tax_registered"], false);
    assert_eq!(reply.body["seller_id"], Value::Null);
}

#[tokio::test]
async fn two_clients_may_share_an_email_address() {
    let app = given::app().await;
    for _ in 0..2 {
        let _ = app.operator().post("/clients", with(bodies::client(), "/email", "pay@harbour.example")).await.expect(201);
    }
}

#[tokio::test]
async fn each_bad_field_is_refused_at_its_place() {
    let app = given::app().await;
    let rows = [
        ("/name", json!("a\nb"), "/name"),
        ("/email", json!("harbour"), "/email"),
        ("/country", json!("Australia"), "/country"),
        ("/region", json!("BY"), "/region"),
        ("/address/line3", json!("x"), "/address/line3"),
        ("/address/city", json!(""), "/address/city"),
        ("/time_zone", json!("GMT+10"), "/time_zone"),
        ("/currency", json!("AU$"), "/currency"),
        ("/seller_id", json!("sel_nobody"), "/seller_id"),
        ("/seller_id", json!("au"), "/seller_id"),
        ("/tax_registered", json!("yes"), "/tax_registered"),
        ("/tax_ids/0/value", json!("51824753557"), "/tax_ids/0/value"),
        ("/tax_ids/1", json!({ "scheme": "abn", "value": "51824753556" }), "/tax_ids/1/scheme"),
        ("/e_invoice", json!({ "scheme": "ABN", "id": "51824753556" }), "/e_invoice/scheme"),
        ("/e_invoice", json!({ "scheme": "0151", "id": "51824753557" }), "/e_invoice/id"),
        ("/e_invoice", json!({ "scheme": "0088", "id": "9429041098081" }), "/e_invoice/id"),
        ("/e_invoice", json!({ "scheme": "0060" }), "/e_invoice/id"),
        ("/sez", json!("with_lut"), "/sez"),
        ("/payment_terms_days", json!(366), "/payment_terms_days"),
        ("/billing_contacts", json!([{ "name": "Ann", "email": "ann" }]), "/billing_contacts/0/email"),
        ("/purchase_order", json!("x".repeat(129)), "/purchase_order"),
        ("/vat", json!("x"), "/vat"),
    ];
    for (place, value, pointer) in rows {
        let _ = app.operator().post("/clients", with(bodies::client(), place, value)).await.expect_faults(&[pointer]);
    }
    assert_eq!(app.operator().get("/clients").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn where_a_client_receives_e_invoices_is_its_own_to_change() {
    let app = given::app().await;
    let address = json!({ "scheme": "0151", "id": "51 824 753 556" });
    let client = app.operator().post("/clients", with(bodies::client(), "/e_invoice", address)).await.expect(201);
    assert_eq!(client.body["e_invoice"], json!({ "scheme": "0151", "id": "51824753556" }));
    let path = format!("/clients/{}", client.id());
    let moved = json!({ "scheme": "0088", "id": "9429041098080" });
    let changed = app.client(client.id()).patch(&path, json!({ "e_invoice": moved })).await.expect(200);
    assert_eq!((&changed.body["e_invoice"], &changed.body["version"]), (&moved, &json!(2)));
    let removed = app.operator().patch(&path, json!({ "e_invoice": null })).await.expect(200);
    assert_eq!(removed.body["e_invoice"], Value::Null);
}

#[tokio::test]
async fn a_gstin_must_be_of_the_clients_state() {
    let app = given::app().await;
    let indian = |region: &str| {
        let body = with(with(bodies::client(), "/country", "IN"), "/region", region);
        with(body, "/tax_ids", json!([{ "scheme": "gstin", "value": "29AAGCB7383J1Z4" }]))
    };
    let _ = app.operator().post("/clients", indian("MH")).await.expect_faults(&["/tax_ids/0/value"]);
    let _ = app.operator().post("/clients", indian("KA")).await.expect(201);
}

#[tokio::test]
async fn clients_are_found_by_a_part_of_their_names_in_any_case() {
    let app = given::app().await;
    for name in ["Harbour Payments", "山田商店", "Acme"] {
        let _ = app.operator().post("/clients", with(with(bodies::client(), "/name", name), "/legal_name", "Limited")).await.expect(201);
    }
    for (sought, name) in [("HARB", "Harbour Payments"), ("山田", "山田商店"), ("acme", "Acme")] {
        let found = app.operator().get(&format!("/clients?q={sought}")).await.expect(200);
        assert_eq!(found.body["items"].as_array().map(Vec::len), Some(1), "{sought}");
        assert_eq!(found.body["items"][0]["name"], name);
    }
    assert_eq!(app.operator().get("/clients?q=limited").await.expect(200).body["items"].as_array().map(Vec::len), Some(3));
}
