//! What has to be there first: exchange rates, the sellers, the clients.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use lambda_http::Error;
use muster::domain::calendar::utc_day;
use muster::domain::zone::Zone;
use serde_json::{Map, Value, json};

use super::api::{Session, text};

static RATES: &str = include_str!("../../data/exchange-rates.tsv");
static SELLERS: &str = include_str!("../../data/sellers.json");
static CLIENTS: &str = include_str!("../../data/clients.json");

/// The days before today for which there are rates. Tomorrow's stand for those whose day has begun already.
const RATE_DAYS: [i64; 7] = [-1, 0, 1, 2, 3, 7, 14];

/// A client that was registered.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) zone: Zone,
}

pub(super) async fn load_rates(operator: &Session, now: Timestamp) -> Result<(), Error> {
    let today = utc_day(now);
    for ago in RATE_DAYS {
        let mut rates = Map::new();
        for line in RATES.lines().filter(|line| !line.starts_with('#')) {
            let (currency, rate) = line.split_once('\t').ok_or("a row of exchange rates has two columns")?;
            rates.insert(currency.to_owned(), rate_of(rate.parse()?, ago).into());
        }
        let day = today.checked_sub(ago.days())?;
        operator.put(&format!("/exchange-rates/{day}"), json!({ "base": "USD", "rates": rates })).await?;
    }
    Ok(())
}

/// A rate in ten-thousandths as a decimal; it drifts by half a thousandth a day.
fn rate_of(today: u64, ago: i64) -> String {
    let drift = today * ago.unsigned_abs() / 2_000;
    let rate = if ago < 0 { today + drift } else { today - drift };
    format!("{}.{:04}", rate / 10_000, rate % 10_000)
}

pub(super) async fn load_sellers(operator: &Session, now: Timestamp) -> Result<(), Error> {
    let sellers: BTreeMap<String, Value> = serde_json::from_str(SELLERS)?;
    for (id, mut seller) in sellers {
        if seller["country"] == "IN" {
            seller["lut"] = undertakings(now)?;
        }
        operator.put(&format!("/sellers/{id}"), seller).await?;
    }
    Ok(())
}

/// A letter of undertaking for the fiscal year that runs, which in India starts on 1 April, and one for the year after.
fn undertakings(now: Timestamp) -> Result<Value, Error> {
    let today = "Asia/Kolkata".parse::<Zone>()?.date_at(now);
    let first = today.year() - i16::from(today.month() < 4);
    let letters = [first, first + 1].map(|year| {
        json!({ "arn": format!("AD2904{:02}0000417", year % 100), "valid_from": format!("{year}-04-01"), "valid_to": format!("{}-03-31", year + 1) })
    });
    Ok(letters.as_slice().into())
}

/// The clients by the short names that the projects call them by.
pub(super) async fn load_clients(operator: &Session) -> Result<BTreeMap<String, Customer>, Error> {
    let clients: BTreeMap<String, Value> = serde_json::from_str(CLIENTS)?;
    let mut customers = BTreeMap::new();
    for (key, client) in clients {
        let zone = text(&client, "/time_zone")?.parse()?;
        let answer = operator.post("/clients", client).await?;
        customers.insert(key, Customer { id: text(&answer, "/id")?.to_owned(), zone });
    }
    Ok(customers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_drift_a_little_and_keep_four_decimals() {
        assert_eq!(rate_of(15_300, 0), "1.5300");
        assert_eq!(rate_of(15_300, 14), "1.5193");
        assert_eq!(rate_of(262_500_000, -1), "26263.1250");
    }
}
