//! The terms of an engagement as they come in: every fault that the fields have between them, and the defaults.

use deserr::Deserr;
use jiff::civil::Date;
use muster::domain::client::Client;
use muster::domain::developer::HiringModel;
use muster::domain::engagement::{
    BillingTerms, Cycle, EngagementTerms, MinuteRounding, PlaceOfSupply, Proration, RoundingScope, SellerRole, TimeRounding, Timing,
};
use muster::domain::id::{DeveloperId, ProjectId, SellerId};
use muster::domain::project::RoleId;
use muster::domain::rate::{Per, Rate};
use muster::domain::text::Reference;
use muster::domain::zone::Zone;
use muster::http::input::{Faults, List, Whole, refuse_repeats};
use utoipa::ToSchema;

/// The body of an offer.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewEngagement)]
pub(crate) struct RawOffer {
    pub(crate) project_id: ProjectId,
    pub(crate) role_id: RoleId,
    pub(crate) developer_id: DeveloperId,
    #[deserr(default)]
    pub(crate) seller_id: Option<SellerId>,
    pub(crate) model: HiringModel,
    bill_rate: Rate,
    pay_rate: Rate,
    starts_on: Date,
    #[deserr(default)]
    ends_on: Option<Date>,
    #[deserr(default = Whole(40))]
    #[schema(required = false, default = 40)]
    hours_per_week: Whole<1, 60>,
    #[deserr(default)]
    weekly_cap_minutes: Option<Whole<1, 10080>>,
    #[deserr(default = Whole(14))]
    #[schema(required = false, default = 14)]
    notice_days: Whole<0, 180>,
    #[deserr(default = Whole(0))]
    #[schema(required = false, default = 0)]
    trial_days: Whole<0, 180>,
    #[deserr(default = SellerRole::Principal)]
    #[schema(required = false, default = "principal")]
    role: SellerRole,
    #[deserr(default)]
    purchase_order: Option<Reference>,
    #[deserr(default)]
    place_of_supply: Option<PlaceOfSupply>,
    #[deserr(default)]
    #[schema(required = false)]
    billing: RawBilling,
    #[deserr(default)]
    auto_approve_after_days: Option<Whole<1, 60>>,
    /// What the operator's own systems call the engagement.
    #[deserr(default)]
    external_id: Option<Reference>,
}

/// How an engagement is billed; each field has a default.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewBillingTerms)]
pub(crate) struct RawBilling {
    #[deserr(default = Cycle::Monthly)]
    #[schema(required = false, default = "monthly")]
    cycle: Cycle,
    #[deserr(default = Whole(1))]
    #[schema(required = false, default = 1)]
    anchor_day: Whole<1, 31>,
    #[deserr(default = Timing::Arrears)]
    #[schema(required = false, default = "arrears")]
    timing: Timing,
    #[deserr(default = Proration::CalendarDays)]
    #[schema(required = false, default = "calendar_days")]
    proration: Proration,
    #[deserr(default)]
    time_zone: Option<Zone>,
    #[deserr(default = Whole(10))]
    #[schema(required = false, default = 10)]
    grace_days: Whole<0, 60>,
    #[deserr(default)]
    rounding: Option<RawRounding>,
    #[deserr(default)]
    #[schema(required = false)]
    holidays: List<Date, 0, 366>,
}

impl Default for RawBilling {
    fn default() -> Self {
        Self {
            cycle: Cycle::Monthly,
            anchor_day: Whole(1),
            timing: Timing::Arrears,
            proration: Proration::CalendarDays,
            time_zone: None,
            grace_days: Whole(10),
            rounding: None,
            holidays: List::default(),
        }
    }
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewTimeRounding)]
struct RawRounding {
    minutes: Whole<1, 60>,
    mode: MinuteRounding,
    #[deserr(default = RoundingScope::Entry)]
    #[schema(required = false, default = "entry")]
    scope: RoundingScope,
}

/// The steps that minutes may be rounded to: the divisors of an hour in use.
const STEPS: [u16; 7] = [1, 5, 6, 10, 15, 30, 60];

impl RawOffer {
    /// The faults that no record is needed to see.
    pub(crate) fn faults(&self) -> Faults {
        let mut faults = Faults::new();
        self.check_rates(&mut faults);
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            faults.add("/ends_on", "must not be before starts_on");
        }
        self.billing.check(self.model, &mut faults);
        faults
    }

    fn check_rates(&self, faults: &mut Faults) {
        let per = match self.model {
            HiringModel::Dedicated => Per::Month,
            // Milestones have prices of their own; the rates say in which currencies, and what an hour more would be.
            HiringModel::Hourly | HiringModel::Fixed => Per::Hour,
        };
        for (place, rate) in [("/bill_rate", self.bill_rate), ("/pay_rate", self.pay_rate)] {
            if rate.per != per {
                faults.add(format!("{place}/per"), format!("must be {per} for the model {}", self.model));
            }
            if !rate.money.is_positive() {
                faults.add(format!("{place}/amount"), "must be above zero");
            }
        }
    }

    /// The terms; what is left out comes from the client.
    pub(crate) fn into_terms(self, client: &Client, seller_id: SellerId) -> EngagementTerms {
        let party = &client.profile.party;
        let home = || PlaceOfSupply { country: party.country, region: party.region.clone() };
        EngagementTerms {
            seller_id,
            model: self.model,
            bill_rate: self.bill_rate,
            pay_rate: self.pay_rate,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            hours_per_week: self.hours_per_week.small(),
            weekly_cap_minutes: self.weekly_cap_minutes.map(|cap| cap.0),
            notice_days: self.notice_days.0,
            trial_days: self.trial_days.0,
            role: self.role,
            purchase_order: self.purchase_order,
            external_id: self.external_id,
            place_of_supply: self.place_of_supply.unwrap_or_else(home),
            billing: self.billing.to_terms(&party.time_zone),
            auto_approve_after_days: self.auto_approve_after_days.map(Whole::small),
        }
    }
}

impl RawBilling {
    pub(crate) fn check(&self, model: HiringModel, faults: &mut Faults) {
        match self.cycle {
            Cycle::Monthly => {}
            Cycle::Weekly | Cycle::Fortnightly => {
                if self.anchor_day.0 > 7 {
                    faults.add("/billing/anchor_day", "must be an ISO weekday from 1 (Monday) to 7 for this cycle");
                }
                if model == HiringModel::Dedicated {
                    faults.add("/billing/cycle", "must be monthly for the model dedicated");
                }
            }
        }
        match self.timing {
            Timing::Arrears => {}
            Timing::Advance => {
                if model != HiringModel::Dedicated {
                    faults.add("/billing/timing", "must be arrears: only the model dedicated is paid in advance");
                }
            }
        }
        if self.rounding.as_ref().is_some_and(|rounding| !STEPS.contains(&rounding.minutes.0)) {
            faults.add("/billing/rounding/minutes", "must be 1, 5, 6, 10, 15, 30 or 60");
        }
        refuse_repeats(&self.holidays.0, "/billing/holidays", "", faults);
    }

    /// The terms; what is left out has its default, and the zone is another's.
    pub(crate) fn to_terms(&self, zone: &Zone) -> BillingTerms {
        let to_the_minute = TimeRounding { minutes: 1, mode: MinuteRounding::Up, scope: RoundingScope::Entry };
        BillingTerms {
            cycle: self.cycle,
            anchor_day: self.anchor_day.small(),
            timing: self.timing,
            proration: self.proration,
            time_zone: self.time_zone.clone().unwrap_or_else(|| zone.clone()),
            grace_days: self.grace_days.small(),
            rounding: self.rounding.as_ref().map_or(to_the_minute, |raw| TimeRounding {
                minutes: raw.minutes.small(),
                mode: raw.mode,
                scope: raw.scope,
            }),
            holidays: self.holidays.0.clone(),
            earlier: Vec::new(),
        }
    }
}
