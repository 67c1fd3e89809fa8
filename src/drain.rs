//! Stopping without turning away whoever has come in already: the listening socket closes last.

use std::io;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::time::sleep;

/// The listening socket, beside the server that takes connections from it.
#[derive(Debug)]
pub struct Entrance(TcpListener);

/// Nobody new for so long means that nobody is on the way: a handshake takes one round trip.
const QUIET: Duration = Duration::from_millis(300);
/// Where newcomers cannot be kept out there may always be one more.
const LONGEST: Duration = Duration::from_secs(2);
/// How often the queue is looked at.
const PAUSE: Duration = Duration::from_millis(1);

impl Entrance {
    /// The entrance of the server that listens there.
    pub fn of(listener: &TcpListener) -> io::Result<Self> {
        listener.try_clone().map(Self)
    }

    /// Lets nobody new in, where the system can do that, and waits until the server has taken
    /// everybody who was connected already: the system would reset those who are left in the queue
    /// when the socket closes.
    pub async fn drain(self) {
        if let Err(error) = keep_newcomers_out(&self.0) {
            log::debug!("connections are taken until there are none: {error}");
        }
        let began = Instant::now();
        let mut quiet = began;
        while quiet.elapsed() < QUIET && began.elapsed() < LONGEST {
            if self.has_queue() {
                quiet = Instant::now();
            }
            sleep(PAUSE).await;
        }
    }

    fn has_queue(&self) -> bool {
        let mut listener = [PollFd::new(&self.0, PollFlags::IN)];
        poll(&mut listener, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
    }
}

/// Drops what asks for a new connection, and nothing else, before the system answers it. The client
/// asks again after a second, and is refused then, or finds the next program that listens there.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn keep_newcomers_out(listener: &TcpListener) -> io::Result<()> {
    use socket2::{SockFilter, SockRef};

    // Classic BPF over the TCP header (linux/filter.h): of the flags in its 14th byte, is SYN set
    // and ACK not?
    const SYN: u32 = 0x02;
    const ACK: u32 = 0x10;
    let program = [
        SockFilter::new(0x30, 0, 0, 13),
        SockFilter::new(0x54, 0, 0, SYN | ACK),
        SockFilter::new(0x15, 0, 1, SYN),
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ];
    SockRef::from(listener).attach_filter(&program)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn keep_newcomers_out(_: &TcpListener) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
