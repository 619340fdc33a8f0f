//! Sellers and exchange rates: what the operator configures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, Key};
use super::read::{Bound, Order, Page, Position};
use super::sweep::DunningSweep;
use super::transaction::{Transaction, Write};
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::SellerId;
use crate::domain::seller::Seller;

impl Stored for Seller {
    const KIND: &'static str = "seller";
    fn key(&self) -> Key {
        key::seller(&self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// A day's rates as they are kept.
#[derive(Debug, Serialize, Deserialize)]
struct RatesRecord {
    #[serde(flatten)]
    rates: ExchangeRates,
    version: u64,
}

impl Stored for RatesRecord {
    const KIND: &'static str = "exchange-rates";
    fn key(&self) -> Key {
        key::exchange_rates(self.rates.date)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

impl Store {
    /// A seller. Only operators, and what they have the system do, ask for one.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_seller(&self, id: &SellerId) -> Result<Option<Seller>, StoreError> {
        self.get(&key::seller(id)).await
    }

    /// Creates a seller at version 1, replaces the version before it later; with the sweep of its invoices where its steps changed.
    ///
    /// # Errors
    /// It was changed meanwhile, or the table fails.
    pub async fn save_seller(&self, seller: &Seller, sweep: Option<&DunningSweep>, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.save(seller, "seller");
        if let Some(sweep) = sweep {
            transaction.create(sweep, "sweep");
        }
        self.commit(transaction).await
    }

    /// A page of all sellers, by id.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_sellers(&self, limit: u16, from: Option<Position>) -> Result<Page<Seller>, StoreError> {
        self.page(&key::sellers(), Order::Ascending, limit, from, |_| true).await
    }

    /// All sellers, which are few: read at once by whoever does not know yet which of them it needs.
    ///
    /// # Errors
    /// The table fails.
    pub async fn all_sellers(&self) -> Result<Vec<Seller>, StoreError> {
        self.query_all(&key::sellers()).await?.into_iter().map(from_item).collect()
    }

    /// The rates recorded for a day, and their version.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_exchange_rates(&self, date: Date) -> Result<Option<(ExchangeRates, u64)>, StoreError> {
        let record: Option<RatesRecord> = self.get(&key::exchange_rates(date)).await?;
        Ok(record.map(|record| (record.rates, record.version)))
    }

    /// The latest rates on or before a day.
    ///
    /// # Errors
    /// The table fails.
    pub async fn latest_exchange_rates(&self, on: Date) -> Result<Option<ExchangeRates>, StoreError> {
        let page = self.query(&key::all_exchange_rates(), Order::Descending, Some(1), None, Some(Bound::Until(&on.to_string()))).await?;
        let record: Option<RatesRecord> = page.items.into_iter().next().map(from_item).transpose()?;
        Ok(record.map(|record| record.rates))
    }

    /// Records a day's rates at a version: 1 when there were none.
    ///
    /// # Errors
    /// They were changed meanwhile, or the table fails.
    pub async fn save_exchange_rates(&self, rates: &ExchangeRates, version: u64, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        transaction.save(&RatesRecord { rates: rates.clone(), version }, "exchange rates");
        self.commit(transaction).await
    }
}
