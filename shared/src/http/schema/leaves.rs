//! Values that are one string: texts, ids, words, codes.

use std::str::FromStr;
use std::sync::LazyLock;

use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, Schema};

use super::{formatted, text};
use crate::domain::billing::report::{Outcome, RunStatus};
use crate::domain::charge::ChargeKind;
use crate::domain::client::Sez;
use crate::domain::contact::{Email, Phone};
use crate::domain::country::{Country, Region};
use crate::domain::developer::{ClockTime, DeveloperStatus, English, HiringModel, Seniority};
use crate::domain::draft::{LineKind, PricePer};
use crate::domain::dunning::NoticeKind;
use crate::domain::engagement::{Cycle, EngagementStatus, Initiator, MinuteRounding, Proration, RoundingScope, SellerRole, Timing};
use crate::domain::id::{
    ChargeId, ClientId, CreditNoteId, DeveloperId, EngagementId, EventId, Id, InvoiceId, MatchId, MilestoneId, PaymentId, ProjectId, RunId,
    SellerId, StatementId, TimeEntryId,
};
use crate::domain::invoice::{DocumentKind, InvoiceStatus};
use crate::domain::login::ClaimText;
use crate::domain::matching::Factor;
use crate::domain::matching::mark::Mark;
use crate::domain::milestone::MilestoneStatus;
use crate::domain::money::{Currency, Rounding};
use crate::domain::numbering::SeriesPattern;
use crate::domain::pay::{Month, PayKind};
use crate::domain::payment::{PaymentKind, WithholdingKind};
use crate::domain::project::{Location, ProjectStatus, RoleId};
use crate::domain::rate::Per;
use crate::domain::seller::{MonthDay, TaxLevel};
use crate::domain::skill::SkillId;
use crate::domain::statement::MovementKind;
use crate::domain::tax::{NotCharged, TaxCategory};
use crate::domain::tax_id::TaxScheme;
use crate::domain::text::{Description, Name, Note, Reference, SkillText, Title};
use crate::domain::timesheet::moment::Moment;
use crate::domain::timesheet::{Action, ActorKind, ShownStatus};
use crate::domain::zone::Zone;

/// Each type with its schema.
macro_rules! leaves {
    ($($type:ty => $schema:expr),+ $(,)?) => {$(
        impl ComposeSchema for $type {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                $schema.into()
            }
        }
        impl ToSchema for $type {}
    )+};
}

/// Each enum by its words.
macro_rules! words {
    ($($type:ty: $description:literal),+ $(,)?) => {
        leaves! {$($type => text($description, <$type>::WORDS[0]).enum_values(Some(<$type>::WORDS.iter().copied()))),+}
    };
}

/// Each id that is a prefix and a ULID.
macro_rules! ids {
    ($($type:ty: $description:literal),+ $(,)?) => {
        leaves! {$($type => text($description, &format!("{}_01k8zq4v6x2m9c7r3t5w8y0abc", <$type>::PREFIX))
            .pattern(Some(format!("^{}_{ULID}$", <$type>::PREFIX)))),+}
    };
}

/// A ULID in our spelling: 26 of Crockford's base 32 in lower case, of which the first is at most 7.
const ULID: &str = "[0-7][0-9a-hjkmnp-tv-z]{25}";

/// A text of people: what trimming leaves of it is not empty and has at most so many characters.
fn prose(description: &str, most: usize, example: &str) -> utoipa::openapi::schema::ObjectBuilder {
    text(description, example).min_length(Some(1)).max_length(Some(most))
}

/// Every text of so many capitals that a type reads.
fn codes<T: FromStr>(length: usize) -> Vec<String> {
    let longer = |codes: Vec<String>| codes.iter().flat_map(|code| ('A'..='Z').map(move |letter| format!("{code}{letter}"))).collect();
    let all: Vec<String> = (0..length).fold(vec![String::new()], |codes, _| longer(codes));
    all.into_iter().filter(|code| code.parse::<T>().is_ok()).collect()
}

/// Tried once: thousands of texts, for each of the many places that a schema is composed for.
static COUNTRIES: LazyLock<Vec<String>> = LazyLock::new(|| codes::<Country>(2));
static CURRENCIES: LazyLock<Vec<String>> = LazyLock::new(|| codes::<Currency>(3));

leaves! {
    Name => prose("The name of a person or a company, in any script.", 200, "Priya Nair"),
    Title => prose("A single line.", 200, "Payments back ends"),
    Description => prose("A text of several lines.", 10_000, "We move our ledger to an event-driven design."),
    Note => prose("A note or a reason; it may have several lines.", 1_000, "As agreed by phone."),
    Reference => prose("A reference that someone else chose.", 128, "PO-4711"),
    SkillText => prose("A skill as its writer spells it; the catalogue reads many spellings.", 80, "Node.js"),
    SkillId => text("The id of a skill in the catalogue.", "nodejs").pattern(Some("^[a-z0-9-]{1,80}$")),
    ClaimText => text("The `iss` or `sub` claim of a token, compared as it is.", "auth0|5f7c8ec7c33c6c004bbafe82")
        .min_length(Some(1))
        .max_length(Some(255)),
    Email => formatted(KnownFormat::Email, "An e-mail address; case makes no difference.", "priya@example.com").max_length(Some(254)),
    Phone => text("A phone number: 4 to 20 digits with an optional + before and blanks, dots, hyphens or brackets between.", "+91 98 0000 0000")
        .pattern(Some(r"^\s*\+?[0-9 .()-]{4,40}\s*$")),
    Country => text("A country (ISO 3166-1, two letters).", "AU").enum_values(Some(COUNTRIES.clone())),
    Region => text("A region of a country: its ISO 3166-2 code after the hyphen.", "NSW").pattern(Some("^[A-Z0-9]{1,3}$")),
    Currency => text("A currency (ISO 4217).", "AUD").enum_values(Some(CURRENCIES.clone())),
    Zone => text("An IANA time zone; aliases are read, the canonical name is written.", "Australia/Sydney").min_length(Some(1)),
    ClockTime => text("A time of day.", "09:00").pattern(Some("^([01][0-9]|2[0-3]):[0-5][0-9]$")),
    MonthDay => text("A month and a day that every year has.", "07-01").pattern(Some("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")),
    Month => text("A calendar month.", "2027-01").pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$")),
    Moment => text(
        "A time to the minute, with its offset or as the clock on the wall of the engagement's billing zone.",
        "2027-01-04T09:00+11:00",
    )
    .pattern(Some(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$")),
    SeriesPattern => text("The pattern of document numbers: {fy} or {fy2} is the fiscal year, {seq:5} the counter.", "MU-{fy}-{seq:5}")
        .pattern(Some(r"^[A-Za-z0-9/._{}:-]{1,64}$")),
    SellerId => text("The id of a seller, chosen by the operator.", "sel_au").pattern(Some("^sel_[a-z0-9-]{1,32}$")),
    RoleId => text("The id of a role within its project.", "r1").pattern(Some("^r[1-9][0-9]{0,4}$")),
    TimeEntryId => text("The id of a time entry.", "tme_2027010401k8zq4v6x2m9c7r3t5w8y0abc").pattern(Some(format!("^tme_[0-9]{{8}}{ULID}$"))),
}

ids! {
    DeveloperId: "The id of a developer.",
    ClientId: "The id of a client.",
    ProjectId: "The id of a project.",
    MatchId: "The id of a stored match.",
    EngagementId: "The id of an engagement.",
    ChargeId: "The id of a charge.",
    MilestoneId: "The id of a milestone.",
    InvoiceId: "The id of an invoice.",
    CreditNoteId: "The id of a credit note.",
    PaymentId: "The id of a payment.",
    StatementId: "The id of a developer's statement.",
    EventId: "The id of something that happened.",
    RunId: "The id of a billing run.",
}

words! {
    Seniority: "How experienced someone is.",
    English: "A level of English (CEFR).",
    HiringModel: "How someone is hired: by the hour, for a monthly fee, or for milestones.",
    DeveloperStatus: "Where a developer stands with the operator.",
    EngagementStatus: "Where an engagement stands.",
    SellerRole: "In whose name the operator sells the work.",
    Cycle: "How often an engagement is billed.",
    Timing: "Whether a period is billed after it or before it.",
    Proration: "What a part of a period is measured against.",
    MinuteRounding: "Which way minutes are rounded to a step.",
    RoundingScope: "What is rounded to a step of minutes.",
    Location: "Where a project's developers may be, seen from the client's country.",
    ProjectStatus: "Where a project stands.",
    Per: "What a rate is paid for.",
    Rounding: "How a half is rounded: away from zero or towards it.",
    TaxLevel: "Whether tax is computed on each line or on the sum of those taxed alike.",
    TaxScheme: "Which register a number belongs to.",
    Sez: "The client's place in a special economic zone (India).",
    InvoiceStatus: "What has become of an invoice.",
    DocumentKind: "What a document is.",
    ChargeKind: "What a charge is.",
    MilestoneStatus: "Where a milestone stands.",
    PricePer: "What the price of a line is for.",
    Initiator: "Who wants an engagement to end.",
    LineKind: "What a line of an invoice is for.",
    TaxCategory: "The category of a tax (UNCL 5305).",
    PayKind: "What a line of a developer's statement pays for.",
    PaymentKind: "Which way a payment went.",
    NotCharged: "Why a fee for paying late is not charged.",
    NoticeKind: "What was taken note of because an invoice was overdue.",
    MovementKind: "What changed a client's account.",
    WithholdingKind: "Under which rule a client withheld something.",
    ShownStatus: "Where a timesheet stands.",
    Action: "What was done to a timesheet.",
    ActorKind: "What someone who acts on a timesheet is.",
    Mark: "What is thought of a candidate.",
    Factor: "What points of a match are given for.",
    RunStatus: "How a billing run ended.",
    Outcome: "What became of one thing that a billing run looked at.",
}
