//! A quantity, which has fields of one of several shapes.

use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::domain;
use crate::domain::engagement::Proration;

/// How much of it: minutes of work, a part of a billing period, or things; below zero where something is taken back.
#[derive(ToSchema)]
#[schema(as = Quantity)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is only described")]
enum QuantityTwin {
    Minutes { minutes: u32 },
    Period { days: i32, of_days: u32, basis: Proration },
    Count { count: i32 },
}
impl ComposeSchema for domain::draft::Quantity {
    fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        QuantityTwin::compose(generics)
    }
}
impl ToSchema for domain::draft::Quantity {
    fn name() -> std::borrow::Cow<'static, str> {
        QuantityTwin::name()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        QuantityTwin::schemas(schemas);
    }
}
