//! Which bills share an invoice: those of one client and seller for the same days on the same terms.

use std::collections::BTreeMap;

use super::PeriodBill;
use crate::domain::calendar::Span;
use crate::domain::country::{Country, Region};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, EngagementId, SellerId};
use crate::domain::money::Currency;
use crate::domain::text::Reference;

/// What all the lines of an invoice share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupKey {
    /// Who pays.
    pub client_id: ClientId,
    /// Who invoices.
    pub seller_id: SellerId,
    /// In which currency: amounts of two never meet on one invoice.
    pub currency: Currency,
    /// The whole billing period, so that someone who started within it is on the team's invoice.
    pub whole: Span,
    /// The canonical name of the zone the period counts in.
    pub time_zone: String,
    /// The engagement's purchase order; none stands for the client's.
    pub purchase_order: Option<Reference>,
    /// The country of the place of supply.
    pub country: Country,
    /// Its region.
    pub region: Option<Region>,
}

impl GroupKey {
    /// The key of an engagement's bill.
    #[must_use]
    pub fn of(engagement: &Engagement, bill: &PeriodBill) -> Self {
        let terms = &engagement.terms;
        Self {
            client_id: engagement.client_id,
            seller_id: terms.seller_id.clone(),
            currency: terms.bill_rate.money.currency(),
            whole: bill.whole,
            time_zone: terms.billing.time_zone.name().to_owned(),
            purchase_order: terms.purchase_order.clone(),
            country: terms.place_of_supply.country,
            region: terms.place_of_supply.region.clone(),
        }
    }
}

/// Gathers bills into invoices. The order of the invoices, and of the bills on each, does not depend on the input's.
#[must_use]
pub fn group<'a>(bills: impl IntoIterator<Item = (&'a Engagement, PeriodBill)>) -> BTreeMap<GroupKey, Vec<(EngagementId, PeriodBill)>> {
    let mut groups = BTreeMap::<GroupKey, Vec<(EngagementId, PeriodBill)>>::new();
    for (engagement, bill) in bills {
        groups.entry(GroupKey::of(engagement, &bill)).or_default().push((engagement.id, bill));
    }
    for bills in groups.values_mut() {
        bills.sort_by_key(|(id, bill)| (*id, bill.span));
    }
    groups
}
