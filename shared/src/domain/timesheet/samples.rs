//! An engagement and its time for the tests of billing periods, timesheets and billing.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use ulid::Ulid;

use super::{Actor, ActorKind, TimeEntry, Timesheet};
use crate::domain::developer::HiringModel;
use crate::domain::engagement::{
    BillingState, BillingTerms, Course, Cycle, Engagement, EngagementStatus, EngagementTerms, MinuteRounding, PlaceOfSupply, Proration,
    RoundingScope, SellerRole, TimeRounding, Timing,
};
use crate::domain::id::{ClientId, DeveloperId, EngagementId, Id, InvoiceId, ProjectId, TimeEntryId};
use crate::domain::money::Money;
use crate::domain::rate::{Per, Rate};
use crate::domain::text::Name;
use crate::domain::zone::Zone;

/// Monthly from the 1st, in arrears, by calendar days, ten days of grace, minutes as they are.
pub(crate) fn billing_terms(zone: &str) -> BillingTerms {
    BillingTerms {
        cycle: Cycle::Monthly,
        anchor_day: 1,
        timing: Timing::Arrears,
        proration: Proration::CalendarDays,
        time_zone: self::zone(zone),
        grace_days: 10,
        rounding: TimeRounding { minutes: 1, mode: MinuteRounding::Up, scope: RoundingScope::Entry },
        holidays: Vec::new(),
        earlier: Vec::new(),
    }
}

/// A zone of that name.
pub(crate) fn zone(name: &str) -> Zone {
    name.parse().expect("a zone")
}

/// A rate in Australian dollars.
pub(crate) fn aud(amount: &str, per: Per) -> Rate {
    Rate { money: Money::parse(amount, "AUD".parse().expect("a currency")).expect("an amount"), per }
}

/// By the hour at AUD 60, from Monday 2027-01-04 on, in Sydney.
pub(crate) fn hourly() -> Engagement {
    let starts_on = date(2027, 1, 4);
    Engagement {
        id: EngagementId::from_ulid(Ulid(1)),
        client_id: ClientId::from_ulid(Ulid(2)),
        developer_id: DeveloperId::from_ulid(Ulid(3)),
        project_id: ProjectId::from_ulid(Ulid(4)),
        role_id: "r1".parse().expect("a role"),
        role_title: "Back-end developer".parse().expect("a title"),
        terms: EngagementTerms {
            seller_id: "sel_au".parse().expect("a seller"),
            model: HiringModel::Hourly,
            bill_rate: aud("60.00", Per::Hour),
            pay_rate: aud("40.00", Per::Hour),
            starts_on,
            ends_on: None,
            hours_per_week: 40,
            weekly_cap_minutes: Some(2400),
            notice_days: 14,
            trial_days: 0,
            role: SellerRole::Principal,
            purchase_order: None,
            external_id: None,
            place_of_supply: PlaceOfSupply { country: "AU".parse().expect("a country"), region: None },
            billing: billing_terms("Australia/Sydney"),
            auto_approve_after_days: Some(7),
        },
        status: EngagementStatus::Active,
        course: Course::default(),
        billing_state: BillingState::new(starts_on),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        revision: 1,
    }
}

/// For AUD 5,000 a month, from this day on, in Sydney.
pub(crate) fn dedicated(starts_on: Date) -> Engagement {
    let mut engagement = hourly();
    engagement.terms.model = HiringModel::Dedicated;
    engagement.terms.bill_rate = aud("5000.00", Per::Month);
    engagement.terms.starts_on = starts_on;
    engagement.billing_state.billed_until = starts_on;
    engagement
}

/// Whose time it is.
pub(crate) fn priya() -> Name {
    "Priya Nair".parse().expect("a name")
}

/// Someone of this kind.
pub(crate) fn actor(kind: ActorKind) -> Actor {
    Actor { kind, id: format!("{kind}-1") }
}

/// An invoice by its serial number.
pub(crate) fn invoice(serial: u128) -> InvoiceId {
    InvoiceId::from_ulid(Ulid(serial))
}

/// An entry of which only the length is known.
pub(crate) fn counted(sheet: &Timesheet, serial: usize, date: Date, minutes: u32) -> TimeEntry {
    TimeEntry {
        id: TimeEntryId::new(sheet.span.start, Ulid(u128::try_from(serial).expect("small"))),
        date,
        minutes,
        started_at: None,
        ended_at: None,
        note: None,
        overridden_cap: false,
        logged_at: Timestamp::UNIX_EPOCH,
    }
}
