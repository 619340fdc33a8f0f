//! Engagements with their time, for whoever looks at many of them.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use muster::app::App;
use muster::domain::developer::HiringModel;
use muster::domain::engagement::Engagement;
use muster::domain::timesheet::Timesheet;
use muster::http::problem::Answer;
use muster::store::{Page, Position};

/// The models of which a developer is paid by time, beside what else is paid.
pub(crate) const PAID_BY_TIME: [HiringModel; 2] = [HiringModel::Hourly, HiringModel::Fixed];

/// How many engagements' timesheets are read at a time: those of a page of the usual length at once.
const READS_AT_ONCE: usize = 32;

/// The most reads of engagements for one page, when of most of them nothing becomes.
const MOST_READS: usize = 4;

/// A page of what becomes of all engagements with their time: full, or cut short with a position to go on from.
pub(crate) async fn page_with_time<T>(
    app: &App,
    limit: u16,
    from: Option<Position>,
    by_time: &[HiringModel],
    becomes: impl Fn(Engagement, Vec<Timesheet>) -> Answer<Option<T>>,
) -> Answer<Page<T>> {
    let (mut items, mut next, mut left) = (Vec::new(), from, limit);
    for _ in 0..MOST_READS {
        let page = app.store.export_engagements(left, next).await?;
        next = page.next;
        items.extend(with_time(app, page.items, by_time, &becomes).await?.into_iter().flatten());
        left = limit.saturating_sub(u16::try_from(items.len()).unwrap_or(u16::MAX));
        if next.is_none() || left == 0 {
            break;
        }
    }
    Ok(Page { items, next })
}

/// What becomes of each engagement with all its timesheets, in the same order. Those of models that are not named are not read.
pub(crate) async fn with_time<T>(
    app: &App,
    engagements: Vec<Engagement>,
    by_time: &[HiringModel],
    becomes: impl Fn(Engagement, Vec<Timesheet>) -> Answer<T>,
) -> Answer<Vec<T>> {
    let becomes = &becomes;
    let read = engagements.into_iter().map(|engagement| async move {
        let looks = by_time.contains(&engagement.terms.model);
        let timesheets = if looks { app.store.timesheets_of(engagement.id).await? } else { Vec::new() };
        becomes(engagement, timesheets)
    });
    stream::iter(read).buffered(READS_AT_ONCE).try_collect().await
}
