//! Statements over months: each minute once, whenever it is approved, changed or taken back.

use proptest::prelude::*;

use super::*;
use crate::domain::engagement::{Ending, Initiator, Leave, RateChange};
use crate::domain::proration::time_amount;
use crate::domain::rate::Per;
use crate::domain::timesheet::samples::{aud, counted, dedicated, hourly, zone};
use crate::domain::timesheet::{TimesheetStatus, timesheet_span};

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn week(engagement: &Engagement, day: Date, minutes: u32) -> Timesheet {
    let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, day));
    sheet.entries.push(counted(&sheet, 1, day, minutes));
    sheet.status = TimesheetStatus::Approved;
    sheet
}

/// After all of the months.
fn end() -> Timestamp {
    zone("Australia/Sydney").start_of(date(2027, 12, 1))
}

fn book(engagement: &Engagement) -> PayBook {
    PayBook::new(engagement.developer_id)
}

/// The lines as month, lateness, minutes and amount.
fn shown(statement: &PayStatement) -> Vec<(String, bool, Option<i64>, String)> {
    statement.lines.iter().map(|line| (line.item.month.to_string(), line.late, line.minutes, line.amount.amount())).collect()
}

#[test]
fn months_have_one_spelling() {
    assert_eq!(month("2027-01").to_string(), "2027-01");
    for bad in ["2027-13", "2027-1", "2027-01-01", "27-01", ""] {
        assert_eq!(bad.parse::<Month>(), Err(MonthError), "{bad}");
    }
    assert_eq!(month("2027-02").days().days(), 28);
}

#[test]
fn work_is_paid_by_the_month_of_its_date_and_late_approval_on_the_next() {
    // AUD 40 an hour.
    let engagement = hourly();
    let january = week(&engagement, date(2027, 1, 5), 90);
    let forgotten = week(&engagement, date(2027, 1, 12), 30);
    let february = week(&engagement, date(2027, 2, 2), 60);
    let mut book = book(&engagement);
    let first = book.statement(month("2027-01"), &[(engagement.clone(), vec![january.clone(), february.clone()])], end()).expect("small");
    assert_eq!(shown(&first), [("2027-01".to_owned(), false, Some(90), "60.00".to_owned())]);
    book.close(&first);
    let work = [(engagement, vec![january, forgotten, february])];
    let second = book.statement(month("2027-02"), &work, end()).expect("small");
    let expected =
        [("2027-02".to_owned(), false, Some(60), "40.00".to_owned()), ("2027-01".to_owned(), true, Some(30), "20.00".to_owned())];
    assert_eq!(shown(&second), expected);
    assert_eq!(second.totals().expect("small").iter().map(ToString::to_string).collect::<Vec<_>>(), ["60.00 AUD"]);
    book.close(&second);
    assert_eq!(shown(&book.statement(month("2027-03"), &work, end()).expect("small")), []);
}

#[test]
fn time_that_was_taken_back_is_taken_off_the_next_statement() {
    let engagement = hourly();
    let mut book = book(&engagement);
    let first =
        book.statement(month("2027-01"), &[(engagement.clone(), vec![week(&engagement, date(2027, 1, 5), 90)])], end()).expect("small");
    book.close(&first);
    let work = [(engagement.clone(), vec![week(&engagement, date(2027, 1, 5), 60)])];
    let second = book.statement(month("2027-02"), &work, end()).expect("small");
    assert_eq!(shown(&second), [("2027-01".to_owned(), true, Some(-30), "-20.00".to_owned())]);
}

#[test]
fn a_monthly_fee_is_paid_for_the_days_of_the_engagement() {
    let mut engagement = dedicated(date(2027, 2, 15));
    let whole = engagement.terms.pay_rate.money;
    engagement.terms.ends_on = Some(date(2027, 3, 31));
    let paid = |text| book(&engagement).statement(month(text), &[(engagement.clone(), Vec::new())], end()).expect("small").lines;
    assert_eq!(paid("2027-01"), []);
    assert_eq!(paid("2027-02")[0].amount.minor(), whole.minor() / 2);
    assert_eq!(paid("2027-03")[0].amount, whole);
    assert_eq!(paid("2027-04"), []);
}

#[test]
fn each_day_is_paid_at_its_own_rate_and_not_while_paused_or_on_unpaid_leave() {
    let mut engagement = dedicated(date(2027, 1, 1));
    engagement.terms.pay_rate = aud("3100.00", Per::Month);
    let january = |engagement: &Engagement| {
        let statement = book(engagement).statement(month("2027-01"), &[(engagement.clone(), Vec::new())], end()).expect("small");
        statement.lines.iter().map(|line| line.amount.amount()).collect::<Vec<_>>()
    };
    assert_eq!(january(&engagement), ["3100.00"]);
    let rates =
        RateChange { effective_from: date(2027, 1, 11), bill_rate: engagement.terms.bill_rate, pay_rate: aud("6200.00", Per::Month) };
    engagement.change_rates(rates, date(2027, 1, 5)).expect("active");
    assert_eq!(january(&engagement), ["1000.00", "4200.00"]);
    engagement.pause(date(2027, 1, 21), None, date(2027, 1, 5)).expect("active");
    let leave = |from, to, paid| Leave { from, to, paid };
    engagement.take_leave(leave(date(2027, 1, 1), date(2027, 1, 2), true), date(2027, 1, 5)).expect("active");
    engagement.take_leave(leave(date(2027, 1, 3), date(2027, 1, 4), false), date(2027, 1, 5)).expect("active");
    assert_eq!(january(&engagement), ["800.00", "2000.00"]);
}

#[test]
fn a_rate_in_another_currency_takes_back_what_was_paid_in_the_one_before() {
    let engagement = hourly();
    let mut book = book(&engagement);
    let sheets = vec![week(&engagement, date(2027, 1, 5), 90)];
    let first = book.statement(month("2027-01"), &[(engagement.clone(), sheets.clone())], end()).expect("small");
    book.close(&first);
    let mut changed = engagement;
    let dollars = Money::parse("30.00", "USD".parse().expect("a currency")).expect("an amount");
    changed.terms.pay_rate.money = dollars;
    let second = book.statement(month("2027-02"), &[(changed, sheets)], end()).expect("small");
    assert_eq!(second.totals().expect("small").iter().map(ToString::to_string).collect::<Vec<_>>(), ["-60.00 AUD", "45.00 USD"]);
}

#[test]
fn a_month_that_is_running_has_earned_the_days_that_have_come() {
    let mut engagement = dedicated(date(2027, 1, 1));
    engagement.terms.pay_rate = aud("3100.00", Per::Month);
    let now = zone("Australia/Sydney").start_of(date(2027, 1, 10));
    let seen = book(&engagement).statement(month("2027-01"), &[(engagement.clone(), Vec::new())], now).expect("small");
    assert_eq!(shown(&seen), [("2027-01".to_owned(), false, None, "1000.00".to_owned())]);
}

#[test]
fn a_trial_that_the_client_ends_is_paid_though_it_is_not_billed() {
    let mut engagement = dedicated(date(2027, 1, 1));
    engagement.terms.pay_rate = aud("3100.00", Per::Month);
    engagement.terms.trial_days = 14;
    let reason = "Over.".parse().expect("a note");
    let agreed_at = Timestamp::UNIX_EPOCH;
    let ending = Ending { ends_on: date(2027, 1, 10), reason, initiated_by: Initiator::Client, trial_unbilled: true, agreed_at };
    engagement.end(ending, None, date(2027, 1, 5)).expect("active");
    assert!(!engagement.is_billable(date(2027, 1, 5)));
    let seen = book(&engagement).statement(month("2027-01"), &[(engagement, Vec::new())], end()).expect("small");
    assert_eq!(seen.lines[0].amount.amount(), "1000.00");
}

proptest! {
    #[test]
    fn whatever_is_approved_when_every_minute_is_paid_once(
        steps in prop::collection::vec((0..90i32, 1..600u32, any::<bool>()), 1..25),
    ) {
        let engagement = hourly();
        let mut book = book(&engagement);
        let mut sheets: Vec<Timesheet> = Vec::new();
        // More than there are steps, so that one is left for what is approved last.
        let mut months = (0..26_i32).map(|at| Month::of(date(2027, 1, 1).saturating_add(at.months())));
        let mut paid = 0;
        let mut amounts = 0;
        for (back, minutes, close) in steps {
            sheets.push(week(&engagement, date(2027, 1, 4).saturating_add(back.days()), minutes));
            let next = if close { months.next() } else { None };
            if let Some(next) = next {
                let statement = book.statement(next, &[(engagement.clone(), sheets.clone())], end()).expect("small");
                book.close(&statement);
                paid += statement.lines.iter().filter_map(|line| line.minutes).sum::<i64>();
                amounts += statement.lines.iter().map(|line| line.amount.minor()).sum::<i64>();
            }
        }
        for next in months {
            let statement = book.statement(next, &[(engagement.clone(), sheets.clone())], end()).expect("small");
            book.close(&statement);
            paid += statement.lines.iter().filter_map(|line| line.minutes).sum::<i64>();
            amounts += statement.lines.iter().map(|line| line.amount.minor()).sum::<i64>();
        }
        let worked: u32 = sheets.iter().map(Timesheet::minutes).sum();
        prop_assert_eq!(paid, i64::from(worked));
        let minutes = |text: &str| sheets.iter().map(|sheet| sheet.rounded_minutes_on(engagement.terms.billing.rounding, |day| Month::of(day) == month(text))).sum();
        let by_month: [u32; 4] = ["2027-01", "2027-02", "2027-03", "2027-04"].map(minutes);
        let exact: i64 = by_month.into_iter().map(|minutes| time_amount(minutes, engagement.terms.pay_rate.money).expect("small").minor()).sum();
        prop_assert_eq!(amounts, exact, "each month is rounded once, however often it was paid");
    }
}
