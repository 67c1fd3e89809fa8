//! What every request's admission needs, once a program.

use super::clock::Clock;
use super::password::Hasher;
use super::policy::Policy;
use super::rarely::Rarely;
use super::turns::Turns;

/// The limits, the time, the threads that hash, and what keeps a flood within bounds.
#[derive(Clone)]
pub struct Guard {
    /// The limits.
    pub policy: Policy,
    /// The time.
    pub clock: Clock,
    /// The threads that hash passwords.
    pub hasher: Hasher,
    /// The turns of those who sign in.
    pub turns: Turns,
    /// What is not logged again and again.
    pub rarely: Rarely,
}

impl Guard {
    /// With these limits, by the system's clock.
    pub fn new(policy: Policy) -> Self {
        let hasher = Hasher::start(policy.cost);
        let (turns, rarely) = (Turns::default(), Rarely::default());
        Self { policy, clock: Clock::default(), hasher, turns, rarely }
    }
}
