//! What a run decides before it writes anything: pure, of an account as it was read.

use std::collections::HashMap;

use jiff::Timestamp;

use super::super::account::Account;
use super::super::commit::parts;
use super::super::compose::Group;
use crate::domain::billing::group::group;
use crate::domain::billing::report::RunReport;
use crate::domain::billing::{Decision, SkipReason, decide};
use crate::domain::engagement::Engagement;
use crate::domain::id::EngagementId;

/// What becomes of each engagement at its instant; skips and records that do not read are noted.
pub(super) fn decide_all(
    account: &Account,
    at: impl Fn(&Engagement) -> Timestamp,
    report: &mut RunReport,
) -> HashMap<EngagementId, Decision> {
    note_corrupt(&account.corrupt, report);
    let mut decided = HashMap::new();
    for work in &account.work {
        let id = work.engagement.id;
        match decide(work.time(), at(&work.engagement)) {
            Ok(decision) => {
                decided.insert(id, decision);
            }
            Err(error) => report.failed(id, SkipReason::InvoiceIncomplete, Some(error.to_string())),
        }
    }
    hold(account, &mut decided);
    for work in &account.work {
        let reason = decided.get(&work.engagement.id).and_then(|decision| decision.skipped);
        if let Some(reason) = reason {
            report.skipped(work.engagement.id, reason);
        }
    }
    decided
}

/// Notes engagements that do not read, by key and fault.
pub(super) fn note_corrupt(corrupt: &[(String, String)], report: &mut RunReport) {
    for (key, fault) in corrupt {
        tracing::error!(key, fault, "an engagement does not read");
        report.failed(key.split('/').next().unwrap_or_default(), SkipReason::CorruptRecord, None);
    }
}

/// A client that wants its invoices complete gets none while any of its engagements has to wait.
fn hold(account: &Account, decided: &mut HashMap<EngagementId, Decision>) {
    let waits = decided.values().filter(|decision| decision.skipped.is_some()).filter_map(|decision| decision.next_look).min();
    let Some(next_look) = waits.filter(|_| account.client.profile.hold_until_complete) else { return };
    for work in &account.work {
        if let Some(decision) = decided.get_mut(&work.engagement.id).filter(|decision| !decision.bills.is_empty()) {
            decision.bills.clear();
            decision.credit_due.clear();
            decision.billed_until = work.engagement.billing_state.billed_until;
            decision.skipped.get_or_insert(SkipReason::HeldUntilComplete);
            decision.next_look = Some(next_look);
        }
    }
}

/// The invoices to be: oldest period first, each small enough for one transaction.
pub(super) fn groups(account: &Account, decided: &HashMap<EngagementId, Decision>) -> Vec<Group> {
    let bills = account.work.iter().flat_map(|work| {
        let bills = decided.get(&work.engagement.id).map(|decision| decision.bills.clone()).unwrap_or_default();
        bills.into_iter().map(|bill| (&work.engagement, bill))
    });
    let mut groups: Vec<Group> = group(bills).into_iter().map(|(key, bills)| Group { key, bills }).flat_map(parts).collect();
    groups.sort_by_key(|group| group.key.whole);
    groups
}
