//! What an invoice, a credit note and a self-billed invoice say on paper: every text of them, in its order and its words.
//!
//! The page and the PDF print the same from here and decide nothing but how it looks. What became of a document after it was
//! issued does not stand in it: what was sent must not change.

mod credit_note;
mod figures;
mod invoice;
mod parties;
mod self_billed;

use jiff::Timestamp;

use super::country::Country;
use super::money::{Currency, Money};

/// A document as it was issued, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The id of its record.
    pub id: String,
    /// What it is called: `Tax invoice`.
    pub title: String,
    /// Its number in its seller's series.
    pub number: String,
    /// The name that the seller trades under.
    pub brand: String,
    /// The name that the seller is registered under.
    pub issuer: String,
    /// Where the seller is: what its readers are used to.
    pub issuer_country: Country,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What its total is called, alone at the top.
    pub headline: &'static str,
    /// What it comes to.
    pub total: Money,
    /// When it was issued, and what for.
    pub facts: Vec<Fact>,
    /// Who issued it.
    pub from: Block,
    /// Whom it is for.
    pub to: Block,
    /// What the supply is for tax; empty where the law wants nothing said of it.
    pub supply: Vec<Fact>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What the number in front of a row is.
    pub place: &'static str,
    /// What the figures of a row are, from left to right.
    pub columns: &'static [&'static str],
    /// What it lists.
    pub rows: Vec<Row>,
    /// What the rows add up to.
    pub sums: Vec<Sum>,
    /// The same in the seller's own currency, where that is another one.
    pub restated: Option<Restated>,
    /// Where to pay; empty where there is nothing to pay or nowhere to.
    pub pay_to: Vec<String>,
    /// The small print.
    pub notes: Vec<String>,
}

/// A short fact and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// What it says.
    pub value: String,
}

/// A party to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which of the two it is.
    pub heading: &'static str,
    /// The name that it is registered under.
    pub name: String,
    /// Its address, a line each; the country is the last.
    pub address: Vec<String>,
    /// Its numbers, how to reach it, and its references.
    pub facts: Vec<Fact>,
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place on the invoice, from 1.
    pub place: u32,
    /// The parts of its description. Each is a text of its own: a name written from right to left stays in front of its role.
    pub parts: Vec<String>,
    /// The days that it covers.
    pub period: String,
    /// What is out of the ordinary with it.
    pub remark: Option<&'static str>,
    /// Its figures, one for each of the document's columns.
    pub figures: Vec<Figure>,
}

/// What stands between the parts of a description.
pub const BETWEEN_PARTS: &str = " — ";

/// A figure of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The figure.
    pub text: String,
    /// What it is a price of: `per hour`.
    pub per: Option<&'static str>,
}

/// A step from net to total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What it is: `GST 10%`.
    pub name: String,
    /// What it was computed on.
    pub base: Option<String>,
    /// How much, without a currency.
    pub amount: String,
    /// Whether it is the total, whose currency is to be named.
    pub is_total: bool,
}

/// A document's figures in its seller's own currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// Which currency: `In AUD`.
    pub heading: String,
    /// The amounts.
    pub amounts: Vec<Fact>,
    /// The rate and its day.
    pub rate: String,
}

impl Fact {
    fn new(name: &'static str, value: impl ToString) -> Self {
        Self { name, value: value.to_string() }
    }
}

impl Figure {
    fn plain(text: String) -> Self {
        Self { text, per: None }
    }
}

#[cfg(test)]
mod tests;
