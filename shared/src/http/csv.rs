//! Tables as CSV (RFC 4180): UTF-8, a row of names first, and no cell that a spreadsheet would carry out.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use super::problem::{Answer, Problem};
use crate::domain::money::Money;

/// What some spreadsheets want before UTF-8. Twice: the runtime takes one mark off every text when it makes the answer's event.
const BYTE_ORDER_MARK: &str = "\u{feff}\u{feff}";

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// What someone wrote, or a word of ours: made harmless if it begins like a formula.
    Text(String),
    /// A number, which may be below zero.
    Number(String),
    /// Nothing.
    None,
}

impl Cell {
    /// A text.
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    /// A text that may be absent.
    pub fn maybe(text: Option<impl ToString>) -> Self {
        text.map_or(Self::None, Self::text)
    }

    /// An amount in major units, without its currency.
    #[must_use]
    pub fn amount(money: Money) -> Self {
        Self::Number(money.amount())
    }

    /// A number.
    pub fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// A day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self::Number(day.to_string())
    }

    fn written(self) -> String {
        match self {
            Self::Text(text) => harmless(text),
            Self::Number(number) => number,
            Self::None => String::new(),
        }
    }
}

/// Quotes a text that a spreadsheet would take for a formula, however it is indented or widened.
fn harmless(text: String) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if first.is_some_and(starts) { format!("'{text}") } else { text }
}

/// A table's page as it goes out: `next` is the address of the page after it.
///
/// # Errors
/// A row has another number of cells than there are names.
pub fn table(file: &str, names: &[&str], rows: Vec<Vec<Cell>>, marked: bool, next: Option<String>) -> Answer<Response> {
    let text = written(names, rows).map_err(Problem::internal)?;
    let body = if marked { format!("{BYTE_ORDER_MARK}{text}") } else { text };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if let Some(value) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        headers.insert(header::LINK, value);
    }
    Ok(response)
}

fn written(names: &[&str], rows: Vec<Vec<Cell>>) -> Result<String, csv::Error> {
    let mut bytes = Vec::new();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(names)?;
    for row in rows {
        writer.write_record(row.into_iter().map(Cell::written))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(String::from_utf8(bytes).expect("texts are UTF-8, and so is what is put between them"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_harmless_and_a_number_stays_one() {
        for text in ["=1+1", "+61 2", "-x", "@SUM(A1)", "\tx", " =1", "＝1", "\u{a0}@x", "-1"] {
            assert_eq!(Cell::text(text).written(), format!("'{text}"), "{text:?}");
        }
        for text in ["", "a=b", "王", "O'Brien-Śmigły", "1-2"] {
            assert_eq!(Cell::text(text).written(), text);
        }
        assert_eq!(Cell::number("-88.00").written(), "-88.00");
    }

    #[test]
    fn cells_with_commas_quotes_and_lines_are_quoted() {
        let row = vec![Cell::text("a,b"), Cell::text("say \"x\""), Cell::text("one\ntwo"), Cell::None, Cell::number(1)];
        let text = written(&["a", "b", "c", "d", "e"], vec![row]).expect("as many cells as names");
        assert_eq!(text, "a,b,c,d,e\r\n\"a,b\",\"say \"\"x\"\"\",\"one\ntwo\",,1\r\n");
        assert!(written(&["a"], vec![vec![Cell::None, Cell::None]]).is_err());
    }
}
