//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::SellerId;
use muster::http::paging::ListReply;
use utoipa::OpenApi;

use crate::exchange_rates::{RatesReply, RawRates};
use crate::put_seller::RawSeller;
use crate::reply::SellerReply;
use crate::sellers::Filter;

#[derive(OpenApi)]
#[openapi(
    paths(list_sellers, find_seller, set_seller, find_exchange_rates, set_exchange_rates),
    tags((name = "Settings", description = "The operator's own legal entities, and exchange rates.")),
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
    params(Filter),
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
