//! `/developers/{developer_id}/self-billed-invoices*`: what was issued in a developer's place, for the operator and the developer
//! itself; as JSON, and one as a page for a person.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{DeveloperId, InvoiceId, SellerId};
use muster::domain::pay::Month;
use muster::domain::self_billing::document::SelfBilledInvoice;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::input::Faults;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem};
use muster::http::query::{Limit, PathOf, Query};
use muster::http::reply::{Reply, page};
use utoipa::IntoParams;

use crate::list::Days;
use crate::reply::self_billed::SelfBilledReply;

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Who bought.
    #[deserr(default)]
    recipient_id: Option<SellerId>,
    /// The month whose statement they are of.
    #[deserr(default)]
    month: Option<Month>,
    /// The first day of issue.
    #[deserr(default)]
    from: Option<Date>,
    /// The last one.
    #[deserr(default)]
    to: Option<Date>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

impl Filter {
    fn key(&self, developer: DeveloperId, days: Days, caller: DeveloperSide) -> ListKey {
        let [from, to] = days.key();
        let filter = [
            ("developer_id", Some(developer.to_string())),
            ("recipient_id", self.recipient_id.as_ref().map(SellerId::to_string)),
            ("month", self.month.map(|month| month.to_string())),
            from,
            to,
        ];
        ListKey::new(caller, "self-billed invoices", &filter)
    }

    fn admits(&self, days: Days, document: &SelfBilledInvoice) -> bool {
        self.recipient_id.as_ref().is_none_or(|id| document.seller_id == *id)
            && self.month.is_none_or(|month| document.month == month)
            && days.contain(document.issued_on)
    }
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf(id): PathOf<DeveloperId>,
    Query(filter): Query<Filter>,
) -> Answer<Reply<ListReply<SelfBilledReply>>> {
    let days = Days::new(filter.from, filter.to)?;
    let key = filter.key(id, days, caller);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let keep = |document: &SelfBilledInvoice| filter.admits(days, document);
    let (developer, page) = tokio::try_join!(
        app.store.find_developer(id, Caller::from(caller).scope()),
        app.store.page_self_billed(id, filter.limit.0, from, keep)
    )?;
    developer.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(app.cursors.reply(page, &key, SelfBilledReply::from)))
}

pub(crate) async fn json(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((developer_id, id)): PathOf<(DeveloperId, InvoiceId)>,
) -> Answer<Reply<SelfBilledReply>> {
    let document = find(&app, caller, developer_id, id).await?;
    let version = document.version;
    Ok(Reply::ok(SelfBilledReply::from(document)).version(version))
}

pub(crate) async fn html(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf((developer_id, id)): PathOf<(DeveloperId, InvoiceId)>,
) -> Answer<Response> {
    let document = find(&app, caller, developer_id, id).await?;
    Ok(page(crate::html::self_billed_page(&document)))
}

async fn find(app: &App, caller: DeveloperSide, developer_id: DeveloperId, id: InvoiceId) -> Answer<SelfBilledInvoice> {
    app.store.find_self_billed(developer_id, id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)
}
