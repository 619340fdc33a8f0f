//! From an event to its answer and back: how a function is served, in Lambda and, by the very same path, locally.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, LambdaEvent};
use lambda_runtime::{Context, Error, service_fn};
use serde_json::Value;
use tokio::time::Instant;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::config::Config;
use crate::http::{fallback, gateway, once, routes::Routes};
use crate::store::patience;

/// A function's whole HTTP side: its routes and everything around them.
pub type Edge = BoxCloneSyncService<lambda_http::Request, axum::response::Response, Infallible>;

/// Puts the edge around routes: the gateway's quirks undone, panics caught, unknown paths and methods answered as problems.
#[must_use]
pub fn edge(routes: Routes, app: Arc<App>) -> Edge {
    let router: Router = routes
        .into_router()
        .layer(axum::middleware::from_fn_with_state(app.clone(), once::replay))
        .fallback(fallback::no_such_route)
        .method_not_allowed_fallback(fallback::method_not_allowed)
        .with_state(app);
    let layers = ServiceBuilder::new()
        .map_request(gateway::unwrap_request)
        .layer(axum::middleware::from_fn(gateway::finish_response))
        .layer(CatchPanicLayer::custom(fallback::from_panic));
    BoxCloneSyncService::new(layers.service(router).map_response(|response| response.map(Body::new)))
}

/// Answers one API Gateway event (payload format 2.0).
///
/// # Errors
/// The event is not of that format.
pub async fn answer(edge: &Edge, mut event: Value, context: Context) -> Result<Value, Error> {
    gateway::tidy_event(&mut event);
    let event: ApiGatewayV2httpRequest = serde_json::from_value(event)?;
    let deadline = time_left(&context).map(|left| Instant::now() + left);
    let request = LambdaEvent::new(LambdaRequest::ApiGatewayV2(event), context);
    // The adapter is gone before the wait: it can't be sent between threads, what it gives can.
    let answering = Adapter::from(edge.clone()).call(request);
    Ok(serde_json::to_value(patience::until(deadline, answering).await?)?)
}

/// Serves a function's routes in Lambda until the environment is shut down.
///
/// # Errors
/// The environment is not configured, or the runtime API is out of reach.
pub async fn serve(routes: Routes) -> Result<(), Error> {
    let edge = edge(routes, start().await?);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| {
        let edge = edge.clone();
        async move { answer(&edge, event.payload, event.context).await }
    }))
    .await
}

/// Serves a function that is invoked with an event of its own, such as a schedule's.
///
/// # Errors
/// As for [`serve`].
pub async fn serve_events<F, R>(run: F) -> Result<(), Error>
where
    F: Fn(Arc<App>, LambdaEvent<Value>) -> R,
    R: Future<Output = Result<Value, Error>>,
{
    let app = start().await?;
    // Boxed: a whole run inline is a deeper future than the compiler lays out.
    lambda_runtime::run(service_fn(|event| Box::pin(run(app.clone(), event)))).await
}

/// How long a function may still run; `None` where nothing bounds it. A deadline that is over already bounds nothing either: Lambda
/// gives none such, but `cargo lambda watch` tells every invocation that it had to end in 1970.
#[must_use]
pub fn time_left(context: &Context) -> Option<Duration> {
    Some(crate::clock::wall_time_until(context.deadline)).filter(|left| !left.is_zero())
}

async fn start() -> Result<Arc<App>, Error> {
    crate::telemetry::start(crate::config::log_level().as_str(), crate::config::function_name());
    Ok(Arc::new(App::from_config(&Config::from_environment()?).await))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_that_is_over_or_not_given_bounds_nothing() {
        let left = |deadline| {
            let mut context = Context::default();
            context.deadline = deadline;
            time_left(&context)
        };
        // The second is what `cargo lambda watch` gives: ten minutes past the beginning of 1970.
        assert_eq!([left(0), left(600_000)], [None, None]);
        assert!(left(u64::MAX / 2).is_some_and(|left| left > Duration::from_secs(600)));
    }
}
