//! `GET /exports/*.csv`: the operator's records as tables, a page at a time. `Link` names the next page; the last has none.

mod rows;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::http::caller::OperatorOnly;
use muster::http::csv::{Cell, table};
use muster::http::input::Faults;
use muster::http::paging::ListKey;
use muster::http::problem::Answer;
use muster::http::query::{Limit, Query};
use muster::store::{Page, Position, StoreError, TimesheetList};
use utoipa::IntoParams;

use crate::list::{Days, Flag};

/// From how many rows on a page is long enough.
const ENOUGH_ROWS: usize = 1_000;
/// How many records are read at a time: of timesheets, which have up to 200 rows each, the rows still fit an answer.
const AT_ONCE: u16 = 25;
/// The most reads for one page, when most of what is read lies outside the days.
const MOST_READS: usize = 40;
/// What stands in a position when the credit notes are next.
const CREDIT_NOTES: &str = "credit-notes";

/// Which days, both included, and which page.
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    #[deserr(default)]
    from: Option<Date>,
    #[deserr(default)]
    to: Option<Date>,
    /// Whether a byte order mark stands first, as some spreadsheets want.
    #[deserr(default)]
    #[param(value_type = Option<bool>)]
    bom: Option<Flag>,
    /// The most records of a page; as many as fit unless stated.
    #[deserr(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    #[deserr(default)]
    cursor: Option<String>,
}

/// One export: which file, of which days, and how it is asked for.
struct Export {
    file: &'static str,
    days: Days,
    filter: Filter,
}

impl Export {
    fn new(file: &'static str, filter: Filter) -> Answer<Self> {
        Ok(Self { file, days: Days::new(filter.from, filter.to)?, filter })
    }

    fn marked(&self) -> bool {
        self.filter.bom.is_some_and(Flag::is_true)
    }

    fn key(&self) -> ListKey {
        ListKey::new(OperatorOnly, self.file, &self.days.key())
    }

    /// Where it goes on.
    fn open(&self, app: &App) -> Answer<Option<Position>> {
        app.cursors.open(self.filter.cursor.as_deref(), &self.key())
    }

    /// The page as it goes out.
    fn page(&self, app: &App, names: &[&str], rows: Page<Vec<Cell>>) -> Answer<Response> {
        let reply = app.cursors.reply(rows, &self.key(), |row| row);
        let next = reply.next_cursor.map(|cursor| {
            let asked = self.days.key().into_iter().filter_map(|(name, day)| Some(format!("{name}={}&", day?)));
            let mark = if self.marked() { "bom=true&" } else { "" };
            let limit = self.filter.limit.map(|Limit(limit)| format!("limit={limit}&")).unwrap_or_default();
            format!("/exports/{}?{}{mark}{limit}cursor={cursor}", self.file, asked.collect::<String>())
        });
        table(self.file, names, reply.items, self.marked(), next)
    }
}

/// Rows from page after page of records, until there are enough.
async fn gather<T, F: Future<Output = Result<Page<T>, StoreError>>>(
    export: &Export,
    mut from: Option<Position>,
    rows: &mut Vec<Vec<Cell>>,
    mut read: impl FnMut(u16, Option<Position>) -> F,
    mut make: impl FnMut(T) -> Answer<Vec<Vec<Cell>>>,
) -> Answer<Option<Position>> {
    let mut left = export.filter.limit.map(|Limit(limit)| limit);
    for _ in 0..MOST_READS {
        let page = read(left.map_or(AT_ONCE, |left| left.min(AT_ONCE)), from).await?;
        left = left.map(|left| left.saturating_sub(u16::try_from(page.items.len()).unwrap_or(u16::MAX)));
        for item in page.items {
            rows.extend(make(item)?);
        }
        from = page.next;
        if from.is_none() || left == Some(0) || rows.len() >= ENOUGH_ROWS {
            break;
        }
    }
    Ok(from)
}

pub(crate) async fn invoices(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, Query(filter): Query<Filter>) -> Answer<Response> {
    let export = Export::new("invoices.csv", filter)?;
    let from = export.open(&app)?;
    let (mut items, now) = (Vec::new(), app.clock.now());
    let read = |limit, from| app.store.export_invoices(limit, from, |invoice| export.days.contain(invoice.issued_on));
    let next = gather(&export, from, &mut items, read, |invoice| Ok(vec![rows::invoice(&invoice, now)?])).await?;
    export.page(&app, &rows::INVOICE, Page { items, next })
}

pub(crate) async fn payments(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, Query(filter): Query<Filter>) -> Answer<Response> {
    let export = Export::new("payments.csv", filter)?;
    let from = export.open(&app)?;
    let mut items = Vec::new();
    let read = |limit, from| app.store.export_payments(limit, from, |payment| export.days.contain(payment.received_on));
    let next = gather(&export, from, &mut items, read, |payment| Ok(vec![rows::payment(&payment)])).await?;
    export.page(&app, &rows::PAYMENT, Page { items, next })
}

pub(crate) async fn time(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, Query(filter): Query<Filter>) -> Answer<Response> {
    let export = Export::new("time.csv", filter)?;
    let from = export.open(&app)?;
    let mut items = Vec::new();
    let read = |limit, from| {
        app.store.page_timesheets(TimesheetList::All, limit, from, |sheet| sheet.entries.iter().any(|own| export.days.contain(own.date)))
    };
    let make = |(sheet, engagement)| Ok(rows::time(&sheet, &engagement, |day| export.days.contain(day)));
    let next = gather(&export, from, &mut items, read, make).await?;
    export.page(&app, &rows::TIME, Page { items, next })
}

/// The invoices first, then what credit notes took back of them.
pub(crate) async fn taxes(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, Query(filter): Query<Filter>) -> Answer<Response> {
    let export = Export::new("taxes.csv", filter)?;
    let mut from = export.open(&app)?;
    let mut items = Vec::new();
    if from.as_ref().is_none_or(|from| !from.contains_key(CREDIT_NOTES)) {
        let read = |limit, from| app.store.export_invoices(limit, from, |invoice| export.days.contain(invoice.issued_on));
        let next = gather(&export, from, &mut items, read, |invoice| Ok(rows::invoice_taxes(&invoice))).await?;
        from = Some(Position::from([(CREDIT_NOTES.to_owned(), "first".to_owned())]));
        if next.is_some() || export.filter.limit.is_some() || items.len() >= ENOUGH_ROWS {
            return export.page(&app, &rows::TAX, Page { items, next: next.or(from) });
        }
    }
    let from = from.map(|mut from| {
        from.remove(CREDIT_NOTES);
        from
    });
    let read = |limit, from| app.store.export_credit_notes(limit, from, |note| export.days.contain(note.issued_on));
    let next = gather(&export, from.filter(|from| !from.is_empty()), &mut items, read, |note| Ok(rows::credit_taxes(&note))).await?;
    let next = next.map(|mut next| {
        next.insert(CREDIT_NOTES.to_owned(), "next".to_owned());
        next
    });
    export.page(&app, &rows::TAX, Page { items, next })
}
