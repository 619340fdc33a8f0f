//! A seller as it goes out.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::dunning::Dunning;
use muster::domain::id::SellerId;
use muster::domain::numbering::SeriesPattern;
use muster::domain::seller::{BankDetails, MonthDay, RoundingPolicy, Seller, Undertaking};
use muster::domain::text::Reference;
use muster::http::input::DecimalText;
use muster::http::party::PartyReply;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// The whole record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seller)]
pub(crate) struct SellerReply {
    id: SellerId,
    #[serde(flatten)]
    party: PartyReply,
    fiscal_year_start: MonthDay,
    invoice_series: SeriesPattern,
    credit_note_series: SeriesPattern,
    self_billing_series: SeriesPattern,
    #[schema(value_type = DecimalText)]
    markup_percent: Decimal,
    sac_codes: Vec<Reference>,
    lut: Vec<Undertaking>,
    e_invoice_required_from: Option<Date>,
    rounding: RoundingPolicy,
    bank: Vec<BankDetails>,
    dunning: Dunning,
    created_at: Timestamp,
    version: u64,
}

impl From<Seller> for SellerReply {
    fn from(seller: Seller) -> Self {
        let profile = seller.profile;
        Self {
            id: seller.id,
            party: PartyReply::from(profile.party),
            fiscal_year_start: profile.fiscal_year_start,
            invoice_series: profile.invoice_series,
            credit_note_series: profile.credit_note_series,
            self_billing_series: profile.self_billing_series,
            markup_percent: profile.markup_percent,
            sac_codes: profile.sac_codes,
            lut: profile.lut,
            e_invoice_required_from: profile.e_invoice_required_from,
            rounding: profile.rounding,
            bank: profile.bank,
            dunning: profile.dunning,
            created_at: seller.created_at,
            version: seller.version,
        }
    }
}
