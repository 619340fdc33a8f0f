//! x

mod html;

/// x
pub fn routes() -> muster::http::routes::Routes {
    muster::http::routes::Routes::new()
}
