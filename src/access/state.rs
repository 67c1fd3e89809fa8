//! What every request's admission needs, once a program.

use super::clock::Clock;
use super::log_throttle::LogThrottle;
use super::password::Hasher;
use super::policy::Policy;
use super::sign_in_queue::SignInQueue;

/// The limits, the time, the threads that hash, and what keeps a flood within bounds.
#[derive(Clone)]
pub struct AccessState {
    /// The limits.
    pub policy: Policy,
    /// The time.
    pub clock: Clock,
    /// The threads that hash passwords.
    pub hasher: Hasher,
    /// The turns of those who sign in.
    pub sign_in_queue: SignInQueue,
    /// What is not logged again and again.
    pub log_throttle: LogThrottle,
}

impl AccessState {
    /// With these limits, by the system's clock.
    pub fn new(policy: Policy) -> Self {
        let hasher = Hasher::start(policy.cost);
        let (sign_in_queue, log_throttle) = (SignInQueue::default(), LogThrottle::default());
        Self { policy, clock: Clock::default(), hasher, sign_in_queue, log_throttle }
    }
}
