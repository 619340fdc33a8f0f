//! `GET /sellers` and `GET /sellers/{seller_id}`.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::SellerId;
use muster::http::caller::OperatorOnly;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::Reply;

use crate::reply::SellerReply;

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<SellerReply>>> {
    let key = ListKey::new(caller, "sellers", &[]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let page = app.store.page_sellers(which.limit(), from).await?;
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
