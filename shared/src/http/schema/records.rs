//! Values with fields. Each names its fields as the type has them: one that is missing here does not compile.

use jiff::Timestamp;
use jiff::civil::Date;
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::domain;
use crate::domain::billing::report::Outcome;
use crate::domain::country::{Country, Region};
use crate::domain::developer::ClockTime;
use crate::domain::engagement::{Cycle, MinuteRounding, Proration, RoundingScope, TimeRounding, Timing};
use crate::domain::id::{CreditNoteId, InvoiceId};
use crate::domain::matching::Factor;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::payment::WithholdingKind;
use crate::domain::seller::TaxLevel;
use crate::domain::tax::TaxCategory;
use crate::domain::tax_id::TaxScheme;
use crate::domain::text::{Name, Note, Reference, Title};
use crate::domain::timesheet::{Action, Actor, ActorKind};
use crate::domain::zone::Zone;
use crate::http::input::DecimalText;

/// Describes a type by a twin that has its fields. `as seen` leaves out the check that the type has them: its own are private,
/// or come from another type that is written into it.
macro_rules! records {
    ($(
        $(#[$meta:meta])*
        $type:path as $name:ident $($seen:ident)? {
            $($(#[$field_meta:meta])* $field:ident: $field_type:ty),+ $(,)?
        }
    )+) => {$(
        const _: () = {
            #[derive(ToSchema)]
            #[expect(dead_code, reason = "it is only described")]
            $(#[$meta])*
            struct $name {
                $($(#[$field_meta])* $field: $field_type),+
            }
            impl ComposeSchema for $type {
                fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                    <$name as ComposeSchema>::compose(generics)
                }
            }
            impl ToSchema for $type {
                fn name() -> std::borrow::Cow<'static, str> {
                    <$name as ToSchema>::name()
                }
                fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                    <$name as ToSchema>::schemas(schemas);
                }
            }
            records!(@check $($seen)? $type { $($field),+ });
        };
    )+};
    (@check seen $type:path { $($field:ident),+ }) => {};
    (@check $type:path { $($field:ident),+ }) => {
        #[expect(dead_code, reason = "that it compiles is what it is for")]
        fn has_these_fields(value: $type) {
            let $type { $($field: _),+ } = value;
        }
    };
}
pub(super) use records;

records! {
    #[schema(as = Money)]
    /// An amount of money. The amount is a string with at most the decimals of its currency (ISO 4217).
    domain::money::Money as Amount seen {
        #[schema(pattern = "^-?[0-9]+(\\.[0-9]+)?$", example = "96.50")]
        amount: String,
        currency: Currency,
    }
    /// Money per hour or per month.
    domain::rate::Rate as Rate seen {
        #[schema(pattern = "^-?[0-9]+(\\.[0-9]+)?$", example = "60.00")]
        amount: String,
        currency: Currency,
        per: domain::rate::Per,
    }
    /// The price of one unit of a line.
    domain::draft::UnitPrice as UnitPrice seen {
        #[schema(pattern = "^[0-9]+(\\.[0-9]+)?$", example = "60.00")]
        amount: String,
        currency: Currency,
        per: domain::draft::PricePer,
    }
    /// Daily working hours; an end before the start lies on the next day.
    domain::developer::WorkingHours as WorkingHours {
        start: ClockTime,
        #[schema(example = "17:00")]
        end: ClockTime,
    }
    /// What a developer is paid, by the hour and by the month.
    domain::developer::PayRates as PayRates {
        hourly: Option<Money>,
        monthly: Option<Money>,
    }
    /// A number in a register; its check digits must fit.
    domain::tax_id::TaxId as TaxId seen {
        scheme: TaxScheme,
        #[schema(min_length = 1, max_length = 128, example = "51824753556")]
        value: String,
    }
    /// A postal address, for print only: it never decides tax.
    domain::party::Address as Address {
        #[schema(example = "1 Example Street")]
        line1: Title,
        #[schema(example = "Level 2")]
        line2: Option<Title>,
        #[schema(example = "Sydney")]
        city: Title,
        #[schema(example = "NSW")]
        region: Option<Title>,
        #[schema(example = "2000")]
        postcode: Option<Title>,
    }
    /// Who receives a client's invoices.
    domain::client::BillingContact as BillingContact {
        name: Name,
        email: domain::contact::Email,
    }
    /// A letter of undertaking for exports (India), and the days on which it holds.
    domain::seller::Undertaking as Undertaking {
        #[schema(example = "AD290326000123X")]
        arn: Reference,
        valid_from: Date,
        valid_to: Date,
    }
    /// How a seller rounds.
    domain::seller::RoundingPolicy as RoundingPolicy {
        tax_level: TaxLevel,
        tax_mode: Rounding,
        #[schema(value_type = Option<DecimalText>)]
        payable_step: Option<rust_decimal::Decimal>,
    }
    /// Where to pay in one currency.
    domain::seller::BankDetails as BankDetails {
        currency: Currency,
        lines: Vec<Title>,
    }
    /// Where a service is supplied for tax.
    domain::engagement::PlaceOfSupply as PlaceOfSupply {
        country: Country,
        region: Option<Region>,
    }
    #[schema(as = TimeRounding)]
    /// How logged minutes are rounded before they are billed and paid.
    domain::engagement::TimeRounding as TimeRoundingTerms {
        #[schema(minimum = 1, maximum = 60, example = 15)]
        minutes: u8,
        mode: MinuteRounding,
        scope: RoundingScope,
    }
    /// When and how an engagement is billed.
    domain::engagement::BillingTerms as BillingTerms seen {
        cycle: Cycle,
        #[schema(minimum = 1, maximum = 31)]
        anchor_day: u8,
        timing: Timing,
        proration: Proration,
        time_zone: Zone,
        #[schema(minimum = 0, maximum = 60)]
        grace_days: u8,
        rounding: TimeRounding,
        holidays: Vec<Date>,
    }
    /// One step in a timesheet's life.
    domain::timesheet::HistoryEvent as HistoryEvent {
        at: Timestamp,
        by: Actor,
        action: Action,
        reason: Option<Note>,
    }
    /// Who did something.
    domain::timesheet::Actor as Actor {
        kind: ActorKind,
        /// Their account, or `operator`.
        #[schema(example = "operator")]
        id: String,
    }
    /// How many developers each rule has made ineligible; each counts once, under the first rule that fails.
    domain::matching::Exclusions as Exclusions {
        rejected_by_client: u32,
        model_not_offered: u32,
        wrong_location: u32,
        missing_required_skill: u32,
        language: u32,
        not_available: u32,
        too_little_overlap: u32,
        no_exchange_rate: u32,
        over_rate: u32,
    }
    /// Minutes of the day that a developer and a project both work: on the first day, and on the day on which they are fewest.
    domain::matching::Overlap as Overlap {
        at_start: u32,
        least: u32,
    }
    #[schema(as = Points)]
    /// The most points of each factor; they make 100.
    domain::matching::Points as MostPoints {
        #[schema(maximum = 100, example = 40)]
        required_skills: u8,
        #[schema(maximum = 100, example = 10)]
        preferred_skills: u8,
        #[schema(maximum = 100, example = 10)]
        experience: u8,
        #[schema(maximum = 100, example = 10)]
        seniority: u8,
        #[schema(maximum = 100, example = 10)]
        overlap: u8,
        #[schema(maximum = 100, example = 10)]
        rate_head_room: u8,
        #[schema(maximum = 100, example = 5)]
        availability: u8,
        #[schema(maximum = 100, example = 5)]
        track_record: u8,
    }
    /// The points for one factor, and why.
    domain::matching::Reason as Reason {
        factor: Factor,
        #[schema(maximum = 100)]
        points: u8,
        #[schema(maximum = 100)]
        max: u8,
        #[schema(example = "Node.js 6 y (3 asked), PostgreSQL 5 y")]
        detail: String,
    }
    /// One tax on everything of one rate and category.
    domain::invoice::TaxGroup as TaxGroup {
        #[schema(example = "GST")]
        name: String,
        /// In percent.
        #[schema(value_type = DecimalText)]
        rate: rust_decimal::Decimal,
        category: TaxCategory,
        taxable: Money,
        tax: Money,
    }
    /// An invoice's total and tax in the seller's own currency.
    domain::invoice::Fx as Fx {
        from: Currency,
        to: Currency,
        /// Units of `to` for one unit of `from`.
        #[schema(value_type = DecimalText)]
        rate: rust_decimal::Decimal,
        date: Date,
        total: Money,
        tax: Money,
    }
    /// What a client kept back of a payment and owes to its tax office instead.
    domain::payment::Withheld as Withheld {
        kind: WithholdingKind,
        amount: Money,
        certificate: Option<Reference>,
    }
    /// A fee for paying late.
    domain::dunning::LateFee as LateFee {
        /// Days after the due day.
        #[schema(minimum = 1, maximum = 365)]
        after_days: u16,
        /// In percent of what is owed then.
        #[schema(value_type = DecimalText)]
        percent: rust_decimal::Decimal,
    }
    /// The steps that a seller takes when it is not paid.
    domain::dunning::Dunning as Dunning {
        /// Days after the due day on which a client is reminded.
        reminder_days: Vec<u16>,
        late_fee: Option<domain::dunning::LateFee>,
    }
    /// What a billing run issued in one currency.
    domain::billing::report::RunTotal as RunTotal {
        currency: Currency,
        net: Money,
        tax: Money,
        total: Money,
    }
    /// One result of a billing run.
    domain::billing::report::RunResult as RunResult {
        outcome: Outcome,
        /// The invoice that was issued.
        invoice_id: Option<InvoiceId>,
        /// The credit note that was issued.
        credit_note_id: Option<CreditNoteId>,
        /// The engagement that was credited, waits or failed.
        #[schema(example = "eng_01k8zq4v6x2m9c7r3t5w8y0abc")]
        engagement_id: Option<String>,
        /// Why, as a stable word.
        #[schema(example = "unapproved_time")]
        reason: Option<String>,
        /// What is missing or wrong, for a person.
        detail: Option<String>,
    }
}
