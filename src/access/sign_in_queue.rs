//! Sign-ins wait for their turn.
//!
//! Every attempt counts as failed until it has succeeded. So that many people who sign in at the
//! same moment do not count as many failures, only a few attempts are under way at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::password::{AT_ONCE, Overloaded, WAITING};

/// The turns of one running program. Clones share them.
#[derive(Clone)]
pub struct SignInQueue {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// One attempt under way; the next begins when this is dropped.
pub struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Default for SignInQueue {
    fn default() -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { places: semaphore(AT_ONCE + WAITING), turns: semaphore(AT_ONCE) }
    }
}

impl SignInQueue {
    /// Waits for a turn, first come, first served.
    ///
    /// # Errors
    /// Where too many wait already.
    pub async fn wait(&self) -> Result<Turn, Overloaded> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Overloaded)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Overloaded)?;
        Ok(Turn { _place: place, _turn: turn })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[actix_web::test]
    async fn a_few_go_at_once_more_wait_and_the_rest_are_turned_away() {
        let turns = SignInQueue::default();
        let mut going = Vec::new();
        for _ in 0..AT_ONCE {
            going.push(turns.wait().await.unwrap());
        }
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(turns.wait())).collect();
        for wait in &mut waiting {
            assert!(wait.now_or_never().is_none());
        }
        assert!(turns.wait().await.is_err());
        going.pop();
        assert!(waiting.remove(0).await.is_ok());
        assert!(turns.wait().now_or_never().is_none());
    }
}
