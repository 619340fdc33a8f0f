//! The property that matters most: whatever the calendar and the order of steps, every minute is billed exactly once.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use super::on_demand::bill_period;
use super::{EngagementTime, PeriodBill, decide};
use crate::domain::calendar::Span;
use crate::domain::draft::Quantity;
use crate::domain::engagement::{BillingTerms, Cycle, Engagement, EngagementStatus, MinuteRounding, RoundingScope, TimeRounding};
use crate::domain::id::InvoiceId;
use crate::domain::period::{clamp, period_containing};
use crate::domain::timesheet::samples::{actor, billing_terms, counted, hourly, invoice, priya, zone};
use crate::domain::timesheet::transition::Step;
use crate::domain::timesheet::{ActorKind, Timesheet, TimesheetStatus, timesheet_span};

/// One thing that happens; the numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Event {
    Log { back: i32, minutes: u32 },
    Submit(usize),
    Approve(usize),
    Reopen(usize),
    Wait { days: i32 },
    Run,
    Ask { back: i32 },
    Credit(usize),
    Terms { ahead: i32, cycle: Cycle, anchor_day: u8 },
    EndIn { days: i32 },
    GoOn,
}

/// An engagement, its timesheets and the minutes on each invoice that stands.
struct World {
    engagement: Engagement,
    sheets: BTreeMap<Date, Timesheet>,
    invoices: BTreeMap<InvoiceId, u32>,
    issued: u128,
    credited: bool,
    today: Date,
}

impl World {
    fn now(&self) -> Timestamp {
        self.engagement.terms.billing.time_zone.start_of(self.today)
    }

    fn step(&self) -> Step {
        Step { by: actor(ActorKind::Operator), at: self.now() }
    }

    fn change(&mut self, at: usize, change: impl Fn(&Timesheet, &Engagement, Step) -> Option<Timesheet>) {
        let step = self.step();
        let count = self.sheets.len().max(1);
        let sheet = self.sheets.values_mut().nth(at % count);
        if let Some((sheet, changed)) = sheet.and_then(|sheet| change(sheet, &self.engagement, step).map(|changed| (sheet, changed))) {
            *sheet = changed;
        }
    }

    fn log(&mut self, day: Date, minutes: u32) {
        let terms = &self.engagement.terms;
        if day < terms.starts_on || terms.ends_on.is_some_and(|last| day > last) {
            return;
        }
        let span = timesheet_span(&terms.billing, day);
        let sheet = self.sheets.entry(span.start).or_insert_with(|| Timesheet::open(&self.engagement, span));
        if sheet.status == TimesheetStatus::Open {
            sheet.entries.push(counted(sheet, sheet.entries.len(), day, minutes));
        }
    }

    fn issue(&mut self, bill: &PeriodBill) {
        self.issued += 1;
        let id = invoice(self.issued);
        bill.record(&mut self.engagement, id);
        for start in &bill.late_timesheets {
            self.sheets.get_mut(start).expect("a late timesheet is one of those given").invoice_id = Some(id);
        }
        let minutes = bill.all_lines().map(|line| match line.quantity {
            Quantity::Minutes { minutes } => minutes,
            Quantity::Period { .. } | Quantity::Count { .. } => panic!("an hourly engagement has no fee"),
        });
        self.invoices.insert(id, minutes.sum());
    }

    fn sheets(&self) -> Vec<Timesheet> {
        self.sheets.values().cloned().collect()
    }

    fn run(&mut self) {
        let (sheets, name) = (self.sheets(), priya());
        let time = EngagementTime { engagement: &self.engagement, developer_name: &name, timesheets: &sheets };
        let decision = decide(time, self.now()).expect("small amounts");
        assert_eq!(decide(time, self.now()), Ok(decision.clone()), "a preview is the real run");
        for bill in &decision.bills {
            self.issue(bill);
        }
        assert!(decision.billed_until >= self.engagement.billing_state.billed_until);
        self.engagement.billing_state.billed_until = decision.billed_until;
        assert!(decision.next_look.is_none_or(|at| at > self.now()), "it would be looked at for ever");
    }

    fn ask(&mut self, span: Span) {
        let (sheets, name) = (self.sheets(), priya());
        let time = EngagementTime { engagement: &self.engagement, developer_name: &name, timesheets: &sheets };
        if let Ok(bill) = bill_period(time, span, self.now()) {
            self.issue(&bill);
        }
    }

    fn credit(&mut self, at: usize) {
        let Some(id) = self.invoices.keys().nth(at % self.invoices.len().max(1)).copied() else { return };
        self.invoices.remove(&id);
        self.credited = true;
        self.engagement.free(id);
        for sheet in self.sheets.values_mut().filter(|sheet| sheet.invoice_id == Some(id)) {
            sheet.invoice_id = None;
        }
    }

    /// Has it billed by other terms from the beginning of the period that a day lies in, unless time would go to another timesheet.
    fn change_terms(&mut self, day: Date, cycle: Cycle, anchor_day: u8) {
        let mut changed = self.engagement.clone();
        let old = self.engagement.terms.billing.clone();
        let from = period_containing(&old, day).start;
        let new = BillingTerms { cycle, anchor_day, earlier: Vec::new(), ..old.clone() };
        let stays = |engagement: &Engagement| {
            let mut entries = self.sheets.values().flat_map(|sheet| &sheet.entries);
            entries.all(|entry| timesheet_span(&old, entry.date) == timesheet_span(&engagement.terms.billing, entry.date))
        };
        if changed.change_billing(from, new, self.today).is_ok() && stays(&changed) {
            self.engagement = changed;
        }
    }

    /// Ends the engagement on a day, or as soon after it as what is logged and billed allows.
    fn end(&mut self, day: Date) {
        let billed = self.engagement.billing_state.periods.iter().map(|period| period.to);
        let worked = self.sheets.values().flat_map(|sheet| &sheet.entries).map(|entry| entry.date);
        self.engagement.terms.ends_on = Some(billed.chain(worked).fold(day.max(self.engagement.terms.starts_on), Date::max));
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Log { back, minutes } => self.log(self.today.saturating_sub(back.days()), minutes),
            Event::Submit(at) => self.change(at, |sheet, engagement, step| sheet.submit(engagement, step).ok()),
            Event::Approve(at) => self.change(at, |sheet, engagement, step| sheet.approve(engagement, step).ok()),
            Event::Reopen(at) => {
                self.change(at, |sheet, engagement, step| sheet.reopen(engagement, step, "again".parse().expect("a note")).ok());
            }
            Event::Wait { days } => self.today = self.today.saturating_add(days.days()),
            Event::Run => self.run(),
            Event::Ask { back } => {
                let whole = period_containing(&self.engagement.terms.billing, self.today.saturating_sub(back.days()));
                self.ask(whole);
            }
            Event::Credit(at) => self.credit(at),
            Event::Terms { ahead, cycle, anchor_day } => {
                self.change_terms(self.today.saturating_add(ahead.days()), cycle, anchor_day);
            }
            Event::EndIn { days } => self.end(self.today.saturating_add(days.days())),
            Event::GoOn => self.engagement.terms.ends_on = None,
        }
        let billed: u32 = self.invoices.values().sum();
        assert_eq!(billed, self.on_invoices(), "after {event:?}");
    }

    /// The minutes of the timesheets that say they are invoiced.
    fn on_invoices(&self) -> u32 {
        let rounding = self.engagement.terms.billing.rounding;
        self.sheets.values().filter(|sheet| sheet.is_invoiced(&self.engagement)).map(|sheet| sheet.rounded_minutes(rounding)).sum()
    }

    /// Approves everything, ends the engagement, and bills what is left, freed periods included.
    fn settle(&mut self) {
        self.end(self.today);
        self.engagement.status = EngagementStatus::Ended;
        for at in 0..self.sheets.len() {
            self.happen(Event::Submit(at));
            self.happen(Event::Approve(at));
        }
        self.happen(Event::Wait { days: 400 });
        self.happen(Event::Run);
        if !self.credited {
            return;
        }
        let terms = self.engagement.terms.clone();
        // A period may have been billed, and freed, in parts: each is asked for by itself.
        let starts: Vec<Date> = self.sheets.keys().copied().collect();
        for start in starts.iter().chain(&starts).chain(&starts).copied() {
            let period = clamp(period_containing(&terms.billing, start), terms.starts_on, terms.ends_on);
            self.ask(period.expect("time lies within the engagement").billed);
        }
        self.happen(Event::Run);
    }
}

fn cycle_from(cycle: u8, anchor: u8) -> (Cycle, u8) {
    match cycle {
        0 => (Cycle::Monthly, anchor),
        1 => (Cycle::Weekly, anchor % 7 + 1),
        _ => (Cycle::Fortnightly, anchor % 7 + 1),
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..45_i32, 1..600_u32).prop_map(|(back, minutes)| Event::Log { back, minutes }),
        3 => (0..20_usize).prop_map(Event::Submit),
        3 => (0..20_usize).prop_map(Event::Approve),
        1 => (0..20_usize).prop_map(Event::Reopen),
        3 => (1..25_i32).prop_map(|days| Event::Wait { days }),
        3 => Just(Event::Run),
        1 => (0..70_i32).prop_map(|back| Event::Ask { back }),
        1 => (0..10_usize).prop_map(Event::Credit),
        1 => (-20..40_i32, 0..3_u8, 1..=31_u8).prop_map(|(ahead, cycle, anchor)| {
            let (cycle, anchor_day) = cycle_from(cycle, anchor);
            Event::Terms { ahead, cycle, anchor_day }
        }),
        1 => (0..40_i32).prop_map(|days| Event::EndIn { days }),
        1 => Just(Event::GoOn),
    ]
}

prop_compose! {
    fn any_terms()(
        cycle in 0..3_u8, anchor in 1..=31_u8, place in 0..5_usize, grace_days in 0..20_u8, step in 0..3_usize, by_day in any::<bool>(),
    ) -> BillingTerms {
        let names = ["Australia/Sydney", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"];
        let (cycle, anchor_day) = cycle_from(cycle, anchor);
        let scope = if by_day { RoundingScope::Day } else { RoundingScope::Entry };
        let rounding = TimeRounding { minutes: [1, 6, 15][step], mode: MinuteRounding::Nearest, scope };
        BillingTerms { cycle, anchor_day, grace_days, rounding, time_zone: zone(names[place]), ..billing_terms("UTC") }
    }
}

proptest! {
    #[test]
    fn every_approved_minute_is_billed_exactly_once(
        billing in any_terms(), offset in 0..3_000_i32, events in proptest::collection::vec(any_event(), 1..80),
    ) {
        let mut engagement = hourly();
        let starts_on = date(2024, 1, 1).saturating_add(offset.days());
        engagement.terms.starts_on = starts_on;
        engagement.terms.billing = billing;
        engagement.billing_state.billed_until = starts_on;
        let mut world = World { engagement, sheets: BTreeMap::new(), invoices: BTreeMap::new(), issued: 0, credited: false, today: starts_on };
        for event in events {
            world.happen(event);
        }
        world.settle();
        let rounding = world.engagement.terms.billing.rounding;
        let logged: u32 = world.sheets.values().map(|sheet| sheet.rounded_minutes(rounding)).sum();
        prop_assert_eq!(world.invoices.values().sum::<u32>(), logged);
    }
}
