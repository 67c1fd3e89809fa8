//! The pauses of a command that writes again and again: whoever serves the panel is another program
//! to it, and so is everybody else.

use std::time::{Duration, Instant};

use diesel::QueryResult;

use super::pace::Pace;
use crate::db::{AnyConnection, pause_of_writers, state_of_file};

/// For so long after somebody else has written, the pauses are longer.
const REMEMBERED: Duration = Duration::from_secs(2);
/// So many times: whoever serves writes in the same pause, what waited meanwhile, and others come by
/// the rest.
const LONGER: u32 = 2;

/// The pauses between the steps of a command, on its one connection.
#[derive(Debug)]
pub struct Pauses {
    /// What [`state_of_file`] said last.
    state: i64,
    /// When somebody else was last seen to have written.
    others: Option<Instant>,
}

impl Pauses {
    /// Those of a command that begins to write.
    pub fn new(connection: &mut AnyConnection) -> QueryResult<Self> {
        Ok(Self { state: state_of_file(connection)?, others: None })
    }

    /// Makes the pause that is due behind a step which took so long.
    pub fn make(
        &mut self,
        connection: &mut AnyConnection,
        pace: &mut Pace,
        took: Duration,
    ) -> QueryResult<()> {
        let state = state_of_file(connection)?;
        if state != self.state {
            self.state = state;
            self.others = Some(Instant::now());
        }
        let pause = pause_of_writers(connection);
        let is_shared = self.others.is_some_and(|at| at.elapsed() < REMEMBERED);
        let pause = if is_shared { pause * LONGER } else { pause };
        std::thread::sleep(pace.note(took, pause));
        Ok(())
    }
}
