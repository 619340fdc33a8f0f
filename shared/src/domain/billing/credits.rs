//! What a run credits: fees that were billed and are not owed, where no invoice is to come that could bear the difference.
//!
//! No more is taken of an invoice than what is left on it of the engagement, first of those that billed the days in question.
//! Such a credit frees nothing: it goes into the engagement's record as a share below zero, so that days that count once more
//! are billed once more by themselves. Where something was given away before, less may be left than is due: then that is all.

use crate::domain::calendar::Span;
use crate::domain::draft::LineKind;
use crate::domain::engagement::{BilledFee, BillingState, Engagement, FeeShare};
use crate::domain::id::InvoiceId;
use crate::domain::invoice::{Invoice, LineCredit};
use crate::domain::money::{Money, MoneyError};
use crate::domain::period::period_containing;

/// What is credited of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeCredit {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// How much of which lines.
    pub lines: Vec<LineCredit>,
    /// The same as the engagement's record counts it: shares below zero.
    pub shares: Vec<FeeShare>,
}

impl FeeCredit {
    /// Writes its issue into the engagement's record.
    pub fn record(&self, state: &mut BillingState) {
        let invoice_id = self.invoice_id;
        state.fees.extend(self.shares.iter().map(|share| BilledFee { share: *share, invoice_id }));
    }
}

/// The invoices that hold fees of an engagement: those that have to be read before any is credited. The latest come first.
#[must_use]
pub fn invoices_with_fees(engagement: &Engagement) -> Vec<InvoiceId> {
    let mut ids: Vec<InvoiceId> = engagement.billing_state.fees.iter().map(|fee| fee.invoice_id).collect();
    ids.sort();
    ids.dedup();
    ids.reverse();
    ids
}

/// Divides what is due to be credited, shares below zero, among the invoices, which come in the order in which they are
/// credited.
///
/// # Errors
/// The records mix currencies.
pub fn credits(engagement: &Engagement, due: &[FeeShare], invoices: &[Invoice]) -> Result<Vec<FeeCredit>, MoneyError> {
    let mut open = invoices.iter().map(|invoice| Open::of(engagement, invoice)).collect::<Result<Vec<_>, _>>()?;
    for share in due {
        let mut wanted = share.net.negated();
        for (at, line) in order(engagement, share, &open) {
            let part = open[at].take(line, wanted)?;
            if part.is_positive() {
                wanted = wanted.minus(part)?;
                // The units go with the last part.
                let units = if wanted.is_zero() { share.units } else { 0 };
                open[at].credit.shares.push(FeeShare { net: part.negated(), units, ..*share });
            }
        }
    }
    Ok(open.into_iter().map(|open| open.credit).filter(|credit| !credit.lines.is_empty()).collect())
}

/// What is open of one invoice.
struct Open {
    /// What is left of the engagement's lines together.
    room: Money,
    /// Its lines of fees: number, days, and what is left of each.
    lines: Vec<(u32, Span, Money)>,
    credit: FeeCredit,
}

impl Open {
    fn of(engagement: &Engagement, invoice: &Invoice) -> Result<Self, MoneyError> {
        let is_fee = |kind: LineKind| match kind {
            LineKind::Fee | LineKind::Adjustment => true,
            LineKind::Time | LineKind::Milestone | LineKind::Expense | LineKind::Discount => false,
        };
        let mut lines = Vec::new();
        for line in invoice.lines.iter().filter(|line| line.draft.engagement_id == engagement.id && is_fee(line.draft.kind)) {
            lines.push((line.line, line.draft.span, invoice.uncredited(line.line)?));
        }
        let room = invoice.left_of(engagement.id)?;
        Ok(Self { room, lines, credit: FeeCredit { invoice_id: invoice.id, lines: Vec::new(), shares: Vec::new() } })
    }

    /// Takes up to an amount of a line; how much that is.
    fn take(&mut self, at: usize, wanted: Money) -> Result<Money, MoneyError> {
        let (line, _, left) = &mut self.lines[at];
        let part = [wanted, *left, self.room].into_iter().min_by_key(|amount| amount.minor()).unwrap_or(wanted);
        if part.is_positive() {
            (*left, self.room) = (left.minus(part)?, self.room.minus(part)?);
            match self.credit.lines.iter_mut().find(|credit| credit.line == *line) {
                Some(credit) => credit.net = credit.net.plus(part)?,
                None => self.credit.lines.push(LineCredit { line: *line, net: part }),
            }
        }
        Ok(part)
    }
}

/// The lines of which a share is taken, best first: of an invoice that billed its days, then of its period, then any.
fn order(engagement: &Engagement, share: &FeeShare, open: &[Open]) -> Vec<(usize, usize)> {
    let whole = period_containing(&engagement.terms.billing, share.period);
    let billed = |invoice: InvoiceId| {
        let is_same = |fee: &BilledFee| (fee.invoice_id, fee.share.period, fee.share.rate_from) == (invoice, share.period, share.rate_from);
        engagement.billing_state.fees.iter().any(|fee| is_same(fee) && fee.share.net.is_positive())
    };
    let mut places = Vec::new();
    for (at, own) in open.iter().enumerate() {
        for (line, (_, span, _)) in own.lines.iter().enumerate() {
            let rank = match (whole.contains(span.start), billed(own.credit.invoice_id)) {
                (true, true) => 0,
                (true, false) => 1,
                (false, _) => 2,
            };
            places.push((rank, at, line));
        }
    }
    places.sort_unstable();
    places.into_iter().map(|(_, at, line)| (at, line)).collect()
}
