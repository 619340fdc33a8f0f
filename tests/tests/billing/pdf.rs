//! Invoices and credit notes as files: what is in them, that nothing of it is lost or changes, and how they are sent.

use muster_tests::pdf::{Pdf, Value as PdfValue, squeezed};
use muster_tests::{TestApp, bodies, documents, given};
use serde_json::{Value, json};

/// An engagement whose January was invoiced to a client of a body, and the invoice.
async fn invoiced(app: &TestApp, client: Value) -> (given::Hired, Value) {
    given::seller_au(app).await;
    let client = app.operator().post("/clients", client).await.expect(201).id();
    let developer = given::vetted(app, bodies::with(bodies::developer(), "/name", "क्षेत्रज्ञ ज्ञानेश्वर")).await;
    let project = given::project(app, &client).await;
    let engagement = app.operator().post("/engagements", bodies::offer(&project, &developer)).await.expect(201).id();
    let _ = app.developer(&developer).post(&format!("/engagements/{engagement}/accept"), json!({})).await.expect(200);
    let hired = given::Hired { client, developer, project, engagement };
    let _ = given::approved_week(app, &hired, "2027-01-04").await;
    app.set_clock("2027-02-01T00:05:00Z");
    let demand = json!({ "engagement_id": hired.engagement, "period": { "from": "2027-01-04", "to": "2027-01-31" } });
    let invoice = app.operator().post("/invoices", demand).await.expect(201).body;
    (hired, invoice)
}

/// What a file says, against what it must: without blanks, since lines are broken where they must be.
#[track_caller]
fn assert_says(file: &[u8], expected: &[&str]) {
    let said = Pdf::read(file).squeezed();
    for one in expected {
        assert!(said.contains(&squeezed(one)), "{one} is not in {said}");
    }
}

#[tokio::test]
async fn a_tax_invoice_says_all_that_the_law_wants_and_never_changes() {
    let app = given::app().await;
    let client = bodies::with(bodies::client(), "/purchase_order", "PO 2027/118");
    let (hired, invoice) = invoiced(&app, client).await;
    let path = format!("/invoices/{}/pdf", invoice["id"].as_str().expect("an id"));
    let issued = app.client(&hired.client).get(&path).await.expect(200);
    assert_eq!(issued.header("content-type"), "application/pdf");
    assert_eq!(issued.header("content-disposition"), "inline; filename=\"MU-2026-00001.pdf\"");
    assert_eq!(issued.header("x-content-type-options"), "nosniff");
    // GST Act 1999 s 29-70: what it is, who supplies with its ABN, when, what, how much, the tax, and who is invoiced.
    assert_says(
        &issued.bytes,
        &[
            "Tax invoice",
            "MU-2026-00001",
            "Muster Australia Pty Ltd",
            "51 824 753 556",
            "1 Pitt Street",
            "Sydney NSW 2000",
            "Harbour Payments Pty Ltd",
            "2 Kent Street",
            "Issued 1 February 2027",
            "Due",
            "4–31 January 2027",
            "PO 2027/118",
            "क्षेत्रज्ञ ज्ञानेश्वर",
            "8:00 h",
            "60.00",
            "per hour",
            "10%",
            "Net 480.00",
            "GST 10%",
            "on 480.00",
            "48.00",
            "528.00",
            "AUD",
            "Page 1 of 1",
        ],
    );
    for note in invoice["notes"].as_array().expect("notes") {
        assert_says(&issued.bytes, &[note.as_str().expect("a note")]);
    }
    // What came after the issue is said by the page, not by what was sent.
    let paid = json!({ "amount": { "amount": "100.00", "currency": "AUD" }, "received_on": "2027-02-01", "method": "bank transfer" });
    let _ = app.operator().post(&path.replace("/pdf", "/payments"), paid).await.expect(201);
    app.set_clock("2027-06-01T00:00:00Z");
    let later = app.operator().get(&path).await.expect(200);
    assert!(later.bytes == issued.bytes, "the file changed");
}

#[tokio::test]
async fn a_credit_note_names_its_invoice_and_its_reason() {
    let app = given::app().await;
    let (hired, invoice) = invoiced(&app, bodies::client()).await;
    let credit = json!({ "full": true, "reason": "Wrong week" });
    let invoice_path = format!("/invoices/{}", invoice["id"].as_str().expect("an id"));
    let note = app.operator().post(&format!("{invoice_path}/credit-notes"), credit).await.expect(201);
    let path = format!("/credit-notes/{}/pdf", note.id());
    let file = app.client(&hired.client).get(&path).await.expect(200);
    assert_eq!(file.header("content-disposition"), "inline; filename=\"MC-2026-00001.pdf\"");
    assert_says(&file.bytes, &["Credit note", "MC-2026-00001", "MU-2026-00001", "Wrong week", "51 824 753 556", "Net 480.00", "528.00"]);
    assert!(!Pdf::read(&file.bytes).squeezed().contains("Payto"));
    let other = app.client(given::client(&app).await);
    let _ = other.get(&path).await.expect_problem(404, "not-found");
    let _ = app.developer(&hired.developer).get(&path).await.expect_problem(403, "forbidden");
    let _ = app.anyone().get(&path).await.expect(401);
    let _ = app.operator().get(&path.replace("/pdf", "/html")).await.expect(200);
}

#[test]
fn two_hundred_lines_go_over_many_pages_and_none_is_lost() {
    let document = documents::long(200);
    let pages = Pdf::read(&render_invoice::print(&document).expect("a file")).pages();
    assert!(pages.len() > 10, "{} pages", pages.len());
    let all = pages.concat();
    for row in &document.rows {
        assert_eq!(all.matches(row.parts[0].as_str()).count(), 1, "{}", row.parts[0]);
    }
    for note in 1..=40 {
        assert_eq!(all.matches(&format!("Note {note}:")).count(), 1, "note {note}");
    }
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("Page {number} of {}", pages.len())), "{page}");
        // A row stays whole: as many descriptions begin on a page as there are nets, and the heads stand above them.
        let rows = page.matches("Worker-").count();
        assert_eq!(page.matches("15,057.50").count(), rows, "{page}");
        assert_eq!(
            page.matches("1–31\u{a0}January\u{a0}2027").count() + page.matches("1–31 January 2027").count() - usize::from(number == 1),
            rows,
            "{page}"
        );
        assert_eq!(page.contains("Unit price"), rows > 0, "{page}");
    }
}

#[test]
fn a_file_is_made_the_same_each_time() {
    for document in [documents::short(), documents::indian(), documents::worldwide()] {
        let [one, other] = [render_invoice::print(&document), render_invoice::print(&document)].map(|file| file.expect("a file"));
        assert!(one == other, "{} bytes and {} bytes", one.len(), other.len());
    }
}

#[test]
fn names_of_every_script_can_be_read_and_copied() {
    let said = Pdf::read(&render_invoice::print(&documents::worldwide()).expect("a file")).squeezed();
    for (language, name) in documents::NAMES {
        // A file holds a line as it is printed, from left to right; who shows or copies it puts it in order again.
        let printed: String = match language {
            "Arabic" | "Hebrew" => squeezed(name).chars().rev().collect(),
            _ => squeezed(name),
        };
        assert!(said.contains(&printed), "{language}: {name} is not in {said}");
    }
    // What no font has is printed by a sign for it, and stays itself for who copies it.
    for sign in ["王小明", "김민수", "→"] {
        assert!(said.contains(sign), "{sign} is not in {said}");
    }
}

#[test]
fn every_document_of_india_says_what_rule_46_wants() {
    // CGST Rules 2017, rule 46.
    let file = render_invoice::print(&documents::indian()).expect("a file");
    assert_says(
        &file,
        &[
            "IN/26-27/000123",
            "29AAGCB7383J1Z4",
            "मस्टर इंडिया प्राइवेट लिमिटेड",
            "Place of supply",
            "Karnataka (29)",
            "Reverse charge",
            "No",
            "SAC",
            "998314",
            "LUT ARN",
            "12 of 20 working days",
            "12,34,567.00",
            "CGST 9%",
            "1,33,333.24",
            "SGST 9%",
            "Rounding",
            "17,47,547.00",
            "INR",
            "₹",
            "क्षेत्रज्ञ ज्ञानेश्वर श्रीवास्तव",
            "ஸ்ரீநிவாசன் கிருஷ்ணமூர்த்தி",
        ],
    );
}

#[test]
fn paper_is_what_the_sellers_readers_are_used_to() {
    let sizes = |document| Pdf::read(&render_invoice::print(&document).expect("a file")).sizes();
    assert_eq!(sizes(documents::short()), [(595, 841)]);
    assert_eq!(sizes(documents::american()), [(612, 792)]);
}

#[test]
fn a_file_says_what_it_is() {
    let document = documents::short();
    let bytes = render_invoice::print(&document).expect("a file");
    let file = Pdf::read(&bytes);
    assert_eq!(file.catalogue(&["Lang"]), &PdfValue::String(b"en".to_vec()));
    let metadata = String::from_utf8(file.stream(file.catalogue(&["Metadata"]))).expect("XMP is UTF-8");
    for expected in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        "Tax invoice MU-2026-00042 – Muster Australia Pty Ltd",
        "2027-01-31T13:05:00",
    ] {
        assert!(metadata.contains(expected), "{expected} is not in {metadata}");
    }
}

mod never_fails {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Whatever anyone is called and whatever was agreed, there is a file, and it says what it costs.
        #[test]
        fn any_text_is_printed(name in "\\PC{0,120}", what in any::<String>(), long in "[a-zA-Zक-ह़-ॏא-ת\u{200d}]{0,400}") {
            let mut document = documents::short();
            document.rows[0].parts = vec![name.clone(), what.clone(), long.clone()];
            document.to.name = what;
            document.to.address = vec![long, name];
            document.notes.push("\n\n".to_owned());
            let said = Pdf::read(&render_invoice::print(&document).expect("a file")).squeezed();
            prop_assert!(said.contains("33,126.50"), "{said}");
        }
    }
}
