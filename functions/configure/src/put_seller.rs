//! `PUT /sellers/{seller_id}`: a legal entity that issues invoices, recorded or replaced.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::contact::{Email, Phone};
use muster::domain::country::{Country, Region};
use muster::domain::dunning::{Dunning, LateFee};
use muster::domain::einvoice::ElectronicAddress;
use muster::domain::id::SellerId;
use muster::domain::money::{Currency, Rounding};
use muster::domain::numbering::SeriesPattern;
use muster::domain::party::{Address, Party};
use muster::domain::seller::{BankDetails, MonthDay, RoundingPolicy, Seller, SellerProfile, TaxLevel, Undertaking};
use muster::domain::tax_id::TaxId;
use muster::domain::text::{Name, Reference, Title};
use muster::domain::zone::Zone;
use muster::http::caller::OperatorOnly;
use muster::http::input::{DecimalText, Faults, Input, List, Whole};
use muster::http::party::check_party;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::DunningSweep;
use rust_decimal::Decimal;
use utoipa::ToSchema;

use crate::reply::SellerReply;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewSeller)]
pub(crate) struct RawSeller {
    name: Name,
    #[deserr(default)]
    legal_name: Option<Name>,
    email: Email,
    #[deserr(default)]
    phone: Option<Phone>,
    country: Country,
    #[deserr(default)]
    region: Option<Region>,
    #[deserr(default)]
    address: Option<Address>,
    time_zone: Zone,
    currency: Currency,
    #[deserr(default)]
    #[schema(required = false, default = false)]
    tax_registered: bool,
    #[deserr(default)]
    #[schema(required = false)]
    tax_ids: List<TaxId, 0, 10>,
    /// Where it receives e-invoices, and what its own are sent from; without it, its ABN or NZBN is taken.
    #[deserr(default)]
    e_invoice: Option<ElectronicAddress>,
    fiscal_year_start: MonthDay,
    invoice_series: SeriesPattern,
    #[schema(example = "CN-{fy}-{seq:5}")]
    credit_note_series: SeriesPattern,
    #[schema(example = "SB-{fy}-{seq:5}")]
    self_billing_series: SeriesPattern,
    markup_percent: DecimalText,
    #[deserr(default)]
    #[schema(required = false)]
    sac_codes: List<Reference, 0, 20>,
    #[deserr(default)]
    #[schema(required = false)]
    lut: List<RawUndertaking, 0, 20>,
    /// From when on the invoices of a seller in India have to be registered with the Invoice Registration Portal.
    #[deserr(default)]
    e_invoice_required_from: Option<Date>,
    #[deserr(default)]
    rounding: Option<RawRounding>,
    #[deserr(default)]
    #[schema(required = false)]
    bank: List<RawBank, 0, 20>,
    #[deserr(default)]
    dunning: Option<RawDunning>,
}

/// The steps taken when an invoice is overdue, each once. What is owed already goes by them too, with the billing runs that follow:
/// steps whose days have passed are taken then.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewDunning)]
struct RawDunning {
    /// Days after the due day on which a client is reminded, ascending.
    #[deserr(default)]
    #[schema(required = false, example = json!([7, 14, 30]))]
    reminder_days: List<Whole<1, 365>, 0, 10>,
    #[deserr(default)]
    late_fee: Option<RawLateFee>,
}

/// A fee for paying late, asked for once of each invoice. It becomes a charge on the next invoice of one of its engagements, where the
/// law of the seller's country leaves no doubt how it is taxed; else a notice alone.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewLateFee)]
struct RawLateFee {
    /// Days after the due day.
    after_days: Whole<1, 365>,
    /// Of what is owed then.
    percent: DecimalText,
}

impl RawDunning {
    fn parse(self, faults: &mut Faults) -> Dunning {
        let reminder_days: Vec<u16> = self.reminder_days.0.into_iter().map(|days| days.0).collect();
        if reminder_days.windows(2).any(|pair| pair[0] >= pair[1]) {
            faults.add("/dunning/reminder_days", "must be ascending");
        }
        let late_fee = self.late_fee.map(|raw| LateFee { after_days: raw.after_days.0, percent: raw.percent.0 });
        if late_fee.is_some_and(|fee| fee.percent.is_zero() || fee.percent > Decimal::ONE_HUNDRED) {
            faults.add("/dunning/late_fee/percent", "must be above 0 and at most 100");
        }
        Dunning { reminder_days, late_fee }
    }
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewUndertaking)]
struct RawUndertaking {
    arn: Reference,
    valid_from: Date,
    valid_to: Date,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewRoundingPolicy)]
struct RawRounding {
    tax_level: TaxLevel,
    tax_mode: Rounding,
    #[deserr(default)]
    payable_step: Option<DecimalText>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewBankDetails)]
struct RawBank {
    currency: Currency,
    lines: List<Title, 1, 8>,
}

impl RawSeller {
    fn into_profile(self) -> Result<SellerProfile, Problem> {
        let mut faults = Faults::new();
        let party = Party {
            name: self.name,
            legal_name: self.legal_name,
            email: self.email,
            phone: self.phone,
            country: self.country,
            region: self.region,
            address: self.address,
            time_zone: self.time_zone,
            currency: self.currency,
            tax_registered: self.tax_registered,
            tax_ids: self.tax_ids.0,
            e_invoice: self.e_invoice,
        };
        check_party(&party, &mut faults);
        check_series(&party, [&self.invoice_series, &self.credit_note_series, &self.self_billing_series], &mut faults);
        if self.markup_percent.0 > Decimal::ONE_THOUSAND {
            faults.add("/markup_percent", "must be at most 1000");
        }
        for (at, undertaking) in self.lut.0.iter().enumerate() {
            if undertaking.valid_to < undertaking.valid_from {
                faults.add(format!("/lut/{at}/valid_to"), "must not be before valid_from");
            }
        }
        if self.e_invoice_required_from.is_some() && (party.country != Country::IN || !party.tax_registered) {
            faults.add("/e_invoice_required_from", "is for sellers that are registered for GST in India");
        }
        let rounding = self.rounding.map_or_else(
            || RoundingPolicy::default_for(party.country),
            |raw| RoundingPolicy { tax_level: raw.tax_level, tax_mode: raw.tax_mode, payable_step: raw.payable_step.map(|step| step.0) },
        );
        if rounding.payable_step.is_some_and(|step| step.is_zero() || step.scale() > party.currency.decimals()) {
            faults.add("/rounding/payable_step", "must be above zero, with no more decimals than the currency has");
        }
        let dunning = self.dunning.map(|raw| raw.parse(&mut faults)).unwrap_or_default();
        faults.or(SellerProfile {
            party,
            fiscal_year_start: self.fiscal_year_start,
            invoice_series: self.invoice_series,
            credit_note_series: self.credit_note_series,
            self_billing_series: self.self_billing_series,
            markup_percent: self.markup_percent.0,
            sac_codes: self.sac_codes.0,
            lut: self
                .lut
                .0
                .into_iter()
                .map(|raw| Undertaking { arn: raw.arn, valid_from: raw.valid_from, valid_to: raw.valid_to })
                .collect(),
            e_invoice_required_from: self.e_invoice_required_from,
            rounding,
            bank: self.bank.0.into_iter().map(|raw| BankDetails { currency: raw.currency, lines: raw.lines.0 }).collect(),
            dunning,
        })
    }
}

/// The three series must never give the same number, and India bounds how a number is spelt (CGST Rules r 46(b)).
fn check_series(party: &Party, series: [&SeriesPattern; 3], faults: &mut Faults) {
    let fields = ["/invoice_series", "/credit_note_series", "/self_billing_series"];
    for (at, pattern) in series.into_iter().enumerate() {
        if series[..at].iter().any(|before| before.collides_with(pattern)) {
            faults.add(fields[at], "must never give the number of another series");
        }
        if party.country == Country::IN && !pattern.fits_india() {
            faults.add(
                fields[at],
                "must give numbers of at most 16 characters of A-Z, 0-9, / and -, not starting with 0, / or - (CGST Rules r 46)",
            );
        }
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<SellerId>,
    Input(raw): Input<RawSeller>,
) -> Answer<Reply<SellerReply>> {
    let profile = raw.into_profile()?;
    let before = app.store.find_seller(&id).await?;
    let (created_at, version) = before.as_ref().map_or((app.clock.now(), 1), |before| (before.created_at, before.version + 1));
    let seller = Seller { id, profile, created_at, version };
    // What it is owed already goes by the new steps too, invoice by invoice, with the next billing runs.
    let changed = before.as_ref().is_some_and(|before| before.profile.dunning != seller.profile.dunning);
    let sweep = changed.then(|| DunningSweep::of(&seller, app.clock.now()));
    app.store.save_seller(&seller, sweep.as_ref(), app.clock.new_ulid()).await?;
    let location = format!("/sellers/{}", seller.id);
    let reply = SellerReply::from(seller);
    Ok(if before.is_none() { Reply::created(location, reply) } else { Reply::ok(reply) }.version(version))
}
