//! The program under measurement, as a process of its own.

use std::fs::read_to_string;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use backlot::access::Token;

use crate::client::Connection;
use crate::data::Data;
use crate::{Result, floor};

pub struct Program {
    child: Child,
    address: SocketAddr,
    session: Token,
}

impl Program {
    /// Starts it with a new session.
    pub fn signed_in(data: &Data) -> Result<Self> {
        Self::start(data, &data.sign_in()?)
    }

    /// Starts it and waits until it listens.
    pub fn start(data: &Data, session: &Token) -> Result<Self> {
        let mut command = data.program();
        command.env("PORT", "0").env("RUST_LOG", "warn");
        Self::spawn(&mut command, session.clone())
    }

    /// Starts this very bench as the least that the pages of a database can cost.
    pub fn floor(database: &Path) -> Result<Self> {
        let session = Token::random().ok_or("no randomness")?;
        Self::spawn(&mut floor::child(database)?, session)
    }

    fn spawn(command: &mut Command, session: Token) -> Result<Self> {
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let output = child.stderr.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let line = lines.next().ok_or("the program did not start")??;
            if let Some((_, url)) = line.split_once(" is at http://") {
                break url.trim_end_matches('/').parse()?;
            }
        };
        // What it says later is read, so that it never waits for somebody to do so.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address, session })
    }

    pub fn connect(&self) -> Result<Connection> {
        self.connect_by(&self.session)
    }

    /// The same for whoever has that session.
    pub fn connect_by(&self, session: &Token) -> Result<Connection> {
        Connection::open(self.address, session.clone())
    }

    /// How to reach it by other tools.
    pub fn described(&self) -> String {
        let (id, address, session) = (self.child.id(), self.address, self.session.as_str());
        let port = address.port();
        format!("process {id}: curl -b backlot-{port}={session} http://{address}/users")
    }

    /// The processor time it has used, all threads together (proc(5): utime and stime in ticks of
    /// a hundredth of a second).
    pub fn cpu_time(&self) -> Result<Duration> {
        let stat = read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields = stat.rsplit_once(')').ok_or("no such process")?.1;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        Ok(Duration::from_millis(10 * ticks.sum::<std::result::Result<u64, _>>()?))
    }

    /// The memory it holds now, and the most it has held, in MB. Mapped files count as they do for
    /// every tool that shows a process.
    pub fn memory(&self) -> Result<(u64, u64)> {
        let status = read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let figure = |name: &str| -> Result<u64> {
            let line =
                status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no figure")?;
            Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
        };
        Ok((figure("VmRSS:")?, figure("VmHWM:")?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
