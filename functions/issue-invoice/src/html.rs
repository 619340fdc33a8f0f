//! x
pub(crate) fn invoice_page(
    _: &muster::domain::invoice::Invoice,
    _: jiff::civil::Date,
) -> Result<String, muster::domain::money::MoneyError> {
    Ok(String::new())
}
