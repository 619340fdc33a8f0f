//! `GET /engagements`: those of the caller, or those the operator asks for; newest first.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::{ClientId, DeveloperId, ProjectId};
use muster::domain::text::Reference;
use muster::http::caller::Caller;
use muster::http::input::Faults;
use muster::http::paging::ListKey;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{Limit, Query};
use muster::http::reply::Reply;
use muster::store::EngagementList;
use utoipa::IntoParams;

use crate::reply::{ClientReply, DeveloperReply, OperatorReply};

/// What to list.
#[derive(Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    client_id: Option<ClientId>,
    #[deserr(default)]
    developer_id: Option<DeveloperId>,
    #[deserr(default)]
    project_id: Option<ProjectId>,
    #[deserr(default)]
    status: Option<EngagementStatus>,
    /// The operator's to ask.
    #[deserr(default)]
    external_id: Option<Reference>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

impl Filter {
    /// The caller's own account stands in the filter; naming another one finds nothing.
    fn narrow(&mut self, caller: Caller) -> Result<(), Problem> {
        match caller {
            Caller::Operator => {}
            Caller::Client(own) if self.client_id.is_none_or(|named| named == own) => self.client_id = Some(own),
            Caller::Developer(own) if self.developer_id.is_none_or(|named| named == own) => self.developer_id = Some(own),
            Caller::Client(_) | Caller::Developer(_) => return Err(Problem::not_found()),
        }
        Ok(())
    }

    /// The smallest collection that holds what is asked for.
    fn list(&self) -> EngagementList {
        match (self.project_id, self.developer_id, self.client_id) {
            (Some(id), _, _) => EngagementList::Project(id),
            (None, Some(id), _) => EngagementList::Developer(id),
            (None, None, Some(id)) => EngagementList::Client(id),
            (None, None, None) => EngagementList::All,
        }
    }

    fn key(&self, caller: Caller) -> ListKey {
        let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
        let filter = [
            ("client_id", text(self.client_id.as_ref().map(|id| id as &dyn ToString))),
            ("developer_id", text(self.developer_id.as_ref().map(|id| id as &dyn ToString))),
            ("project_id", text(self.project_id.as_ref().map(|id| id as &dyn ToString))),
            ("status", text(self.status.as_ref().map(|status| status as &dyn ToString))),
            ("external_id", text(self.external_id.as_ref().map(|id| id as &dyn ToString))),
        ];
        ListKey::new(caller, "engagements", &filter)
    }

    fn admits(&self, engagement: &Engagement, now: Timestamp) -> bool {
        self.client_id.is_none_or(|id| engagement.client_id == id)
            && self.project_id.is_none_or(|id| engagement.project_id == id)
            && self.developer_id.is_none_or(|id| engagement.developer_id == id)
            && self.status.is_none_or(|status| engagement.standing(engagement.today(now)) == status)
    }
}

pub(crate) async fn handle(State(app): State<Arc<App>>, caller: Caller, Query(mut filter): Query<Filter>) -> Answer<Response> {
    if caller != Caller::Operator && filter.external_id.is_some() {
        return Err(Problem::new(ProblemKind::Forbidden, "External ids are the operator's."));
    }
    filter.narrow(caller)?;
    let now = app.clock.now();
    let key = filter.key(caller);
    let from = app.cursors.open(filter.cursor.as_deref(), &key)?;
    let admits = |engagement: &Engagement| filter.admits(engagement, now);
    let page = match &filter.external_id {
        Some(external_id) => app.store.page_by_external_id(external_id, filter.limit.0, from, admits).await?,
        None => app.store.page_engagements(filter.list(), filter.limit.0, from, admits).await?,
    };
    Ok(match caller {
        Caller::Operator => {
            Reply::ok(app.cursors.reply(page, &key, |engagement: Engagement| OperatorReply::from(engagement.as_of(now)))).into_response()
        }
        Caller::Client(_) => {
            Reply::ok(app.cursors.reply(page, &key, |engagement: Engagement| ClientReply::from(engagement.as_of(now)))).into_response()
        }
        Caller::Developer(_) => {
            Reply::ok(app.cursors.reply(page, &key, |engagement: Engagement| DeveloperReply::from(engagement.as_of(now)))).into_response()
        }
    })
}
