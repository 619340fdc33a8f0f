//! The data: rates and wordings with the day from which each holds. A change of law is a new row, not a new branch.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::TaxGap;

/// The goods and services taxes, each with a rate of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gst {
    Australian,
    NewZealand,
    Indian,
}

struct Rate {
    gst: Gst,
    /// In tenths of a percent.
    tenths: i64,
    from: Date,
}

/// In order of their days within a tax.
const RATES: [Rate; 4] = [
    // A New Tax System (Goods and Services Tax) Act 1999 s 9-70.
    Rate { gst: Gst::Australian, tenths: 100, from: date(2000, 7, 1) },
    // Goods and Services Tax Act 1985 s 8(1): 12.5 % since 1989-07-01, 15 % since 2010-10-01.
    Rate { gst: Gst::NewZealand, tenths: 125, from: date(1989, 7, 1) },
    Rate { gst: Gst::NewZealand, tenths: 150, from: date(2010, 10, 1) },
    // Notification 11/2017-Central Tax (Rate) and 8/2017-Integrated Tax (Rate): SAC 9983 and 9985.
    Rate { gst: Gst::Indian, tenths: 180, from: date(2017, 7, 1) },
];

/// The rate of a tax on a day, in percent.
pub(super) fn rate(gst: Gst, on: Date) -> Result<Decimal, TaxGap> {
    let mut rows = RATES.iter().filter(|row| row.gst == gst);
    let held = rows.clone().rfind(|row| row.from <= on);
    let since = rows.next().map_or(Date::MAX, |row| row.from);
    held.map(|row| Decimal::new(row.tenths, 1).normalize()).ok_or(TaxGap::NotInForce { since })
}

/// A rule that says something on the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    AuUnregistered,
    AuExport,
    NzUnregistered,
    NzExport,
    InUnregistered,
    InExportUnderLut,
    InExportWithTax,
    InSezUnderLut,
    InSezWithTax,
    InToBeRegistered,
    ToAustralia,
    ToNewZealand,
    ToIndia,
    AuRecipientCreated,
    AuRecipientAdjustment,
    NzBuyerCreated,
    NzBuyerCorrection,
}

struct Text {
    wording: Wording,
    from: Date,
    text: &'static str,
}

const fn text(wording: Wording, from: Date, text: &'static str) -> Text {
    Text { wording, from, text }
}

const TEXTS: [Text; 17] = [
    text(
        Wording::AuUnregistered,
        date(2000, 7, 1),
        "No GST has been charged: the supplier is not registered for GST (GST Act 1999 s 9-5).",
    ),
    text(Wording::AuExport, date(2000, 7, 1), "GST-free supply (export of services, GST Act 1999 s 38-190)."),
    text(Wording::NzUnregistered, date(1986, 10, 1), "No GST has been charged: the supplier is not registered for GST (GST Act 1985 s 8)."),
    // Section 11A came in with the Taxation (GST and Miscellaneous Provisions) Act 2000.
    text(Wording::NzExport, date(2000, 10, 10), "Zero-rated supply of services to a non-resident (GST Act 1985 s 11A)."),
    // CGST Act 2017 s 22 and s 32(1): who is not registered collects none.
    text(Wording::InUnregistered, date(2017, 7, 1), "No GST has been charged: the supplier is not registered under GST."),
    // CGST Rules 2017, rule 46, third proviso; IGST Act 2017 s 16(3); CGST Rules 2017, rule 96A.
    text(
        Wording::InExportUnderLut,
        date(2017, 7, 1),
        "SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX",
    ),
    text(Wording::InExportWithTax, date(2017, 7, 1), "SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX"),
    text(
        Wording::InSezUnderLut,
        date(2017, 7, 1),
        "SUPPLY TO SEZ UNIT/SEZ DEVELOPER FOR AUTHORISED OPERATIONS UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX",
    ),
    text(
        Wording::InSezWithTax,
        date(2017, 7, 1),
        "SUPPLY TO SEZ UNIT/SEZ DEVELOPER FOR AUTHORISED OPERATIONS ON PAYMENT OF INTEGRATED TAX",
    ),
    // CGST Rules 2017, rule 48(4) and (5); notification 13/2020-Central Tax.
    text(
        Wording::InToBeRegistered,
        date(2020, 10, 1),
        "A tax invoice once the Invoice Registration Portal has registered it: its IRN and QR code belong to it (CGST Rules 2017, rule 48(4) and (5)).",
    ),
    // Tax and Superannuation Laws Amendment (2016 Measures No. 1) Act 2016, schedules 1 and 2.
    text(
        Wording::ToAustralia,
        date(2016, 10, 1),
        "No Australian GST charged: supply to an Australian-based business recipient (GST Act 1999 s 9-26, Division 84).",
    ),
    // Taxation (Residential Land Withholding Tax, GST on Online Services, and Student Loans) Act 2016.
    text(Wording::ToNewZealand, date(2016, 10, 1), "No New Zealand GST charged: supply to a GST-registered person (GST Act 1985 s 8(4))."),
    // Notification 10/2017-Integrated Tax (Rate), entry 1.
    text(
        Wording::ToIndia,
        date(2017, 7, 1),
        "Place of supply: India. IGST payable by the recipient under reverse charge (IGST Act 2017 s 5(3)).",
    ),
    // What a recipient that writes the invoice has to say of the GST: s 29-70(1)(c)(vii).
    text(
        Wording::AuRecipientCreated,
        date(2000, 7, 1),
        "The GST shown is payable by the supplier. The supplier issues no tax invoice for these supplies (GST Act 1999 s 29-70).",
    ),
    text(
        Wording::AuRecipientAdjustment,
        date(2000, 7, 1),
        "The price was reduced after a recipient-created tax invoice was issued. The GST payable by the supplier is less by the GST shown \
         (GST Act 1999 s 29-75).",
    ),
    // Sections 19E to 19Q came in with the Taxation (Annual Rates for 2021–22, GST, and Remedial Matters) Act 2022.
    text(
        Wording::NzBuyerCreated,
        date(2023, 4, 1),
        "Created by the buyer by agreement with the supplier, who issues no taxable supply information for these supplies \
         (GST Act 1985 s 19K(4)).",
    ),
    text(
        Wording::NzBuyerCorrection,
        date(2023, 4, 1),
        "Corrects the amount of earlier buyer-created taxable supply information (GST Act 1985 s 19N).",
    ),
];

/// What a rule says on a document of that day.
pub(super) fn wording(wording: Wording, on: Date) -> Result<String, TaxGap> {
    let mut rows = TEXTS.iter().filter(|row| row.wording == wording);
    let held = rows.clone().rfind(|row| row.from <= on);
    let since = rows.next().map_or(Date::MAX, |row| row.from);
    held.map(|row| row.text.to_owned()).ok_or(TaxGap::NotInForce { since })
}
