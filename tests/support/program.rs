//! The program as it is built, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use backlot::db;

use super::database::{Database, connect_to, session};
use super::person::Person;

/// A running `backlot`, killed with the test if it still runs then.
pub struct Program {
    child: Child,
    url: String,
    log: Mutex<Receiver<String>>,
    address: SocketAddr,
}

/// Longer than anything the program does; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

impl Program {
    /// Starts it and waits until it serves.
    pub fn start(database: &Database) -> Self {
        Self::start_with(database, &[])
    }

    /// Starts it with further variables in its environment.
    pub fn start_with(database: &Database, variables: &[(&str, &str)]) -> Self {
        Self::start_in(Path::new("."), database, variables)
    }

    /// Starts it in that folder.
    pub fn start_in(folder: &Path, database: &Database, variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_backlot"))
            .current_dir(folder)
            .env("DATABASE_URL", database.url())
            .env("PORT", "0")
            .envs(variables.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let stderr = BufReader::new(child.stderr.take().expect("its log"));
        let (lines, log) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = lines.send(line);
            }
        });
        let serving = line_with(&log, "Backlot is at http://");
        let (_, address) = serving.split_once("http://").expect("an address");
        let address = address.split('/').next().expect("an address").parse().expect("an address");
        Self { child, url: database.url().to_owned(), log: Mutex::new(log), address }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Somebody new at it.
    pub fn person(&self) -> Person {
        self.person_called("Grace")
    }

    /// Somebody of that name.
    pub fn person_called(&self, name: &str) -> Person {
        let mut connection = connect_to(&self.url);
        let token = session(&mut connection, name, &["admin"], db::now());
        Person::at(self.address).with_session(&token)
    }

    /// The next line of its log that holds `text`.
    #[track_caller]
    pub fn log_line(&self, text: &str) -> String {
        line_with(&self.log.lock().expect("the log"), text)
    }

    /// Stops it; returns what it has logged since it was last asked.
    pub fn rest_of_log(&mut self) -> Vec<String> {
        self.signal("TERM");
        let log = self.log.lock().expect("the log");
        std::iter::from_fn(|| log.recv_timeout(PATIENCE).ok()).collect()
    }

    /// Sends it a signal, by the name that `kill` knows.
    pub fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits until it has ended.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        // The log ends with the process.
        let began = Instant::now();
        let log = self.log.lock().expect("the log");
        while log.recv_timeout(PATIENCE.saturating_sub(began.elapsed())).is_ok() {}
        drop(log);
        assert!(began.elapsed() < PATIENCE, "it did not end");
        self.child.wait().expect("its end")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
fn line_with(log: &Receiver<String>, text: &str) -> String {
    let mut seen = Vec::new();
    while let Ok(line) = log.recv_timeout(PATIENCE) {
        if line.contains(text) {
            return line;
        }
        seen.push(line);
    }
    panic!("no {text:?} in the log: {seen:#?}");
}
