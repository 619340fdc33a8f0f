//! The projects of `data/projects.json`: posted by their clients, matched, and staffed with the best candidates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use lambda_http::Error;
use serde_json::{Value, json};

use super::api::{Api, Session, text};
use super::hire::Hire;
use super::reference::Customer;
use crate::token::Role;

static PROJECTS: &str = include_str!("../../data/projects.json");

/// Posts and staffs them one after the other, so that each finds those free whom the ones before it left. Gives those who were
/// hired.
pub(super) async fn load(api: &Api, operator: &Session, clients: &BTreeMap<String, Customer>, now: Timestamp) -> Result<Vec<Hire>, Error> {
    let projects: Vec<Value> = serde_json::from_str(PROJECTS)?;
    let mut hires = Vec::new();
    for plan in projects {
        let client = clients.get(text(&plan, "/client")?).ok_or("a project names a client")?;
        let own = api.login(Role::Client, &client.id).await?;
        let starts_on = first_day(text(&plan, "/starts")?, client.zone.date_at(now))?;
        let mut body = plan["project"].clone();
        body["starts_on"] = json!(starts_on);
        let project = own.post("/projects", body).await?;
        let id = text(&project, "/id")?;
        let matched = operator.post(&format!("/projects/{id}/matches"), json!({ "limit": 10 })).await?;
        let mut taken = BTreeSet::new();
        for wish in plan["hires"].as_array().into_iter().flatten() {
            let candidate = best(&matched, text(wish, "/role_id")?, &taken)?;
            let developer_id = text(candidate, "/developer_id")?.to_owned();
            let offer = offer(&project, wish, candidate, starts_on)?;
            let engagement = operator.post("/engagements", offer).await?;
            let engagement_id = text(&engagement, "/id")?.to_owned();
            let developer = api.login(Role::Developer, &developer_id).await?;
            if wish["accepted"] == true {
                developer.post(&format!("/engagements/{engagement_id}/accept"), json!({})).await?;
                hires.push(Hire {
                    engagement_id,
                    developer,
                    client: own.clone(),
                    zone: client.zone.clone(),
                    starts_on,
                    plan: wish.clone(),
                });
            }
            taken.insert(developer_id);
        }
    }
    Ok(hires)
}

/// The day that a project starts on, seen from today where its client is.
fn first_day(starts: &str, today: Date) -> Result<Date, Error> {
    let last_month = today.first_of_month().checked_sub(1.month())?;
    match starts {
        "last_month" => Ok(last_month),
        "mid_last_month" => Ok(last_month.checked_add(14.days())?),
        "in_three_weeks" => Ok(today.checked_add(21.days())?),
        other => Err(format!("a project starts at {other}, which is no known time").into()),
    }
}

/// The first candidate of a role who was not taken for another role of the project.
fn best<'a>(matched: &'a Value, role_id: &str, taken: &BTreeSet<String>) -> Result<&'a Value, Error> {
    let roles = matched["roles"].as_array().into_iter().flatten();
    let mut candidates = roles.filter(|role| role["role_id"] == role_id).filter_map(|role| role["candidates"].as_array()).flatten();
    candidates
        .find(|candidate| candidate["developer_id"].as_str().is_some_and(|id| !taken.contains(id)))
        .ok_or_else(|| format!("nobody fits role {role_id}: {matched}").into())
}

fn offer(project: &Value, wish: &Value, candidate: &Value, starts_on: Date) -> Result<Value, Error> {
    let role = project["roles"].as_array().into_iter().flatten().find(|role| role["role_id"] == wish["role_id"]);
    let role = role.ok_or_else(|| format!("the project has no role {}", wish["role_id"]))?;
    let mut offer = json!({
        "project_id": project["id"], "role_id": wish["role_id"], "developer_id": candidate["developer_id"],
        "model": project["hiring_model"], "bill_rate": candidate["bill_rate"], "pay_rate": candidate["pay_rate"],
        "starts_on": starts_on, "hours_per_week": role["hours_per_week"],
    });
    for (field, value) in wish["terms"].as_object().into_iter().flatten() {
        offer[field] = value.clone();
    }
    Ok(offer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn last_month_is_whole_whatever_today_is() {
        for today in [date(2027, 3, 1), date(2027, 3, 15), date(2027, 3, 31)] {
            assert_eq!(first_day("last_month", today).unwrap(), date(2027, 2, 1));
            assert_eq!(first_day("mid_last_month", today).unwrap(), date(2027, 2, 15));
        }
        assert_eq!(first_day("last_month", date(2027, 1, 31)).unwrap(), date(2026, 12, 1));
        assert!(first_day("some day", date(2027, 1, 31)).is_err());
    }
}
