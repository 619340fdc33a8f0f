//! The property that matters most for fees: whatever the calendar, the terms and the order of steps, all that is billed and
//! credited adds up to what the days cost, and no invoice is negative.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use ulid::Ulid;

use super::credits::{credits, invoices_with_fees};
use super::freed::free;
use super::on_demand::bill_period;
use super::{Decision, EngagementTime, PeriodBill, decide};
use crate::domain::calendar::Span;
use crate::domain::draft::DraftLine;
use crate::domain::engagement::{BillingTerms, Ending, Engagement, Initiator, Leave, Proration, RateChange, Timing};
use crate::domain::id::{CreditNoteId, Id};
use crate::domain::invoice::Invoice;
use crate::domain::invoice::credit_note::{Credit, CreditDemand};
use crate::domain::invoice::sample::untaxed;
use crate::domain::money::Money;
use crate::domain::period::{period_containing, whole_period};
use crate::domain::proration::{fee, share_of};
use crate::domain::rate::{Per, Rate};
use crate::domain::timesheet::samples::{billing_terms, dedicated, invoice, priya, zone};

fn look(engagement: &Engagement, now: Timestamp) -> Decision {
    let name = priya();
    let time = EngagementTime { engagement, developer_name: &name, timesheets: &[] };
    let decision = decide(time, now).expect("small amounts");
    assert_eq!(decide(time, now), Ok(decision.clone()), "a preview is the real run");
    decision
}

/// One thing that happens; days are counted from today.
#[derive(Clone, Copy, Debug)]
enum Event {
    Wait(i32),
    Run,
    Pause(i32),
    Resume(i32),
    Leave { offset: i32, days: i32, paid: bool },
    Rates { offset: i32, minor: i64 },
    Terms { offset: i32, anchor_day: u8, proration: Proration, timing: Timing },
    Ask(i32),
    Credit(usize),
    End(i32),
}

struct World {
    engagement: Engagement,
    invoices: Vec<Invoice>,
    credit_notes: u128,
    today: Date,
}

impl World {
    fn now(&self) -> Timestamp {
        self.engagement.terms.billing.time_zone.start_of(self.today)
    }

    fn issue(&mut self, bill: &PeriodBill) {
        let drafts: Vec<DraftLine> = bill.all_lines().cloned().collect();
        let number = self.invoices.len() as u128 + 1;
        let issued = Invoice { id: invoice(number), ..untaxed(drafts) };
        assert!(issued.net.minor() >= 0, "a negative invoice: {bill:?}");
        bill.record(&mut self.engagement, issued.id);
        self.invoices.push(issued);
    }

    /// Takes of an invoice what is demanded; the credit.
    fn credit(&mut self, at: usize, demand: &CreditDemand) -> Option<Credit> {
        let invoice = &mut self.invoices[at];
        let credit = Credit::of(invoice, demand).ok()?;
        self.credit_notes += 1;
        invoice.credited = invoice.credited.plus(credit.totals.total).expect("small");
        invoice.credits.push(credit.taken(CreditNoteId::from_ulid(Ulid(self.credit_notes))));
        assert!(invoice.balance().expect("one currency").minor() >= 0, "more is credited than was billed: {invoice:?}");
        Some(credit)
    }

    fn run(&mut self) {
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
        let ids = invoices_with_fees(&self.engagement);
        let read: Vec<Invoice> = ids.iter().filter_map(|id| self.invoices.iter().find(|own| own.id == *id)).cloned().collect();
        let due: i64 = decision.credit_due.iter().map(|share| share.net.minor()).sum();
        let credits = credits(&self.engagement, &decision.credit_due, &read).expect("one currency");
        let taken: i64 = credits.iter().flat_map(|credit| &credit.shares).map(|share| share.net.minor()).sum();
        // Of an invoice that bore what was taken back of a freed period, less may be left: whoever bills that one mends it.
        assert!(taken >= due, "more is credited than is due");
        for own in credits {
            own.record(&mut self.engagement.billing_state);
            let at = self.invoices.iter().position(|invoice| invoice.id == own.invoice_id).expect("read");
            self.credit(at, &CreditDemand::Lines(own.lines)).expect("no more than is left");
        }
    }

    /// What was billed and not credited.
    fn billed(&self) -> i64 {
        self.invoices.iter().map(|invoice| invoice.total.minor() - invoice.credited.minor()).sum()
    }

    /// Asks for every period, as often as one is billed: those that a full credit freed come no other way.
    fn ask_for_all(&mut self) {
        let mut day = self.engagement.terms.starts_on;
        while self.engagement.terms.ends_on.is_some_and(|last| day <= last) {
            let before = self.invoices.len();
            self.ask(day);
            if self.invoices.len() == before {
                day = period_containing(&self.engagement.terms.billing, day).end;
            }
        }
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
            Event::Run => self.run(),
            Event::Pause(offset) => {
                let _ = self.engagement.pause(day(offset), None, self.today);
            }
            Event::Resume(offset) => {
                let _ = self.engagement.resume(day(offset), self.today);
            }
            Event::Leave { offset, days, paid } => {
                let from = day(offset);
                let _ = self.engagement.take_leave(Leave { from, to: from.saturating_add(days.days()), paid }, self.today);
            }
            Event::Rates { offset, minor } => {
                let money = Money::from_minor(minor, self.engagement.terms.bill_rate.money.currency()).expect("small");
                let rate = Rate { money, per: Per::Month };
                let _ =
                    self.engagement.change_rates(RateChange { effective_from: day(offset), bill_rate: rate, pay_rate: rate }, self.today);
            }
            Event::Terms { offset, anchor_day, proration, timing } => {
                let old = &self.engagement.terms.billing;
                let from = period_containing(old, day(offset)).start;
                let new = BillingTerms { anchor_day, proration, timing, earlier: Vec::new(), ..old.clone() };
                let _ = self.engagement.change_billing(from, new, self.today);
            }
            Event::Ask(offset) => self.ask(day(offset)),
            Event::Credit(_) if self.invoices.is_empty() => {}
            Event::Credit(at) => {
                let at = at % self.invoices.len();
                if let Some(credit) = self.credit(at, &CreditDemand::Full) {
                    assert_eq!(credit.freed, [self.engagement.id]);
                    let _ = free(&mut self.engagement, &[], self.invoices[at].id);
                }
            }
            Event::End(offset) => {
                let reason = "Over.".parse().expect("a note");
                let ending =
                    Ending { ends_on: day(offset), reason, initiated_by: Initiator::Client, trial_unbilled: false, agreed_at: self.now() };
                let _ = self.engagement.end(ending, None, self.today);
            }
        }
    }

    /// What all its days cost, period by period and rate by rate; a period that a change of terms cut is measured by the whole.
    fn worth(&self) -> i64 {
        let (terms, rates) = (&self.engagement.terms, self.engagement.rates());
        let rate_on = |day: Date| rates.iter().rposition(|rate| rate.effective_from <= day).unwrap_or_default();
        let mut day = terms.starts_on;
        let mut sum = 0;
        while terms.ends_on.is_some_and(|last| day <= last) {
            let whole = period_containing(&terms.billing, day);
            let (billing, measure) = (terms.billing.on(day), whole_period(&terms.billing, day));
            let first = whole.iter().find(|day| self.engagement.is_billable(*day)).map(rate_on);
            for (at, rate) in rates.iter().enumerate() {
                let holds = |day| if billing.proration == Proration::None { first == Some(at) } else { rate_on(day) == at };
                let counts = |day| whole.contains(day) && self.engagement.is_billable(day) && holds(day);
                let quantity = share_of(measure, billing.proration, &billing.holidays, counts);
                sum += fee(rate.bill_rate, quantity).expect("small").minor();
            }
            day = whole.end;
        }
        sum
    }
}

fn proration(basis: usize) -> Proration {
    [Proration::CalendarDays, Proration::WorkingDays, Proration::ThirtyDays, Proration::None][basis]
}

fn timing(advance: bool) -> Timing {
    if advance { Timing::Advance } else { Timing::Arrears }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        5 => (1..40_i32).prop_map(Event::Wait),
        5 => Just(Event::Run),
        3 => (-70..20_i32).prop_map(Event::Pause),
        3 => (-50..20_i32).prop_map(Event::Resume),
        2 => (-50..30_i32, 0..20_i32, any::<bool>()).prop_map(|(offset, days, paid)| Event::Leave { offset, days, paid }),
        2 => (-5..60_i32, 1..10_000_000_i64).prop_map(|(offset, minor)| Event::Rates { offset, minor }),
        1 => (-40..70_i32, 1..=31_u8, 0..4_usize, any::<bool>()).prop_map(|(offset, anchor_day, basis, advance)| {
            Event::Terms { offset, anchor_day, proration: proration(basis), timing: timing(advance) }
        }),
        1 => (-80..0_i32).prop_map(Event::Ask),
        1 => (0..60_usize).prop_map(Event::Credit),
        1 => (-60..90_i32).prop_map(Event::End),
    ]
}

prop_compose! {
    fn any_terms()(anchor_day in 1..=31_u8, place in 0..4_usize, basis in 0..4_usize, advance in any::<bool>()) -> BillingTerms {
        let names = ["Australia/Sydney", "Asia/Kolkata", "America/New_York", "Pacific/Apia"];
        let (proration, timing) = (proration(basis), timing(advance));
        BillingTerms { anchor_day, timing, proration, time_zone: zone(names[place]), ..billing_terms("UTC") }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn all_that_is_billed_and_credited_of_fees_adds_up_to_what_they_cost(
        billing in any_terms(), offset in 0..3_000_i32, trial_days in 0..40_u16, minor in 1..10_000_000_i64, events in proptest::collection::vec(any_event(), 1..60),
    ) {
        let starts_on = date(2024, 1, 1).saturating_add(offset.days());
        let mut engagement = dedicated(starts_on);
        engagement.terms.billing = billing;
        engagement.terms.trial_days = trial_days.saturating_sub(20);
        engagement.terms.bill_rate.money = Money::from_minor(minor, engagement.terms.bill_rate.money.currency()).expect("small");
        let mut world = World { engagement, invoices: Vec::new(), credit_notes: 0, today: starts_on };
        for event in events {
            world.happen(event);
        }
        world.happen(Event::End(0));
        world.happen(Event::Wait(400));
        world.run();
        world.ask_for_all();
        world.run();
        prop_assert_eq!(world.billed(), world.worth());
        let documents = (world.invoices.len(), world.credit_notes);
        world.run();
        world.ask_for_all();
        prop_assert_eq!((world.invoices.len(), world.credit_notes), documents, "a run repeated changes nothing");
    }
}
