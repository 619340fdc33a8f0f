//! What billing decides, case by case: periods that are over, open, skipped, late and far behind.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::draft::{DraftLine, LineKind, Quantity};
use crate::domain::engagement::{Pause, Proration};
use crate::domain::id::{EngagementId, Id};
use crate::domain::timesheet::samples::{actor, counted, dedicated, hourly, invoice, priya, zone};
use crate::domain::timesheet::transition::Step;
use crate::domain::timesheet::{ActorKind, TimesheetStatus, timesheet_span};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The first moment of a day in Sydney.
fn sydney(year: i16, month: i8, day: i8) -> Timestamp {
    zone("Australia/Sydney").start_of(date(year, month, day))
}

fn look(engagement: &Engagement, timesheets: &[Timesheet], now: Timestamp) -> Decision {
    decide(EngagementTime { engagement, developer_name: &priya(), timesheets }, now).expect("small amounts")
}

/// A timesheet with some time on one day.
fn week(engagement: &Engagement, day: Date, minutes: u32, status: TimesheetStatus) -> Timesheet {
    let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, day));
    sheet.entries.push(counted(&sheet, 1, day, minutes));
    sheet.status = status;
    sheet
}

/// Approves a submitted timesheet against the engagement as it is now.
fn approve(engagement: &Engagement, sheet: &mut Timesheet, now: Timestamp) {
    sheet.status = TimesheetStatus::Submitted;
    *sheet = sheet.approve(engagement, Step { by: actor(ActorKind::Client), at: now }).expect("submitted");
}

fn figures(lines: &[DraftLine]) -> Vec<(Date, Date, Quantity, String)> {
    lines.iter().map(|line| (line.span.start, line.span.last(), line.quantity, line.net.amount())).collect()
}

fn of_minutes(minutes: u32) -> Quantity {
    Quantity::Minutes { minutes }
}

#[test]
fn a_period_is_billed_from_the_local_midnight_on_which_it_ended() {
    // F16: midnight of 1 October in Sydney is 14:00 UTC of the day before.
    let mut engagement = hourly();
    engagement.terms.starts_on = date(2025, 9, 1);
    engagement.billing_state.billed_until = date(2025, 9, 1);
    let sheets = [week(&engagement, date(2025, 9, 10), 600, TimesheetStatus::Approved)];
    let early = look(&engagement, &sheets, at("2025-09-30T13:59:59Z"));
    assert_eq!((early.bills.len(), early.billed_until, early.skipped), (0, date(2025, 9, 1), None));
    assert_eq!(early.next_look, Some(at("2025-09-30T14:00:00Z")));
    assert_eq!(next_due_at(&engagement), early.next_look);
    let due = look(&engagement, &sheets, at("2025-09-30T14:00:00Z"));
    assert_eq!(figures(&due.bills[0].lines), [(date(2025, 9, 1), date(2025, 9, 30), of_minutes(600), "600.00".to_owned())]);
    assert_eq!(due.bills[0].lines[0].description, "Priya Nair — Back-end developer");
    assert_eq!(due.next_look, Some(sydney(2025, 11, 1)));
}

#[test]
fn two_runs_on_one_local_day_bill_once() {
    // F17
    let mut engagement = dedicated(date(2026, 2, 1));
    engagement.terms.billing.time_zone = zone("Pacific/Auckland");
    let first = look(&engagement, &[], at("2026-02-28T11:30:00Z"));
    assert_eq!(first.bills.len(), 1);
    first.bills[0].record(&mut engagement, invoice(1));
    let second = look(&engagement, &[], at("2026-02-28T23:30:00Z"));
    assert_eq!((second.bills, second.skipped, second.billed_until), (Vec::new(), None, date(2026, 3, 1)));
}

#[test]
fn time_is_summed_over_the_period_and_rounded_once() {
    // F6
    let mut engagement = hourly();
    engagement.terms.bill_rate.money =
        crate::domain::money::Money::parse("27.50", engagement.terms.bill_rate.money.currency()).expect("money");
    let sheets = [date(2027, 2, 2), date(2027, 2, 10)].map(|day| week(&engagement, day, 15, TimesheetStatus::Approved));
    engagement.billing_state.billed_until = date(2027, 2, 1);
    let decision = look(&engagement, &sheets, sydney(2027, 3, 1));
    assert_eq!(figures(&decision.bills[0].lines), [(date(2027, 2, 1), date(2027, 2, 28), of_minutes(30), "13.75".to_owned())]);
}

#[test]
fn only_the_engagements_own_time_is_billed() {
    // F57: the same week on two engagements.
    let first = hourly();
    let mut second = hourly();
    second.id = EngagementId::from_ulid(ulid::Ulid(99));
    let sheets = [&first, &second].map(|engagement| week(engagement, date(2027, 1, 5), 600, TimesheetStatus::Approved));
    let decision = look(&first, &sheets[..1], sydney(2027, 2, 1));
    let mut billed = first.clone();
    decision.bills[0].record(&mut billed, invoice(1));
    assert!(sheets[0].is_invoiced(&billed));
    assert!(sheets[1].awaits_billing(&second));
    assert_eq!(look(&second, &sheets[1..], sydney(2027, 2, 1)).bills.len(), 1);
}

#[test]
fn a_split_week_is_billed_half_by_half() {
    let mut engagement = hourly();
    engagement.billing_state.billed_until = date(2027, 3, 1);
    let sheets = [
        week(&engagement, date(2027, 3, 30), 120, TimesheetStatus::Approved),
        week(&engagement, date(2027, 4, 1), 210, TimesheetStatus::Open),
    ];
    assert_eq!(sheets.each_ref().map(|sheet| sheet.span.start), [date(2027, 3, 29), date(2027, 4, 1)]);
    // April's open half does not hold March.
    let march = look(&engagement, &sheets, sydney(2027, 4, 1));
    assert_eq!(figures(&march.bills[0].lines), [(date(2027, 3, 1), date(2027, 3, 31), of_minutes(120), "120.00".to_owned())]);
}

#[test]
fn each_engagement_that_must_wait_says_why() {
    // F36
    let fine = hourly();
    let approved = [week(&fine, date(2027, 1, 5), 600, TimesheetStatus::Approved)];
    let mut paused = hourly();
    paused.course.pauses.push(Pause { from: date(2027, 1, 4), until: None, reason: None });
    let open = [week(&fine, date(2027, 1, 5), 600, TimesheetStatus::Approved), week(&fine, date(2027, 1, 12), 60, TimesheetStatus::Open)];
    let now = sydney(2027, 2, 1);
    let outcome = |engagement, sheets| {
        let decision = look(engagement, sheets, now);
        (decision.bills.len(), decision.skipped, decision.next_look)
    };
    assert_eq!(outcome(&fine, &approved), (1, None, Some(sydney(2027, 3, 1))));
    assert_eq!(outcome(&paused, &[]), (0, Some(SkipReason::Paused), Some(sydney(2027, 3, 1))));
    assert_eq!(outcome(&fine, &open), (0, Some(SkipReason::UnapprovedTime), Some(sydney(2027, 2, 2))));
}

#[test]
fn waiting_ends_with_the_days_of_grace_and_late_time_is_billed_once() {
    let mut engagement = hourly();
    let mut sheets = vec![
        week(&engagement, date(2027, 1, 5), 600, TimesheetStatus::Approved),
        week(&engagement, date(2027, 1, 12), 60, TimesheetStatus::Submitted),
    ];
    let last_wait = look(&engagement, &sheets, sydney(2027, 2, 10));
    assert_eq!((last_wait.skipped, last_wait.next_look), (Some(SkipReason::UnapprovedTime), Some(sydney(2027, 2, 11))));
    let after = look(&engagement, &sheets, sydney(2027, 2, 11));
    assert_eq!(figures(&after.bills[0].lines), [(date(2027, 1, 4), date(2027, 1, 31), of_minutes(600), "600.00".to_owned())]);
    after.bills[0].record(&mut engagement, invoice(1));

    approve(&engagement, &mut sheets[1], sydney(2027, 2, 20));
    sheets.push(week(&engagement, date(2027, 2, 3), 30, TimesheetStatus::Approved));
    assert_eq!(look(&engagement, &sheets, sydney(2027, 2, 20)).bills, [], "late time waits for the next bill");
    let march = look(&engagement, &sheets, sydney(2027, 3, 1));
    let bill = &march.bills[0];
    assert_eq!(figures(&bill.lines), [(date(2027, 2, 1), date(2027, 2, 28), of_minutes(30), "30.00".to_owned())]);
    assert_eq!(figures(&bill.late_lines), [(date(2027, 1, 4), date(2027, 1, 31), of_minutes(60), "60.00".to_owned())]);
    assert_eq!(bill.all_lines().map(|line| line.late).collect::<Vec<_>>(), [false, true]);
    assert_eq!(bill.late_timesheets, [sheets[1].span.start]);
    bill.record(&mut engagement, invoice(2));
    sheets[1].invoice_id = Some(invoice(2));
    assert_eq!(look(&engagement, &sheets, sydney(2027, 4, 1)).bills, []);
}

#[test]
fn the_next_look_is_never_later_than_an_approval_by_itself() {
    let engagement = hourly();
    let mut sheet = week(&engagement, date(2027, 1, 29), 60, TimesheetStatus::Submitted);
    sheet.auto_approve_at = Some(at("2027-02-01T06:00:00Z"));
    let decision = look(&engagement, &[sheet], sydney(2027, 2, 1));
    assert_eq!(decision.next_look, Some(at("2027-02-01T06:00:00Z")));
}

#[test]
fn periods_without_time_are_passed_over() {
    let mut engagement = hourly();
    let empty = look(&engagement, &[], sydney(2027, 4, 3));
    assert_eq!((empty.bills.len(), empty.billed_until, empty.skipped), (0, date(2027, 4, 1), None));
    // Late time of a period that was passed over goes with the next one, or alone when that is empty too.
    engagement.billing_state.billed_until = date(2027, 4, 1);
    let mut sheet = week(&engagement, date(2027, 2, 3), 45, TimesheetStatus::Open);
    approve(&engagement, &mut sheet, sydney(2027, 4, 10));
    let alone = look(&engagement, &[sheet], sydney(2027, 5, 1));
    assert_eq!((alone.bills.len(), alone.bills[0].lines.len(), alone.bills[0].whole.start), (1, 0, date(2027, 4, 1)));
    assert_eq!(figures(&alone.bills[0].late_lines), [(date(2027, 2, 1), date(2027, 2, 28), of_minutes(45), "45.00".to_owned())]);
    alone.bills[0].record(&mut engagement, invoice(1));
    assert_eq!((engagement.billing_state.billed_until, engagement.billing_state.periods.len()), (date(2027, 5, 1), 0));
}

#[test]
fn an_engagement_that_ended_long_ago_is_billed_to_its_last_day_and_never_looked_at_again() {
    let mut engagement = hourly();
    engagement.terms.ends_on = Some(date(2027, 1, 13));
    engagement.status = EngagementStatus::Ended;
    let mut sheets = vec![
        week(&engagement, date(2027, 1, 5), 600, TimesheetStatus::Approved),
        week(&engagement, date(2027, 1, 12), 60, TimesheetStatus::Open),
    ];
    let decision = look(&engagement, &sheets, sydney(2028, 1, 1));
    assert_eq!(figures(&decision.bills[0].lines), [(date(2027, 1, 4), date(2027, 1, 13), of_minutes(600), "600.00".to_owned())]);
    assert_eq!(decision.next_look, None);
    decision.bills[0].record(&mut engagement, invoice(1));
    assert_eq!(next_due_at(&engagement), None);
    // Late time has no next invoice to wait for.
    approve(&engagement, &mut sheets[1], sydney(2028, 1, 2));
    let late = look(&engagement, &sheets, sydney(2028, 1, 2));
    assert_eq!((late.bills[0].lines.len(), late.bills[0].late_lines.len(), late.next_look), (0, 1, None));
    sheets[1].invoice_id = Some(invoice(2));
    assert_eq!(look(&engagement, &sheets, sydney(2028, 1, 3)).bills, []);
}

#[test]
fn three_months_behind_are_three_bills_the_oldest_first() {
    let mut engagement = dedicated(date(2026, 2, 12));
    engagement.terms.ends_on = Some(date(2026, 4, 15));
    let decision = look(&engagement, &[], sydney(2026, 8, 1));
    let part = |days, of_days| Quantity::Period { days, of_days, basis: Proration::CalendarDays };
    let bills: Vec<_> = decision.bills.iter().flat_map(|bill| figures(&bill.lines)).collect();
    // F25 C is the first of them.
    assert_eq!(
        bills,
        [
            (date(2026, 2, 12), date(2026, 2, 28), part(17, 28), "3035.71".to_owned()),
            (date(2026, 3, 1), date(2026, 3, 31), part(31, 31), "5000.00".to_owned()),
            (date(2026, 4, 1), date(2026, 4, 15), part(15, 30), "2500.00".to_owned()),
        ]
    );
    assert!(decision.bills.iter().all(|bill| bill.lines[0].kind == LineKind::Fee));
    let marks: Vec<_> = decision.bills.iter().map(|bill| bill.billed_until).collect();
    assert_eq!(marks, [date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 16)]);
    assert_eq!((decision.billed_until, decision.next_look), (date(2026, 4, 16), None));
}

#[test]
fn a_period_that_waits_holds_those_after_it_and_not_those_before() {
    let engagement = hourly();
    let sheets = [
        week(&engagement, date(2027, 1, 5), 60, TimesheetStatus::Approved),
        week(&engagement, date(2027, 2, 3), 60, TimesheetStatus::Open),
        week(&engagement, date(2027, 3, 3), 60, TimesheetStatus::Approved),
    ];
    let mut slow = engagement.clone();
    slow.terms.billing.grace_days = 60;
    let decision = look(&slow, &sheets, sydney(2027, 4, 1));
    assert_eq!((decision.bills.len(), decision.billed_until), (1, date(2027, 2, 1)));
    assert_eq!(decision.skipped, Some(SkipReason::UnapprovedTime));
}

#[test]
fn without_proration_a_period_is_paid_once_though_it_is_billed_in_two_parts() {
    let mut engagement = dedicated(date(2027, 1, 10));
    engagement.terms.billing.proration = Proration::None;
    engagement.terms.ends_on = Some(date(2027, 1, 15));
    let first = look(&engagement, &[], sydney(2027, 1, 16));
    assert_eq!(first.bills[0].lines[0].net.to_decimal(), Decimal::from(5000));
    first.bills[0].record(&mut engagement, invoice(1));
    engagement.terms.ends_on = Some(date(2027, 1, 31));
    let rest = look(&engagement, &[], sydney(2027, 2, 1));
    assert_eq!((rest.bills.len(), rest.billed_until), (0, date(2027, 2, 1)));
}

#[test]
fn offers_and_milestones_are_not_billed_by_the_period() {
    let mut offered = dedicated(date(2027, 1, 1));
    offered.status = EngagementStatus::Offered;
    let mut fixed = dedicated(date(2027, 1, 1));
    fixed.terms.model = HiringModel::Fixed;
    for engagement in [offered, fixed] {
        assert_eq!(next_due_at(&engagement), None);
        let decision = look(&engagement, &[], sydney(2028, 1, 1));
        assert_eq!((decision.bills.len(), decision.billed_until, decision.next_look), (0, date(2027, 1, 1), None));
    }
}

#[test]
fn the_bills_of_a_team_share_an_invoice_and_other_terms_part_them() {
    let (full, mut joined) = (dedicated(date(2027, 1, 1)), dedicated(date(2027, 1, 20)));
    joined.id = EngagementId::from_ulid(ulid::Ulid(8));
    let mut ordered = joined.clone();
    ordered.id = EngagementId::from_ulid(ulid::Ulid(9));
    ordered.terms.purchase_order = Some("PO-7".parse().expect("a reference"));
    let bills = || [&ordered, &joined, &full].map(|engagement| (engagement, look(engagement, &[], sydney(2027, 2, 1)).bills.remove(0)));
    let groups = group::group(bills());
    let ids: Vec<Vec<_>> = groups.values().map(|bills| bills.iter().map(|(id, _)| *id).collect()).collect();
    assert_eq!(ids, [vec![full.id, joined.id], vec![ordered.id]]);
    let mut turned = bills();
    turned.reverse();
    assert_eq!(group::group(turned), groups);
}
