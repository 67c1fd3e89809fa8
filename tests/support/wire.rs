//! The way to a server, which a test can cut: at any moment, or when a `COMMIT` passes.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock, RwLockWriteGuard};

use backlot::db::{Address, Product};
use url::Url;

use super::database::Database;
use super::program::Program;

/// The way to a server.
pub struct Wire {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    is_cut: AtomicBool,
    ends: Mutex<Vec<TcpStream>>,
    /// What happens to the next `COMMIT`.
    trap: Mutex<Option<(Loss, Reach)>>,
    /// Nothing passes while somebody holds this for writing.
    flow: RwLock<()>,
}

/// What is lost of a `COMMIT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It never reaches the server.
    Question,
    /// The server carries it out, and its answer is lost.
    Answer,
    /// It reaches the server, which finds the connection cut.
    Race,
}

/// Whether a server can be reached after a `COMMIT` was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By another connection, at once.
    Again,
    /// Not before the wire is mended.
    No,
}

impl Wire {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State::default());
        let wire = Self { address, state: Arc::clone(&state) };
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                connect(&state, &near, server);
            }
        });
        wire
    }

    /// A program at the end of a wire, with little patience; nothing on SQLite.
    pub fn program(database: &Database, variables: &[(&str, &str)]) -> Option<(Self, Program)> {
        let usual = match Address::parse(database.url()).expect("an address").product() {
            Product::Sqlite => return None,
            Product::Postgres => 5432,
            Product::Mysql => 3306,
        };
        let mut url = Url::parse(database.url()).expect("an address");
        let host = url.host_str().expect("a host").to_owned();
        let mut server = (host, url.port().unwrap_or(usual)).to_socket_addrs().expect("a server");
        let wire = Self::to(server.next().expect("a server"));
        url.set_host(Some("127.0.0.1")).expect("a host");
        url.set_port(Some(wire.address.port())).expect("a port");
        let mut all = vec![
            ("DATABASE_URL", url.as_str()),
            ("DATABASE_POOL_SIZE", "2"),
            ("DATABASE_CONNECT_TIMEOUT", "2s"),
            ("DATABASE_LOCK_TIMEOUT", "2s"),
            // The next `COMMIT` is that of the form, and not of the seals.
            ("HISTORY_SEAL_EVERY", "1h"),
        ];
        all.extend(variables);
        let program = Program::start_with(database, &all);
        Some((wire, program))
    }

    /// Cuts every connection, and lets no other through.
    pub fn cut(&self) {
        self.state.cut();
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        // Whoever cuts has come to the end of it.
        let _ends = self.state.ends.lock().expect("the ends");
        self.state.is_cut.store(false, Ordering::SeqCst);
    }

    /// Holds up everything on the wire, until what this returns is dropped.
    pub fn held(&self) -> RwLockWriteGuard<'_, ()> {
        self.state.flow.write().expect("the flow")
    }

    /// Cuts the connection over which the next `COMMIT` goes.
    pub fn lose_commit(&self, loss: Loss, reach: Reach) {
        *self.state.trap.lock().expect("the trap") = Some((loss, reach));
    }

    /// Whether a `COMMIT` was lost since.
    pub fn has_lost_it(&self) -> bool {
        self.state.trap.lock().expect("the trap").is_none()
    }
}

impl State {
    fn cut(&self) {
        let mut ends = self.ends.lock().expect("the ends");
        self.is_cut.store(true, Ordering::SeqCst);
        for end in ends.drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// Notes a connection, to be cut with the others; whether it was not cut before. Both happen
    /// under one lock, or a connection that is made in that very moment would be left whole.
    fn note(&self, near: &TcpStream, far: &TcpStream) -> bool {
        let mut ends = self.ends.lock().expect("the ends");
        if self.is_cut.load(Ordering::SeqCst) {
            return false;
        }
        ends.extend([near, far].map(|end| end.try_clone().expect("an end")));
        true
    }

    fn caught(&self, bytes: &[u8]) -> Option<(Loss, Reach)> {
        // As PostgreSQL's clients write it, and as MySQL's do.
        let commits = bytes.ends_with(b"COMMIT\0") || bytes.ends_with(b"\x03COMMIT");
        commits.then(|| self.trap.lock().expect("the trap").take()).flatten()
    }
}

/// Connects a client with the server.
fn connect(state: &Arc<State>, near: &TcpStream, server: SocketAddr) {
    let far = TcpStream::connect(server).expect("the server");
    if !state.note(near, &far) {
        return;
    }
    let clone = |end: &TcpStream| end.try_clone().expect("an end");
    let caught = Arc::new(Mutex::new(None));
    let (asking, answering) = (Arc::clone(state), Arc::clone(state));
    let (question, answer) = (Arc::clone(&caught), caught);
    let (from, to, server_end) = (clone(near), clone(&far), clone(&far));
    std::thread::spawn(move || {
        carry(&asking, from, to, |bytes| {
            let trap = asking.caught(bytes);
            *question.lock().expect("the trap") = trap;
            if trap.is_some_and(|(loss, _)| loss == Loss::Race) {
                let _ = (&server_end).write_all(bytes);
                return true;
            }
            lost(&asking, trap, Loss::Question)
        });
    });
    let (from, to) = (far, clone(near));
    std::thread::spawn(move || {
        carry(&answering, from, to, |_| {
            lost(&answering, *answer.lock().expect("the trap"), Loss::Answer)
        });
    });
}

/// Whether what passes is lost now; then so is the server, where it is meant to be.
fn lost(state: &State, trap: Option<(Loss, Reach)>, this: Loss) -> bool {
    let Some((_, reach)) = trap.filter(|(loss, _)| *loss == this) else { return false };
    if reach == Reach::No {
        state.cut();
    }
    true
}

fn carry(
    state: &State,
    mut from: TcpStream,
    mut to: TcpStream,
    mut is_lost: impl FnMut(&[u8]) -> bool,
) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let _passage = state.flow.read();
        // One connection is cut after the other, and nothing may pass the last meanwhile.
        if state.is_cut.load(Ordering::SeqCst) || is_lost(&bytes[..count]) {
            let _ = from.shutdown(Shutdown::Both);
            break;
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
