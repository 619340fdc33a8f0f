//! The fee of a dedicated engagement: what a period costs by now, what was billed of it, and the difference.
//!
//! A period costs what its days that count come to, so a pause or an end that is agreed after the bill leaves a
//! difference below zero. What was billed is added up from the shares on invoices: whatever the order of bills and
//! changes, all shares of a period together are what it costs.

use jiff::civil::Date;

use super::PeriodBill;
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::draft::{PricePer, Quantity, UnitPrice};
use crate::domain::engagement::{Engagement, FeeShare, Proration};
use crate::domain::money::{Money, MoneyError};
use crate::domain::period::{Clamped, period_containing, whole_period};
use crate::domain::proration::{fee, share_of};
use crate::domain::rate::Rate;

/// What is left to bill of a period at one rate, or to take back where it is below zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    /// The days of the period to which the rate applies.
    pub(super) span: Span,
    /// Units and money.
    pub(super) share: FeeShare,
    rate: Rate,
    of_days: u32,
    basis: Proration,
}

/// The shares of an engagement's fees, and the days that they are for.
#[derive(Clone, Debug)]
pub(super) struct Ledger<'a> {
    engagement: &'a Engagement,
    shares: Vec<FeeShare>,
    counted: Vec<Span>,
}

impl<'a> Ledger<'a> {
    /// What is on invoices.
    pub(super) fn of(engagement: &'a Engagement) -> Self {
        let state = &engagement.billing_state;
        // A period that was freed by a full credit has no shares of its own any more and waits to be billed on demand.
        let has_shares = |invoice| state.fees.iter().any(|fee| fee.invoice_id == invoice);
        let billed = state.periods.iter().filter(|period| has_shares(period.invoice_id)).map(|period| period.span());
        Self {
            engagement,
            shares: state.fees.iter().map(|fee| fee.share).collect(),
            counted: billed.chain(state.passed.iter().copied()).collect(),
        }
    }

    /// Counts a bill as issued.
    pub(super) fn add(&mut self, bill: &PeriodBill) {
        self.shares.extend(&bill.fees);
        if !bill.lines.is_empty() {
            self.counted.push(bill.span);
        }
    }

    /// Counts days that cost nothing as looked at.
    pub(super) fn pass(&mut self, span: Span) {
        self.counted.push(span);
    }

    /// What becomes due with a part of a period.
    pub(super) fn due(&self, period: Clamped) -> Result<Vec<Difference>, MoneyError> {
        let differences = self.differences(period.whole, Some(period.billed))?;
        Ok(differences.into_iter().filter(|difference| difference.share.net.is_positive()).collect())
    }

    /// What was billed and has changed since, the oldest period first.
    pub(super) fn corrections(&self) -> Result<Vec<Difference>, MoneyError> {
        if self.engagement.terms.model != HiringModel::Dedicated {
            return Ok(Vec::new());
        }
        let starts = self.shares.iter().map(|share| share.period).chain(self.counted.iter().map(|span| span.start));
        let mut wholes: Vec<Span> = starts.map(|day| period_containing(&self.engagement.terms.billing, day)).collect();
        wholes.sort_unstable();
        wholes.dedup();
        // A period that a full credit freed is billed again on demand. What else was taken back of it counts then.
        let is_freed = |whole: &Span| !self.counted.iter().any(|span| span.intersection(*whole).is_some());
        let owes =
            |whole: &Span| self.shares.iter().filter(|share| share.period == whole.start).map(|share| share.net.minor()).sum::<i64>() < 0;
        wholes.retain(|whole| !(is_freed(whole) && owes(whole)));
        let all = wholes.into_iter().map(|whole| self.differences(whole, None)).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().flatten().collect())
    }

    /// What the days of a period cost, less what was billed: for each rate that leaves a difference.
    fn differences(&self, whole: Span, more: Option<Span>) -> Result<Vec<Difference>, MoneyError> {
        let terms = &self.engagement.terms.billing;
        let (billing, measure) = (terms.on(whole.start), whole_period(terms, whole.start));
        let counts = |day: Date| {
            self.engagement.is_billable(day)
                && (more.is_some_and(|span| span.contains(day)) || self.counted.iter().any(|span| span.contains(day)))
        };
        let first = whole.iter().find(|day| counts(*day));
        let mut differences = Vec::new();
        for (span, rate_from, rate) in rates_in(self.engagement, whole) {
            let here = |day: Date| whole.contains(day) && counts(day) && span.contains(day);
            // Without proration the whole is paid once, at the rate of its first day.
            let applies =
                |day: Date| here(day) && (billing.proration != Proration::None || first.is_some_and(|first| span.contains(first)));
            let Quantity::Period { days, of_days, basis } = share_of(measure, billing.proration, &billing.holidays, applies) else {
                continue;
            };
            let shares = || self.shares.iter().filter(|share| share.period == whole.start && share.rate_from == rate_from);
            let billed = Money::sum(rate.money.currency(), shares().map(|share| share.net))?;
            let net = fee(rate, Quantity::Period { days, of_days, basis })?.minus(billed)?;
            let units = days - shares().map(|share| share.units).sum::<i32>();
            if !net.is_zero() {
                let span = more.and_then(|more| more.intersection(span)).unwrap_or(span);
                differences.push(Difference { span, share: FeeShare { period: whole.start, rate_from, units, net }, rate, of_days, basis });
            }
        }
        Ok(differences)
    }
}

impl Difference {
    /// Quantity and price, as printed: units of the period where they explain the amount to the smallest unit of money that
    /// rounding parts can leave, else the amount itself.
    pub(super) fn quantity(&self) -> Result<(Quantity, UnitPrice), MoneyError> {
        let quantity = Quantity::Period { days: self.share.units, of_days: self.of_days, basis: self.basis };
        let off = fee(self.rate, quantity)?.minus(self.share.net)?;
        Ok(if self.share.units != 0 && off.minor().abs() <= 1 { (quantity, self.rate.into()) } else { whole_amount(self.share.net) })
    }

    /// The part of what is to be taken back that leaves at most this much of it for later.
    pub(super) fn at_most(mut self, room: Money) -> Self {
        if self.share.net.minor().abs() > room.minor() {
            // The units go with the last part.
            self.share = FeeShare { net: room.negated(), units: 0, ..self.share };
        }
        self
    }
}

/// An amount as one thing of that price, or as one that is taken back.
pub(super) fn whole_amount(net: Money) -> (Quantity, UnitPrice) {
    let (count, money) = if net.minor() < 0 { (-1, net.negated()) } else { (1, net) };
    (Quantity::Count { count }, UnitPrice { money, per: PricePer::Unit })
}

/// The rates that hold in a period: the days of each, the day from which it holds, and the rate.
fn rates_in(engagement: &Engagement, whole: Span) -> Vec<(Span, Date, Rate)> {
    let rates = engagement.rates();
    let ends = rates.iter().skip(1).map(|rate| rate.effective_from).chain([whole.end]);
    let spans = rates.iter().zip(ends).enumerate().filter_map(|(at, (rate, end))| {
        // Days before the first rate are none of the engagement's: they stand with it all the same, so that a period stays whole.
        let start = if at == 0 { whole.start } else { rate.effective_from };
        let span = Span::new(start, end)?.intersection(whole)?;
        Some((span, rate.effective_from, rate.bill_rate))
    });
    spans.collect()
}
