//! What the portal refuses, done to reports that pass: each change is found, where it is.

use serde_json::{Value, json};

use super::case::cases;
use super::portal::broken;
use crate::domain::einvoice::inv01::inv01;

fn report(name: &str) -> Value {
    let (_, invoice) = cases().into_iter().find(|(known, _)| *known == name).expect("a case");
    serde_json::from_str(&inv01(&(&invoice).into()).expect("a report")).expect("JSON")
}

#[test]
fn each_change_is_found() {
    for (name, pointer, value, rule) in [
        ("in_to_in_same_state", "/DocDtls/No", json!("IN/2026-27/000123"), "DocDtls/No"),
        ("in_to_in_same_state", "/DocDtls/No", json!("0N/26-27/00042"), "DocDtls/No"),
        ("in_to_in_same_state", "/DocDtls/No", json!("IN_26_00042"), "DocDtls/No"),
        ("in_to_in_same_state", "/DocDtls/Dt", json!("2027-02-01"), "DocDtls/Dt"),
        ("in_to_in_same_state", "/DocDtls/Dt", json!("30/02/2027"), "DocDtls/Dt"),
        ("in_to_in_same_state", "/DocDtls/Typ", json!("CRN"), "credited"),
        ("in_to_in_same_state", "/BuyerDtls/Pos", Value::Null, "BuyerDtls/Pos"),
        ("in_to_in_same_state", "/BuyerDtls/Pos", json!("27"), "one-or-the-other"),
        ("in_to_in_same_state", "/BuyerDtls/Gstin", json!("29AAGCB7383"), "BuyerDtls/Gstin"),
        ("in_to_in_same_state", "/SellerDtls/Stcd", json!("27"), "seller-state"),
        ("in_to_in_same_state", "/SellerDtls/Pin", json!(99_999), "SellerDtls/Pin"),
        ("in_to_in_same_state", "/SellerDtls/Loc", json!("x"), "SellerDtls/Loc"),
        ("in_to_in_same_state", "/BuyerDtls/LglNm", json!("a \"b\""), "BuyerDtls/LglNm"),
        ("in_to_in_same_state", "/ItemList/0/HsnCd", json!("99"), "ItemList/0/HsnCd"),
        ("in_to_in_same_state", "/ItemList/0/TotAmt", json!(-1), "ItemList/0/TotAmt"),
        ("in_to_in_same_state", "/ItemList/0/TotAmt", json!("1.00"), "ItemList/0/TotAmt"),
        ("in_to_in_same_state", "/ItemList/0/Discount", json!(116.15), "item-assessable"),
        ("in_to_in_same_state", "/ItemList/0/CgstAmt", json!(1366.13), "cgst-is-sgst"),
        ("in_to_in_same_state", "/ItemList/0/GstRt", json!(12), "item-tax"),
        ("in_to_in_same_state", "/ValDtls/AssVal", json!(25844.81), "assessable"),
        ("in_to_in_same_state", "/ValDtls/RndOffAmt", json!(100), "ValDtls/RndOffAmt"),
        ("in_to_in_same_state", "/ValDtls/TotInvVal", json!(30497.01), "total"),
        ("in_to_in_same_state", "/Irn", json!("706DAECC"), "/Irn"),
        ("in_to_us_export_under_lut", "/BuyerDtls/Gstin", json!("29AAGCB7383J1Z4"), "abroad"),
        ("in_to_us_export_under_lut", "/BuyerDtls/Pin", json!(560_001), "abroad-pin"),
        ("in_to_us_export_under_lut", "/ItemList/0/IgstAmt", json!(0.01), "without-tax"),
        ("in_to_au_export_with_tax", "/ExpDtls", Value::Null, "abroad-country"),
        ("in_to_zone_with_tax", "/ValDtls/IgstVal", json!(0), "with-tax"),
    ] {
        let mut report = report(name);
        assert_eq!(broken(&report.to_string()), Vec::<String>::new(), "{name}");
        *report.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = value;
        let found = broken(&report.to_string());
        assert!(found.iter().any(|one| one == rule), "{name} {pointer}: {rule} is not in {found:?}");
    }
    let mut unknown = report("in_to_in_same_state");
    unknown["DocDtls"]["Note"] = json!("x");
    assert_eq!(broken(&unknown.to_string()), ["DocDtls/Note?"]);
}
