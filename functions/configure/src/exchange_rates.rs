//! `PUT` and `GET /exchange-rates/{date}`: what a unit of the base currency buys from that day on.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::parse_date;
use muster::domain::exchange::ExchangeRates;
use muster::domain::money::Currency;
use muster::http::caller::OperatorOnly;
use muster::http::input::{DecimalText, Faults, Input, Keyed};
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewExchangeRates)]
pub(crate) struct RawRates {
    base: Currency,
    rates: Keyed<DecimalText>,
}

impl RawRates {
    fn into_rates(self, date: Date) -> Result<ExchangeRates, Problem> {
        let mut faults = Faults::new();
        if self.rates.0.is_empty() || self.rates.0.len() > 200 {
            faults.add("/rates", "must have 1 to 200 currencies");
        }
        let mut rates = BTreeMap::new();
        for (code, DecimalText(rate)) in self.rates.0 {
            let place = format!("/rates/{}", code.replace('~', "~0").replace('/', "~1"));
            let Some(currency) = faults.check(&place, code.parse::<Currency>()) else { continue };
            if currency == self.base {
                faults.add(&place, "is the base itself");
            }
            if rate.is_zero() || rate > Decimal::from(1_000_000_000) {
                faults.add(&place, "must be above zero and at most 1,000,000,000");
            }
            rates.insert(currency, rate);
        }
        faults.or(ExchangeRates { date, base: self.base, rates })
    }
}

/// A day's rates as they go out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExchangeRates)]
pub(crate) struct RatesReply {
    date: Date,
    base: Currency,
    #[schema(value_type = BTreeMap<Currency, DecimalText>)]
    rates: BTreeMap<Currency, Decimal>,
    version: u64,
}

impl RatesReply {
    fn new(rates: ExchangeRates, version: u64) -> Self {
        Self { date: rates.date, base: rates.base, rates: rates.rates, version }
    }
}

pub(crate) async fn put(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(date): PathOf<String>,
    Input(raw): Input<RawRates>,
) -> Answer<Reply<RatesReply>> {
    let date = parse_date(&date).map_err(|_| Problem::not_found())?;
    let rates = raw.into_rates(date)?;
    let version = app.store.find_exchange_rates(date).await?.map_or(1, |(_, version)| version + 1);
    app.store.save_exchange_rates(&rates, version, app.clock.new_ulid()).await?;
    let reply = RatesReply::new(rates, version);
    Ok(if version == 1 { Reply::created(format!("/exchange-rates/{date}"), reply) } else { Reply::ok(reply) }.version(version))
}

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(date): PathOf<String>,
) -> Answer<Reply<RatesReply>> {
    let date = parse_date(&date).map_err(|_| Problem::not_found())?;
    let (rates, version) = app.store.find_exchange_rates(date).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(RatesReply::new(rates, version)).version(version))
}
