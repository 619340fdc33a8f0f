//! `GET /reports/*`: what is owed and how old it is, what is earned and on no invoice yet, what the work of a month leaves.
//!
//! Each comes in pages of bounded work. Sums are of the whole report, so that they come with its last page; until then the cursor
//! carries what they come to so far, and the day that the first page was asked for.

pub(crate) mod ageing;
pub(crate) mod margins;
pub(crate) mod unbilled;

use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::http::caller::OperatorOnly;
use muster::http::input::Faults;
use muster::http::paging::ListKey;
use muster::http::problem::{Answer, Problem};
use muster::http::query::Limit;
use muster::store::{Page, Position};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// What stands in a position for what was found so far.
const SO_FAR: &str = "so_far";

/// The day, UTC's today unless stated; and which page.
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    #[deserr(default)]
    as_of: Option<Date>,
    #[deserr(default)]
    #[param(required = false)]
    limit: Limit,
    #[deserr(default)]
    cursor: Option<String>,
}

/// A report up to a page: its day, what was found so far, and where the page begins.
#[derive(Serialize, Deserialize)]
struct Begun<T> {
    as_of: Date,
    so_far: T,
    #[serde(skip)]
    from: Option<Position>,
}

impl AsOf {
    fn key(&self, report: &str) -> ListKey {
        ListKey::new(OperatorOnly, report, &[("as_of", self.as_of.map(|day| day.to_string()))])
    }

    fn open<T: Default + DeserializeOwned>(&self, app: &App, key: &ListKey) -> Answer<Begun<T>> {
        let Some(mut from) = app.cursors.open(self.cursor.as_deref(), key)? else {
            let as_of = self.as_of.unwrap_or_else(|| utc_day(app.clock.now()));
            return Ok(Begun { as_of, so_far: T::default(), from: None });
        };
        let begun: Begun<T> = serde_json::from_str(&from.remove(SO_FAR).unwrap_or_default()).map_err(Problem::internal)?;
        Ok(Begun { from: Some(from), ..begun })
    }
}

impl<T: Serialize> Begun<T> {
    /// A page as it goes out, with the cursor of what follows: none where the report ends.
    fn close<R>(&self, app: &App, key: &ListKey, mut page: Page<R>) -> Answer<(Vec<R>, Option<String>)> {
        if let Some(next) = &mut page.next {
            next.insert(SO_FAR.to_owned(), serde_json::to_string(self).map_err(Problem::internal)?);
        }
        let reply = app.cursors.reply(page, key, |item| item);
        Ok((reply.items, reply.next_cursor))
    }
}
