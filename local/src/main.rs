//! `cargo run`: the local server on a port of loopback, until it is interrupted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use muster_local::server::{Keep, LocalServer, Options};
use muster_local::token::{Login, Role};
use muster_local::{greeting, sample};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Serves all of Muster's functions on this machine, over an embedded store.
#[derive(Debug, Parser)]
struct Arguments {
    /// The port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 9000)]
    port: u16,
    /// The port on which the store itself answers DynamoDB's calls; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    store_port: u16,
    /// Keep nothing: the store is in memory.
    #[arg(long)]
    memory: bool,
    /// Leave a new store without sample data.
    #[arg(long)]
    empty: bool,
    /// The least level that is logged: error, warn, or info for a line a request.
    #[arg(long, default_value = "warn")]
    log: LevelFilter,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The requests of the start are the program's own: they are not worth a line each.
    let log = tracing_subscriber::fmt().with_target(false).with_writer(std::io::stderr);
    let log = log.with_env_filter(EnvFilter::new("warn")).with_filter_reloading();
    let filter = log.reload_handle();
    log.init();
    let level = arguments.log;
    let log_requests = || filter.reload(EnvFilter::new(format!("warn,muster={level}"))).unwrap_or_default();
    // A handler's panic is told with its request; any other as ever.
    let elsewhere = std::panic::take_hook();
    muster::telemetry::panics::note(move |panic| elsewhere(panic));
    match run(arguments, log_requests).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("muster-local: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments, log_requests: impl FnOnce()) -> Result<(), lambda_http::Error> {
    // Before anything starts, so that an interruption is never missed.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let keep = if arguments.memory { Keep::Memory } else { Keep::Folder(PathBuf::from(".muster")) };
    let options = Options { port: arguments.port, store_port: arguments.store_port, keep, sample: !arguments.empty, ..Options::default() };
    if options.sample {
        eprintln!("starting; a new store is filled with sample data first, which takes some seconds");
    }
    let starting = LocalServer::start(options);
    let server = tokio::select! {
        server = starting => server?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    let accounts = sample::accounts(server.base_url(), &server.token(&Login::operator())).await?;
    let tokens = Role::ALL.map(|role| {
        let account = greeting::account(&accounts, role).map(ToOwned::to_owned);
        server.token(&Login { role: Some(role), account, subject: None })
    });
    log_requests();
    println!("{}", greeting::greeting(server.base_url(), &accounts, &tokens, server.app().clock.now()));
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    server.stop().await;
    Ok(())
}
