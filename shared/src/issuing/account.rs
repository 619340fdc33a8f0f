//! What billing knows of one client and one seller at an instant, read strongly.

use std::collections::HashMap;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;

use crate::app::App;
use crate::domain::billing::EngagementTime;
use crate::domain::calendar::utc_day;
use crate::domain::client::Client;
use crate::domain::developer::HiringModel;
use crate::domain::engagement::Engagement;
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::{ClientId, DeveloperId, EngagementId, SellerId};
use crate::domain::numbering::FiscalYear;
use crate::domain::payment::unapplied::UnappliedCredit;
use crate::domain::seller::Seller;
use crate::domain::text::Name;
use crate::domain::timesheet::Timesheet;
use crate::store::{Scope, SeriesCounter, StoreError};

/// How many engagements' timesheets are read at a time.
const READS_AT_ONCE: usize = 8;

/// One client and one seller, with what the one owes the other for.
#[derive(Debug)]
pub struct Account {
    /// Who is invoiced.
    pub client: Client,
    /// Who invoices.
    pub seller: Seller,
    /// The latest exchange rates.
    pub rates: Option<ExchangeRates>,
    /// The engagements between them, by id.
    pub work: Vec<Work>,
    /// What the client has in hand with the seller, by currency.
    pub credits: Vec<UnappliedCredit>,
    /// Engagements of the client that do not read: their keys and faults.
    pub corrupt: Vec<(String, String)>,
    /// The seller's counters, as far as they were seen.
    counters: Vec<SeriesCounter>,
}

/// Who invoices whom, and by what.
struct Parties {
    client: Client,
    seller: Seller,
    rates: Option<ExchangeRates>,
    counters: Vec<SeriesCounter>,
    credits: Vec<UnappliedCredit>,
}

impl Parties {
    async fn read(app: &App, client: ClientId, seller: &SellerId, now: Timestamp) -> Result<Option<Self>, StoreError> {
        let today = utc_day(now);
        let (client, seller, rates, counters, credits) = tokio::try_join!(
            app.store.find_client(client, Scope::All),
            app.store.find_seller(seller),
            app.store.latest_exchange_rates(today),
            app.store.counters_of(seller),
            app.store.credits_with(client, seller),
        )?;
        Ok(client.zip(seller).map(|(client, seller)| Self { client, seller, rates, counters, credits }))
    }

    fn with(self, work: Vec<Work>, corrupt: Vec<(String, String)>) -> Account {
        let Self { client, seller, rates, counters, credits } = self;
        Account { client, seller, rates, work, credits, corrupt, counters }
    }
}

/// An engagement and the time that billing can need of it.
#[derive(Clone, Debug)]
pub struct Work {
    /// The engagement.
    pub engagement: Engagement,
    /// The developer's name, for documents.
    pub developer_name: Name,
    /// The timesheets.
    pub timesheets: Vec<Timesheet>,
}

/// Whether timesheets whose time has come are kept as approved, or only seen so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoApproval {
    /// Kept: billing is about to rely on them.
    Kept,
    /// Only seen, for a preview.
    Seen,
}

impl Work {
    fn of(engagement: Engagement, timesheets: Vec<Timesheet>, names: &HashMap<DeveloperId, Name>) -> Self {
        let id = engagement.developer_id;
        let developer_name = names.get(&id).cloned().or_else(|| id.to_string().parse().ok());
        let developer_name = developer_name.expect("an id is a short text without control characters");
        Self { engagement, developer_name, timesheets }
    }

    /// What the pure rules take.
    #[must_use]
    pub fn time(&self) -> EngagementTime<'_> {
        EngagementTime { engagement: &self.engagement, developer_name: &self.developer_name, timesheets: &self.timesheets }
    }
}

impl Account {
    /// Reads an account. `None` when there is no such client or seller.
    ///
    /// # Errors
    /// The table fails, or a timesheet was changed while it was approved.
    pub async fn read(
        app: &App,
        client_id: ClientId,
        seller_id: &SellerId,
        now: Timestamp,
        approval: AutoApproval,
    ) -> Result<Option<Self>, StoreError> {
        let (parties, found) = tokio::try_join!(Parties::read(app, client_id, seller_id, now), app.store.engagements_of(client_id))?;
        let Some(parties) = parties else { return Ok(None) };
        let mut theirs = Vec::new();
        let mut corrupt = Vec::new();
        for engagement in found {
            match engagement {
                Ok(engagement) if engagement.terms.seller_id == *seller_id => theirs.push(engagement),
                Ok(_) => {}
                Err(StoreError::Corrupt { key, fault }) => corrupt.push((key, fault)),
                Err(error) => return Err(error),
            }
        }
        let names = names(app, theirs.iter().map(|engagement| engagement.developer_id).collect());
        let read = theirs.into_iter().map(|engagement| read_time(app, engagement, now, approval));
        let time = stream::iter(read).buffered(READS_AT_ONCE).try_collect::<Vec<_>>();
        let (names, time) = tokio::try_join!(names, time)?;
        let work = time.into_iter().map(|(engagement, timesheets)| Work::of(engagement, timesheets, &names)).collect();
        Ok(Some(parties.with(work, corrupt)))
    }

    /// Reads the account of an engagement, with that engagement alone: first it, then all that it names. `None` when there is no
    /// such engagement.
    ///
    /// # Errors
    /// The table fails, or a timesheet was changed while it was approved.
    pub async fn of_engagement(app: &App, id: EngagementId, now: Timestamp, approval: AutoApproval) -> Result<Option<Self>, StoreError> {
        let Some(engagement) = app.store.find_engagement(id, Scope::All).await? else { return Ok(None) };
        let (client, seller, developer) = (engagement.client_id, engagement.terms.seller_id.clone(), engagement.developer_id);
        let (parties, names, (engagement, timesheets)) = tokio::try_join!(
            Parties::read(app, client, &seller, now),
            names(app, vec![developer]),
            read_time(app, engagement, now, approval),
        )?;
        Ok(parties.map(|parties| parties.with(vec![Work::of(engagement, timesheets, &names)], Vec::new())))
    }

    /// The counter of the seller's invoices in a fiscal year, as it was last seen.
    #[must_use]
    pub fn counter(&self, year: FiscalYear) -> SeriesCounter {
        let pattern = &self.seller.profile.invoice_series;
        let known = self.counters.iter().find(|counter| counter.counts(pattern, year)).cloned();
        known.unwrap_or_else(|| SeriesCounter::first(self.seller.id.clone(), pattern.clone(), year))
    }

    /// Takes note of a counter that was seen, in place of the one before.
    pub fn keep_counter(&mut self, counter: SeriesCounter) {
        self.counters.retain(|known| (&known.pattern, known.start_year) != (&counter.pattern, counter.start_year));
        self.counters.push(counter);
    }

    /// One engagement's work.
    #[must_use]
    pub fn work_of(&self, id: EngagementId) -> Option<&Work> {
        self.work.iter().find(|work| work.engagement.id == id)
    }
}

async fn names(app: &App, ids: Vec<DeveloperId>) -> Result<HashMap<DeveloperId, Name>, StoreError> {
    let developers = app.store.find_developers(ids).await?;
    Ok(developers.into_iter().map(|developer| (developer.id, developer.profile.name)).collect())
}

async fn read_time(
    app: &App,
    mut engagement: Engagement,
    now: Timestamp,
    approval: AutoApproval,
) -> Result<(Engagement, Vec<Timesheet>), StoreError> {
    let mut timesheets = match engagement.terms.model {
        HiringModel::Hourly => app.store.billable_timesheets(&engagement).await?,
        HiringModel::Dedicated | HiringModel::Fixed => Vec::new(),
    };
    for sheet in &mut timesheets {
        let Some(approved) = sheet.auto_approve(&engagement, now) else { continue };
        let mut next = engagement.clone();
        next.note_step(&approved, now);
        if approval == AutoApproval::Kept {
            next.revision += 1;
            app.store.save_step(&next, &approved, app.clock.new_ulid()).await?;
        }
        (engagement, *sheet) = (next, approved);
    }
    Ok((engagement, timesheets))
}
