//! The repository agrees with itself: folders, packages, template, routes, events, settings, and the rules of the source.

mod checks;
mod functions;
mod openapi;
mod policies;
mod readme;
mod routes;
mod source;
mod table;
mod template;
mod tree;
