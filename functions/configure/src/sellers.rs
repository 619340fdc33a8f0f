//! `GET /sellers` and `GET /sellers/{seller_id}`.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::id::SellerId;
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, PathOf, Query};
use muster::http::reply::Reply;
use utoipa::IntoParams;

use crate::reply::SellerReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<SellerReply>>> {
    let key = ListKey::new(caller, "sellers", &[]);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let page = app.store.page_sellers(filter.limit.0, from).await?;
    Ok(Reply::ok(app.cursors.reply(page, &key, SellerReply::from)))
}

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<SellerId>,
) -> Answer<Reply<SellerReply>> {
    let seller = app.store.find_seller(&id).await?.ok_or_else(Problem::not_found)?;
    let version = seller.version;
    Ok(Reply::ok(SellerReply::from(seller)).version(version))
}
