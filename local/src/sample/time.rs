//! Working days: logged one by one, submitted by the developer week by week, approved by the client but for the latest.

use jiff::civil::{Date, Weekday};
use lambda_http::Error;
use serde_json::{Value, json};

use super::api::text;
use super::hire::Hire;

/// Works from the first day to yesterday. The latest finished timesheet waits for approval, unless last month is to be invoiced
/// and it lies in it; the running one is open.
pub(super) async fn work(hire: &Hire, today: Date) -> Result<(), Error> {
    let lengths: Vec<i64> = hire.plan["days"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
    let notes: Vec<&Value> = hire.plan["notes"].as_array().into_iter().flatten().collect();
    let path = format!("/engagements/{}/time-entries", hire.engagement_id);
    let mut sheets: Vec<Date> = Vec::new();
    let days = hire.starts_on.series(jiff::ToSpan::day(1)).take_while(|day| *day < today).filter(|day| is_working(*day));
    for (at, day) in days.enumerate() {
        let Some(minutes) = lengths.get(at % lengths.len().max(1)) else { return Ok(()) };
        let note = notes.get(at / 2 % notes.len().max(1));
        for mut entry in entries(day, *minutes, hire.plan["clocked"] == true) {
            entry["note"] = json!(note);
            let logged = hire.developer.post(&path, entry).await?;
            let sheet = text(&logged, "/timesheet")?.parse()?;
            if sheets.last() != Some(&sheet) {
                sheets.push(sheet);
            }
        }
    }
    // The one that today lies in is not finished, if it was begun at all.
    let running = sheet_of(today);
    sheets.retain(|sheet| *sheet != running);
    let waiting = sheets.last().copied().filter(|sheet| *sheet >= today.first_of_month() || hire.plan["invoiced"] != true);
    for sheet in sheets {
        let path = format!("/engagements/{}/timesheets/{sheet}", hire.engagement_id);
        hire.developer.post(&format!("{path}/submit"), json!({})).await?;
        if waiting != Some(sheet) {
            hire.client.post(&format!("{path}/approve"), json!({})).await?;
        }
    }
    Ok(())
}

fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The first day of the timesheet of a monthly billed engagement that a day lies in.
fn sheet_of(day: Date) -> Date {
    let monday = day.saturating_sub(jiff::ToSpan::days(i64::from(day.weekday().to_monday_zero_offset())));
    monday.max(day.first_of_month())
}

/// A day's work: a number of minutes, or a morning and an afternoon by the clock of the billing zone.
fn entries(day: Date, minutes: i64, clocked: bool) -> Vec<Value> {
    const MORNING: i64 = 180;
    if !clocked {
        return vec![json!({ "date": day, "minutes": minutes })];
    }
    let at = |minute: i64| format!("{day}T{:02}:{:02}", minute / 60, minute % 60);
    let (ten, two) = (10 * 60, 14 * 60);
    vec![
        json!({ "started_at": at(ten), "ended_at": at(ten + MORNING) }),
        json!({ "started_at": at(two), "ended_at": at(two + minutes - MORNING) }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_timesheet_begins_on_monday_or_with_the_month() {
        assert_eq!(sheet_of(date(2027, 3, 31)), date(2027, 3, 29));
        assert_eq!(sheet_of(date(2027, 4, 1)), date(2027, 4, 1));
        assert_eq!(sheet_of(date(2027, 4, 4)), date(2027, 4, 1));
        assert_eq!(sheet_of(date(2027, 4, 5)), date(2027, 4, 5));
    }

    #[test]
    fn a_clocked_day_has_as_many_minutes_as_a_counted_one() {
        let day = date(2027, 3, 1);
        assert_eq!(entries(day, 450, false), [json!({ "date": "2027-03-01", "minutes": 450 })]);
        let clocked = entries(day, 450, true);
        assert_eq!(clocked[0]["ended_at"], "2027-03-01T13:00");
        assert_eq!(clocked[1], json!({ "started_at": "2027-03-01T14:00", "ended_at": "2027-03-01T18:30" }));
    }
}
