//! What an engagement's billing state says about days: on which invoice they are, and whether billing is past them.

use jiff::Timestamp;
use jiff::civil::Date;

use super::next_due_at;
use crate::domain::calendar::Span;
use crate::domain::engagement::{BilledPeriod, BillingState, Engagement};
use crate::domain::id::InvoiceId;
use crate::domain::period::Clamped;
use crate::domain::timesheet::{Timesheet, TimesheetStatus};

impl BilledPeriod {
    /// Its days.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::inclusive(self.from, self.to).unwrap_or(Span { start: self.from, end: self.from })
    }
}

impl BillingState {
    /// The invoice of the billed period that shares a day with this span.
    ///
    /// A period that was passed over, or whose invoice was credited in full, is not among the billed ones.
    #[must_use]
    pub fn invoice_covering(&self, span: Span) -> Option<InvoiceId> {
        self.periods.iter().find(|period| period.span().intersection(span).is_some()).map(|period| period.invoice_id)
    }

    /// The invoice of the billed period that this day lies in.
    #[must_use]
    pub fn invoice_on(&self, day: Date) -> Option<InvoiceId> {
        self.periods.iter().find(|period| period.span().contains(day)).map(|period| period.invoice_id)
    }

    /// Whether billing is past a timesheet of these days, whose period was billed, passed over or billed on demand: what
    /// is approved there from now on is late.
    #[must_use]
    pub fn is_behind(&self, timesheet: Span, starts_on: Date) -> bool {
        let day = timesheet.start.max(starts_on);
        day < self.billed_until || self.invoice_on(day).is_some()
    }

    /// The parts of a period that no invoice covers, oldest first: more than one where an engagement's end was moved
    /// after its period had been billed.
    #[must_use]
    pub fn unbilled_parts(&self, period: Clamped) -> Vec<Clamped> {
        let mut billed: Vec<Span> = self.periods.iter().filter_map(|billed| billed.span().intersection(period.billed)).collect();
        billed.sort();
        let end = Span { start: period.billed.end, end: period.billed.end };
        let mut at = period.billed.start;
        let mut parts = Vec::new();
        for covered in billed.into_iter().chain([end]) {
            parts.extend(Span::new(at, covered.start).map(|billed| Clamped { billed, ..period }));
            at = at.max(covered.end);
        }
        parts
    }
}

impl Engagement {
    /// Takes note that all that an invoice billed was credited: its periods can be billed again, on demand. A part of it that is
    /// credited frees nothing.
    pub fn free(&mut self, invoice_id: InvoiceId) {
        let (state, course) = (&mut self.billing_state, &mut self.course);
        state.periods.retain(|period| period.invoice_id != invoice_id);
        state.fees.retain(|fee| fee.invoice_id != invoice_id);
        let marks = course.charges.iter_mut().map(|charge| &mut charge.invoice_id);
        for mark in marks.chain(course.milestones.iter_mut().map(|milestone| &mut milestone.invoice_id)) {
            *mark = mark.filter(|invoice| *invoice != invoice_id);
        }
    }

    /// Takes note of a step that one of its timesheets took: late time is remembered, and approved time is looked at by
    /// billing at once, or as soon as its period is over.
    pub fn note_step(&mut self, sheet: &Timesheet, now: Timestamp) {
        let start = sheet.span.start;
        self.billing_state.late_weeks.retain(|late| *late != start);
        if sheet.status != TimesheetStatus::Approved {
            return;
        }
        if sheet.late {
            self.billing_state.late_weeks.push(start);
            self.billing_state.due_at = Some(now);
        } else {
            self.billing_state.due_at = next_due_at(self).map(|due| due.max(now)).or(self.billing_state.due_at);
        }
    }
}
