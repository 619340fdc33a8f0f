//! The embedded DynamoDB-compatible store: in memory for tests, on disk for `cargo run`. It speaks DynamoDB's HTTP over loopback,
//! so that the functions reach it by the very SDK calls they make on AWS.

use std::fmt::{self, Debug, Formatter};
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use dynoxide::Database;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest};
use serde_json::json;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::folder::Folder;
use crate::template::{TEMPLATE, TableSchema, Template, TemplateError};

/// The table's name.
pub const TABLE: &str = "muster";

/// How long the end of a running call is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The store could not be started.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The template does not say how the table is made.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The store refused the table.
    #[error("the table can't be made: {0}")]
    Table(String),
    /// The folder or the port can't be used.
    #[error("the store can't be opened: {0}")]
    Io(#[from] io::Error),
}

/// A running store. It ends when this value is dropped.
pub struct Engine {
    endpoint: String,
    database: Database,
    folder: Option<Folder>,
    schema: String,
    new: bool,
    secret: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Debug for Engine {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("endpoint", &self.endpoint)
            .field("folder", &self.folder)
            .field("new", &self.new)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// A store that is gone when it ends, on this port; 0 picks a free one.
    ///
    /// # Errors
    /// The port can't be had, or the template is not usable.
    pub async fn memory(port: u16) -> Result<Self, EngineError> {
        let schema = Template::parse(TEMPLATE)?.table()?;
        let database = Database::memory().map_err(refused)?;
        create(&database, &schema)?;
        Self::serve(port, database, None, digest(&schema), true, fresh_secret()?).await
    }

    /// A store in a folder, on this port; 0 picks a free one. One whose table has another schema than the template's, or that was never settled, is made anew.
    ///
    /// # Errors
    /// The folder or the port can't be used, or another process uses it.
    pub async fn on_disk(path: &Path, port: u16) -> Result<Self, EngineError> {
        Self::on_disk_with(path, port, &Template::parse(TEMPLATE)?.table()?).await
    }

    async fn on_disk_with(path: &Path, port: u16, schema: &TableSchema) -> Result<Self, EngineError> {
        let folder = Folder::open(path)?;
        let hash = digest(schema);
        let new = !folder.has_schema(&hash);
        if new {
            folder.clear()?;
        }
        let database = Database::new(&folder.database().to_string_lossy()).map_err(refused)?;
        if new {
            create(&database, schema)?;
        }
        let secret = folder.secret(&fresh_secret()?)?;
        Self::serve(port, database, Some(folder), hash, new, secret).await
    }

    async fn serve(
        port: u16,
        database: Database,
        folder: Option<Folder>,
        schema: String,
        new: bool,
        secret: String,
    ) -> Result<Self, EngineError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let served = database.clone();
        let task = tokio::spawn(async move {
            let stopped = async {
                // The sender's end is as good as its word.
                let _ = stopped.await;
            };
            let _ = dynoxide::server::serve_with_shutdown(listener, served, stopped).await;
        });
        Ok(Self { endpoint, database, folder, schema, new, secret, stop, task })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Whether the store was made by this start.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.new
    }

    /// The secret of this store, from which tokens and cursors are signed; as old as the store's folder.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Says that what a new store begins with is in it. Until then, the next start makes it anew.
    ///
    /// # Errors
    /// The folder can't be written to.
    pub fn settle(&self) -> io::Result<()> {
        self.folder.as_ref().map_or(Ok(()), |folder| folder.keep_schema(&self.schema))
    }

    /// Removes the items that have expired by the system's clock, which the engine does not do by itself.
    pub(crate) fn sweeper(&self) -> impl Fn() + Clone + Send + use<> {
        let database = self.database.clone();
        // A sweep that fails is made up for by the next.
        move || drop(database.sweep_ttl())
    }

    /// Ends it, after the calls that are running.
    pub async fn stop(self) {
        let Self { stop, task, database, folder, .. } = self;
        let _ = stop.send(());
        let _ = tokio::time::timeout(PATIENCE, task).await;
        // The database before the lock: whoever opens the folder next finds it closed.
        drop(database);
        drop(folder);
    }
}

fn create(database: &Database, schema: &TableSchema) -> Result<(), EngineError> {
    let mut request = schema.create.clone();
    request["TableName"] = json!(TABLE);
    let request: CreateTableRequest = serde_json::from_value(request).map_err(refused)?;
    database.create_table(request).map_err(refused)?;
    if let Some(attribute_name) = schema.expires.clone() {
        let time_to_live_specification = TimeToLiveSpecification { attribute_name, enabled: true };
        let request = UpdateTimeToLiveRequest { table_name: TABLE.to_owned(), time_to_live_specification };
        database.update_time_to_live(request).map_err(refused)?;
    }
    Ok(())
}

fn refused(error: impl std::fmt::Display) -> EngineError {
    EngineError::Table(error.to_string())
}

fn digest(schema: &TableSchema) -> String {
    hex::encode(Sha256::digest(format!("{}\n{:?}", schema.create, schema.expires)))
}

fn fresh_secret() -> Result<String, EngineError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests;
