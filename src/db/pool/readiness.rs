//! Whether the database can be used, for whoever watches over the program.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::QueryResult;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::Settings;
use super::gate::Gate;
use super::open_file::OpenFile;
use crate::db::address::Address;
use crate::db::connection::AnyConnection;
use crate::db::migrations::{self, State};
use crate::db::session::Limits;

/// A connection of its own to ask on: the pages may use up all others without the program being
/// taken for a dead one. Cloning it is cheap.
#[derive(Clone)]
pub(super) struct Readiness {
    gate: Gate,
    /// When it was last asked, and whether it was ready. Whoever asks meanwhile waits for that.
    known: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// The database has so long to answer; and its answer counts for so long, since strangers may ask
/// as often as they like.
const SECOND: Duration = Duration::from_secs(1);

impl Readiness {
    pub fn open(address: &Address, file: &OpenFile, settings: &Settings) -> Self {
        let limits = Limits { statement: SECOND, lock: SECOND };
        let settings = Settings { wait: SECOND, limits, ..*settings };
        Self { gate: Gate::open(address, file, &settings, 1), known: Arc::default() }
    }

    /// Whether the database answers within a second, with no migration pending. Why not is logged
    /// once.
    pub async fn look(&self) -> bool {
        let mut known = self.known.lock().await;
        let before = *known;
        if let Some((at, ready)) = before
            && at.elapsed() < SECOND
        {
            return ready;
        }
        let problem = match timeout(SECOND, self.gate.run(lacks_migrations)).await {
            Ok(Ok(false)) => None,
            Ok(Ok(true)) => Some("migrations are pending".to_owned()),
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("the database does not answer within a second".to_owned()),
        };
        let was_ready = before.is_none_or(|(_, ready)| ready);
        match &problem {
            Some(problem) if was_ready => log::warn!("not ready: {problem}"),
            None if !was_ready => log::warn!("ready again"),
            _ => {}
        }
        *known = Some((Instant::now(), problem.is_none()));
        problem.is_none()
    }
}

/// Migrations that only a newer program knows are none that this one lacks.
fn lacks_migrations(connection: &mut AnyConnection) -> QueryResult<bool> {
    let status = migrations::status(connection)?;
    Ok(status.iter().any(|(_, state)| *state == State::Pending))
}
