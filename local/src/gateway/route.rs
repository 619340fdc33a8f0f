//! Which route a request takes, by API Gateway's rule: whole segments, and a literal one before a parameter.

use std::collections::BTreeSet;

use muster::http::routes::Route;

/// The routes of a gateway, and which of them are open to callers without a token.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    routes: Vec<Route>,
    open: BTreeSet<String>,
}

/// The route that a request takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// Such as `GET /developers/{developer_id}`.
    pub(super) key: String,
    /// What the path holds for each parameter.
    pub(super) parameters: Vec<(String, String)>,
    /// Whether it has no authorizer.
    pub(super) open: bool,
}

impl RouteTable {
    /// A table of routes; `open` holds the keys of those without an authorizer.
    #[must_use]
    pub fn new(routes: &[Route], open: BTreeSet<String>) -> Self {
        Self { routes: routes.to_vec(), open }
    }

    /// The route of a method and a decoded path; none means `$default`. `HEAD` takes the route of `GET`, as HTTP has it: here the
    /// sandbox is kinder than the gateway, whose routes are of one method each and which answers `HEAD` by `$default`.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Taken> {
        let method = if method == "HEAD" { "GET" } else { method };
        let matching = self.routes.iter().filter(|route| route.method == method).filter_map(|route| Some((route, fit(route.path, path)?)));
        let (route, fit) = matching.min_by(|(_, one), (_, other)| one.shape.cmp(&other.shape))?;
        let key = format!("{} {}", route.method, route.path);
        let open = self.open.contains(&key);
        Some(Taken { key, parameters: fit.parameters, open })
    }
}

struct Fit {
    parameters: Vec<(String, String)>,
    /// For each segment whether it is a parameter: the least is the most literal from the left.
    shape: Vec<bool>,
}

fn fit(pattern: &str, path: &str) -> Option<Fit> {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    if pattern.len() != path.len() {
        return None;
    }
    let mut fit = Fit { parameters: Vec::new(), shape: Vec::new() };
    for (expected, found) in pattern.into_iter().zip(path) {
        let parameter = expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        fit.shape.push(parameter.is_some());
        match parameter {
            Some(name) if !found.is_empty() => fit.parameters.push((name.to_owned(), found.to_owned())),
            None if expected == found => {}
            _ => return None,
        }
    }
    Some(fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> RouteTable {
        let route = |method, path| Route { path, method };
        let routes = [
            route("GET", "/projects/{project_id}"),
            route("GET", "/projects/open"),
            route("POST", "/projects"),
            route("GET", "/{kind}/open"),
            route("POST", "/payments/{provider}"),
        ];
        RouteTable::new(&routes, BTreeSet::from(["POST /payments/{provider}".to_owned()]))
    }

    #[test]
    fn a_literal_segment_comes_before_a_parameter() {
        for (method, path, key) in [
            ("GET", "/projects/prj_1", Some("GET /projects/{project_id}")),
            ("GET", "/projects/open", Some("GET /projects/open")),
            ("GET", "/developers/open", Some("GET /{kind}/open")),
            ("POST", "/projects", Some("POST /projects")),
            ("HEAD", "/projects/prj_1", Some("GET /projects/{project_id}")),
            ("HEAD", "/projects", None),
            ("PUT", "/projects", None),
            ("GET", "/projects/", None),
            ("GET", "/projects/prj_1/roles", None),
            ("GET", "/", None),
        ] {
            assert_eq!(table().find(method, path).map(|taken| taken.key).as_deref(), key, "{method} {path}");
        }
    }

    #[test]
    fn a_route_knows_its_parameters_and_whether_it_is_open() {
        let taken = table().find("POST", "/payments/stripe").expect("a route");
        assert_eq!(taken.parameters, [("provider".to_owned(), "stripe".to_owned())]);
        assert!(taken.open);
        assert!(!table().find("POST", "/projects").expect("a route").open);
    }
}
