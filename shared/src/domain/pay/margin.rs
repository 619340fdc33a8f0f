//! What is left of the work of a month for the operator: from the same approved hours and days, what the client pays without
//! what the developer is paid. For the operator alone.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Month;
use super::work::{Side, worth};
use crate::domain::engagement::Engagement;
use crate::domain::exchange::ExchangeRates;
use crate::domain::money::{Currency, Money, MoneyError, Rounding};
use crate::domain::timesheet::Timesheet;

/// The two sides of a month's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// What the client pays, in the currency of the bill rate.
    pub billable: Money,
    /// What the developer is paid, a sum for each currency.
    pub payable: Vec<Money>,
    /// What is left, in the currency of the bill rate; none where no exchange rate is known.
    pub margin: Option<Money>,
}

impl Margin {
    /// Of an engagement's work of a month, as it stands at an instant.
    ///
    /// # Errors
    /// An amount beyond its bound.
    pub fn of(
        engagement: &Engagement,
        sheets: &[Timesheet],
        month: Month,
        now: Timestamp,
        rates: Option<&ExchangeRates>,
    ) -> Result<Self, MoneyError> {
        let amounts = |side| Ok::<_, MoneyError>(worth(engagement, sheets, month, now, side)?.into_iter().map(|line| line.amount));
        let to = engagement.terms.bill_rate.money.currency();
        let billable = Money::sum(to, amounts(Side::Bill)?)?;
        let mut sums = BTreeMap::<Currency, Money>::new();
        for amount in amounts(Side::Pay)? {
            let sum = sums.entry(amount.currency()).or_insert_with(|| Money::zero(amount.currency()));
            *sum = sum.plus(amount)?;
        }
        let payable: Vec<Money> = sums.into_values().collect();
        let mut margin = Some(billable);
        for sum in &payable {
            let cost = if sum.currency() == to {
                Some(*sum)
            } else {
                let exact = rates.and_then(|rates| rates.convert(sum.to_decimal(), sum.currency(), to));
                exact.map(|exact| Money::rounded(exact, to, Rounding::HalfUp)).transpose()?
            };
            margin = margin.zip(cost).map(|(rest, cost)| rest.minus(cost)).transpose()?;
        }
        Ok(Self { billable, payable, margin })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::domain::engagement::{Ending, Initiator};
    use crate::domain::rate::Per;
    use crate::domain::timesheet::samples::{aud, counted, dedicated, hourly, zone};
    use crate::domain::timesheet::{TimesheetStatus, timesheet_span};

    fn of(engagement: &Engagement, sheets: &[Timesheet], rates: Option<&ExchangeRates>) -> [Option<String>; 3] {
        let now = zone("Australia/Sydney").start_of(date(2027, 12, 1));
        let month = "2027-01".parse().expect("a month");
        let Margin { billable, payable, margin } = Margin::of(engagement, sheets, month, now, rates).expect("small");
        [Some(billable), payable.first().copied(), margin].map(|money| money.map(|money| money.to_string()))
    }

    fn shown(amounts: [&str; 3]) -> [Option<String>; 3] {
        amounts.map(|amount| Some(amount.to_owned()))
    }

    #[test]
    fn the_same_hours_have_two_sides() {
        let mut engagement = hourly();
        let mut sheet = Timesheet::open(&engagement, timesheet_span(&engagement.terms.billing, date(2027, 1, 5)));
        sheet.entries.push(counted(&sheet, 1, date(2027, 1, 5), 90));
        assert_eq!(of(&engagement, &[sheet.clone()], None), shown(["0.00 AUD", "0.00 AUD", "0.00 AUD"]), "nobody has approved it");
        sheet.status = TimesheetStatus::Approved;
        assert_eq!(of(&engagement, &[sheet.clone()], None), shown(["90.00 AUD", "60.00 AUD", "30.00 AUD"]));
        let inr = Money::parse("2800", "INR".parse().expect("a currency")).expect("an amount");
        engagement.terms.pay_rate.money = inr;
        let [_, payable, margin] = of(&engagement, &[sheet.clone()], None);
        assert_eq!((payable.as_deref(), margin), (Some("4200.00 INR"), None));
        let rate = |code: &str, rate: &str| (code.parse().expect("a currency"), rate.parse().expect("a rate"));
        let rates = BTreeMap::from([rate("AUD", "1.53"), rate("INR", "88.10")]);
        let date: Date = date(2027, 1, 31);
        let rates = ExchangeRates { date, base: "USD".parse().expect("a currency"), rates };
        assert_eq!(of(&engagement, &[sheet], Some(&rates))[2].as_deref(), Some("17.06 AUD"), "90 less 72.94");
    }

    #[test]
    fn a_trial_that_is_not_billed_costs_the_operator() {
        let mut engagement = dedicated(date(2027, 1, 1));
        engagement.terms.bill_rate = aud("6200.00", Per::Month);
        engagement.terms.pay_rate = aud("3100.00", Per::Month);
        engagement.terms.trial_days = 14;
        assert_eq!(of(&engagement, &[], None), shown(["6200.00 AUD", "3100.00 AUD", "3100.00 AUD"]));
        let reason = "Over.".parse().expect("a note");
        let agreed_at = Timestamp::UNIX_EPOCH;
        let ending = Ending { ends_on: date(2027, 1, 10), reason, initiated_by: Initiator::Client, trial_unbilled: true, agreed_at };
        engagement.end(ending, None, date(2027, 1, 5)).expect("active");
        assert_eq!(of(&engagement, &[], None), shown(["0.00 AUD", "1000.00 AUD", "-1000.00 AUD"]));
    }
}
