//! What the operator sets: its legal entities (`/sellers*`) and the exchange rates (`/exchange-rates/{date}`).

use muster::http::routes::Routes;

mod docs;
mod exchange_rates;
mod put_seller;
mod reply;
mod sellers;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/sellers", sellers::list)
        .get("/sellers/{seller_id}", sellers::get)
        .put("/sellers/{seller_id}", put_seller::handle)
        .get("/exchange-rates/{date}", exchange_rates::get)
        .put("/exchange-rates/{date}", exchange_rates::put)
}
