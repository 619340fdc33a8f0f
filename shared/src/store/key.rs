//! Every key of the table. Nothing else spells one.
//!
//! | question | key | index |
//! |---|---|---|
//! | a developer, client, project, engagement, invoice, credit note, payment, run by its id | `pk` = id, `sk` = its kind | |
//! | a seller by its id; all of the few there are | `pk` = `sellers`, `sk` = id | |
//! | what was answered to a request with an idempotency key | `pk` = `idempotency#` + hash, `sk` = `reply` | |
//! | is this e-mail address taken | `pk` = `email#` + hash, `sk` = `marker` | |
//! | whose external id is this | `pk` = `external#` + hash of kind and id, `sk` = client or `marker` | |
//! | who wrote a skill that nobody knows | `pk` = `unknown-skill#` + hash, `sk` = developer | |
//! | the skills that nobody knows, by their texts | `gsi1pk` = `unknown-skill`, `gsi1sk` = text + developer | `gsi1` |
//! | what the operator says such texts stand for | `pk` = `skill-aliases`, `sk` = text | |
//! | which account a login acts for | `pk` = `login#` + hash, `sk` = `marker` | |
//! | the logins of an account | `pk` = client or developer, `sk` begins with `login#` | |
//! | the records of one client: projects, engagements, timesheets, invoices, credit notes, payments | `pk` = client, `sk` begins with `project#`, `engagement#`, … | |
//! | the engagements and timesheets of one developer | `pk` = developer, `sk` begins with … | |
//! | the engagements of one project | `pk` = project, `sk` begins with `engagement#` | |
//! | the latest match of a project, with what it found for each role | `pk` = project, `sk` = `match` | |
//! | whom the latest matches of a client's projects show it | `pk` = client, `sk` begins with `shortlist#` | |
//! | which engagements let a client see a developer | `pk` = client, `sk` begins with `grant#` + developer | |
//! | what is thought of a project's candidates | `pk` = project, `sk` begins with `mark#` | |
//! | the roles that a developer is marked for | `pk` = developer, `sk` begins with `mark#` | |
//! | the timesheets of an engagement | `pk` = engagement, `sk` begins with `week#` | |
//! | what a developer did on a day, over all engagements | `pk` = developer, `sk` = `day#` + date | |
//! | what a developer was paid for, and the statement of a closed month | `pk` = developer, `sk` = `pay-book`, `statement#` + month | |
//! | the agreement by which a seller writes a developer's invoices; all of a developer's | `pk` = developer, `sk` = `self-billing#` + seller | |
//! | what was written under it: one by its id, all of a developer's | `pk` = developer, `sk` = `self-billed#` + invoice | |
//! | the credit of a client with a seller in a currency | `pk` = client, `sk` = `unapplied#` + seller + `#` + currency | |
//! | the next number of a series and fiscal year; all of a seller's | `pk` = seller, `sk` = `counter#` + pattern + year | |
//! | changes of sellers' steps that open invoices are to be looked at for | `pk` = `dunning-sweeps`, `sk` = seller + version | |
//! | whose turn it is to take it, where many want to | `pk` = seller, `sk` = `turn#` + pattern + year | |
//! | the results of a run | `pk` = run, `sk` begins with `result#` | |
//! | the points of each factor of a match, by version | `pk` = `weights`, `sk` = version | |
//! | the exchange rates on or before a day | `pk` = `exchange-rates`, `sk` = date | |
//! | the pool: each developer changed of late, then the manifest | `pk` = `pool`, `sk` = `changed#` + developer; `manifest` | |
//! | a version of a segment of the pool | `pk` = `segment#` + its name, `sk` = `segment` | |
//! | what compactions have begun and replaced | `pk` = `pool-work`, `sk` begins with `attempt#`, `generation#` | |
//! | all records of a kind, for the operator | `gsi1pk` = kind, `gsi1sk` = id | `gsi1` |
//! | the vetted developers | `gsi2pk` = `vetted`, `gsi2sk` = id | `gsi2` |
//! | the open projects, for recommendations | `gsi2pk` = `open`, `gsi2sk` = id | `gsi2` |
//! | the invoices that something is owed on, by currency and client | `gsi2pk` = `owed`, `gsi2sk` = currency + client + invoice | `gsi2` |
//! | the submitted timesheets, for the operator | `gsi2pk` = `submitted`, `gsi2sk` = day + engagement | `gsi2` |
//! | an invoice by its number, for the operator | `gsi3pk` = `number#` + number, `gsi3sk` = id | `gsi3` |
//! | a credit note by its number, for the operator | `gsi3pk` = `credit-number#` + number, `gsi3sk` = id | `gsi3` |
//! | which invoices have a step to come because they are overdue | `gsi4pk` = `remind`, `gsi4sk` = instant + invoice | `gsi4` |
//! | who must be looked at by billing | `gsi4pk` = `due#` + shard, `gsi4sk` = instant + engagement | `gsi4` |

mod account;
mod matching;
mod pool;
mod skill;

use std::fmt::Display;

pub(super) use pool::*;
pub(super) use skill::*;

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::read::Position;
use crate::domain::id::{ClientId, DeveloperId, EngagementId, InvoiceId, ProjectId, RunId, SellerId};
use crate::domain::login::{Account, Login};

pub(super) use matching::*;

pub(super) use account::{
    all_owed, all_self_billed, all_to_remind, by_credit_number, by_number, counter, counters, credit_note, credit_numbered, dunning_sweep,
    dunning_sweeps, numbered, owed, pay_book, pay_statement, payment, self_billed, self_billing, self_billings, to_remind, turn, unapplied,
    unapplied_with,
};

/// The primary key of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub(super) pk: String,
    pub(super) sk: String,
}

impl Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.pk, self.sk)
    }
}

/// The place of an item in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexKey {
    pub(super) index: Index,
    pub(super) pk: String,
    pub(super) sk: String,
}

impl IndexKey {
    /// The position in its index of the item that has it.
    pub(super) fn position(self, item: &Key) -> Position {
        let name = self.index.name();
        let attributes = [
            ("pk".to_owned(), item.pk.clone()),
            ("sk".to_owned(), item.sk.clone()),
            (format!("{name}pk"), self.pk),
            (format!("{name}sk"), self.sk),
        ];
        attributes.into()
    }
}

/// The overloaded, sparse indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// All records of a kind.
    Kind,
    /// Records that wait or are available.
    Status,
    /// Invoices and credit notes by number.
    Number,
    /// Engagements by the instant billing must look at them, invoices by that of their next reminder.
    Due,
}

impl Index {
    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "gsi1",
            Self::Status => "gsi2",
            Self::Number => "gsi3",
            Self::Due => "gsi4",
        }
    }
}

/// A run of items: one partition of the table or of an index, and what their sort keys begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub(super) index: Option<Index>,
    pub(super) pk: String,
    pub(super) begins: String,
}

fn key(pk: impl Display, sk: impl Display) -> Key {
    Key { pk: pk.to_string(), sk: sk.to_string() }
}
fn run(pk: impl Display, begins: &str) -> Run {
    Run { index: None, pk: pk.to_string(), begins: begins.to_owned() }
}
fn indexed(index: Index, pk: impl Display, sk: impl Display) -> IndexKey {
    IndexKey { index, pk: pk.to_string(), sk: sk.to_string() }
}
fn index_run(index: Index, pk: impl Display) -> Run {
    Run { index: Some(index), pk: pk.to_string(), begins: String::new() }
}
/// A digest that stands for a text, so that no personal data stands in a key.
fn digest(parts: &[&str]) -> String {
    hex::encode(Sha256::digest(parts.join("\n").as_bytes()))
}

// --- records by id -------------------------------------------------------------------------------------------------

pub(super) fn developer(id: DeveloperId) -> Key {
    key(id, "developer")
}
pub(super) fn client(id: ClientId) -> Key {
    key(id, "client")
}
pub(super) fn seller(id: &SellerId) -> Key {
    key("sellers", id)
}
pub(super) fn sellers() -> Run {
    run("sellers", "")
}
pub(super) fn project(id: ProjectId) -> Key {
    key(id, "project")
}
pub(super) fn engagement(id: EngagementId) -> Key {
    key(id, "engagement")
}
pub(super) fn timesheet(engagement: EngagementId, start: Date) -> Key {
    key(engagement, format_args!("week#{start}"))
}
pub(super) fn developer_day(developer: DeveloperId, day: Date) -> Key {
    key(developer, format_args!("day#{day}"))
}
pub(super) fn developer_days(developer: DeveloperId) -> Run {
    run(developer, "day#")
}
pub(super) fn invoice(id: InvoiceId) -> Key {
    key(id, "invoice")
}
pub(super) fn billing_run(id: RunId) -> Key {
    key(id, "run")
}
pub(super) fn run_result(id: RunId, number: usize) -> Key {
    key(id, format_args!("result#{number:06}"))
}
pub(super) fn exchange_rates(date: Date) -> Key {
    key("exchange-rates", date)
}
pub(super) fn email_marker(kind: &str, folded: &str) -> Key {
    key(format_args!("email#{}", digest(&[kind, folded])), "marker")
}

pub(super) fn external_id_marker(kind: &str, external_id: &str, within: Option<ClientId>) -> Key {
    let within = within.map_or_else(|| "marker".to_owned(), |client| client.to_string());
    key(format_args!("external#{}", digest(&[kind, external_id])), within)
}
pub(super) fn external_id_markers(kind: &str, external_id: &str) -> Run {
    run(format_args!("external#{}", digest(&[kind, external_id])), "")
}

/// What stands for a login in keys.
pub(super) fn login_digest(login: &Login) -> String {
    digest(&[login.issuer.as_str(), login.subject.as_str()])
}
pub(super) fn login_marker(digest: &str) -> Key {
    key(format_args!("login#{digest}"), "marker")
}
pub(super) fn account_login(account: Account, digest: &str) -> Key {
    pointer(account, "login", digest)
}
pub(super) fn account_logins(account: Account) -> Run {
    pointers(account, "login")
}

pub(super) fn saved_reply(request: &str) -> Key {
    key(format_args!("idempotency#{}", digest(&[request])), "reply")
}

// --- pointers: what makes the records of an account a collection ------------------------------------------------------

pub(super) fn pointer(owner: impl Display, kind: &str, id: impl Display) -> Key {
    key(owner, format_args!("{kind}#{id}"))
}
pub(super) fn pointers(owner: impl Display, kind: &str) -> Run {
    run(owner, &format!("{kind}#"))
}
pub(super) fn engagement_grant(client: ClientId, developer: DeveloperId, engagement: EngagementId) -> Key {
    key(client, format_args!("grant#{developer}#engagement#{engagement}"))
}
pub(super) fn grants(client: ClientId, developer: DeveloperId) -> Run {
    run(client, &format!("grant#{developer}#"))
}
pub(super) fn timesheets(engagement: EngagementId) -> Run {
    run(engagement, "week#")
}
/// The sort key at or above which the timesheets of an engagement start on a day or later.
pub(super) fn timesheets_from(day: Date) -> String {
    format!("week#{day}")
}
pub(super) fn run_results(id: RunId) -> Run {
    run(id, "result#")
}
pub(super) fn all_exchange_rates() -> Run {
    run("exchange-rates", "")
}

// --- indexes ---------------------------------------------------------------------------------------------------------

pub(super) fn of_kind(kind: &str, id: impl Display) -> IndexKey {
    indexed(Index::Kind, kind, id)
}
pub(super) fn all_of_kind(kind: &str) -> Run {
    index_run(Index::Kind, kind)
}
pub(super) fn vetted(id: DeveloperId) -> IndexKey {
    indexed(Index::Status, "vetted", id)
}
pub(super) fn all_vetted() -> Run {
    index_run(Index::Status, "vetted")
}
/// A timesheet among all timesheets: in the order of their first days.
pub(super) fn timesheet_id(start: Date, engagement: EngagementId) -> String {
    format!("{start}#{engagement}")
}
pub(super) fn submitted(start: Date, engagement: EngagementId) -> IndexKey {
    indexed(Index::Status, "submitted", timesheet_id(start, engagement))
}
pub(super) fn all_submitted() -> Run {
    index_run(Index::Status, "submitted")
}

/// Over how many partitions of the index the due engagements are spread.
pub(super) const DUE_SHARDS: u8 = 8;

/// All engagements of one client and seller stand in one shard, so that one of them nominates the pair.
pub(super) fn due(client: ClientId, seller: &SellerId, at: Timestamp, engagement: EngagementId) -> IndexKey {
    let shard = Sha256::digest(format!("{client}\n{seller}").as_bytes())[0] % DUE_SHARDS;
    indexed(Index::Due, format_args!("due#{shard}"), format_args!("{}#{engagement}", at.strftime("%Y-%m-%dT%H:%M:%SZ")))
}
pub(super) fn due_in_shard(shard: u8) -> Run {
    index_run(Index::Due, format_args!("due#{shard}"))
}
/// The sort key below which everything is due at an instant.
pub(super) fn due_until(now: Timestamp) -> String {
    format!("{}#~", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
}
