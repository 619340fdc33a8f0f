//! An engagement as each side sees it: the client its bill side, the developer its pay side, the operator both.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::developer::HiringModel;
use muster::domain::engagement::{BillingTerms, Engagement, EngagementStatus, PlaceOfSupply, SellerRole};
use muster::domain::id::{ClientId, DeveloperId, EngagementId, ProjectId, SellerId};
use muster::domain::project::RoleId;
use muster::domain::rate::Rate;
use muster::domain::text::{Reference, Title};
use muster::http::caller::Caller;
use muster::http::problem::Answer;
use muster::http::reply::Reply;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

mod parts;

use parts::{BillRateReply, EndingReply, LeaveReply, PauseReply, PayRateReply, bill_rates, pay_rates};
pub(crate) use parts::{ChargeReply, MilestoneReply, Side};

/// What both sides see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementWork)]
struct WorkReply {
    id: EngagementId,
    project_id: ProjectId,
    role_id: RoleId,
    role_title: Title,
    developer_id: DeveloperId,
    model: HiringModel,
    starts_on: Date,
    ends_on: Option<Date>,
    hours_per_week: u8,
    weekly_cap_minutes: Option<u16>,
    notice_days: u16,
    trial_days: u16,
    auto_approve_after_days: Option<u8>,
    status: EngagementStatus,
    /// The times in which it rested or rests, oldest first.
    pauses: Vec<PauseReply>,
    /// What it delivers for fixed prices; each side sees its own of them.
    milestones: Vec<MilestoneReply>,
    /// Days off, the first ones first.
    leave: Vec<LeaveReply>,
    ending: Option<EndingReply>,
    created_at: Timestamp,
    version: u64,
}

/// What the paying side sees on top.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementBillSide)]
struct BillSide {
    client_id: ClientId,
    seller_id: SellerId,
    bill_rate: Rate,
    /// Every rate it had and will have; `bill_rate` is today's.
    bill_rates: Vec<BillRateReply>,
    role: SellerRole,
    purchase_order: Option<Reference>,
    place_of_supply: PlaceOfSupply,
    /// The terms that were agreed last.
    billing: BillingTerms,
    /// All of them, by the first days on which they hold.
    billing_changes: Vec<BillingChangeReply>,
    /// The last day that is billed; none before the first invoice.
    billed_through: Option<Date>,
}

/// Billing terms, and since when they hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillingChange)]
struct BillingChangeReply {
    effective_from: Date,
    billing: BillingTerms,
}

/// For the client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementForClient)]
pub(crate) struct ClientReply {
    #[serde(flatten)]
    work: WorkReply,
    #[serde(flatten)]
    bill: BillSide,
}

/// For the developer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementForDeveloper)]
pub(crate) struct DeveloperReply {
    #[serde(flatten)]
    work: WorkReply,
    pay_rate: Rate,
    /// Every rate it had and will have; `pay_rate` is today's.
    pay_rates: Vec<PayRateReply>,
    /// The zone whose days and weeks time is counted in.
    time_zone: muster::domain::zone::Zone,
}

/// For the operator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engagement)]
pub(crate) struct OperatorReply {
    #[serde(flatten)]
    work: WorkReply,
    #[serde(flatten)]
    bill: BillSide,
    pay_rate: Rate,
    pay_rates: Vec<PayRateReply>,
    /// When billing looks at it next, and why it was not billed when it last did.
    next_billing_at: Option<Timestamp>,
    last_skip: Option<String>,
    external_id: Option<Reference>,
}

impl WorkReply {
    fn new(engagement: &Engagement, side: Side) -> Self {
        let terms = &engagement.terms;
        Self {
            id: engagement.id,
            project_id: engagement.project_id,
            role_id: engagement.role_id,
            role_title: engagement.role_title.clone(),
            developer_id: engagement.developer_id,
            model: terms.model,
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            hours_per_week: terms.hours_per_week,
            weekly_cap_minutes: terms.weekly_cap_minutes,
            notice_days: terms.notice_days,
            trial_days: terms.trial_days,
            auto_approve_after_days: terms.auto_approve_after_days,
            status: engagement.status,
            pauses: engagement.course.pauses.iter().map(PauseReply::from).collect(),
            milestones: engagement.course.milestones.iter().map(|milestone| MilestoneReply::new(milestone, side)).collect(),
            leave: engagement.course.leave.iter().map(LeaveReply::from).collect(),
            ending: engagement.course.ending.as_ref().map(EndingReply::from),
            created_at: engagement.created_at,
            version: engagement.version,
        }
    }
}

impl BillSide {
    fn new(engagement: Engagement) -> Self {
        let Engagement { client_id, .. } = engagement;
        let (bill_rates, billed_until, terms) = (bill_rates(&engagement), engagement.billing_state.billed_until, engagement.terms);
        let history = terms.billing.history(terms.starts_on).into_iter();
        let billing_changes = history.map(|(effective_from, billing)| BillingChangeReply { effective_from, billing });
        Self {
            client_id,
            billed_through: (billed_until > terms.starts_on).then(|| billed_until.yesterday().unwrap_or(billed_until)),
            seller_id: terms.seller_id,
            bill_rate: terms.bill_rate,
            bill_rates,
            role: terms.role,
            purchase_order: terms.purchase_order,
            place_of_supply: terms.place_of_supply,
            billing_changes: billing_changes.collect(),
            billing: BillingTerms { earlier: Vec::new(), ..terms.billing },
        }
    }
}

impl From<Engagement> for ClientReply {
    fn from(engagement: Engagement) -> Self {
        let work = WorkReply::new(&engagement, Side::Bill);
        Self { work, bill: BillSide::new(engagement) }
    }
}

impl From<Engagement> for DeveloperReply {
    fn from(engagement: Engagement) -> Self {
        let pay_rates = pay_rates(&engagement);
        Self {
            work: WorkReply::new(&engagement, Side::Pay),
            pay_rate: engagement.terms.pay_rate,
            pay_rates,
            time_zone: engagement.terms.billing.time_zone,
        }
    }
}

impl From<Engagement> for OperatorReply {
    fn from(engagement: Engagement) -> Self {
        let state = engagement.billing_state.clone();
        Self {
            work: WorkReply::new(&engagement, Side::Both),
            pay_rate: engagement.terms.pay_rate,
            pay_rates: pay_rates(&engagement),
            next_billing_at: state.due_at,
            last_skip: state.last_skip,
            external_id: engagement.terms.external_id.clone(),
            bill: BillSide::new(engagement),
        }
    }
}

/// The reply for whoever asks, as it stands at an instant.
///
/// # Errors
/// The reply does not serialise, which is a fault of ours.
pub(crate) fn for_caller(engagement: Engagement, caller: Caller, now: Timestamp) -> Answer<Reply<Value>> {
    let engagement = engagement.as_of(now);
    let version = engagement.version;
    match caller {
        Caller::Operator => Reply::ok(OperatorReply::from(engagement)).version(version).erased(),
        Caller::Client(_) => Reply::ok(ClientReply::from(engagement)).version(version).erased(),
        Caller::Developer(_) => Reply::ok(DeveloperReply::from(engagement)).version(version).erased(),
    }
}
