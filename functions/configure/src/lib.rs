//! What the operator sets: its legal entities (`/sellers*`) the exchange rates
//! (`/exchange-rates/{date}`), what skills are called (`/skills*`),
//! and what counts how much in a match (`/matching/weights`).

use muster::http::routes::Routes;

mod docs;
mod exchange_rates;
mod put_seller;
mod reply;
mod sellers;
mod skill_aliases;
mod skills;
mod weights;

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
        .get("/matching/weights", weights::get)
        .put("/matching/weights", weights::put)
        .get("/skills", skills::list)
        .get("/skills/unrecognised", skill_aliases::unrecognised)
        .get("/skills/aliases", skill_aliases::list)
        .put("/skills/aliases/{text}", skill_aliases::put)
        .delete("/skills/aliases/{text}", skill_aliases::delete)
}
