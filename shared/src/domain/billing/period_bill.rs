//! What an engagement puts on one invoice, and what its issue leaves in the engagement's record.

use jiff::civil::Date;

use crate::domain::calendar::Span;
use crate::domain::draft::DraftLine;
use crate::domain::engagement::{BilledFee, BilledPeriod, Engagement, FeeShare};
use crate::domain::id::{ChargeId, InvoiceId, MilestoneId};
use crate::domain::period::Clamped;

/// What an engagement puts on one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodBill {
    /// The whole billing period.
    pub whole: Span,
    /// The days of it that are billed.
    pub span: Span,
    /// What these days cost. Empty where only late time is billed: then the period does not become a billed one.
    pub lines: Vec<DraftLine>,
    /// What was approved after its own period was billed or passed over, a line for each such period.
    pub late_lines: Vec<DraftLine>,
    /// What else goes on it: milestones, charges, and corrections of fees that were billed before.
    pub extra_lines: Vec<DraftLine>,
    /// The shares of fees on it.
    pub fees: Vec<FeeShare>,
    /// The charges on it.
    pub charges: Vec<ChargeId>,
    /// The milestones on it.
    pub milestones: Vec<MilestoneId>,
    /// The first days of the late timesheets on it: each is to be marked with the invoice.
    pub late_timesheets: Vec<Date>,
    /// The first day that is not billed, once this is.
    pub billed_until: Date,
}

impl PeriodBill {
    /// Every line, as printed.
    pub fn all_lines(&self) -> impl Iterator<Item = &DraftLine> {
        self.lines.iter().chain(&self.late_lines).chain(&self.extra_lines)
    }

    /// Writes its issue into the engagement that it was made from. The late timesheets are marked apart.
    pub fn record(&self, engagement: &mut Engagement, invoice_id: InvoiceId) {
        let (state, starts_on) = (&mut engagement.billing_state, engagement.terms.starts_on);
        if !self.lines.is_empty() {
            state.periods.push(BilledPeriod { from: self.span.start, to: self.span.last(), invoice_id });
            state.periods.sort_by_key(|period| period.from);
        }
        state.fees.extend(self.fees.iter().map(|share| BilledFee { share: *share, invoice_id }));
        state.billed_until = state.billed_until.max(self.billed_until);
        // A week that a credit had freed is late by its place only: its period's lines hold it again.
        let held = |start: &Date| !self.lines.is_empty() && self.span.contains(starts_on.max(*start));
        state.late_weeks.retain(|start| !self.late_timesheets.contains(start) && !held(start));
        for charge in engagement.course.charges.iter_mut().filter(|charge| self.charges.contains(&charge.id)) {
            charge.invoice_id = Some(invoice_id);
        }
        for milestone in engagement.course.milestones.iter_mut().filter(|milestone| self.milestones.contains(&milestone.id)) {
            milestone.invoice_id = Some(invoice_id);
        }
    }
}

/// A bill of these lines alone.
pub(super) fn bill(period: Clamped, lines: Vec<DraftLine>, billed_until: Date) -> PeriodBill {
    let Clamped { whole, billed } = period;
    PeriodBill {
        whole,
        span: billed,
        lines,
        late_lines: Vec::new(),
        extra_lines: Vec::new(),
        fees: Vec::new(),
        charges: Vec::new(),
        milestones: Vec::new(),
        late_timesheets: Vec::new(),
        billed_until,
    }
}
