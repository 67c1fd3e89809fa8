//! What every request's admission needs, once a program.

use super::clock::Clock;
use super::password::Hasher;
use super::policy::Policy;

/// The limits, the time, and the threads that hash.
#[derive(Clone)]
pub struct Guard {
    /// The limits.
    pub policy: Policy,
    /// The time.
    pub clock: Clock,
    /// The threads that hash passwords.
    pub hasher: Hasher,
}

impl Guard {
    /// With these limits, by the system's clock.
    pub fn new(policy: Policy) -> Self {
        let hasher = Hasher::start(policy.cost);
        Self { policy, clock: Clock::default(), hasher }
    }
}
