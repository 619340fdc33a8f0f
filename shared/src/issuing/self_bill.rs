//! Closing a developer's month: the statement, the book, and the documents that sellers write for it under agreements, with their
//! numbers, in one transaction. A month without an agreement is closed by the same path, with no document.
//!
//! As with invoices, a number that someone else took meanwhile is no failure, and anything else that changed is decided again.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use thiserror::Error;

use super::compose::{ComposeError, exchange};
use super::turn::Queue;
use crate::app::App;
use crate::domain::calendar::utc_day;
use crate::domain::developer::Developer;
use crate::domain::engagement::Engagement;
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::{DeveloperId, InvoiceId, SellerId};
use crate::domain::invoice::Fx;
use crate::domain::numbering::{FiscalYear, NumberError};
use crate::domain::pay::{PayBook, PayLine, PayStatement, SelfBilledRef};
use crate::domain::self_billing::draft::{Draft, DraftError, Group, Parties, groups};
use crate::domain::self_billing::{SelfBilling, SelfBillingGap, law};
use crate::domain::seller::Seller;
use crate::domain::tax::self_billed::RecipientLaw;
use crate::store::transaction::Write;
use crate::store::{Closing, NotIssued, SeriesCounter, StoreError};

/// The agreements of a developer that hold now, and what their documents need. Read strongly.
#[derive(Debug)]
pub struct Ground {
    agreements: Vec<Agreed>,
    rates: Option<ExchangeRates>,
}

/// An agreement, who it is with, and the seller's counters.
#[derive(Debug)]
struct Agreed {
    agreement: SelfBilling,
    seller: Seller,
    counters: Vec<SeriesCounter>,
}

impl Ground {
    /// Of a developer, at an instant: an agreement holds by the day in its seller's zone.
    ///
    /// # Errors
    /// The table fails.
    pub async fn read(app: &App, developer: DeveloperId, now: Timestamp) -> Result<Self, StoreError> {
        let agreements = app.store.self_billings_of(developer).await?;
        if agreements.is_empty() {
            return Ok(Self { agreements: Vec::new(), rates: None });
        }
        let parties = agreements.into_iter().map(|agreement| async move {
            let (seller, counters) =
                tokio::try_join!(app.store.find_seller(&agreement.seller_id), app.store.counters_of(&agreement.seller_id))?;
            Ok::<_, StoreError>(seller.map(|seller| Agreed { agreement, seller, counters }))
        });
        let (rates, parties) = tokio::try_join!(app.store.latest_exchange_rates(utc_day(now)), try_join_all(parties))?;
        let holds = |agreed: &Agreed| agreed.agreement.holds_on(agreed.seller.profile.party.time_zone.date_at(now));
        Ok(Self { agreements: parties.into_iter().flatten().filter(holds).collect(), rates })
    }
}

/// Why a month was not closed.
#[derive(Debug, Error)]
pub enum CloseError {
    /// What it was decided from has changed: decide again.
    #[error("what the statement rests on has changed")]
    Changed,
    /// The law asks for something that is not so any more.
    #[error("the self-billing agreement with {seller} cannot be followed: {}; mend the records or end the agreement", .gaps.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Unlawful {
        /// With whom it is.
        seller: SellerId,
        /// All that is missing.
        gaps: Vec<SelfBillingGap>,
    },
    /// There can be no such document.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// The series gives no further number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The table fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DraftError> for CloseError {
    fn from(error: DraftError) -> Self {
        Self::Compose(match error {
            DraftError::Tax(gap) => gap.into(),
            DraftError::Money(error) => error.into(),
        })
    }
}

/// A document, all but its number.
struct Planned {
    id: InvoiceId,
    /// The places of its lines on the statement.
    lines: Vec<usize>,
    draft: Draft,
    fx: Option<Fx>,
}

/// What one seller writes.
struct Plan<'a> {
    agreed: &'a Agreed,
    law: RecipientLaw,
    year: FiscalYear,
    counter: SeriesCounter,
    documents: Vec<Planned>,
}

impl Plan<'_> {
    /// Whether its numbers come from this counter.
    fn takes_from(&self, counter: &SeriesCounter) -> bool {
        self.counter.seller_id == counter.seller_id && counter.counts(&self.counter.pattern, self.year)
    }
}

/// What a statement is made of.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// Whose it is.
    pub developer: &'a Developer,
    /// What was on statements before.
    pub book: &'a PayBook,
    /// The engagements that it pays.
    pub engagements: &'a [&'a Engagement],
    /// The instant as of which it stands, at which it is closed.
    pub now: Timestamp,
}

/// Closes a month with a statement that was made of this. `write` names the write.
///
/// # Errors
/// See [`CloseError`]; nothing was written then.
pub async fn close(
    app: &App,
    ground: &Ground,
    basis: Basis<'_>,
    statement: PayStatement,
    write: impl Fn(&PayStatement) -> Write,
) -> Result<PayStatement, CloseError> {
    let mut queue = Queue::new(app);
    let closed = close_in_turn(app, ground, basis, statement, write, &mut queue).await;
    queue.leave().await;
    closed
}

async fn close_in_turn(
    app: &App,
    ground: &Ground,
    basis: Basis<'_>,
    statement: PayStatement,
    write: impl Fn(&PayStatement) -> Write,
    queue: &mut Queue<'_>,
) -> Result<PayStatement, CloseError> {
    let Basis { developer, book, now, .. } = basis;
    let id = app.clock.new_id();
    let open = PayStatement { id: Some(id), closed_at: Some(now), ..statement };
    let mut plans = plan(app, ground, basis, &open)?;
    loop {
        let mut closed = open.clone();
        let (mut documents, mut agreements, mut counters) = (Vec::new(), Vec::new(), Vec::new());
        for Plan { agreed, law, year, counter, documents: planned } in &plans {
            let Agreed { agreement, seller, .. } = *agreed;
            let today = seller.profile.party.time_zone.date_at(now);
            // Days of issue never go back within a series, whatever the clocks of two functions say.
            let issued_on = counter.last_issued_on.map_or(today, |last| last.max(today));
            let parties = Parties { agreement, seller, developer, law: *law };
            for (seq, own) in (counter.next..).zip(planned) {
                let number = counter.pattern.number_in(seller.profile.party.country, *year, seq)?;
                let on = SelfBilledRef { id: own.id, number: number.clone() };
                own.lines.iter().for_each(|at| closed.lines[*at].self_billed = Some(on.clone()));
                documents.push(own.draft.issue((own.id, number), (id, open.month), parties, own.fx.clone(), (issued_on, now)));
            }
            let given = u64::try_from(planned.len()).unwrap_or(u64::MAX);
            counters.push(counter.past_many(given, issued_on));
            let mut agreement = agreement.clone();
            agreement.note_issue(issued_on);
            agreements.push(agreement);
        }
        let mut book = book.clone();
        book.close(&closed);
        let closing = Closing { statement: &closed, book: &book, documents: &documents, agreements: &agreements, counters: &counters };
        match app.store.close_pay(closing, write(&closed)).await {
            Ok(()) => return Ok(closed),
            Err(NotIssued::Overtaken(counter)) => {
                queue.wait(&counter).await?;
                // What came back with the refusal is as old as the wait.
                for plan in plans.iter_mut().filter(|plan| plan.takes_from(&counter)) {
                    plan.counter = app.store.find_counter(&counter.seller_id, &counter.pattern, plan.year).await?;
                }
            }
            Err(NotIssued::Store(StoreError::Stale { .. })) => return Err(CloseError::Changed),
            Err(NotIssued::Store(error)) => return Err(error.into()),
        }
    }
}

/// Which documents a statement makes, by seller.
fn plan<'a>(app: &App, ground: &'a Ground, basis: Basis<'_>, statement: &PayStatement) -> Result<Vec<Plan<'a>>, CloseError> {
    let Basis { developer, book, engagements, now } = basis;
    let agreements: Vec<SelfBilling> = ground.agreements.iter().map(|agreed| agreed.agreement.clone()).collect();
    let mut plans = BTreeMap::<SellerId, Plan<'a>>::new();
    for Group { seller_id, currency, lines } in groups(statement, book, engagements, &agreements) {
        let Some(agreed) = ground.agreements.iter().find(|agreed| agreed.seller.id == seller_id) else { continue };
        let profile = &agreed.seller.profile;
        let unlawful = |gaps| CloseError::Unlawful { seller: seller_id.clone(), gaps };
        let law = law(profile, &developer.profile).map_err(unlawful)?;
        let today = profile.party.time_zone.date_at(now);
        let held: Vec<&PayLine> = lines.iter().map(|at| &statement.lines[*at]).collect();
        let draft = Draft::of(law, currency, &held, book, profile.rounding, today)?;
        let fx = exchange(ground.rates.as_ref(), &draft.totals, profile.party.currency, today)?;
        let planned = Planned { id: app.clock.new_id(), lines, draft, fx };
        let year = FiscalYear::of(today, profile.fiscal_year_start);
        let pattern = &profile.self_billing_series;
        let counter = || {
            let known = agreed.counters.iter().find(|counter| counter.counts(pattern, year)).cloned();
            known.unwrap_or_else(|| SeriesCounter::first(seller_id.clone(), pattern.clone(), year))
        };
        let plan = plans.entry(seller_id.clone());
        let plan = plan.or_insert_with(|| Plan { agreed, law, year, counter: counter(), documents: Vec::new() });
        plan.documents.push(planned);
    }
    Ok(plans.into_values().collect())
}
