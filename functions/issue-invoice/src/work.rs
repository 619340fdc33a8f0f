//! Engagements with their time, for whoever looks at many of them.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use muster::app::App;
use muster::domain::developer::HiringModel;
use muster::domain::engagement::Engagement;
use muster::domain::timesheet::Timesheet;
use muster::http::problem::Answer;

/// The models of which a developer is paid by time, beside what else is paid.
pub(crate) const PAID_BY_TIME: [HiringModel; 2] = [HiringModel::Hourly, HiringModel::Fixed];

/// How many engagements' timesheets are read at a time.
const READS_AT_ONCE: usize = 8;

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
