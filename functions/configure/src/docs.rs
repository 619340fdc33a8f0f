//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::SellerId;
use muster::domain::text::SkillText;
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;
use utoipa::OpenApi;

use crate::exchange_rates::{RatesReply, RawRates};
use crate::put_seller::RawSeller;
use crate::reply::SellerReply;
use crate::skill_aliases::{AliasReply, RawAlias, UnrecognisedReply};
use crate::skills::{Filter, SkillEntry};
use crate::weights::{RawWeights, WeightsReply};

#[derive(OpenApi)]
#[openapi(
    paths(find_weights, set_weights, list_sellers, find_seller, set_seller, find_exchange_rates, set_exchange_rates, list_skills, list_unrecognised_skills, list_skill_aliases, set_skill_alias, delete_skill_alias),
    tags((name = "Settings", description = "The operator's own legal entities, and exchange rates."), (name = "Skills", description = "The catalogue of skills, and what it does not know.")),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// List the sellers
#[utoipa::path(
    get,
    path = "/sellers",
    operation_id = "listSellers",
    tag = "Settings",
    params(WhichPage),
    responses(
        (status = 200, description = "A page of sellers.", body = ListReply<SellerReply>),
    ),
)]
fn list_sellers() {}

/// Find a seller
#[utoipa::path(
    get,
    path = "/sellers/{seller_id}",
    operation_id = "findSeller",
    tag = "Settings",
    params(("seller_id" = SellerId, Path, description = "Which seller.")),
    responses(
        (status = 200, description = "The seller.", body = SellerReply),
    ),
)]
fn find_seller() {}

/// Set a seller
///
/// Records the legal entity under an id of your choice, or replaces what was recorded.
#[utoipa::path(
    put,
    path = "/sellers/{seller_id}",
    operation_id = "setSeller",
    tag = "Settings",
    params(("seller_id" = SellerId, Path, description = "Which seller.")),
    request_body = RawSeller,
    responses(
        (status = 200, description = "The seller, replaced.", body = SellerReply),
        (status = 201, description = "The seller, recorded for the first time.", body = SellerReply),
        (status = 409, description = "The seller was changed meanwhile."),
    ),
)]
fn set_seller() {}

/// Find the exchange rates of a day
#[utoipa::path(
    get,
    path = "/exchange-rates/{date}",
    operation_id = "findExchangeRates",
    tag = "Settings",
    params(("date" = Date, Path, description = "The day from which the rates hold.")),
    responses(
        (status = 200, description = "The rates recorded for that very day.", body = RatesReply),
    ),
)]
fn find_exchange_rates() {}

/// Set the exchange rates of a day
///
/// They hold from that day until later ones are recorded. A changed rate never changes a stored document.
#[utoipa::path(
    put,
    path = "/exchange-rates/{date}",
    operation_id = "setExchangeRates",
    tag = "Settings",
    params(("date" = Date, Path, description = "The day from which the rates hold.")),
    request_body = RawRates,
    responses(
        (status = 200, description = "The rates, replaced.", body = RatesReply),
        (status = 201, description = "The rates, recorded for the first time.", body = RatesReply),
        (status = 409, description = "The rates were changed meanwhile."),
    ),
)]
fn set_exchange_rates() {}

/// List or suggest skills
///
/// The catalogue by id, or what a text may be on its way to. What is suggested is a help for typing; a skill is read by its exact
/// spellings alone.
#[utoipa::path(
    get,
    path = "/skills",
    operation_id = "listSkills",
    tag = "Skills",
    params(Filter),
    responses(
        (status = 200, description = "A page of skills.", body = ListReply<SkillEntry>),
    ),
)]
fn list_skills() {}

/// List the skills nobody knows
///
/// Texts that developers have in their profiles and that the catalogue does not read, in their order, each with how many have it. It
/// may lag a moment.
#[utoipa::path(
    get,
    path = "/skills/unrecognised",
    operation_id = "listUnrecognisedSkills",
    tag = "Skills",
    params(WhichPage),
    responses(
        (status = 200, description = "A page of texts.", body = ListReply<UnrecognisedReply>),
    ),
)]
fn list_unrecognised_skills() {}

/// List the aliases
#[utoipa::path(
    get,
    path = "/skills/aliases",
    operation_id = "listSkillAliases",
    tag = "Skills",
    params(WhichPage),
    responses(
        (status = 200, description = "A page of texts with the skills they stand for.", body = ListReply<AliasReply>),
    ),
)]
fn list_skill_aliases() {}

/// Set an alias
///
/// From now on the text stands for the skill wherever developers and projects are matched. Case and blanks do not count.
#[utoipa::path(
    put,
    path = "/skills/aliases/{text}",
    operation_id = "setSkillAlias",
    tag = "Skills",
    params(("text" = SkillText, Path, description = "A text that the catalogue does not know.")),
    request_body = RawAlias,
    responses(
        (status = 200, description = "The alias, changed.", body = AliasReply),
        (status = 201, description = "The alias, set for the first time.", body = AliasReply),
        (status = 409, description = "The alias was changed meanwhile."),
        (status = 422, description = "The catalogue reads the text by itself, or does not have the skill."),
    ),
)]
fn set_skill_alias() {}

/// Delete an alias
#[utoipa::path(
    delete,
    path = "/skills/aliases/{text}",
    operation_id = "deleteSkillAlias",
    tag = "Skills",
    params(("text" = SkillText, Path, description = "The text.")),
    responses(
        (status = 204, description = "The text stands for nothing again."),
        (status = 404, description = "It stood for nothing."),
        (status = 409, description = "The alias was changed meanwhile."),
    ),
)]
fn delete_skill_alias() {}

/// Find the weights of matching
///
/// How many points each factor of a match can give at present.
#[utoipa::path(
    get,
    path = "/matching/weights",
    operation_id = "findWeights",
    tag = "Settings",
    responses(
        (status = 200, description = "The weights that hold.", body = WeightsReply),
    ),
)]
fn find_weights() {}

/// Set the weights of matching
///
/// They hold from the next match on, under a version of their own that a stored match names. The points make 100.
#[utoipa::path(
    put,
    path = "/matching/weights",
    operation_id = "setWeights",
    tag = "Settings",
    request_body = RawWeights,
    responses(
        (status = 200, description = "The weights that hold now.", body = WeightsReply),
        (status = 409, description = "Someone else set them at the same moment."),
    ),
)]
fn set_weights() {}
