//! What comes of a hire: time logged and approved, last month's invoice, and what was paid of it.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use lambda_http::Error;
use muster::domain::money::Money;
use muster::domain::zone::Zone;
use serde_json::{Value, json};

use super::api::{AT_ONCE, Session, text};
use super::time;

/// Someone who accepted an offer.
#[derive(Clone, Debug)]
pub(super) struct Hire {
    pub(super) engagement_id: String,
    pub(super) developer: Session,
    pub(super) client: Session,
    /// The zone that the engagement is billed in, which is its client's.
    pub(super) zone: Zone,
    pub(super) starts_on: Date,
    /// What `data/projects.json` says of it.
    pub(super) plan: Value,
}

/// Lets all of them work up to yesterday, and invoices last month where the plan says so.
pub(super) async fn work_and_bill(hires: &[Hire], operator: &Session, now: Timestamp) -> Result<(), Error> {
    stream::iter(hires).map(Ok).try_for_each_concurrent(AT_ONCE, |hire| one(hire, operator, now)).await
}

async fn one(hire: &Hire, operator: &Session, now: Timestamp) -> Result<(), Error> {
    time::work(hire, hire.zone.date_at(now)).await?;
    if hire.plan["invoiced"] != true {
        return Ok(());
    }
    let this_month = hire.zone.date_at(now).first_of_month();
    let last = this_month.yesterday()?;
    let demand = json!({ "engagement_id": hire.engagement_id, "period": { "from": last.first_of_month(), "to": last } });
    let invoice = operator.post("/invoices", demand).await?;
    if hire.plan["payment"].is_object() {
        let path = format!("/invoices/{}/payments", text(&invoice, "/id")?);
        operator.post(&path, payment(&invoice, &hire.plan["payment"], hire.zone.date_at(now))?).await?;
    }
    Ok(())
}

/// A percentage of the total, less the tax that the client deducted from the net.
fn payment(invoice: &Value, plan: &Value, today: Date) -> Result<Value, Error> {
    let total = money(&invoice["total"])?;
    let withheld = percent(money(&invoice["net"])?, &plan["tds_percent"])?;
    let amount = percent(total, &plan["percent"])?.minus(withheld)?;
    let mut payment = json!({
        "amount": wire(amount), "received_on": today, "method": plan["method"], "reference": plan["reference"],
    });
    if withheld.is_positive() {
        payment["withheld"] = json!({ "kind": "tds", "amount": wire(withheld) });
    }
    Ok(payment)
}

fn money(value: &Value) -> Result<Money, Error> {
    Ok(Money::parse(text(value, "/amount")?, text(value, "/currency")?.parse()?)?)
}

fn wire(money: Money) -> Value {
    json!({ "amount": money.amount(), "currency": money.currency().code() })
}

/// A percentage, cut to the minor unit; none of it where the plan names none.
fn percent(of: Money, percent: &Value) -> Result<Money, Error> {
    Ok(Money::from_minor(of.minor() * percent.as_i64().unwrap_or_default() / 100, of.currency())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_withheld_and_what_was_received_add_up() {
        let invoice = json!({ "net": { "amount": "1000.05", "currency": "INR" }, "total": { "amount": "1180.00", "currency": "INR" } });
        let whole = payment(&invoice, &json!({ "percent": 100, "tds_percent": 10 }), date(2027, 2, 1)).unwrap();
        assert_eq!(whole["amount"]["amount"], "1080.00");
        assert_eq!(whole["withheld"]["amount"]["amount"], "100.00");
        let part = payment(&invoice, &json!({ "percent": 40 }), date(2027, 2, 1)).unwrap();
        assert_eq!(part["amount"]["amount"], "472.00");
        assert!(part["withheld"].is_null());
    }
}
