//! `cargo run`: the local server on a port of loopback, until it is interrupted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use muster_local::sample::{self, Accounts};
use muster_local::server::{Keep, LocalServer, Options};
use muster_local::token::{Login, Role};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Serves all of Muster's functions on this machine, over an embedded store.
#[derive(Debug, Parser)]
struct Arguments {
    /// The port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 9000)]
    port: u16,
    /// Keep nothing: the store is in memory.
    #[arg(long)]
    memory: bool,
    /// Leave a new store without sample data.
    #[arg(long)]
    empty: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::new("warn,muster=info");
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr).init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("muster-local: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), lambda_http::Error> {
    // Before anything starts, so that an interruption is never missed.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let keep = if arguments.memory { Keep::Memory } else { Keep::Folder(PathBuf::from(".muster")) };
    let options = Options { port: arguments.port, keep, sample: !arguments.empty, ..Options::default() };
    let starting = LocalServer::start(options);
    let server = tokio::select! {
        server = starting => server?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    let accounts = sample::accounts(server.base_url(), &server.token(&Login::operator())).await?;
    greet(&server, accounts);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    server.stop().await;
    Ok(())
}

fn greet(server: &LocalServer, accounts: Accounts) {
    let url = server.base_url();
    println!("listening on {url}");
    println!();
    println!("  {url}/        what there is");
    println!("  {url}/docs    the API's documentation");
    println!();
    println!("Tokens of twelve hours (POST {url}/local/token gives more, such as for another \"account\"):");
    for role in Role::ALL {
        let account = match role {
            Role::Operator => None,
            Role::Client => accounts.client.clone(),
            Role::Developer => accounts.developer.clone(),
        };
        let of = account.as_deref().map(|account| format!(" of {account}")).unwrap_or_default();
        println!("  {}{of}: {}", role.name(), server.token(&Login { role: Some(role), account, subject: None }));
    }
}
