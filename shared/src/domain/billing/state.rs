//! What an engagement's billing state says about days: on which invoice they are, and whether billing is past them.

use jiff::civil::Date;

use crate::domain::calendar::Span;
use crate::domain::engagement::{BilledPeriod, BillingState};
use crate::domain::id::InvoiceId;
use crate::domain::period::Clamped;

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

    /// Whether billing is past a timesheet of these days, whose period was billed, passed over or billed on demand: what
    /// is approved there from now on is late.
    #[must_use]
    pub fn is_behind(&self, timesheet: Span, starts_on: Date) -> bool {
        timesheet.start.max(starts_on) < self.billed_until || self.invoice_covering(timesheet).is_some()
    }

    /// What is left of a period after the last of its days that an invoice covers; `None` when nothing is.
    #[must_use]
    pub fn unbilled_part(&self, period: Clamped) -> Option<Clamped> {
        let billed = self.periods.iter().map(BilledPeriod::span).filter(|span| span.intersection(period.billed).is_some());
        let start = billed.map(|span| span.end).fold(period.billed.start, Date::max);
        Span::new(start, period.billed.end).map(|billed| Clamped { billed, ..period })
    }
}
