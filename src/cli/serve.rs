//! `backlot serve`: runs the panel until it is told to stop.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use super::{CommandResult, parse_duration};
use crate::config::Config;
use crate::{entities, server};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Options {
    /// Leaves the schema alone; pending migrations then prevent the start
    #[arg(long)]
    no_migrate: bool,
    /// Waits for a database that does not answer yet, a minute if no time is given
    #[arg(
        long,
        value_name = "TIME",
        num_args = 0..=1,
        default_missing_value = "60s",
        value_parser = parse_duration
    )]
    wait: Option<Duration>,
}

/// Serves until Ctrl-C or SIGTERM; requests in flight then finish.
pub(super) fn run(options: &Options) -> CommandResult {
    let mut config = Config::from_env()?;
    config.migrate = !options.no_migrate;
    config.patience = options.wait.unwrap_or_default();
    actix_web::rt::System::new().block_on(async {
        let server = server::start(&config, &entities::REGISTER)?;
        let (stop, stopping, entrance) =
            (server.running.handle(), server.stopping, server.entrance);
        actix_web::rt::spawn(async move {
            told_to_stop().await;
            log::info!("stopping: requests in flight finish first");
            stopping.begin();
            let finish = async {
                entrance.drain().await;
                stop.stop(true).await;
            };
            // Whoever says it twice does not want to wait.
            tokio::select! {
                () = finish => {}
                () = told_to_stop() => stop.stop(false).await,
            }
        });
        let running = actix_web::rt::spawn(server.running);
        // What the server itself says of its start comes first: the link is the last line.
        tokio::task::yield_now().await;
        eprintln!("Backlot is at {}/", server.url);
        if let Some(link) = &server.set_up {
            // Whatever of the log is left out, without this nobody could ever sign in.
            eprintln!("Nobody can sign in yet. Set the panel up within an hour:\n{link}");
        }
        running.await??;
        log::info!("stopped");
        Ok(())
    })
}

async fn told_to_stop() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
