//! What a full credit frees: the days of an engagement that an invoice had billed can be billed once more.
//!
//! A freed period is billed again when someone asks for it, not by the schedule: what led to the credit has to be mended
//! first. Freed timesheets are kept among the late weeks, so that whoever bills finds them behind the billed days.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::calendar::{Span, next_day};
use crate::domain::engagement::Engagement;
use crate::domain::id::InvoiceId;
use crate::domain::timesheet::{Timesheet, TimesheetStatus, timesheet_span};

/// The first days of the timesheets that lie in these spans: those that have to be read before the spans are freed.
#[must_use]
pub fn timesheets_in(engagement: &Engagement, spans: &[Span]) -> Vec<Date> {
    let mut starts = BTreeSet::new();
    for span in spans {
        let mut day = span.start;
        while span.contains(day) {
            let sheet = timesheet_span(&engagement.terms.billing, day);
            starts.insert(sheet.start);
            day = sheet.end.max(next_day(day));
        }
    }
    starts.into_iter().collect()
}

/// Frees what an invoice billed of an engagement: its period is no longer a billed one, and its late timesheets, which are
/// given back in their next version, are on no invoice. The engagement's revision stays for whoever stores it to raise.
pub fn free(engagement: &mut Engagement, timesheets: &[Timesheet], invoice_id: InvoiceId) -> Vec<Timesheet> {
    let days: Vec<Span> =
        engagement.billing_state.periods.iter().filter(|period| period.invoice_id == invoice_id).map(|period| period.span()).collect();
    engagement.free(invoice_id);
    let mut changed = Vec::new();
    let mut waiting: BTreeSet<Date> = engagement.billing_state.late_weeks.iter().copied().collect();
    for sheet in timesheets.iter().filter(|sheet| sheet.status == TimesheetStatus::Approved) {
        if sheet.invoice_id == Some(invoice_id) {
            changed.push(Timesheet { invoice_id: None, version: sheet.version + 1, ..sheet.clone() });
            waiting.insert(sheet.span.start);
        } else if !sheet.late && days.iter().any(|days| days.contains(sheet.home_day(engagement))) {
            waiting.insert(sheet.span.start);
        }
    }
    engagement.billing_state.late_weeks = waiting.into_iter().collect();
    changed
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::engagement::BilledPeriod;
    use crate::domain::timesheet::samples::{counted, hourly, invoice};

    fn week(engagement: &Engagement, day: Date) -> Timesheet {
        let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, day));
        sheet.entries.push(counted(&sheet, 1, day, 60));
        sheet.status = TimesheetStatus::Approved;
        sheet.version = 3;
        sheet
    }

    #[test]
    fn the_timesheets_of_a_month_are_its_week_parts() {
        let span = Span::inclusive(date(2027, 3, 1), date(2027, 4, 4)).expect("a span");
        let starts = [date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 1)];
        assert_eq!(timesheets_in(&hourly(), &[span, span]), starts);
    }

    #[test]
    fn what_one_invoice_billed_is_free_and_what_another_did_is_not() {
        let mut engagement = hourly();
        for (number, month) in [(1, 1), (2, 2)] {
            let (from, to) = (date(2027, month, 1), date(2027, month, 28));
            engagement.billing_state.periods.push(BilledPeriod { from, to, invoice_id: invoice(number) });
        }
        let own = week(&engagement, date(2027, 1, 5));
        let late = Timesheet { late: true, invoice_id: Some(invoice(1)), ..week(&engagement, date(2027, 1, 12)) };
        let others = Timesheet { late: true, invoice_id: Some(invoice(2)), ..week(&engagement, date(2027, 1, 19)) };
        let february = week(&engagement, date(2027, 2, 3));
        let changed = free(&mut engagement, &[own.clone(), late.clone(), others, february], invoice(1));
        assert_eq!(changed, [Timesheet { invoice_id: None, version: 4, ..late.clone() }]);
        assert_eq!(engagement.billing_state.late_weeks, [own.span.start, late.span.start]);
        assert_eq!(engagement.billing_state.periods.iter().map(|period| period.invoice_id).collect::<Vec<_>>(), [invoice(2)]);
        assert!(!own.is_invoiced(&engagement) && own.awaits_billing(&engagement));
    }
}
