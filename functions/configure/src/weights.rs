//! `GET` and `PUT /matching/weights`: how many points each factor of a match can give.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::Timestamp;
use muster::app::App;
use muster::domain::matching::{Points, Weights};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input, Whole};
use muster::http::problem::{Answer, Problem};
use muster::http::reply::Reply;
use muster::store::WeightsRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewWeights)]
pub(crate) struct RawWeights {
    points: RawPoints,
}

/// The most points of each factor; they make 100.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPoints)]
struct RawPoints {
    #[schema(example = 40)]
    required_skills: Whole<0, 100>,
    #[schema(example = 10)]
    preferred_skills: Whole<0, 100>,
    #[schema(example = 10)]
    experience: Whole<0, 100>,
    #[schema(example = 10)]
    seniority: Whole<0, 100>,
    #[schema(example = 10)]
    overlap: Whole<0, 100>,
    #[schema(example = 10)]
    rate_head_room: Whole<0, 100>,
    #[schema(example = 5)]
    availability: Whole<0, 100>,
    #[schema(example = 5)]
    track_record: Whole<0, 100>,
}

impl From<RawPoints> for Points {
    fn from(raw: RawPoints) -> Self {
        Self {
            required_skills: raw.required_skills.small(),
            preferred_skills: raw.preferred_skills.small(),
            experience: raw.experience.small(),
            seniority: raw.seniority.small(),
            overlap: raw.overlap.small(),
            rate_head_room: raw.rate_head_room.small(),
            availability: raw.availability.small(),
            track_record: raw.track_record.small(),
        }
    }
}

/// The weights that hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Weights)]
pub(crate) struct WeightsReply {
    version: u32,
    points: Points,
    /// Null for those that hold from the first day.
    set_at: Option<Timestamp>,
}

impl WeightsReply {
    fn reply(record: &WeightsRecord) -> Reply<Self> {
        let WeightsRecord { weights, set_at } = *record;
        let version = weights.version();
        Reply::ok(Self { version, points: weights.points(), set_at }).version(version.into())
    }
}

pub(crate) async fn get(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly) -> Answer<Reply<WeightsReply>> {
    Ok(WeightsReply::reply(&app.store.latest_weights().await?))
}

pub(crate) async fn put(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    Input(raw): Input<RawWeights>,
) -> Answer<Reply<WeightsReply>> {
    let latest = app.store.latest_weights().await?;
    let points = Points::from(raw.points);
    // The same points are the same weights: a repetition makes no version.
    if points == latest.weights.points() {
        return Ok(WeightsReply::reply(&latest));
    }
    let weights = Weights::new(latest.weights.version() + 1, points).map_err(|error| Problem::invalid_at("/points", error))?;
    let record = WeightsRecord { weights, set_at: Some(app.clock.now()) };
    app.store.create_weights(&record, app.clock.new_ulid()).await?;
    Ok(WeightsReply::reply(&record))
}
