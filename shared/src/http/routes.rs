//! A function's routes: an axum router that remembers what it routes, so that tests can hold it against the template.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, any, on};

use super::problem::Problem;
use crate::app::App;

/// A method and a path such as `/developers/{developer_id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The path, whole segments only, as API Gateway matches them.
    pub path: &'static str,
    /// The method in capitals.
    pub method: &'static str,
}

/// The routes of one function, or of several merged.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<Arc<App>>,
    table: Vec<Route>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `GET`, which answers `HEAD` too.
    #[must_use]
    pub fn get<H: Handler<T, Arc<App>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("GET", path, axum::routing::get(handler))
    }

    /// Adds `POST`.
    #[must_use]
    pub fn post<H: Handler<T, Arc<App>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("POST", path, on(MethodFilter::POST, handler))
    }

    /// Adds `PUT`.
    #[must_use]
    pub fn put<H: Handler<T, Arc<App>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("PUT", path, on(MethodFilter::PUT, handler))
    }

    /// Adds `PATCH`.
    #[must_use]
    pub fn patch<H: Handler<T, Arc<App>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("PATCH", path, on(MethodFilter::PATCH, handler))
    }

    /// Adds `DELETE`.
    #[must_use]
    pub fn delete<H: Handler<T, Arc<App>>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("DELETE", path, on(MethodFilter::DELETE, handler))
    }

    /// Answers every method of a path that other functions route: 405, naming the methods it has. It is none of this
    /// function's own routes and does not stand in its table.
    #[must_use]
    pub fn elsewhere(self, path: &str, methods: &[&str]) -> Self {
        let allow = methods.join(",");
        let refuse = move || std::future::ready(Problem::method_not_allowed(&allow));
        Self { router: self.router.route(path, any(refuse)), table: self.table }
    }

    /// These and those: how one process serves several functions.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        Self { router: self.router.merge(other.router), table: self.table }
    }

    /// What is routed.
    #[must_use]
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    pub(crate) fn into_router(self) -> Router<Arc<App>> {
        self.router
    }

    fn add(mut self, method: &'static str, path: &'static str, router: MethodRouter<Arc<App>>) -> Self {
        self.table.push(Route { path, method });
        Self { router: self.router.route(path, router), table: self.table }
    }
}
