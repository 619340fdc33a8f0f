//! What an engagement's course does to its bills: pauses, ends, leave, rates, trials and payment in advance, case by case.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::on_demand::{OnDemandError, bill_period};
use super::{Decision, EngagementTime, PeriodBill, SkipReason, decide, next_due_at};
use crate::domain::calendar::Span;
use crate::domain::draft::{LineKind, Quantity};
use crate::domain::engagement::{CourseError, Ending, Engagement, EngagementStatus, Initiator, Leave, Proration, RateChange, Timing};
use crate::domain::money::Money;
use crate::domain::rate::Per;
use crate::domain::timesheet::samples::{aud, counted, dedicated, hourly, invoice, priya, zone};
use crate::domain::timesheet::{Timesheet, TimesheetStatus, timesheet_span};

fn look(engagement: &Engagement, now: Timestamp) -> Decision {
    let name = priya();
    let time = EngagementTime { engagement, developer_name: &name, timesheets: &[] };
    let decision = decide(time, now).expect("small amounts");
    assert_eq!(decide(time, now), Ok(decision.clone()), "a preview is the real run");
    decision
}

fn sydney(day: Date) -> Timestamp {
    zone("Australia/Sydney").start_of(day)
}

fn figures(bill: &PeriodBill) -> Vec<(LineKind, Quantity, String)> {
    bill.all_lines().map(|line| (line.kind, line.quantity, line.net.amount())).collect()
}

/// What is to be credited.
fn credit(decision: &Decision) -> String {
    let shares = decision.credit_due.iter().map(|share| share.net.negated());
    Money::sum("AUD".parse().expect("a currency"), shares).expect("small").amount()
}

fn days(days: i32, of_days: u32) -> Quantity {
    Quantity::Period { days, of_days, basis: Proration::CalendarDays }
}

/// January billed, from its first day.
fn billed() -> Engagement {
    let mut engagement = dedicated(date(2027, 1, 1));
    let decision = look(&engagement, sydney(date(2027, 2, 1)));
    decision.bills[0].record(&mut engagement, invoice(1));
    engagement
}

fn end(engagement: &mut Engagement, ends_on: Date, today: Date) {
    end_by(Initiator::Operator, engagement, ends_on, today);
}

fn end_by(initiated_by: Initiator, engagement: &mut Engagement, ends_on: Date, today: Date) {
    let reason = "As agreed.".parse().expect("a note");
    let ending = Ending { ends_on, reason, initiated_by, trial_unbilled: false, agreed_at: Timestamp::UNIX_EPOCH };
    engagement.end(ending, None, today).expect("active");
}

#[test]
fn a_pause_is_left_out_of_its_own_period_and_taken_back_of_one_that_was_billed() {
    let mut engagement = billed();
    engagement.pause(date(2027, 1, 10), None, date(2027, 2, 10)).expect("active");
    engagement.resume(date(2027, 2, 15), date(2027, 2, 10)).expect("paused");
    let decision = look(&engagement, sydney(date(2027, 3, 1)));
    // Of 5,000.00 for January 9 of 31 days are left: 1,451.61.
    let lines =
        [(LineKind::Fee, days(14, 28), "2500.00".to_owned()), (LineKind::Adjustment, Quantity::Count { count: -1 }, "-2500.00".to_owned())];
    assert_eq!(figures(&decision.bills[0]), lines, "no bill falls below zero");
    decision.bills[0].record(&mut engagement, invoice(2));
    let next = look(&engagement, sydney(date(2027, 4, 1)));
    let rest = (LineKind::Adjustment, Quantity::Count { count: -1 }, "-1048.39".to_owned());
    assert_eq!(figures(&next.bills[0]), [(LineKind::Fee, days(31, 31), "5000.00".to_owned()), rest]);
    next.bills[0].record(&mut engagement, invoice(3));
    assert_eq!(figures(&look(&engagement, sydney(date(2027, 5, 1))).bills[0]).len(), 1);
}

#[test]
fn days_that_count_again_are_billed_again() {
    let mut engagement = dedicated(date(2027, 1, 1));
    engagement.pause(date(2027, 1, 10), None, date(2027, 1, 10)).expect("active");
    let january = look(&engagement, sydney(date(2027, 2, 1)));
    assert_eq!(figures(&january.bills[0]), [(LineKind::Fee, days(9, 31), "1451.61".to_owned())]);
    january.bills[0].record(&mut engagement, invoice(1));
    engagement.resume(date(2027, 1, 20), date(2027, 2, 3)).expect("paused");
    let february = look(&engagement, sydney(date(2027, 3, 1)));
    let lines = [(LineKind::Fee, days(28, 28), "5000.00".to_owned()), (LineKind::Adjustment, days(12, 31), "1935.49".to_owned())];
    assert_eq!(figures(&february.bills[0]), lines, "21 of 31 days are 3,387.10, of which 1,451.61 are billed");
}

#[test]
fn a_pause_without_an_end_waits_and_its_periods_are_billed_as_they_turn_out() {
    // F36: the reason is told.
    let mut engagement = billed();
    engagement.pause(date(2027, 2, 1), None, date(2027, 2, 1)).expect("active");
    let waits = look(&engagement, sydney(date(2027, 3, 1)));
    assert_eq!((waits.bills.len(), waits.skipped, waits.billed_until), (0, Some(SkipReason::Paused), date(2027, 2, 1)));
    assert_eq!((waits.next_look, waits.standing), (Some(sydney(date(2027, 4, 1))), EngagementStatus::Paused));
    engagement.resume(date(2027, 3, 16), date(2027, 4, 2)).expect("paused");
    let march = look(&engagement, sydney(date(2027, 4, 2)));
    assert_eq!(march.bills.iter().flat_map(figures).collect::<Vec<_>>(), [(LineKind::Fee, days(16, 31), "2580.65".to_owned())]);
    assert_eq!(march.passed, [Span::inclusive(date(2027, 2, 1), date(2027, 2, 28)).expect("a span")]);
}

#[test]
fn an_end_before_what_is_billed_leaves_a_credit_that_no_invoice_can_bear() {
    let mut engagement = billed();
    end(&mut engagement, date(2027, 1, 15), date(2027, 2, 3));
    let decision = look(&engagement, sydney(date(2027, 2, 3)));
    assert_eq!((decision.bills.len(), decision.skipped, decision.standing), (0, None, EngagementStatus::Ended));
    // 15 of 31 days are 2,419.35.
    assert_eq!(credit(&decision), "2580.65");
    // An end within the period that is running leaves nothing to credit.
    let mut engagement = billed();
    end(&mut engagement, date(2027, 2, 14), date(2027, 2, 3));
    let decision = look(&engagement, sydney(date(2027, 2, 15)));
    assert_eq!(figures(&decision.bills[0]), [(LineKind::Fee, days(14, 28), "2500.00".to_owned())]);
    assert_eq!((decision.credit_due, decision.skipped, decision.next_look), (Vec::new(), None, None));
}

#[test]
fn an_end_before_the_first_day_bills_nothing() {
    let mut engagement = dedicated(date(2027, 3, 1));
    end(&mut engagement, date(2027, 2, 28), date(2027, 2, 3));
    let decision = look(&engagement, sydney(date(2027, 2, 3)));
    assert_eq!((decision.bills.len(), decision.next_look), (0, Some(sydney(date(2027, 3, 1)))));
    assert_eq!(look(&engagement, sydney(date(2027, 3, 1))).standing, EngagementStatus::Ended);
}

#[test]
fn unpaid_leave_is_not_billed_and_paid_leave_is() {
    let mut engagement = billed();
    let leave = |from, to, paid| Leave { from, to, paid };
    engagement.take_leave(leave(date(2027, 1, 4), date(2027, 1, 8), false), date(2027, 2, 3)).expect("active");
    engagement.take_leave(leave(date(2027, 2, 8), date(2027, 2, 14), false), date(2027, 2, 3)).expect("active");
    engagement.take_leave(leave(date(2027, 2, 15), date(2027, 2, 21), true), date(2027, 2, 3)).expect("active");
    let known = engagement.take_leave(leave(date(2027, 2, 21), date(2027, 2, 22), true), date(2027, 2, 3));
    assert_eq!(known, Err(CourseError::LeaveAgreed { from: date(2027, 2, 15), to: date(2027, 2, 21) }));
    let decision = look(&engagement, sydney(date(2027, 3, 1)));
    let lines = [(LineKind::Fee, days(21, 28), "3750.00".to_owned()), (LineKind::Adjustment, days(-5, 31), "-806.45".to_owned())];
    assert_eq!(figures(&decision.bills[0]), lines);
}

#[test]
fn each_day_costs_its_own_rate() {
    let mut engagement = billed();
    let rates = |effective_from, bill: &str, per| RateChange { effective_from, bill_rate: aud(bill, per), pay_rate: aud("1.00", per) };
    let refused = engagement.change_rates(rates(date(2027, 1, 31), "6000.00", Per::Month), date(2027, 2, 3));
    assert_eq!(refused, Err(CourseError::Billed { billed_through: date(2027, 1, 31) }));
    engagement.change_rates(rates(date(2027, 2, 15), "6000.00", Per::Month), date(2027, 2, 3)).expect("not billed");
    let decision = look(&engagement, sydney(date(2027, 3, 1)));
    let lines = [(LineKind::Fee, days(14, 28), "2500.00".to_owned()), (LineKind::Fee, days(14, 28), "3000.00".to_owned())];
    assert_eq!(figures(&decision.bills[0]), lines);
    let spans: Vec<_> = decision.bills[0].lines.iter().map(|line| (line.span.start, line.span.last())).collect();
    assert_eq!(spans, [(date(2027, 2, 1), date(2027, 2, 14)), (date(2027, 2, 15), date(2027, 2, 28))]);

    let mut engagement = hourly();
    engagement.change_rates(rates(date(2027, 1, 13), "90.00", Per::Hour), date(2027, 1, 5)).expect("not billed");
    let mut sheet = Timesheet::open(&engagement, timesheet_span(&engagement.terms.billing, date(2027, 1, 12)));
    sheet
        .entries
        .extend([(1, 12, 50), (2, 13, 50), (3, 14, 10)].map(|(serial, day, minutes)| counted(&sheet, serial, date(2027, 1, day), minutes)));
    sheet.status = TimesheetStatus::Approved;
    let name = priya();
    let time = EngagementTime { engagement: &engagement, developer_name: &name, timesheets: &[sheet] };
    let decision = decide(time, sydney(date(2027, 2, 1))).expect("small");
    let of = |minutes| Quantity::Minutes { minutes };
    let lines = [(LineKind::Time, of(50), "50.00".to_owned()), (LineKind::Time, of(60), "90.00".to_owned())];
    assert_eq!(figures(&decision.bills[0]), lines);
    assert_eq!(engagement.as_of(sydney(date(2027, 1, 13))).terms.bill_rate, aud("90.00", Per::Hour));
}

#[test]
fn a_fee_in_advance_is_billed_once_when_its_period_begins() {
    // F31
    let mut engagement = dedicated(date(2027, 1, 20));
    engagement.terms.billing.timing = Timing::Advance;
    assert_eq!(next_due_at(&engagement), Some(sydney(date(2027, 1, 20))));
    assert_eq!(look(&engagement, sydney(date(2027, 1, 19))).bills.len(), 0);
    let first = look(&engagement, sydney(date(2027, 1, 20)));
    assert_eq!(
        (figures(&first.bills[0]), first.next_look),
        (vec![(LineKind::Fee, days(12, 31), "1935.48".to_owned())], Some(sydney(date(2027, 2, 1))))
    );
    first.bills[0].record(&mut engagement, invoice(1));
    let name = priya();
    let time = EngagementTime { engagement: &engagement, developer_name: &name, timesheets: &[] };
    let ask =
        |first, last, today| bill_period(time, Span::inclusive(first, last).expect("a span"), sydney(today)).map(|bill| figures(&bill));
    let (january, february) = ((date(2027, 1, 20), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 2, 28)));
    for today in [date(2027, 1, 20), date(2027, 1, 31)] {
        assert_eq!(look(&engagement, sydney(today)).bills, []);
        assert_eq!(ask(january.0, january.1, today), Err(OnDemandError::AlreadyBilled(invoice(1))));
        assert_eq!(ask(february.0, february.1, today), Err(OnDemandError::NotBegun { starts_on: february.0 }));
    }
    assert_eq!(ask(february.0, february.1, february.0), Ok(vec![(LineKind::Fee, days(28, 28), "5000.00".to_owned())]));
    // An end within a period that is paid leaves a credit.
    end(&mut engagement, date(2027, 1, 25), date(2027, 1, 22));
    let last = look(&engagement, sydney(date(2027, 1, 26)));
    assert_eq!(credit(&last), "967.74");
}

#[test]
fn a_trial_is_billed_once_it_is_over_unless_the_client_ends_it() {
    let trial = || {
        let mut engagement = dedicated(date(2027, 1, 20));
        engagement.terms.trial_days = 21;
        engagement
    };
    let running = look(&trial(), sydney(date(2027, 2, 1)));
    assert_eq!(
        (running.bills.len(), running.skipped, running.next_look),
        (0, Some(SkipReason::TrialRunning), Some(sydney(date(2027, 2, 10))))
    );
    let over = look(&trial(), sydney(date(2027, 2, 10)));
    assert_eq!(figures(&over.bills[0]), [(LineKind::Fee, days(12, 31), "1935.48".to_owned())]);
    for (by, ends_on, billed) in [
        (Initiator::Client, date(2027, 2, 9), 0),
        (Initiator::Client, date(2027, 2, 10), 2),
        (Initiator::Operator, date(2027, 2, 9), 2),
        (Initiator::Developer, date(2027, 2, 9), 2),
    ] {
        let mut engagement = trial();
        end_by(by, &mut engagement, ends_on, date(2027, 2, 5));
        let last = look(&engagement, sydney(date(2027, 3, 1)));
        assert_eq!((last.bills.len(), last.skipped, last.credit_due), (billed, None, Vec::new()), "{by} {ends_on}");
    }
}
