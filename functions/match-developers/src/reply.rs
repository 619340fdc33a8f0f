//! A match as it goes out: the client sees what it would pay, the operator also what that costs and leaves.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::country::Country;
use muster::domain::developer::Developer;
use muster::domain::id::{DeveloperId, MatchId, ProjectId};
use muster::domain::matching::mark::{CandidateMarks, Mark, Marked};
use muster::domain::matching::{Candidate, Exclusions, Fit, Overlap, Reason, RoleMatch};
use muster::domain::money::Money;
use muster::domain::project::RoleId;
use muster::domain::rate::Rate;
use muster::domain::text::{Name, Note};
use muster::domain::timesheet::Actor;
use muster::http::caller::Caller;
use muster::http::problem::Answer;
use muster::http::reply::Reply;
use muster::store::MatchRecord;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A match, with candidates of a kind that suits the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Match)]
pub(crate) struct MatchReply<C> {
    match_id: MatchId,
    project_id: ProjectId,
    generated_at: Timestamp,
    pool_size: u32,
    exchange_rates_date: Option<Date>,
    weights_version: u32,
    near_misses: bool,
    roles: Vec<RoleReply<C>>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoleMatch)]
struct RoleReply<C> {
    role_id: RoleId,
    eligible: u32,
    candidates: Vec<C>,
    excluded: Exclusions,
}

/// For the client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub(crate) struct ClientCandidate {
    rank: u32,
    /// What is thought of them at present.
    mark: Option<MarkReply>,
    #[serde(flatten)]
    shown: Shown,
}

/// For the operator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateForOperator)]
pub(crate) struct OperatorCandidate {
    rank: u32,
    /// What is thought of them at present.
    mark: Option<MarkReply>,
    #[serde(flatten)]
    shown: Shown,
    #[serde(flatten)]
    kept: Kept,
}

/// A mark as it goes out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MarkOfCandidate)]
pub(crate) struct MarkReply {
    mark: Mark,
    reason: Option<Note>,
    at: Timestamp,
    by: Actor,
}

impl From<Marked> for MarkReply {
    fn from(marked: Marked) -> Self {
        Self { mark: marked.mark, reason: marked.reason, at: marked.at, by: marked.by }
    }
}

/// How a developer suits a role, for everyone who may see that at all.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fit)]
pub(crate) struct Shown {
    developer_id: DeveloperId,
    /// Absent once the developer is erased.
    name: Option<Name>,
    country: Country,
    score: u8,
    near_miss: Option<String>,
    bill_rate: Rate,
    reasons: Vec<Reason>,
    overlap_minutes: Overlap,
    available_from: Date,
}

/// What a developer costs and leaves, for the operator alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FitCost)]
pub(crate) struct Kept {
    pay_rate: Rate,
    margin: Money,
}

/// The names of today; a stored match holds ids alone.
pub(crate) type Names = HashMap<DeveloperId, Name>;

/// The names of developers.
pub(crate) fn names(developers: &[Developer]) -> Names {
    developers.iter().map(|developer| (developer.id, developer.profile.name.clone())).collect()
}

/// The two parts of a fit as it goes out.
pub(crate) fn parts(fit: Fit, names: &Names) -> (Shown, Kept) {
    let shown = Shown {
        developer_id: fit.developer_id,
        name: names.get(&fit.developer_id).cloned(),
        country: fit.country,
        score: fit.score,
        near_miss: fit.near_miss.map(|skill| skill.name().to_owned()),
        bill_rate: fit.bill_rate,
        reasons: fit.reasons,
        overlap_minutes: fit.overlap_minutes,
        available_from: fit.available_from,
    };
    (shown, Kept { pay_rate: fit.pay_rate, margin: fit.margin })
}

impl<C: Serialize> MatchReply<C> {
    fn respond(record: MatchRecord, roles: Vec<RoleMatch>, candidate: impl Fn(RoleId, Candidate) -> C) -> Answer<Reply<Value>> {
        let roles = roles.into_iter().map(|role| RoleReply {
            role_id: role.role_id,
            eligible: role.eligible,
            candidates: role.candidates.into_iter().map(|found| candidate(role.role_id, found)).collect(),
            excluded: role.excluded,
        });
        Reply::ok(Self {
            match_id: record.id,
            project_id: record.project_id,
            generated_at: record.generated_at,
            pool_size: record.pool_size,
            exchange_rates_date: record.exchange_rates_date,
            weights_version: record.weights_version,
            near_misses: record.near_misses,
            roles: roles.collect(),
        })
        .erased()
    }
}

/// The reply for whoever asks, with the names and the marks of today.
pub(crate) fn for_caller(
    caller: Caller,
    record: MatchRecord,
    roles: Vec<RoleMatch>,
    developers: &[Developer],
    marks: &[CandidateMarks],
) -> Answer<Reply<Value>> {
    let names = names(developers);
    let marks: HashMap<(RoleId, DeveloperId), &Marked> =
        marks.iter().map(|marks| ((marks.role_id, marks.developer_id), &marks.latest)).collect();
    let mark = |role: RoleId, fit: &Fit| marks.get(&(role, fit.developer_id)).map(|&marked| MarkReply::from(marked.clone()));
    match caller {
        Caller::Operator => MatchReply::respond(record, roles, |role, Candidate { rank, fit }| {
            let mark = mark(role, &fit);
            let (shown, kept) = parts(fit, &names);
            OperatorCandidate { rank, mark, shown, kept }
        }),
        // Developers are not admitted to matches; what a client sees has nothing that only the operator may see.
        Caller::Client(_) | Caller::Developer(_) => MatchReply::respond(record, roles, |role, Candidate { rank, fit }| {
            let mark = mark(role, &fit);
            let (shown, _) = parts(fit, &names);
            ClientCandidate { rank, mark, shown }
        }),
    }
}
