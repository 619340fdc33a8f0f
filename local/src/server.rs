//! The local server itself: the store, the API behind its gateway, and the sandbox, on one port of loopback.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use muster::app::App;
use muster::clock::Clock;
use muster::http::caller::KnownLogins;
use muster::http::paging::CursorKeys;
use muster::http::routes::Routes;
use muster::pooling::HeldPool;
use muster::pooling::compact::{Extent, compact};
use muster::store::{Store, StoreError};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::engine::{Engine, EngineError, TABLE};
use crate::functions::{Functions, all_functions, all_routes};
use crate::gateway::{Gateway, LONGEST_WAIT, RouteTable};
use crate::grants::Grants;
use crate::sandbox::{self, LONGEST_INVOCATION};
use crate::template::{TEMPLATE, Template};
use crate::token::{Issuer, Login};

/// How often expired items are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// How long the end of running requests is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In memory, gone at the end.
    Memory,
    /// In a folder.
    Folder(PathBuf),
}

/// What is started.
#[derive(Debug)]
pub struct Options {
    /// The port; 0 picks a free one.
    pub port: u16,
    /// The port on which the store itself answers DynamoDB's calls; 0 picks a free one.
    pub store_port: u16,
    /// Where the store is.
    pub keep: Keep,
    /// Another table than the store's, which is then left empty.
    pub elsewhere: Option<Store>,
    /// Whether a new store is filled with sample data.
    pub sample: bool,
    /// The API.
    pub routes: Routes,
    /// What can be invoked beside it.
    pub functions: Functions,
    /// Whether developers and clients may register themselves.
    pub open_registration: bool,
    /// The web origins whose pages may call, such as `http://localhost:5173`.
    pub cors_origins: Vec<String>,
    /// How long the gateway waits for an answer.
    pub wait: Duration,
    /// They see every call to the store's table: it is how tests make it fail.
    pub interceptors: Vec<SharedInterceptor>,
}

impl Default for Options {
    /// Everything there is, over an empty store in memory, on a free port.
    fn default() -> Self {
        Self {
            port: 0,
            store_port: 0,
            keep: Keep::Memory,
            elsewhere: None,
            sample: false,
            routes: all_routes(),
            functions: all_functions(),
            open_registration: true,
            cors_origins: Vec::new(),
            wait: LONGEST_WAIT,
            interceptors: Vec::new(),
        }
    }
}

/// The server could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The store can't be opened.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The port can't be had.
    #[error("port {port} can't be used: {cause}")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// Why.
        cause: std::io::Error,
    },
    /// The API refused the sample data.
    #[error("the sample data can't be loaded: {0}")]
    Sample(lambda_http::Error),
    /// The pool of a store that has none can't be built.
    #[error("the pool can't be built: {0}")]
    Pool(#[from] StoreError),
}

/// A running server. It ends when this value is dropped; [`stop`](Self::stop) ends it in order.
#[derive(Debug)]
pub struct LocalServer {
    base_url: String,
    app: Arc<App>,
    engine: Engine,
    issuer: Arc<Issuer>,
    grants: Grants,
    /// Whoever holds the receiving end goes on until this one is dropped.
    running: watch::Sender<()>,
    serving: JoinHandle<()>,
    sweeping: JoinHandle<()>,
}

#[derive(Debug)]
struct Doors {
    api: Arc<Gateway>,
    sandbox: Gateway,
}

impl LocalServer {
    /// Starts a server and, where it is asked for, fills its new store.
    ///
    /// # Errors
    /// The store or the port can't be had, or the sample data is refused.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let Options { port, store_port, keep, elsewhere, sample, routes, functions, open_registration, cors_origins, wait, interceptors } =
            options;
        let refused = |cause| StartError::Port { port, cause };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
        let base_url = format!("http://{}", listener.local_addr().map_err(refused)?);
        let engine = match &keep {
            Keep::Memory => Engine::memory(store_port).await?,
            Keep::Folder(path) => Engine::on_disk(path, store_port).await?,
        };
        let issuer = Arc::new(Issuer::new(engine.secret()));
        let grants = Grants::deployed().map_err(EngineError::from)?;
        let store = elsewhere.unwrap_or_else(|| Store::at_endpoint(engine.endpoint(), TABLE, interceptors));
        let app = Arc::new(App {
            store: store.seen_by(grants.interceptor()),
            clock: Arc::new(Clock::system()),
            cursors: CursorKeys::new(&[format!("cursors of {}", engine.secret())]),
            logins: KnownLogins::default(),
            pool: HeldPool::default(),
            open_registration,
        });
        let doors = doors(routes, functions, cors_origins, wait, &app, &issuer)?;
        let (running, ends) = watch::channel(());
        let service = Router::new().fallback(enter).with_state(Arc::new(doors));
        let server = axum::serve(listener, service).with_graceful_shutdown(ended(ends.clone()));
        let serving = tokio::spawn(async move { server.await.unwrap_or_default() });
        let sweeping = tokio::spawn(sweep(app.clone(), engine.sweeper(), ends));
        let server = Self { base_url, app, engine, issuer, grants, running, serving, sweeping };
        if sample && server.engine.is_new() {
            let token = server.token(&Login::operator());
            if let Err(error) = crate::sample::load(&server.base_url, &token).await {
                server.stop().await;
                return Err(StartError::Sample(error));
            }
        }
        if !server.engine.is_new() {
            // Nothing runs by itself here: what the schedule would do first is done now.
            let _ = compact(&server.app, Extent::Changes).await?;
        }
        server.engine.settle().map_err(EngineError::from)?;
        Ok(server)
    }

    /// Where it listens, such as `http://127.0.0.1:9000`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What its functions borrow.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Its store.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What its functions may do to the table, and what they did.
    #[must_use]
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// A token, as `POST /local/token` gives it.
    #[must_use]
    pub fn token(&self, login: &Login) -> String {
        self.issuer.issue(login, Clock::system().now())
    }

    /// Ends it: what is being answered is answered, then the store is closed.
    pub async fn stop(self) {
        let Self { engine, running, serving, sweeping, .. } = self;
        drop(running);
        let _ = tokio::time::timeout(PATIENCE, serving).await;
        let _ = tokio::time::timeout(PATIENCE, sweeping).await;
        engine.stop().await;
    }
}

fn doors(
    routes: Routes,
    functions: Functions,
    origins: Vec<String>,
    wait: Duration,
    app: &Arc<App>,
    issuer: &Arc<Issuer>,
) -> Result<Doors, EngineError> {
    let template = Template::parse(TEMPLATE)?;
    let open = template.open_routes();
    let (listed, api_table) = (routes.table().to_vec(), RouteTable::new(routes.table(), open));
    let api = Gateway::new(muster::lambda::edge(routes, app.clone()), api_table, Some(issuer.clone()), wait);
    let api = Arc::new(api.cors(template.cors(origins)));
    let sandbox = sandbox::routes(issuer.clone(), functions, &listed, api.clone());
    let sandbox_table = RouteTable::new(sandbox.table(), Default::default());
    let sandbox = Gateway::new(muster::lambda::edge(sandbox, app.clone()), sandbox_table, None, LONGEST_INVOCATION);
    Ok(Doors { api, sandbox })
}

async fn enter(State(doors): State<Arc<Doors>>, request: Request) -> Response {
    let door = if sandbox::owns(request.uri().path()) { &doors.sandbox } else { &doors.api };
    door.answer(request).await
}

async fn ended(mut ends: watch::Receiver<()>) {
    // Nothing is ever sent: it changes by ending.
    let _ = ends.changed().await;
}

/// Removes expired items now and then. The engine goes by the system's clock, so it rests while the movable one stands behind it:
/// what has expired for the one is still alive for the other.
async fn sweep(app: Arc<App>, sweeper: impl Fn() + Clone + Send + 'static, ends: watch::Receiver<()>) {
    let wall = Clock::system();
    loop {
        if tokio::time::timeout(SWEEP_EVERY, ended(ends.clone())).await.is_ok() {
            return;
        }
        if app.clock.now() >= wall.now() {
            let _ = tokio::task::spawn_blocking(sweeper.clone()).await;
        }
    }
}
