//! What the domain's types look like on the wire, told to the OpenAPI document: once for each type, here and below.
//!
//! Bodies and replies derive their schemas where they stand; what they are made of is described in `leaves` (values that
//! are one string or number), `records` (values with fields) and `quantity` (one of several shapes). A schema admits
//! everything that the parser of its type admits; what a pattern cannot say (a check digit, a day that exists) the parser
//! refuses on top.
//! Nothing here runs when a request is served.

mod electronic;
mod leaves;
mod problems;
mod quantity;
mod records;

use std::borrow::Cow;

use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr};

use super::input::{DecimalText, Keyed, List, Whole};
use super::query::Limit;

pub use problems::{GatewayMessage, ProblemDocument};

/// What stands before the name of a schema that is written out wherever it is used, instead of being referred to.
pub const INLINE: &str = "Inline";

/// A string with a description, an example, and whatever else is set.
fn text(description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).examples([example])
}

impl<const LEAST: u16, const MOST: u16> ComposeSchema for Whole<LEAST, MOST> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}
impl<const LEAST: u16, const MOST: u16> ToSchema for Whole<LEAST, MOST> {
    fn name() -> Cow<'static, str> {
        format!("{INLINE}{LEAST}To{MOST}").into()
    }
}

impl<T: ToSchema, const LEAST: usize, const MOST: usize> ComposeSchema for List<T, LEAST, MOST> {
    fn compose(mut items: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        // A foreign type, such as a date, comes as a string with its format; ours are known by their names, but for those that
        // are written out everywhere.
        let plain = items.pop().filter(|_| T::name() == "String");
        let plain = plain.or_else(|| T::name().starts_with(INLINE).then(T::schema));
        let items = plain.unwrap_or_else(|| RefOr::Ref(Ref::from_schema_name(T::name())));
        ArrayBuilder::new().items(items).min_items(Some(LEAST)).max_items(Some(MOST)).into()
    }
}
impl<T: ToSchema, const LEAST: usize, const MOST: usize> ToSchema for List<T, LEAST, MOST> {
    fn name() -> Cow<'static, str> {
        format!("{INLINE}{LEAST}To{MOST}Of{}", T::name()).into()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

impl<T: ToSchema> ComposeSchema for Keyed<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let members = RefOr::<Schema>::Ref(Ref::from_schema_name(T::name()));
        ObjectBuilder::new().additional_properties(Some(members)).into()
    }
}
impl<T: ToSchema> ToSchema for Keyed<T> {
    fn name() -> Cow<'static, str> {
        format!("{INLINE}KeyedBy{}", T::name()).into()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

impl ComposeSchema for DecimalText {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        text("A decimal number of 0 or more, in a string.", "1.53").pattern(Some("^[0-9.]{1,24}$")).into()
    }
}
impl ToSchema for DecimalText {
    fn name() -> Cow<'static, str> {
        "Decimal".into()
    }
}

impl ComposeSchema for Limit {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let most = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(100));
        most.default(Some(25.into())).into()
    }
}
impl ToSchema for Limit {
    fn name() -> Cow<'static, str> {
        format!("{INLINE}Limit").into()
    }
}

/// A string of a known format.
fn formatted(format: KnownFormat, description: &str, example: &str) -> ObjectBuilder {
    text(description, example).format(Some(SchemaFormat::KnownFormat(format)))
}
