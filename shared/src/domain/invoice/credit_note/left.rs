//! What is left of an invoice to credit, line by line and of each engagement's lines together.
//!
//! A line that takes something back makes less creditable of the others of its engagement: no engagement's part of an invoice is
//! ever credited below zero, and what is even is free.

use crate::domain::id::EngagementId;
use crate::domain::invoice::{CreditError, Invoice, Line, LineCredit};
use crate::domain::money::{Money, MoneyError};

use super::{CreditNoteError, LineFault};

/// What is left of each line, but of those whose engagement is free already.
pub(super) fn left(invoice: &Invoice) -> Result<Vec<LineCredit>, MoneyError> {
    let mut left = Vec::new();
    for Line { line, draft, .. } in &invoice.lines {
        let net = invoice.uncredited(*line)?;
        let is_free =
            || Ok::<bool, MoneyError>(is_touched(invoice, draft.engagement_id) && invoice.left_of(draft.engagement_id)?.is_zero());
        if !net.is_zero() && !is_free()? {
            left.push(LineCredit { line: *line, net });
        }
    }
    Ok(left)
}

/// Whether a credit took something of an engagement's lines.
fn is_touched(invoice: &Invoice, engagement: EngagementId) -> bool {
    let credited = |line: u32| invoice.credits.iter().flat_map(|credit| &credit.lines).any(|credit| credit.line == line);
    invoice.lines.iter().any(|line| line.draft.engagement_id == engagement && credited(line.line))
}

/// What some credited lines take of an engagement.
fn taken_of(invoice: &Invoice, engagement: EngagementId, lines: &[LineCredit]) -> Result<Money, MoneyError> {
    let is_own = |credit: &&LineCredit| invoice.lines.iter().any(|line| line.line == credit.line && line.draft.engagement_id == engagement);
    Money::sum(invoice.currency, lines.iter().filter(is_own).map(|credit| credit.net))
}

pub(super) fn check(invoice: &Invoice, lines: &[LineCredit]) -> Result<(), CreditNoteError> {
    let judged = lines.iter().enumerate().filter_map(|(at, line)| Some((at, check_line(invoice, &lines[..at], line).err()?)));
    let faults: Vec<(usize, LineFault)> = judged.collect();
    if faults.is_empty() { Ok(()) } else { Err(CreditNoteError::Lines(faults)) }
}

fn check_line(invoice: &Invoice, before: &[LineCredit], line: &LineCredit) -> Result<(), LineFault> {
    let own = invoice.lines.iter().find(|own| own.line == line.line).ok_or(LineFault::NoSuchLine)?;
    let engagement = own.draft.engagement_id;
    if before.iter().any(|other| other.line == line.line) {
        return Err(LineFault::Repeated);
    }
    let together = invoice.left_of(engagement).and_then(|left| left.minus(taken_of(invoice, engagement, before)?));
    let left = [invoice.uncredited(line.line), together].into_iter().collect::<Result<Vec<_>, _>>().map_err(CreditError::from)?;
    let left = left.into_iter().min_by_key(|left| left.minor()).unwrap_or(Money::zero(invoice.currency));
    let after = left.minus(line.net).map_err(CreditError::from)?;
    match (line.net.is_positive(), after.minor() < 0) {
        (false, _) => Err(CreditError::NotPositive.into()),
        (true, true) => Err(CreditError::MoreThanLeft { left }.into()),
        (true, false) => Ok(()),
    }
}

/// The engagements of which this takes the last that was left on the invoice, of all their lines together. No second credit
/// can do so again.
pub(super) fn freed(invoice: &Invoice, lines: &[LineCredit]) -> Result<Vec<EngagementId>, MoneyError> {
    let mut engagements: Vec<EngagementId> = Vec::new();
    for credit in lines {
        let own = invoice.lines.iter().find(|line| line.line == credit.line).map(|line| line.draft.engagement_id);
        engagements.extend(own.filter(|id| !engagements.contains(id)));
    }
    let mut freed = Vec::new();
    for id in engagements {
        if invoice.left_of(id)?.minus(taken_of(invoice, id, lines)?)?.is_zero() {
            freed.push(id);
        }
    }
    Ok(freed)
}
