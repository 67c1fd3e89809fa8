//! `backlot serve`: runs the panel until it is told to stop.

use std::error::Error;

use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::server;

/// Serves until Ctrl-C or SIGTERM; requests in flight then finish.
///
/// # Errors
/// Whatever kept it from starting.
pub fn run() -> Result<(), Box<dyn Error>> {
    let config = Config::from_env()?;
    actix_web::rt::System::new().block_on(async {
        let server = server::start(&config)?;
        let stop = server.running.handle();
        actix_web::rt::spawn(async move {
            told_to_stop().await;
            log::info!("stopping: requests in flight finish first");
            stop.stop(true).await;
        });
        eprintln!("Backlot is at http://{}{}/", server.address, config.base);
        server.running.await?;
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
