//! The developers of `data/developers.tsv`: registered, then vetted, declined or paused as their row says.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{Timestamp, ToSpan};
use lambda_http::Error;
use muster::domain::zone::Zone;
use serde_json::{Map, Value, json};

use super::api::{AT_ONCE, Session, text};

static ROWS: &str = include_str!("../../data/developers.tsv");
const COLUMNS: usize = 18;

pub(super) async fn load(operator: &Session, now: Timestamp) -> Result<(), Error> {
    let rows = ROWS.lines().filter(|line| !line.starts_with('#'));
    stream::iter(rows).map(Ok).try_for_each_concurrent(AT_ONCE, |line| register(operator, line, now)).await
}

async fn register(operator: &Session, line: &str, now: Timestamp) -> Result<(), Error> {
    let row = Row::parse(line)?;
    let answer = operator.post("/developers", row.body(now)?).await?;
    let path = format!("/developers/{}", text(&answer, "/id")?);
    let vetting = match row.status {
        "pending" => return Ok(()),
        "declined" => json!({ "decision": "declined", "note": "Good interview; too little back-end work so far." }),
        _ => json!({ "decision": "vetted" }),
    };
    operator.post(&format!("{path}/vetting"), vetting).await?;
    if row.status == "paused" {
        operator.post(&format!("{path}/pause"), json!({})).await?;
    }
    if row.tax_id.starts_with("abn ") {
        operator.put(&format!("{path}/self-billing/sel_au"), agreement(row.name, now)?).await?;
    }
    Ok(())
}

/// That the Australian seller writes someone's invoices, since a month ago.
fn agreement(name: &str, now: Timestamp) -> Result<Value, Error> {
    let signed_on = "Australia/Sydney".parse::<Zone>()?.date_at(now).checked_sub(30.days())?;
    Ok(json!({
        "reference": format!("RCTI {name}"), "signed_on": signed_on, "valid_from": signed_on,
        "supplier_registered_from": signed_on.checked_sub(365.days())?, "payment_terms_days": 7,
    }))
}

/// A developer as the file has them.
struct Row<'a> {
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    country: &'a str,
    zone: &'a str,
    hours: &'a str,
    headline: &'a str,
    seniority: &'a str,
    english: &'a str,
    skills: &'a str,
    currency: &'a str,
    hourly: &'a str,
    monthly: &'a str,
    models: &'a str,
    available_in_days: &'a str,
    hours_per_week: &'a str,
    status: &'a str,
    tax_id: &'a str,
}

impl<'a> Row<'a> {
    fn parse(line: &'a str) -> Result<Self, Error> {
        let cells: Vec<&str> = line.split('\t').collect();
        let cells: [&str; COLUMNS] = cells.try_into().map_err(|_| format!("a developer's row has {COLUMNS} columns: {line}"))?;
        let [name, email, phone, country, zone, hours, headline, seniority, english, skills, currency, rest @ ..] = cells;
        let [hourly, monthly, models, available_in_days, hours_per_week, status, tax_id] = rest;
        Ok(Self {
            name,
            email,
            phone,
            country,
            zone,
            hours,
            headline,
            seniority,
            english,
            skills,
            currency,
            hourly,
            monthly,
            models,
            available_in_days,
            hours_per_week,
            status,
            tax_id,
        })
    }

    /// The body of the registration; what the row leaves empty is left out of it.
    fn body(&self, now: Timestamp) -> Result<Value, Error> {
        let zone: Zone = self.zone.parse()?;
        let from = zone.date_at(now).checked_add(self.available_in_days.parse::<i64>()?.days())?;
        let (start, end) = self.hours.split_once('-').ok_or("working hours are written 09:00-17:00")?;
        let mut body = json!({
            "name": self.name, "email": self.email, "country": self.country, "time_zone": self.zone,
            "working_hours": { "start": start, "end": end }, "seniority": self.seniority, "english": self.english,
            "skills": self.skills()?, "pay_rate": self.pay(), "hiring_models": self.models(),
            "availability": { "from": from, "hours_per_week": self.hours_per_week.parse::<u8>()? },
        });
        for (field, value) in [("phone", self.phone), ("headline", self.headline)] {
            if !value.is_empty() {
                body[field] = json!(value);
            }
        }
        if let Some((scheme, value)) = self.tax_id.split_once(' ') {
            body["tax_ids"] = json!([{ "scheme": scheme, "value": value }]);
        }
        Ok(body)
    }

    fn skills(&self) -> Result<Vec<Value>, Error> {
        let skill = |part: &str| {
            let (skill, years) = part.split_once('=').ok_or("a skill is written Node JS=6")?;
            Ok(json!({ "skill": skill, "years": years.parse::<u8>()? }))
        };
        self.skills.split(';').map(skill).collect()
    }

    fn pay(&self) -> Map<String, Value> {
        let rates = [("hourly", self.hourly), ("monthly", self.monthly)].into_iter().filter(|(_, amount)| !amount.is_empty());
        rates.map(|(per, amount)| (per.to_owned(), json!({ "amount": amount, "currency": self.currency }))).collect()
    }

    fn models(&self) -> Vec<&'static str> {
        let models = [('h', "hourly"), ('d', "dedicated"), ('f', "fixed")];
        models.into_iter().filter(|(letter, _)| self.models.contains(*letter)).map(|(_, model)| model).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_its_mail_goes_nowhere() {
        let mut count = 0;
        for line in ROWS.lines().filter(|line| !line.starts_with('#')) {
            let row = Row::parse(line).unwrap();
            row.body(Timestamp::UNIX_EPOCH).unwrap();
            let (_, host) = row.email.split_once('@').unwrap();
            assert!(["example.com", "example.org", "example.net"].contains(&host), "{line}");
            assert!(["vetted", "pending", "declined", "paused"].contains(&row.status), "{line}");
            count += 1;
        }
        assert!(count >= 60, "{count}");
    }
}
