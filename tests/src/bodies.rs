//! Request bodies that are accepted as they are; a test changes the one thing it is about.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

/// The body with another value at a JSON pointer; a key or the item after the last is added.
#[must_use]
#[track_caller]
pub fn with(mut body: Value, pointer: &str, value: impl Into<Value>) -> Value {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
    match body.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(last.to_owned(), value.into());
        }
        Some(Value::Array(items)) => {
            let at: usize = last.parse().expect("the index of an item");
            if at == items.len() { items.push(value.into()) } else { items[at] = value.into() }
        }
        _ => panic!("nothing at {parent}"),
    }
    body
}

/// The body without one of its own fields.
#[must_use]
#[track_caller]
pub fn without(mut body: Value, field: &str) -> Value {
    let removed = body.as_object_mut().and_then(|fields| fields.remove(field));
    assert!(removed.is_some(), "no field {field} to leave out");
    body
}

/// An e-mail address that no other body has.
#[must_use]
pub fn fresh_email() -> String {
    static SERIAL: AtomicU32 = AtomicU32::new(1);
    format!("person-{}@example.com", SERIAL.fetch_add(1, Ordering::Relaxed))
}

/// `PUT /sellers/sel_au`: registered for GST in New South Wales, on a markup of 25 %.
#[must_use]
pub fn seller_au() -> Value {
    json!({
        "name": "Muster Australia", "legal_name": "Muster Australia Pty Ltd", "email": "accounts@muster.example", "country": "AU", "region": "NSW",
        "address": { "line1": "1 Pitt Street", "city": "Sydney", "region": "NSW", "postcode": "2000" },
        "time_zone": "Australia/Sydney", "currency": "AUD", "tax_registered": true,
        "tax_ids": [{ "scheme": "abn", "value": "51824753556" }],
        "fiscal_year_start": "07-01", "invoice_series": "MU-{fy}-{seq:5}", "credit_note_series": "MC-{fy}-{seq:5}",
        "self_billing_series": "MS-{fy}-{seq:5}", "markup_percent": "25"
    })
}

/// `PUT /sellers/sel_in`: registered for GST in Karnataka, on a markup of 20 %.
#[must_use]
pub fn seller_in() -> Value {
    json!({
        "name": "Muster India", "legal_name": "Muster India Pvt Ltd", "email": "accounts@muster.example", "country": "IN", "region": "KA",
        "address": { "line1": "1 MG Road", "city": "Bengaluru", "region": "Karnataka", "postcode": "560001" },
        "time_zone": "Asia/Kolkata", "currency": "INR", "tax_registered": true, "tax_ids": [{ "scheme": "gstin", "value": "29AAGCB7383J1Z4" }],
        "fiscal_year_start": "04-01", "invoice_series": "IN/{fy2}/{seq:5}", "credit_note_series": "IC/{fy2}/{seq:5}",
        "self_billing_series": "IS/{fy2}/{seq:5}", "markup_percent": "20", "sac_codes": ["998314"]
    })
}

/// `POST /clients`: a business in Mumbai, served by `sel_in`.
#[must_use]
pub fn client_in() -> Value {
    json!({
        "name": "Bengaluru Fintech", "email": fresh_email(), "country": "IN", "region": "MH", "time_zone": "Asia/Kolkata", "currency": "INR",
        "address": { "line1": "2 Marine Drive", "city": "Mumbai", "postcode": "400020" }, "seller_id": "sel_in", "tax_registered": true,
        "tax_ids": [{ "scheme": "gstin", "value": "27AAPFU0939F1ZV" }]
    })
}

/// `POST /clients`: a business in Texas, served by `sel_au`.
#[must_use]
pub fn client_us() -> Value {
    json!({
        "name": "Austin Health", "email": fresh_email(), "country": "US", "region": "TX", "time_zone": "America/Chicago", "currency": "USD",
        "seller_id": "sel_au", "tax_registered": true, "tax_ids": [{ "scheme": "ein", "value": "12-3456789" }]
    })
}

/// `POST /clients`: a business in Sydney, served by `sel_au`.
#[must_use]
pub fn client() -> Value {
    json!({
        "name": "Harbour Payments", "legal_name": "Harbour Payments Pty Ltd", "email": fresh_email(), "country": "AU", "region": "NSW",
        "address": { "line1": "2 Kent Street", "city": "Sydney", "region": "NSW", "postcode": "2000" },
        "time_zone": "Australia/Sydney", "currency": "AUD", "seller_id": "sel_au", "tax_registered": true,
        "tax_ids": [{ "scheme": "abn", "value": "51824753556" }], "payment_terms_days": 14
    })
}

/// `POST /developers`: senior, in Bengaluru, for every hiring model.
#[must_use]
pub fn developer() -> Value {
    json!({
        "name": "Priya Nair", "email": fresh_email(), "phone": "+91 98 0000 0000", "country": "IN", "time_zone": "Asia/Kolkata",
        "working_hours": { "start": "10:00", "end": "19:00" }, "headline": "Payments back ends", "seniority": "senior", "english": "C1",
        "skills": [{ "skill": "Node JS", "years": 6 }, { "skill": "postgres", "years": 5 }],
        "pay_rate": { "hourly": { "amount": "2800", "currency": "INR" }, "monthly": { "amount": "420000", "currency": "INR" } },
        "hiring_models": ["hourly", "dedicated"], "availability": { "from": "2026-12-01", "hours_per_week": 40 },
        "tax_ids": [{ "scheme": "gstin", "value": "29AAGCB7383J1Z4" }]
    })
}

/// `POST /projects`: a dedicated team of two, offshore, from January 2027.
#[must_use]
pub fn project(client: &str) -> Value {
    json!({
        "client_id": client, "title": "Payments API", "description": "Card payments.", "hiring_model": "dedicated",
        "location": "offshore", "countries": ["IN", "NZ"], "time_zone": "Australia/Sydney", "working_hours": { "start": "09:00", "end": "17:00" },
        "min_overlap_minutes": 60, "min_english": "B2", "starts_on": "2027-01-04", "ends_on": null, "currency": "AUD",
        "roles": [{ "title": "Back-end developer", "headcount": 2, "seniority": "mid", "hours_per_week": 40,
            "required_skills": [{ "skill": "Node.js", "min_years": 3 }, { "skill": "PostgreSQL" }], "preferred_skills": [{ "skill": "AWS" }],
            "max_rate": { "amount": "16000.00", "currency": "AUD", "per": "month" } }],
        "team_budget": { "amount": "32000.00", "currency": "AUD", "per": "month" }
    })
}

/// `POST /projects`: one hourly seat from January 2027, with a budget that developers must not see.
#[must_use]
pub fn hourly_project(client: &str) -> Value {
    json!({
        "client_id": client, "title": "Ledger", "hiring_model": "hourly", "time_zone": "Australia/Sydney", "starts_on": "2027-01-04", "currency": "AUD",
        "roles": [{ "title": "Back-end developer", "seniority": "mid", "hours_per_week": 40, "required_skills": [{ "skill": "Node.js" }],
            "max_rate": { "amount": "120.00", "currency": "AUD", "per": "hour" } }],
        "team_budget": { "amount": "120.00", "currency": "AUD", "per": "hour" }
    })
}

/// `POST /engagements`: role `r1` of an hourly project, from 4 January 2027, billed monthly in Sydney's days.
#[must_use]
pub fn offer(project: &str, developer: &str) -> Value {
    json!({
        "project_id": project, "role_id": "r1", "developer_id": developer, "model": "hourly",
        "bill_rate": { "amount": "60.00", "currency": "AUD", "per": "hour" }, "pay_rate": { "amount": "2800", "currency": "INR", "per": "hour" },
        "starts_on": "2027-01-04", "ends_on": null, "hours_per_week": 40, "weekly_cap_minutes": 2400,
        "billing": { "cycle": "monthly", "anchor_day": 1, "time_zone": "Australia/Sydney" }, "auto_approve_after_days": 7
    })
}

/// `PUT /developers/{developer_id}/self-billing/{seller_id}`: signed in November 2026, of a developer registered since July.
#[must_use]
pub fn self_billing() -> Value {
    json!({
        "reference": "RCTI-17", "signed_on": "2026-11-30", "valid_from": "2026-12-01", "supplier_registered_from": "2026-07-01",
        "legal_name": "Nair Software Pty Ltd", "address": { "line1": "3 Bridge Street", "city": "Sydney", "region": "NSW", "postcode": "2000" },
        "payment_terms_days": 7
    })
}

/// The points of each factor that hold from the first day, as `PUT /matching/weights` takes them.
#[must_use]
pub fn points() -> Value {
    json!({
        "required_skills": 40, "preferred_skills": 10, "experience": 10, "seniority": 10,
        "overlap": 10, "rate_head_room": 10, "availability": 5, "track_record": 5
    })
}
