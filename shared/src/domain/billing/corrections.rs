//! Fees whose days change after they were billed: what is taken back or billed on top, and that it adds up in any order.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use super::on_demand::bill_period;
use super::{Decision, EngagementTime, PeriodBill, SkipReason, decide};
use crate::domain::calendar::Span;
use crate::domain::draft::{LineKind, Quantity};
use crate::domain::engagement::{BillingTerms, Ending, Engagement, EngagementStatus, Initiator, Proration};
use crate::domain::id::InvoiceId;
use crate::domain::money::Money;
use crate::domain::period::period_containing;
use crate::domain::proration::{fee, share_of};
use crate::domain::timesheet::samples::{billing_terms, dedicated, invoice, priya, zone};

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
    let reason = "As agreed.".parse().expect("a note");
    let ending = Ending { ends_on, reason, initiated_by: Initiator::Operator, trial_unbilled: false, agreed_at: Timestamp::UNIX_EPOCH };
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
    assert_eq!((decision.bills.len(), decision.skipped, decision.standing), (0, Some(SkipReason::CreditDue), EngagementStatus::Ended));
    // 15 of 31 days are 2,419.35.
    assert_eq!(decision.credit_due.map(Money::amount).as_deref(), Some("2580.65"));
    // An end within the period that is running leaves nothing to credit.
    let mut engagement = billed();
    end(&mut engagement, date(2027, 2, 14), date(2027, 2, 3));
    let decision = look(&engagement, sydney(date(2027, 2, 15)));
    assert_eq!(figures(&decision.bills[0]), [(LineKind::Fee, days(14, 28), "2500.00".to_owned())]);
    assert_eq!((decision.credit_due, decision.skipped, decision.next_look), (None, None, None));
}

#[test]
fn an_end_before_the_first_day_bills_nothing() {
    let mut engagement = dedicated(date(2027, 3, 1));
    end(&mut engagement, date(2027, 2, 28), date(2027, 2, 3));
    let decision = look(&engagement, sydney(date(2027, 2, 3)));
    assert_eq!((decision.bills.len(), decision.next_look), (0, Some(sydney(date(2027, 3, 1)))));
    assert_eq!(look(&engagement, sydney(date(2027, 3, 1))).standing, EngagementStatus::Ended);
}

/// One thing that happens; days are counted from today.
#[derive(Clone, Copy, Debug)]
enum Event {
    Wait(i32),
    Run,
    Pause(i32),
    Resume(i32),
    Ask(i32),
    Credit(usize),
    End(i32),
}

struct World {
    engagement: Engagement,
    invoices: Vec<(InvoiceId, i64)>,
    issued: u128,
    today: Date,
    credited: bool,
}

impl World {
    fn now(&self) -> Timestamp {
        self.engagement.terms.billing.time_zone.start_of(self.today)
    }

    fn issue(&mut self, bill: &PeriodBill) {
        self.issued += 1;
        let net: i64 = bill.all_lines().map(|line| line.net.minor()).sum();
        assert!(net >= 0, "a negative invoice: {bill:?}");
        let id = invoice(self.issued);
        bill.record(&mut self.engagement, id);
        self.invoices.push((id, net));
    }

    fn run(&mut self) -> i64 {
        let decision = look(&self.engagement, self.now());
        for bill in &decision.bills {
            self.issue(bill);
        }
        let state = &mut self.engagement.billing_state;
        assert!(decision.billed_until >= state.billed_until);
        state.billed_until = decision.billed_until;
        state.passed.extend(&decision.passed);
        self.engagement.status = decision.standing;
        assert!(decision.next_look.is_none_or(|at| at > self.now()), "it would be looked at for ever");
        decision.credit_due.map_or(0, Money::minor)
    }

    fn ask(&mut self, day: Date) {
        let name = priya();
        let time = EngagementTime { engagement: &self.engagement, developer_name: &name, timesheets: &[] };
        let whole = period_containing(&self.engagement.terms.billing, day);
        let start = whole.start.max(self.engagement.terms.starts_on);
        let span = Span::inclusive(start, self.engagement.terms.ends_on.map_or(whole.last(), |last| last.min(whole.last())));
        if let Some(Ok(bill)) = span.map(|span| bill_period(time, span, self.now())) {
            self.issue(&bill);
        }
    }

    fn happen(&mut self, event: Event) {
        let day = |offset: i32| self.today.saturating_add(offset.days());
        match event {
            Event::Wait(days) => self.today = day(days),
            Event::Run => drop(self.run()),
            Event::Pause(offset) => drop(self.engagement.pause(day(offset), None, self.today)),
            Event::Resume(offset) => drop(self.engagement.resume(day(offset), self.today)),
            Event::Ask(offset) => self.ask(day(offset)),
            Event::Credit(at) if !self.invoices.is_empty() => {
                let (id, _) = self.invoices.remove(at % self.invoices.len());
                self.engagement.billing_state.free(id);
                self.credited = true;
            }
            Event::Credit(_) => {}
            Event::End(offset) => {
                let reason = "Over.".parse().expect("a note");
                let ending =
                    Ending { ends_on: day(offset), reason, initiated_by: Initiator::Client, trial_unbilled: false, agreed_at: self.now() };
                drop(self.engagement.end(ending, None, self.today));
            }
        }
    }

    /// What all its days cost, period by period.
    fn worth(&self) -> i64 {
        let terms = &self.engagement.terms;
        let mut day = terms.starts_on;
        let mut sum = 0;
        while terms.ends_on.is_some_and(|last| day <= last) {
            let whole = period_containing(&terms.billing, day);
            let quantity = share_of(whole, terms.billing.proration, &terms.billing.holidays, |day| self.engagement.is_billable(day));
            sum += fee(terms.bill_rate, quantity).expect("small").minor();
            day = whole.end;
        }
        sum
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        5 => (1..40_i32).prop_map(Event::Wait),
        5 => Just(Event::Run),
        3 => (-70..20_i32).prop_map(Event::Pause),
        3 => (-50..20_i32).prop_map(Event::Resume),
        1 => (-80..0_i32).prop_map(Event::Ask),
        1 => (0..9_usize).prop_map(Event::Credit),
        1 => (-60..90_i32).prop_map(Event::End),
    ]
}

prop_compose! {
    fn any_terms()(anchor_day in 1..=31_u8, place in 0..4_usize, basis in 0..4_usize) -> BillingTerms {
        let names = ["Australia/Sydney", "Asia/Kolkata", "America/New_York", "Pacific/Apia"];
        let proration = [Proration::CalendarDays, Proration::WorkingDays, Proration::ThirtyDays, Proration::None][basis];
        BillingTerms { anchor_day, proration, time_zone: zone(names[place]), ..billing_terms("UTC") }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn all_that_is_billed_and_credited_of_fees_adds_up_to_what_they_cost(
        billing in any_terms(), offset in 0..3_000_i32, minor in 1..10_000_000_i64, events in proptest::collection::vec(any_event(), 1..60),
    ) {
        let starts_on = date(2024, 1, 1).saturating_add(offset.days());
        let mut engagement = dedicated(starts_on);
        engagement.terms.billing = billing;
        engagement.terms.bill_rate.money = Money::from_minor(minor, engagement.terms.bill_rate.money.currency()).expect("small");
        let mut world = World { engagement, invoices: Vec::new(), issued: 0, today: starts_on, credited: false };
        for event in events {
            world.happen(event);
        }
        world.happen(Event::End(0));
        world.happen(Event::Wait(400));
        let mut credit = world.run();
        for _ in 0..3 {
            // What was credited in full is billed again on demand only.
            if !world.credited {
                break;
            }
            let mut day = world.engagement.terms.starts_on;
            while day < world.today {
                world.ask(day);
                day = day.saturating_add(7.days());
            }
            credit = world.run();
        }
        let billed: i64 = world.invoices.iter().map(|(_, net)| net).sum();
        prop_assert_eq!(billed - credit, world.worth());
        prop_assert_eq!(world.run(), credit, "a run repeated changes nothing");
        prop_assert_eq!(world.invoices.iter().map(|(_, net)| net).sum::<i64>(), billed);
    }
}
