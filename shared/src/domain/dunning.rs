//! Reminding a client of what is overdue: which steps a seller takes, and which of them an invoice has come to.
//!
//! A step is taken once and recorded on the invoice; nothing is sent from here. A fee for paying late becomes a charge of an
//! engagement, which its next invoice bills, since an issued invoice never changes.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::charge::{Charge, ChargeAmount, ChargeKind};
use super::id::{ChargeId, EngagementId, EventId};
use super::invoice::Invoice;
use super::money::{Money, MoneyError, Rounding};
use super::tax::NotCharged;

words! {
    /// What was taken note of.
    pub enum NoticeKind {
        /// The client is to be reminded.
        Reminder = "reminder",
        /// A fee for paying late has become due.
        LateFee = "late_fee",
    }
}

impl NoticeKind {
    /// The type of the event that tells of it.
    #[must_use]
    pub fn event_type(self) -> &'static str {
        match self {
            Self::Reminder => "invoice.reminder_due",
            Self::LateFee => "invoice.late_fee_due",
        }
    }
}

/// A fee for paying late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateFee {
    /// Days after the due day, 1 to 365.
    pub after_days: u16,
    /// In percent of what is owed then; above 0, at most 100.
    pub percent: Decimal,
}

/// The steps that a seller takes when it is not paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dunning {
    /// Days after the due day on which a client is reminded: 1 to 365, ascending, at most 10 of them.
    pub reminder_days: Vec<u16>,
    /// The fee, if there is one.
    pub late_fee: Option<LateFee>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The event that tells of it: kept with it from the start, so that whoever hears of it twice can tell.
    pub event_id: EventId,
    /// Which.
    pub kind: NoticeKind,
    /// Its days after the due day, which tell it from others of its kind.
    pub days_after_due: u16,
    /// The day on which it was taken, in the invoice's zone.
    pub on: Date,
    /// When it was recorded.
    pub at: Timestamp,
    /// What was owed.
    pub balance: Money,
    /// The fee, of a step that has one.
    pub fee: Option<Money>,
    /// What charges it.
    pub charge: Option<FeeCharge>,
    /// Why nothing does.
    pub not_charged: Option<NotCharged>,
}

/// The charge of a fee for paying late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeCharge {
    /// On whose next invoice it goes.
    pub engagement_id: EngagementId,
    /// Among its charges.
    pub charge_id: ChargeId,
}

impl Notice {
    /// The charge of its fee under an id; none where the fee comes to nothing. It names what was paid late, and the terms.
    #[must_use]
    pub fn fee_charge(&self, id: ChargeId, invoice: &Invoice) -> Option<Charge> {
        let fee = self.fee.filter(|fee| fee.is_positive())?;
        let text = format!(
            "Late fee on {} of invoice {}, unpaid {} days after {}",
            self.balance, invoice.number, self.days_after_due, invoice.due_on
        );
        Some(Charge {
            id,
            kind: ChargeKind::LateFee,
            description: text.parse().expect("two amounts, a number and a day are a short text"),
            amount: ChargeAmount::Amount(fee),
            on: self.on,
            receipt: invoice.number.parse().ok(),
            created_at: self.at,
            invoice_id: None,
        })
    }
}

impl Dunning {
    /// Its steps, the earliest first; on one day the reminder comes before the fee.
    fn steps(&self) -> Vec<(u16, NoticeKind)> {
        let reminders = self.reminder_days.iter().map(|days| (*days, NoticeKind::Reminder));
        let mut steps: Vec<(u16, NoticeKind)> = reminders.chain(self.late_fee.map(|fee| (fee.after_days, NoticeKind::LateFee))).collect();
        steps.sort();
        steps
    }

    /// The steps that an invoice has come to on a local day and that are not taken yet; none while nothing is owed. Whether a fee
    /// is charged is decided afterwards.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn due(
        &self,
        invoice: &Invoice,
        today: Date,
        at: Timestamp,
        mut event: impl FnMut() -> EventId,
    ) -> Result<Vec<Notice>, MoneyError> {
        let balance = invoice.balance()?;
        if !balance.is_positive() {
            return Ok(Vec::new());
        }
        let come_to = self.open(invoice).into_iter().filter(|(days, _)| day_of(invoice, *days) <= today);
        come_to
            .map(|(days_after_due, kind)| {
                let fee = match kind {
                    NoticeKind::Reminder => None,
                    NoticeKind::LateFee => self.late_fee.map(|fee| fee_on(balance, fee.percent)).transpose()?,
                };
                Ok(Notice { event_id: event(), kind, days_after_due, on: today, at, balance, fee, charge: None, not_charged: None })
            })
            .collect()
    }

    /// The instant of the first step that an invoice has still to come to.
    #[must_use]
    pub fn next(&self, invoice: &Invoice) -> Option<Timestamp> {
        self.open(invoice).first().map(|(days, _)| invoice.time_zone.start_of(day_of(invoice, *days)))
    }

    /// The steps that are not taken. A fee is taken once, whatever its day was then.
    fn open(&self, invoice: &Invoice) -> Vec<(u16, NoticeKind)> {
        let taken = |(days, kind): &(u16, NoticeKind)| {
            let mut own = invoice.notices.iter().filter(|notice| notice.kind == *kind);
            own.any(|notice| *kind == NoticeKind::LateFee || notice.days_after_due == *days)
        };
        self.steps().into_iter().filter(|step| !taken(step)).collect()
    }
}

fn day_of(invoice: &Invoice, days: u16) -> Date {
    invoice.due_on.saturating_add(i32::from(days).days())
}

fn fee_on(balance: Money, percent: Decimal) -> Result<Money, MoneyError> {
    let exact = balance.to_decimal().checked_mul(percent).ok_or(MoneyError::TooLarge)? / Decimal::ONE_HUNDRED;
    Money::rounded(exact, balance.currency(), Rounding::HalfUp)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use ulid::Ulid;

    use super::*;
    use crate::domain::id::Id;
    use crate::domain::invoice::sample::{invoice, money};

    /// After 7, 14 and 30 days, and 2.5 % after 14.
    fn dunning() -> Dunning {
        let late_fee = LateFee { after_days: 14, percent: "2.5".parse().expect("a decimal") };
        Dunning { reminder_days: vec![7, 14, 30], late_fee: Some(late_fee) }
    }

    fn taken(invoice: &mut Invoice, today: Date) -> Vec<(u16, &'static str)> {
        let event = || EventId::from_ulid(Ulid(1));
        let notices = dunning().due(invoice, today, Timestamp::UNIX_EPOCH, event).expect("one currency");
        invoice.notices.extend(notices.clone());
        notices.iter().map(|notice| (notice.days_after_due, notice.kind.as_str())).collect()
    }

    #[test]
    fn each_step_is_taken_once_when_its_day_has_come() {
        // It is due on 15 February.
        let mut invoice = invoice("100.00");
        assert_eq!(taken(&mut invoice, date(2027, 2, 21)), []);
        assert_eq!(taken(&mut invoice, date(2027, 2, 22)), [(7, "reminder")]);
        assert_eq!(taken(&mut invoice, date(2027, 2, 22)), []);
        assert_eq!(taken(&mut invoice, date(2027, 3, 1)), [(14, "reminder"), (14, "late_fee")]);
        assert_eq!(invoice.notices[2].fee, Some(money("2.75", "AUD")));
        assert_eq!(taken(&mut invoice, date(2027, 12, 1)), [(30, "reminder")]);
        assert_eq!(dunning().next(&invoice), None);
    }

    #[test]
    fn a_fee_is_due_once_whatever_its_day_becomes() {
        let mut invoice = invoice("100.00");
        let _ = taken(&mut invoice, date(2027, 3, 1));
        let later = Dunning { late_fee: dunning().late_fee.map(|fee| LateFee { after_days: 21, ..fee }), ..Dunning::default() };
        assert_eq!(later.next(&invoice), None);
    }

    #[test]
    fn the_charge_names_what_was_paid_late() {
        let mut invoice = invoice("100.00");
        let _ = taken(&mut invoice, date(2027, 3, 1));
        let charge = invoice.notices[2].fee_charge(ChargeId::from_ulid(Ulid(1)), &invoice).expect("a fee");
        assert_eq!(charge.amount, ChargeAmount::Amount(money("2.75", "AUD")));
        assert!(charge.description.to_string().contains("110.00 AUD") && charge.description.to_string().contains(&invoice.number));
        assert_eq!(invoice.notices[1].fee_charge(ChargeId::from_ulid(Ulid(1)), &invoice), None);
    }

    #[test]
    fn a_run_that_is_late_takes_every_step_it_missed() {
        let mut invoice = invoice("100.00");
        assert_eq!(taken(&mut invoice, date(2027, 12, 1)).len(), 4);
    }

    #[test]
    fn nobody_is_reminded_of_what_is_paid() {
        let mut invoice = Invoice { paid: money("110.00", "AUD"), ..invoice("100.00") };
        assert_eq!(taken(&mut invoice, date(2027, 12, 1)), []);
        assert_eq!(Dunning::default().next(&invoice), None);
    }

    #[test]
    fn the_next_step_is_looked_at_when_its_local_day_begins() {
        let next = dunning().next(&invoice("100.00")).map(|at| at.to_string());
        assert_eq!(next.as_deref(), Some("2027-02-21T13:00:00Z"), "22 February in Sydney");
    }
}
