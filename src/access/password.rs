//! Passwords: which are good enough, and how they are hashed without standing in anybody's way.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use data_encoding::BASE64_NOPAD;
use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization as _;

use super::commonest;
use crate::db::{composed, fold};

/// The shortest and the longest password, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 12..=128;

/// The shortest name that a password must not contain.
const SHORTEST_NAME: usize = 3;

/// Why a password is refused; each is a sentence for whoever chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Under 12 characters.
    #[error("Choose a password of at least 12 characters.")]
    TooShort,
    /// Over 128 characters.
    #[error("Choose a password of at most 128 characters.")]
    TooLong,
    /// Among the commonest, or made like them.
    #[error("This password is too common. Choose another.")]
    Common,
    /// It contains the operator's name.
    #[error("Choose a password that does not contain the name.")]
    HoldsName,
}

/// Normalises a password (NFC) and checks it. Any character will do.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(password: &str, name: &str) -> Result<String, PasswordError> {
    let password = composed(password);
    let length = password.chars().count();
    if length < *LENGTHS.start() {
        return Err(PasswordError::TooShort);
    }
    if length > *LENGTHS.end() {
        return Err(PasswordError::TooLong);
    }
    let folded = fold(&password);
    let name = fold(name);
    if name.chars().count() >= SHORTEST_NAME && folded.contains(&name) {
        return Err(PasswordError::HoldsName);
    }
    if commonest::is_common(&folded) {
        return Err(PasswordError::Common);
    }
    Ok(password)
}

/// What one hash costs (argon2id). The default is OWASP's minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl Cost {
    /// Whether it is at least OWASP's minimum: 19 MiB and two passes, or 46 MiB and one.
    pub fn is_enough(self) -> bool {
        let Self { memory, passes, lanes } = self;
        lanes >= 1 && (memory >= 46 * 1024 && passes >= 1 || memory >= 19 * 1024 && passes >= 2)
    }

    fn argon2(self) -> Option<Argon2<'static>> {
        let params = Params::new(self.memory, self.passes, self.lanes, None).ok()?;
        Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// So many hashes wait already that another would wait too long.
#[derive(Debug)]
pub struct Overloaded;

/// Hashes on threads of its own, so that the threads that serve pages never wait for it, and only
/// so many at once, so that a flood of sign-ins cannot exhaust memory.
#[derive(Clone)]
pub struct Hasher {
    jobs: SyncSender<Job>,
    cost: Cost,
    /// What an unknown name is checked against, so that it takes the same time.
    nobody: Arc<str>,
}

type Job = Box<dyn FnOnce() + Send>;

/// How many hashes are made at once, and how many may wait.
pub(super) const AT_ONCE: usize = 2;
pub(super) const WAITING: usize = 64;

impl Hasher {
    /// Starts its threads, which end with it.
    pub fn start(cost: Cost) -> Self {
        let (jobs, queue) = sync_channel::<Job>(WAITING);
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..AT_ONCE {
            let queue = Arc::clone(&queue);
            std::thread::spawn(move || {
                loop {
                    let job = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok(job) = job else { return };
                    job();
                }
            });
        }
        Self { jobs, cost, nobody: impossible_hash(cost).into() }
    }

    /// The hash of a checked password, as it is stored.
    ///
    /// # Errors
    /// Where too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Overloaded> {
        let cost = self.cost;
        self.run(move || hash(cost, &password)).await?.ok_or(Overloaded)
    }

    /// Whether the password fits the stored hash; without one, it takes as long and does not.
    ///
    /// # Errors
    /// Where too many wait.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Overloaded> {
        // Longer ones are never stored; an attacker's megabyte is not hashed.
        let password: String = password.nfc().take(*LENGTHS.end() + 1).collect();
        let known = stored.is_some();
        let stored = stored.map_or_else(|| self.nobody.to_string(), str::to_owned);
        let fits = self.run(move || verify(&password, &stored)).await?;
        Ok(fits && known)
    }

    /// Whether the stored hash is weaker than those made now.
    pub fn is_outdated(&self, stored: &str) -> bool {
        let Ok(parsed) = PasswordHash::new(stored) else { return true };
        let Ok(params) = Params::try_from(&parsed) else { return true };
        params.m_cost() < self.cost.memory
            || params.t_cost() < self.cost.passes
            || params.p_cost() < self.cost.lanes
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overloaded> {
        let (done, result) = oneshot::channel();
        let job = Box::new(move || {
            // Whoever asked may have gone away.
            let _ = done.send(work());
        });
        match self.jobs.try_send(job) {
            Ok(()) => result.await.map_err(|_| Overloaded),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Overloaded),
        }
    }
}

/// The hash of a checked password, made on this very thread: for the command line. `None` where
/// the cost is beyond what argon2 takes.
pub fn hash(cost: Cost, password: &str) -> Option<String> {
    let (argon2, mut salt, mut hash) = (cost.argon2()?, [0; SALT], [0; HASH]);
    getrandom::fill(&mut salt).ok()?;
    fill(&argon2, password, &salt, &mut hash).ok()?;
    Some(stored(cost, &salt, &hash))
}

/// A hash of that cost which no password is known to have. Making a true one would hold up every
/// start.
fn impossible_hash(cost: Cost) -> String {
    stored(cost, &[0; SALT], &[0; HASH])
}

/// How long salts and hashes are, in bytes.
const SALT: usize = 16;
const HASH: usize = 32;

/// A hash as it is stored (the PHC string format).
fn stored(Cost { memory, passes, lanes }: Cost, salt: &[u8], hash: &[u8]) -> String {
    let (salt, hash) = (BASE64_NOPAD.encode(salt), BASE64_NOPAD.encode(hash));
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}")
}

/// Whether a password has that hash, of whatever cost it is; never where it cannot be read.
fn verify(password: &str, stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    let (Ok(algorithm), Ok(params), Some(salt), Some(hash)) = (
        Algorithm::try_from(stored.algorithm.as_str()),
        Params::try_from(&stored),
        &stored.salt,
        &stored.hash,
    ) else {
        return false;
    };
    let Ok(version) = stored.version.map_or(Ok(Version::default()), Version::try_from) else {
        return false;
    };
    let mut made = vec![0; hash.len()];
    fill(&Argon2::new(algorithm, version, params), password, salt, &mut made).is_ok()
        && bool::from(made.ct_eq(hash.as_bytes()))
}

/// An allocation that is larger is mapped by itself and given back to the system as soon as it is
/// free, whatever was allocated before (glibc's `DEFAULT_MMAP_THRESHOLD_MAX`).
const MAPPED: usize = 32 * 1024 * 1024;

/// Hashes a password in memory that goes back to the system afterwards.
///
/// Less than that glibc keeps, and does not find again where the next hash wants it aligned: after a
/// few sign-ins the program held 230 MB more. What is beyond the blocks is never touched, and so
/// takes no memory.
fn fill(argon2: &Argon2<'_>, password: &str, salt: &[u8], hash: &mut [u8]) -> argon2::Result<()> {
    let count = argon2.params().block_count();
    let mut blocks = Vec::with_capacity(count.max(MAPPED / Block::SIZE + 1));
    blocks.resize(count, Block::new());
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, hash, &mut blocks[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    #[test]
    fn passwords_are_refused_with_a_reason() {
        for (password, problem) in [
            ("short", PasswordError::TooShort),
            ("elevenchars", PasswordError::TooShort),
            (&"x y".repeat(43), PasswordError::TooLong),
            ("123456789012", PasswordError::Common),
            ("Password1234!", PasswordError::Common),
            ("aaaaaaaaaaaaaaaa", PasswordError::Common),
            ("qwertyuiop123", PasswordError::Common),
            ("the great ADA lives", PasswordError::HoldsName),
        ] {
            assert_eq!(check_password(password, "Ada"), Err(problem), "{password}");
        }
        for password in
            ["correct horse battery", "ⅷ日本語の長いパスワード", "  blanks  count  too "]
        {
            check_password(password, "Ada").unwrap();
        }
        assert_eq!(check_password("cafe\u{301} at the corner", "A").unwrap(), "café at the corner");
    }

    #[test]
    fn the_default_cost_is_enough_and_less_is_not() {
        assert!(Cost::default().is_enough());
        assert!(Cost { memory: 46 * 1024, passes: 1, lanes: 1 }.is_enough());
        assert!(!Cost { memory: 18 * 1024, passes: 2, lanes: 1 }.is_enough());
        assert!(!CHEAP.is_enough());
    }

    #[test]
    fn checking_for_nobody_costs_what_checking_for_somebody_does() {
        let (nobody, somebody) = (impossible_hash(CHEAP), hash(CHEAP, "correct horse").unwrap());
        let parts = |text: &str| {
            let parsed = PasswordHash::new(text).unwrap();
            let lengths = (parsed.salt.map(|salt| salt.len()), parsed.hash.map(|hash| hash.len()));
            (Params::try_from(&parsed).unwrap(), parsed.algorithm, parsed.version, lengths)
        };
        assert_eq!(parts(&nobody), parts(&somebody));
    }

    #[test]
    fn a_hash_of_another_program_is_known() {
        // The example of the reference implementation (phc-winner-argon2, `src/test.c`).
        let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
                      CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(verify("password", stored));
        assert!(!verify("Password", stored));
        for unreadable in ["", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ", "$scrypt$c29tZXNhbHQ$AA"]
        {
            assert!(!verify("password", unreadable), "{unreadable}");
        }
    }

    #[actix_web::test]
    async fn a_password_fits_its_own_hash_alone() {
        let hasher = Hasher::start(CHEAP);
        let stored = hasher.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(hasher.verify("correct horse", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("correct horse ", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("nobody has this password", None).await.unwrap());
        assert!(!hasher.is_outdated(&stored));
        assert!(Hasher::start(Cost { memory: 128, ..CHEAP }).is_outdated(&stored));
        assert!(hasher.is_outdated("nonsense"));
    }
}
