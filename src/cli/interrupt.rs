//! Ctrl-C and SIGTERM, for a command that ends in good order.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// What a shell adds to the number of the signal that ended a command.
const SIGNALLED: u8 = 128;

/// Whether the command has been told to end.
pub(super) struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// Watches from now on. Whoever says it twice does not want to wait: the second time it ends at
    /// once.
    pub(super) fn watch() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (mut interrupt, mut terminate) = {
            let _inside = runtime.enter();
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
        };
        let code = Arc::new(AtomicU8::new(0));
        let told = Arc::clone(&code);
        let watch = async move {
            loop {
                let kind = tokio::select! {
                    _ = interrupt.recv() => SignalKind::interrupt(),
                    _ = terminate.recv() => SignalKind::terminate(),
                };
                let number = u8::try_from(kind.as_raw_value()).unwrap_or_default();
                if told.swap(SIGNALLED + number, Ordering::Relaxed) != 0 {
                    std::process::exit(i32::from(SIGNALLED + number));
                }
            }
        };
        std::thread::Builder::new().spawn(move || runtime.block_on(watch))?;
        Ok(Self(code))
    }

    /// The exit code of a command that was told to end, if it was.
    pub(super) fn code(&self) -> Option<ExitCode> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            code => Some(ExitCode::from(code)),
        }
    }
}
